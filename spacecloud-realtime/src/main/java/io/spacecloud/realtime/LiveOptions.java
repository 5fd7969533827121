package io.spacecloud.realtime;

import java.time.Duration;

/**
 * How live queries are kept. Immutable.
 *
 * @param queue the most events that wait for one listener; more, and it gets a snapshot instead
 * @param recheck how often a verdict is looked at again that depends on what nobody tells the
 *     changes of, such as the time
 * @param beat how often a process says that it is there; after three that are missed, others read
 *     anew what it may have changed
 * @param resync how often everything is read anew in any case, where other processes write: one
 *     that died before it was ever heard leaves changes that nothing else tells of
 * @param jitter within what time processes read anew after a loss, so that not all do so at once
 * @param reads how many reads of the database run at once
 */
public record LiveOptions(
    int queue, Duration recheck, Duration beat, Duration resync, Duration jitter, int reads) {
  /** 1,000 events, 30 seconds, 1 second, 5 minutes, 1 second, 4 reads. */
  public static final LiveOptions DEFAULT =
      new LiveOptions(
          1_000,
          Duration.ofSeconds(30),
          Duration.ofSeconds(1),
          Duration.ofMinutes(5),
          Duration.ofSeconds(1),
          4);

  public LiveOptions {
    if (queue < 1 || reads < 1) {
      throw new IllegalArgumentException("at least one event and one read");
    } else if (!isPositive(recheck)
        || !isPositive(beat)
        || !isPositive(resync)
        || jitter.isNegative()) {
      throw new IllegalArgumentException("times are positive");
    }
  }

  private static boolean isPositive(Duration time) {
    return !time.isNegative() && !time.isZero();
  }

  /** With at most so many events waiting for one listener. */
  public LiveOptions withQueue(int events) {
    return new LiveOptions(events, recheck, beat, resync, jitter, reads);
  }

  /** With another time after which verdicts are looked at again. */
  public LiveOptions withRecheck(Duration time) {
    return new LiveOptions(queue, time, beat, resync, jitter, reads);
  }

  /** With another time between signs of life. */
  public LiveOptions withBeat(Duration time) {
    return new LiveOptions(queue, recheck, time, resync, jitter, reads);
  }

  /** With another time after which everything is read anew in any case. */
  public LiveOptions withResync(Duration time) {
    return new LiveOptions(queue, recheck, beat, time, jitter, reads);
  }

  /** With another time within which processes read anew. */
  public LiveOptions withJitter(Duration time) {
    return new LiveOptions(queue, recheck, beat, resync, time, reads);
  }

  /** With so many reads at once. */
  public LiveOptions withReads(int atOnce) {
    return new LiveOptions(queue, recheck, beat, resync, jitter, atOnce);
  }
}
