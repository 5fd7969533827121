package io.spacecloud.realtime;

import io.spacecloud.api.result.Document;
import io.spacecloud.api.spi.ChangeBus;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells other processes what this one changes in a collection, numbered. A number that could not be
 * sent is missed by those who hear the next. Thread-safe.
 */
final class Outbox {
  private static final Logger LOG = LoggerFactory.getLogger(Outbox.class);

  private final ChangeBus bus;
  private final Wire wire;
  private final Clock clock;
  private final String publisher;
  private final String topic;
  private long number;
  private long beat;

  Outbox(ChangeBus bus, Wire wire, Clock clock, String publisher, String topic) {
    this.bus = bus;
    this.wire = wire;
    this.clock = clock;
    this.publisher = publisher;
    this.topic = topic;
  }

  void touched(Collection<Document> keys) {
    if (keys.size() > 10 * Wire.MAX_KEYS || !keys.stream().allMatch(KeyForms::canWrite)) {
      lost();
      return;
    }
    List<Document> all = new ArrayList<>(keys);
    for (int i = 0; i < all.size(); i += Wire.MAX_KEYS) {
      hint(Message.Kind.TOUCHED, all.subList(i, Math.min(i + Wire.MAX_KEYS, all.size())));
    }
  }

  void lost() {
    hint(Message.Kind.LOST, List.of());
  }

  private synchronized void hint(Message.Kind kind, List<Document> keys) {
    number++;
    send(kind, keys);
  }

  synchronized void beat() {
    beat++;
    send(Message.Kind.BEAT, List.of());
  }

  synchronized void bye() {
    beat++;
    send(Message.Kind.BYE, List.of());
  }

  private void send(Message.Kind kind, List<Document> keys) {
    Message message = new Message(publisher, number, beat, clock.instant(), kind, keys);
    byte[] bytes = wire.encode(topic, message);
    if (bytes.length > Wire.MAX_LENGTH) {
      send(Message.Kind.LOST, List.of());
      return;
    }
    try {
      bus.publish(topic, bytes);
    } catch (RuntimeException e) {
      LOG.debug("a hint was not sent: {}", e.getClass().getName());
    }
  }
}
