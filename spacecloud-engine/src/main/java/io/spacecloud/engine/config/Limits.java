package io.spacecloud.engine.config;

import io.spacecloud.api.error.InvalidRequestException;
import java.time.Duration;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * How much callers may ask of an engine. The embedding code's own requests are not counted; callers
 * without a token count as one. A transaction and a stream count as one request while they last.
 *
 * @param concurrent the most requests that are served at once; 0 for any number
 * @param callerConcurrent the most requests of one caller that are served at once; 0 for any number
 * @param callerRate the most requests of one caller per second, and at once after a pause; 0 for
 *     any number
 * @param longest how long a request may take: one that asks for more is refused, one that does not
 *     say gets this; null for any time
 * @param live the most live queries that are open at once; 0 for any number
 * @param callerLive the most live queries of one caller that are open at once; 0 for any number
 * @param fileBytes the most bytes of a file that is uploaded; 0 for any number
 */
public record Limits(
    int concurrent,
    int callerConcurrent,
    int callerRate,
    @Nullable Duration longest,
    int live,
    int callerLive,
    long fileBytes) {
  /** None. */
  public static final Limits NONE = new Limits(0, 0, 0, null, 0, 0, 0);

  public Limits {
    if (Stream.of(concurrent, callerConcurrent, callerRate, live, callerLive).anyMatch(n -> n < 0)
        || fileBytes < 0) {
      throw new IllegalArgumentException("a limit is positive, or 0 for none");
    } else if (longest != null && (longest.isNegative() || longest.isZero())) {
      throw new IllegalArgumentException("the longest time is positive");
    }
  }

  /** With at most so many requests at once. */
  public Limits withConcurrent(int requests) {
    return new Limits(requests, callerConcurrent, callerRate, longest, live, callerLive, fileBytes);
  }

  /** With at most so many requests of one caller at once. */
  public Limits withCallerConcurrent(int requests) {
    return new Limits(concurrent, requests, callerRate, longest, live, callerLive, fileBytes);
  }

  /** With at most so many requests of one caller per second. */
  public Limits withCallerRate(int requestsPerSecond) {
    return new Limits(
        concurrent, callerConcurrent, requestsPerSecond, longest, live, callerLive, fileBytes);
  }

  /** With at most so much time for a request. */
  public Limits withLongest(Duration time) {
    return new Limits(concurrent, callerConcurrent, callerRate, time, live, callerLive, fileBytes);
  }

  /** With at most so many live queries at once. */
  public Limits withLive(int queries) {
    return new Limits(
        concurrent, callerConcurrent, callerRate, longest, queries, callerLive, fileBytes);
  }

  /** With at most so many live queries of one caller at once. */
  public Limits withCallerLive(int queries) {
    return new Limits(concurrent, callerConcurrent, callerRate, longest, live, queries, fileBytes);
  }

  /** With at most so many bytes of an uploaded file. */
  public Limits withFileBytes(long bytes) {
    return new Limits(concurrent, callerConcurrent, callerRate, longest, live, callerLive, bytes);
  }

  /**
   * The timeout of a request that asks for this one.
   *
   * @throws InvalidRequestException if it is too long
   */
  public @Nullable Duration timeout(@Nullable Duration asked) {
    if (longest == null || asked == null) {
      return asked == null ? longest : asked;
    } else if (asked.compareTo(longest) > 0) {
      throw new InvalidRequestException("timeout", "longer than a request may take");
    }
    return asked;
  }
}
