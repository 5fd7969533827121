package io.spacecloud.realtime;

import io.spacecloud.api.spi.ChangeSource;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Hears what other processes changed in a collection, and notices where it did not hear something.
 * Thread-safe.
 *
 * <p>Hints of one publisher are numbered, and its beats say how many there were: what is missing is
 * a gap. A publisher that is silent may have died with a hint unsaid, or be out of reach: that is a
 * gap too, again and again until it is back or forgotten; one that said goodbye may have left
 * writes on their way, and is a gap twice, as is the beginning, since others may have died before
 * they were heard. What is numbered as something that was heard before is a replay, as is what is
 * too old for that to be known.
 */
final class Inbox {
  /** How far clocks may be apart; publishers are remembered for longer. */
  static final Duration TOLERANCE = Duration.ofMinutes(5);

  private static final int MAX_PEERS = 10_000;
  private static final int MISSED_BEATS = 3;
  private static final int SILENT_BEATS = 30;

  private static final class Peer {
    private long number;
    private long beat;
    private long quiet;
    private boolean gone;
  }

  private final Wire wire;
  private final Clock clock;
  private final String self;
  private final String topic;
  private final ChangeSource.Listener listener;
  private final Counters counters;
  private final long memory;
  private final long resync;
  private final Map<String, Peer> peers = new HashMap<>();
  private long ticks;

  Inbox(
      Wire wire,
      Clock clock,
      String self,
      String topic,
      ChangeSource.Listener listener,
      Counters counters,
      LiveOptions options) {
    this.wire = wire;
    this.clock = clock;
    this.self = self;
    this.topic = topic;
    this.listener = listener;
    this.counters = counters;
    this.memory = Math.max(4 * SILENT_BEATS, 2 * TOLERANCE.dividedBy(options.beat()) + 1);
    this.resync = Math.max(1, options.resync().dividedBy(options.beat()));
  }

  void hear(byte[] bytes) {
    try {
      Message message = wire.decode(topic, bytes);
      if (!message.publisher().equals(self)) {
        hear(message);
      }
    } catch (Wire.BadMessageException e) {
      (e.isForged() ? counters.forged : counters.malformed).increment();
    }
  }

  private void hear(Message message) {
    boolean gap;
    synchronized (peers) {
      Peer peer = peers.get(message.publisher());
      if (isOld(message) || (peer != null && isKnown(peer, message)) || isTooMany(peer)) {
        counters.replayed.increment();
        return;
      }
      gap =
          peer == null ? message.number() > first(message) : message.number() > next(peer, message);
      note(peer == null ? newcomer(message) : peer, message);
    }
    if (gap || message.kind() == Message.Kind.LOST) {
      counters.gaps.increment();
      listener.lost();
    } else if (message.kind() == Message.Kind.TOUCHED) {
      listener.touched(message.keys());
    }
  }

  private boolean isOld(Message message) {
    Duration age = Duration.between(message.time(), clock.instant()).abs();
    return age.compareTo(TOLERANCE) > 0;
  }

  private static boolean isKnown(Peer peer, Message message) {
    return peer.gone
        || (message.kind().isHint()
            ? message.number() <= peer.number
            : message.beat() <= peer.beat || message.number() < peer.number);
  }

  private boolean isTooMany(@Nullable Peer peer) {
    return peer == null && peers.size() >= MAX_PEERS;
  }

  /** What a newcomer sent before it was heard for the first time cannot have been missed. */
  private static long first(Message message) {
    return message.kind().isHint() ? 1 : 0;
  }

  private static long next(Peer peer, Message message) {
    return message.kind().isHint() ? peer.number + 1 : peer.number;
  }

  private Peer newcomer(Message message) {
    Peer peer = new Peer();
    peers.put(message.publisher(), peer);
    return peer;
  }

  private static void note(Peer peer, Message message) {
    peer.number = message.number();
    peer.beat = Math.max(peer.beat, message.beat());
    peer.quiet = 0;
    peer.gone = message.kind() == Message.Kind.BYE;
  }

  /** Called once per beat. */
  void tick() {
    boolean silence;
    synchronized (peers) {
      ticks++;
      // Who was there when listening began may have died unheard, with a hint unsaid.
      silence = ticks == MISSED_BEATS + 1 || ticks == SILENT_BEATS || ticks % resync == 0;
      Iterator<Peer> all = peers.values().iterator();
      while (all.hasNext()) {
        Peer peer = all.next();
        peer.quiet++;
        silence |= isAlarming(peer);
        if (peer.quiet > memory) {
          all.remove();
        }
      }
    }
    if (silence) {
      counters.gaps.increment();
      listener.lost();
    }
  }

  private static boolean isAlarming(Peer peer) {
    return peer.quiet == MISSED_BEATS + 1
        || peer.quiet == SILENT_BEATS
        || (!peer.gone && peer.quiet % SILENT_BEATS == 0);
  }

  /** The broker lost something, or may have. */
  void gap() {
    counters.gaps.increment();
    listener.lost();
  }
}
