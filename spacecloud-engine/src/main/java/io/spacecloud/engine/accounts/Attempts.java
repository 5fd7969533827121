package io.spacecloud.engine.accounts;

import io.spacecloud.api.error.LimitExceededException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Counts attempts by a key, and refuses those that are too many. Thread-safe.
 *
 * <p>Each key has a place in a table whose size is fixed; that two keys share one is rare, and
 * nobody can arrange it, since the table's own secret decides. A place holds the time at which all
 * attempts so far are forgotten: an attempt moves it on by its share of the period, one that would
 * move it further than the period from now is refused, and one that is taken back moves it back.
 */
final class Attempts {
  private static final int PLACES = 1 << 16;
  private static final int SECRET = 32;

  private final AtomicLongArray forgotten = new AtomicLongArray(PLACES);
  private final byte[] secret = new byte[SECRET];

  Attempts() {
    new SecureRandom().nextBytes(secret);
  }

  /** An attempt that was let in, and counts. */
  interface Attempt {
    /** Nothing was counted. */
    Attempt FREE = () -> {};

    /** It does not count any more; once. */
    void takeBack();

    /** Both at once. */
    default Attempt and(Attempt other) {
      return () -> {
        takeBack();
        other.takeBack();
      };
    }
  }

  /**
   * Counts an attempt before it is made, so that of many at once no more are made.
   *
   * @param most how many there may be within the period; 0 for any number
   * @throws LimitExceededException if it is one too many
   */
  Attempt enter(String key, int most, Duration within, Instant now) {
    if (most == 0) {
      return Attempt.FREE;
    }
    long share = Math.max(1, within.toMillis() / most);
    long period = share * most;
    long at = now.toEpochMilli();
    int place = place(key);
    while (true) {
      long known = forgotten.get(place);
      // A clock that was set back leaves nobody locked out for longer than the period.
      long until = Math.max(Math.min(known, at + period), at);
      boolean refused = until + share - at > period;
      if (forgotten.compareAndSet(place, known, refused ? until : until + share)) {
        if (refused) {
          throw new LimitExceededException("too many attempts");
        }
        return () -> forgotten.addAndGet(place, -share);
      }
    }
  }

  private int place(String key) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(secret);
      byte[] hash = digest.digest(key.getBytes(StandardCharsets.UTF_8));
      return (hash[0] & 0xff) << 8 | (hash[1] & 0xff);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // every JDK has it
    }
  }
}
