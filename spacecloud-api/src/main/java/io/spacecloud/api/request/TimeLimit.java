package io.spacecloud.api.request;

import io.spacecloud.api.error.InvalidRequestException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What a request may give as its timeout: more than nothing, and at most a day. */
final class TimeLimit {
  private static final Duration LONGEST = Duration.ofDays(1);

  private TimeLimit() {}

  static void check(@Nullable Duration timeout) {
    if (timeout != null
        && (timeout.isZero() || timeout.isNegative() || timeout.compareTo(LONGEST) > 0)) {
      throw new InvalidRequestException("options.timeout", "expected more than 0, at most a day");
    }
  }
}
