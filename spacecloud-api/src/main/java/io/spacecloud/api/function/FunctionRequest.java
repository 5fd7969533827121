package io.spacecloud.api.function;

import io.spacecloud.api.error.InvalidRequestException;
import io.spacecloud.api.value.Values;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A call of a function, as a caller asks for it.
 *
 * @param params what the function is called with, as JSON has it; may be null
 * @param timeout how long the caller waits for the reply, or null for the engine's default
 */
public record FunctionRequest(
    String service, String function, @Nullable Object params, @Nullable Duration timeout) {
  private static final int MAX_NAME = 256;
  private static final Duration LONGEST = Duration.ofHours(1);

  /**
   * Brings the parameters to what JSON has.
   *
   * @throws InvalidRequestException if they are of no kind, a name is none, or the time is not
   *     between nothing and an hour
   */
  public FunctionRequest {
    checkName("service", service);
    checkName("function", function);
    params = JsonKinds.of("params", params);
    if (timeout != null
        && (timeout.isNegative() || timeout.isZero() || timeout.compareTo(LONGEST) > 0)) {
      throw new InvalidRequestException("timeout", "expected a time of up to an hour");
    }
  }

  private static void checkName(String path, String name) {
    if (name.isEmpty() || name.length() > MAX_NAME) {
      throw new InvalidRequestException(path, "expected a name");
    }
    Values.checkText(path, name);
  }

  /** A call with the engine's default timeout. */
  public static FunctionRequest of(String service, String function, @Nullable Object params) {
    return new FunctionRequest(service, function, params, null);
  }

  /** The same with another timeout. */
  public FunctionRequest withTimeout(@Nullable Duration time) {
    return new FunctionRequest(service, function, params, time);
  }

  /** Without the parameters. */
  @Override
  public String toString() {
    return "FunctionRequest[" + service + "." + function + "]";
  }
}
