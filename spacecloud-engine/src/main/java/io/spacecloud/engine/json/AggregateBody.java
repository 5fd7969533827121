package io.spacecloud.engine.json;

import io.spacecloud.api.request.Aggregate;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads the body of an aggregate. */
final class AggregateBody {
  private static final Set<String> KEYS = Set.of("pipe", "op", "options");

  private AggregateBody() {}

  static Aggregate parse(String database, String collection, Map<?, ?> values) {
    Body body = Body.of("", values, KEYS);
    Body options = Body.of("options", body.objectOrEmpty("options"), Set.of("timeout"));
    List<Map<String, ?>> pipe = body.objects("pipe");
    Aggregate aggregate =
        switch (body.text("op")) {
          case "one" -> Aggregate.one(database, collection, pipe);
          case "all" -> Aggregate.all(database, collection, pipe);
          default -> throw body.wrong("op", "expected one or all");
        };
    Duration timeout = options.timeout();
    return timeout == null ? aggregate : aggregate.timeout(timeout);
  }
}
