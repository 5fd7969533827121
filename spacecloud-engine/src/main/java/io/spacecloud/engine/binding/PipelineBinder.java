package io.spacecloud.engine.binding;

import io.spacecloud.api.condition.FieldPath;
import io.spacecloud.api.error.InvalidRequestException;
import io.spacecloud.api.request.Sort;
import io.spacecloud.api.request.Stage;
import io.spacecloud.api.spi.FieldSchema;
import io.spacecloud.api.value.Kind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Binds a pipeline stage by stage: each sees the fields that the one before it yields. */
final class PipelineBinder {
  private final List<FieldPath> visible;
  private final UnaryOperator<List<Sort>> total;
  private boolean made;
  private Fields fields;

  /**
   * A binder of one pipeline.
   *
   * @param visible the fields that documents have without a stage that makes others of them, where
   *     these are not all; else empty
   * @param total makes an order of the collection's own documents total
   */
  PipelineBinder(Fields fields, List<FieldPath> visible, UnaryOperator<List<Sort>> total) {
    this.fields = fields;
    this.visible = visible;
    this.total = total;
  }

  List<Stage> bind(String place, List<Stage> stages) {
    List<Stage> bound = new ArrayList<>(stages.size());
    for (Stage stage : stages) {
      bound.add(bind(place + "." + bound.size(), stage));
    }
    if (!visible.isEmpty() && !made) {
      bound.add(
          new Stage.Project(
              visible.stream().map(path -> new Stage.Projection(path.root(), path)).toList()));
    }
    return bound;
  }

  private Stage bind(String place, Stage stage) {
    if (stage instanceof Stage.Match match) {
      Bounds.check(place, match.condition());
      return new Stage.Match(
          new ConditionBinder(fields).bind(place + ".$match", match.condition()));
    } else if (stage instanceof Stage.Group group) {
      made = true;
      fields = group(place + ".$group", group);
    } else if (stage instanceof Stage.Project project) {
      made = true;
      fields = project(place + ".$project", project);
    } else if (stage instanceof Stage.Count count) {
      made = true;
      fields = fields.derive(Map.of(count.name(), number(count.name(), Kind.INTEGER)));
    } else if (stage instanceof Stage.Order order) {
      order(place + ".$sort", order.keys());
      return made ? order : new Stage.Order(total.apply(order.keys()));
    } else if (!(stage instanceof Stage.Skip || stage instanceof Stage.Limit)) {
      throw new AssertionError(stage.getClass());
    }
    return stage;
  }

  private void order(String place, List<Sort> keys) {
    for (Sort key : keys) {
      Fields.requireOrdered(place, key.path(), fields.at(place, key.path()));
    }
  }

  private Fields group(String place, Stage.Group group) {
    Map<String, FieldSchema> derived = new LinkedHashMap<>();
    if (group.composite() || group.keys().isEmpty()) {
      derived.put("_id", named("_id", group.composite() ? Kind.OBJECT : null));
    }
    for (Stage.Key key : group.keys()) {
      String name = group.composite() ? "_id." + key.name() : "_id";
      put(place, derived, name, fields.at(place + "._id", key.path()));
    }
    for (Stage.Accumulator accumulator : group.accumulators()) {
      String inner = place + "." + accumulator.name();
      put(place, derived, accumulator.name(), outcome(inner, accumulator));
    }
    return fields.derive(derived);
  }

  /** What an accumulator yields, its field being one that it goes with. */
  private FieldSchema outcome(String place, Stage.Accumulator accumulator) {
    FieldPath path = accumulator.path();
    if (path == null) {
      return number(accumulator.name(), Kind.INTEGER);
    }
    FieldSchema field = fields.at(place, path);
    Kind kind = field.kind();
    return switch (accumulator.function()) {
      case COUNT -> number(accumulator.name(), Kind.INTEGER);
      case MIN, MAX -> {
        Fields.requireOrdered(place, path, field);
        yield named(accumulator.name(), kind, field.precision());
      }
      case SUM, AVG -> {
        if (kind != null && !kind.isNumber()) {
          throw new InvalidRequestException(
              place + "." + path, "expected a number, got a field of kind " + kind.label());
        }
        yield named(accumulator.name(), total(accumulator.function(), kind));
      }
    };
  }

  /** Sums of integers may outgrow them, and averages of exact kinds are decimals. */
  private static @Nullable Kind total(Stage.Function function, @Nullable Kind kind) {
    return kind == Kind.INTEGER ? (function == Stage.Function.AVG ? Kind.DECIMAL : null) : kind;
  }

  private Fields project(String place, Stage.Project project) {
    Map<String, FieldSchema> derived = new LinkedHashMap<>();
    for (Stage.Projection field : project.fields()) {
      put(place, derived, field.name(), fields.at(place, field.source()));
    }
    return fields.derive(derived);
  }

  private static void put(
      String place, Map<String, FieldSchema> derived, String name, FieldSchema field) {
    if (derived.put(name, named(name, field.kind(), field.precision())) != null) {
      throw new InvalidRequestException(place + "." + name, "stands twice");
    }
  }

  private static FieldSchema number(String name, Kind kind) {
    return named(name, kind);
  }

  private static FieldSchema named(String name, @Nullable Kind kind) {
    return named(name, kind, -1);
  }

  /** A field of another's values has its precision: literals are compared as with that one. */
  private static FieldSchema named(String name, @Nullable Kind kind, int precision) {
    return new FieldSchema(name, kind, true, false, false, precision);
  }
}
