package io.spacecloud.api.rule;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Calls functions for a rule: no rules apply to it, and the caller's claims travel with it. */
@FunctionalInterface
public interface FunctionCaller {
  /** Refuses to call. */
  FunctionCaller NONE =
      (service, function, params, timeout) -> {
        throw new IllegalStateException("no function can be called here");
      };

  /**
   * What the function returns.
   *
   * @throws io.spacecloud.api.error.SpaceCloudException if it returns nothing within the time
   */
  @Nullable Object call(String service, String function, @Nullable Object params, Duration timeout);
}
