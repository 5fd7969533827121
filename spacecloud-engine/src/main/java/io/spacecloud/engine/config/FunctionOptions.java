package io.spacecloud.engine.config;

import java.time.Duration;

/**
 * How functions are called and served. Immutable.
 *
 * @param concurrent the most calls that this process serves at once
 * @param waiting the most calls that wait for that; more are turned away
 * @param bytes the most that parameters, or a reply, may have as JSON
 * @param timeout how long a caller waits who does not say
 * @param drain how long calls may take that are on their way when the engine is closed
 */
public record FunctionOptions(
    int concurrent, int waiting, int bytes, Duration timeout, Duration drain) {
  private static final Duration LONGEST = Duration.ofHours(1);

  /** 64 calls at once, 256 waiting, 512 KiB, 10 seconds, 10 seconds. */
  public static final FunctionOptions DEFAULT =
      new FunctionOptions(64, 256, 512 * 1024, Duration.ofSeconds(10), Duration.ofSeconds(10));

  public FunctionOptions {
    if (concurrent < 1 || waiting < 0 || bytes < 1) {
      throw new IllegalArgumentException("at least one call of one byte");
    } else if (timeout.isNegative() || timeout.isZero() || timeout.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException("a timeout of up to an hour");
    } else if (drain.isNegative()) {
      throw new IllegalArgumentException("times are not negative");
    }
  }

  /** With at most so many calls served at once. */
  public FunctionOptions withConcurrent(int calls) {
    return new FunctionOptions(calls, waiting, bytes, timeout, drain);
  }

  /** With at most so many calls waiting to be served. */
  public FunctionOptions withWaiting(int calls) {
    return new FunctionOptions(concurrent, calls, bytes, timeout, drain);
  }

  /** With at most so many bytes of parameters, or of a reply. */
  public FunctionOptions withBytes(int most) {
    return new FunctionOptions(concurrent, waiting, most, timeout, drain);
  }

  /** With another time that a caller waits who does not say. */
  public FunctionOptions withTimeout(Duration time) {
    return new FunctionOptions(concurrent, waiting, bytes, time, drain);
  }

  /** With another time for what is on its way when the engine is closed. */
  public FunctionOptions withDrain(Duration time) {
    return new FunctionOptions(concurrent, waiting, bytes, timeout, time);
  }
}
