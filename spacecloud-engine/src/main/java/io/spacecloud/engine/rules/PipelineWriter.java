package io.spacecloud.engine.rules;

import io.spacecloud.api.condition.Conditions;
import io.spacecloud.api.request.Stage;
import io.spacecloud.api.request.Stage.Accumulator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes pipelines as rules see them: in the wire form. */
final class PipelineWriter {
  private PipelineWriter() {}

  static List<Map<String, Object>> write(List<Stage> stages) {
    return stages.stream().map(PipelineWriter::write).toList();
  }

  private static Map<String, Object> write(Stage stage) {
    if (stage instanceof Stage.Match match) {
      return Map.of("$match", Conditions.toMap(match.condition()));
    } else if (stage instanceof Stage.Group group) {
      return Map.of("$group", group(group));
    } else if (stage instanceof Stage.Order order) {
      Map<String, Object> keys = new LinkedHashMap<>();
      order.keys().forEach(key -> keys.put(key.path().toString(), key.descending() ? -1L : 1L));
      return Map.of("$sort", keys);
    } else if (stage instanceof Stage.Skip skip) {
      return Map.of("$skip", skip.documents());
    } else if (stage instanceof Stage.Limit limit) {
      return Map.of("$limit", limit.documents());
    } else if (stage instanceof Stage.Project project) {
      Map<String, Object> fields = new LinkedHashMap<>();
      project.fields().forEach(field -> fields.put(field.name(), "$" + field.source()));
      return Map.of("$project", fields);
    } else if (stage instanceof Stage.Count count) {
      return Map.of("$count", count.name());
    }
    throw new AssertionError(stage.getClass());
  }

  private static Map<String, @Nullable Object> group(Stage.Group group) {
    Map<String, @Nullable Object> written = new LinkedHashMap<>();
    written.put("_id", group.composite() ? id(group) : plainId(group));
    for (Accumulator accumulator : group.accumulators()) {
      Object operand =
          accumulator.path() == null ? accumulator.constant() : "$" + accumulator.path();
      boolean counts = accumulator.function() == Stage.Function.COUNT;
      written.put(
          accumulator.name(), Map.of(accumulator.function().wire(), counts ? Map.of() : operand));
    }
    return written;
  }

  private static Map<String, Object> id(Stage.Group group) {
    Map<String, Object> keys = new LinkedHashMap<>();
    group.keys().forEach(key -> keys.put(key.name(), "$" + key.path()));
    return keys;
  }

  private static @Nullable Object plainId(Stage.Group group) {
    return group.keys().isEmpty() ? null : "$" + group.keys().get(0).path();
  }
}
