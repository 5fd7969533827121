package io.spacecloud.engine.json;

import io.spacecloud.api.function.FunctionRequest;
import java.time.Duration;
import java.util.Map;
import java.util.Set;

/** Reads the body of a call. */
final class CallBody {
  private static final long MAX_SECONDS = Duration.ofHours(1).toSeconds();

  private CallBody() {}

  static FunctionRequest parse(String service, String function, Map<String, ?> json) {
    Body body = Body.of("", json, Set.of("params", "timeout"));
    Long seconds = body.count("timeout");
    if (seconds != null && (seconds == 0 || seconds > MAX_SECONDS)) {
      throw body.wrong("timeout", "expected 1 to " + MAX_SECONDS + " seconds");
    }
    return new FunctionRequest(
        service,
        function,
        body.get("params"),
        seconds == null ? null : Duration.ofSeconds(seconds));
  }
}
