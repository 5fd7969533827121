package io.spacecloud.engine.auth;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** All keys, those of key sets included, which it asks again at most once a minute. Thread-safe. */
final class KeyRing {
  private static final Duration PAUSE = Duration.ofMinutes(1);

  private final List<BoundKey> configured;
  private final List<KeySetSource> sets;
  private final Clock clock;
  private final ReentrantLock reloading = new ReentrantLock();
  private volatile KeyTable table;
  private volatile @Nullable Instant lastAsked;

  KeyRing(List<BoundKey> configured, List<KeySetSource> sets, Clock clock) {
    this.configured = List.copyOf(configured);
    this.sets = List.copyOf(sets);
    this.clock = clock;
    this.table = tableOf(configured);
  }

  /** The keys of this moment. */
  KeyTable table() {
    return table;
  }

  /** The first key that can sign, or null. */
  @Nullable BoundKey signer() {
    return configured.stream().filter(BoundKey::signs).findFirst().orElse(null);
  }

  /**
   * Asks the key sets again if they are due, for a token that none of these keys fits.
   *
   * @return the keys of now; another table if the sets were asked since
   */
  KeyTable refreshed(KeyTable seen) {
    if (sets.isEmpty()) {
      return table;
    }
    reloading.lock();
    try {
      if (table == seen && isDue()) {
        reload();
      }
      return table;
    } finally {
      reloading.unlock();
    }
  }

  private boolean isDue() {
    Instant last = lastAsked;
    Instant now = clock.instant();
    return last == null || now.isBefore(last) || !now.isBefore(last.plus(PAUSE));
  }

  private void reload() {
    List<BoundKey> keys = new ArrayList<>(configured);
    for (KeySetSource set : sets) {
      set.reload();
      keys.addAll(set.keys());
    }
    table = tableOf(keys);
    lastAsked = clock.instant();
  }

  private KeyTable tableOf(List<BoundKey> keys) {
    return new KeyTable(keys, configured.size() + sets.size() == 1);
  }
}
