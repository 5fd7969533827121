package io.spacecloud.api.contract;

import io.spacecloud.api.condition.ConditionEvaluator;
import io.spacecloud.api.condition.Conditions;
import io.spacecloud.api.condition.FieldPath;
import io.spacecloud.api.error.InvalidRequestException;
import io.spacecloud.api.request.Stage;
import io.spacecloud.api.request.Stage.Accumulator;
import io.spacecloud.api.request.Stage.Group;
import io.spacecloud.api.value.Comparisons;
import io.spacecloud.api.value.Kind;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** What the stages of an aggregate mean. */
final class ReferencePipeline {
  /** The kinds of the fields at this stage by their path, where they are known. */
  private Map<String, Kind> kinds = new HashMap<>();

  private ReferencePipeline(TableSpec spec) {
    spec.columns().forEach(column -> kinds.put(column.name(), column.kind()));
  }

  static List<Map<String, Object>> run(
      TableSpec spec, List<Map<String, Object>> rows, List<Stage> stages) {
    ReferencePipeline pipeline = new ReferencePipeline(spec);
    List<Map<String, Object>> documents = rows;
    for (Stage stage : stages) {
      documents = pipeline.run(documents, stage);
      pipeline.kinds = pipeline.after(stage);
    }
    return documents;
  }

  private Kind kind(FieldPath path) {
    Kind exact = kinds.get(path.toString());
    if (exact == null && !kinds.containsKey(path.root())) {
      throw new InvalidRequestException("pipe." + path, "no such field");
    }
    return exact == null ? kinds.get(path.root()) : exact;
  }

  private Map<String, Kind> after(Stage stage) {
    Map<String, Kind> next = new HashMap<>();
    if (stage instanceof Stage.Project project) {
      project.fields().forEach(f -> next.put(f.name(), kind(f.source())));
    } else if (stage instanceof Group group) {
      next.put("_id", Kind.NULL);
      for (Stage.Key key : group.keys()) {
        next.put(group.composite() ? "_id." + key.name() : "_id", kind(key.path()));
      }
      for (Accumulator a : group.accumulators()) {
        next.put(a.name(), kind(a));
      }
    } else if (stage instanceof Stage.Count count) {
      next.put(count.name(), Kind.INTEGER);
    } else {
      return kinds;
    }
    return next;
  }

  private Kind kind(Accumulator a) {
    Kind kind = a.path() == null ? Kind.INTEGER : kind(a.path());
    return switch (a.function()) {
      case COUNT -> Kind.INTEGER;
      case AVG -> kind == Kind.INTEGER ? Kind.DECIMAL : kind;
      case SUM -> kind == Kind.INTEGER ? Kind.NULL : kind;
      case MIN, MAX -> kind;
    };
  }

  private List<Map<String, Object>> run(List<Map<String, Object>> in, Stage stage) {
    if (stage instanceof Stage.Match match) {
      Conditions.paths(match.condition()).forEach(this::kind);
      var condition = ReferenceValues.bind(this::kind, match.condition());
      return in.stream().filter(ConditionEvaluator.compile(condition)::test).toList();
    } else if (stage instanceof Group group) {
      return group(in, group);
    } else if (stage instanceof Stage.Order order) {
      order.keys().forEach(key -> kind(key.path()));
      return in.stream().sorted(ReferenceOrder.of(order.keys(), List.of())).toList();
    } else if (stage instanceof Stage.Skip skip) {
      return in.stream().skip(skip.documents()).toList();
    } else if (stage instanceof Stage.Limit limit) {
      return in.stream().limit(limit.documents()).toList();
    } else if (stage instanceof Stage.Count count) {
      return List.of(Map.of(count.name(), (long) in.size()));
    } else if (stage instanceof Stage.Project project) {
      return in.stream().map(document -> project(project, document)).toList();
    }
    throw new AssertionError(stage.getClass());
  }

  private static Map<String, Object> project(Stage.Project project, Map<String, Object> document) {
    Map<String, Object> out = new LinkedHashMap<>();
    project
        .fields()
        .forEach(f -> out.put(f.name(), ConditionEvaluator.resolve(f.source(), document)));
    return out;
  }

  private static List<Map<String, Object>> group(List<Map<String, Object>> in, Group group) {
    Map<Object, List<Map<String, Object>>> groups = new LinkedHashMap<>();
    if (group.keys().isEmpty()) {
      groups.put(List.of(), new ArrayList<>());
    }
    for (Map<String, Object> document : in) {
      List<Object> key = new ArrayList<>();
      group.keys().forEach(k -> key.add(ConditionEvaluator.resolve(k.path(), document)));
      Object known =
          groups.keySet().stream().filter(k -> Comparisons.equal(k, key)).findFirst().orElse(key);
      groups.computeIfAbsent(known, k -> new ArrayList<>()).add(document);
    }
    List<Map<String, Object>> out = new ArrayList<>();
    groups.forEach((key, members) -> out.add(grouped(group, (List<?>) key, members)));
    return out;
  }

  private static Map<String, Object> grouped(
      Group group, List<?> key, List<Map<String, Object>> members) {
    Map<String, Object> out = new LinkedHashMap<>();
    if (group.composite()) {
      Map<String, Object> id = new LinkedHashMap<>();
      for (int i = 0; i < key.size(); i++) {
        id.put(group.keys().get(i).name(), key.get(i));
      }
      out.put("_id", id);
    } else {
      out.put("_id", key.isEmpty() ? null : key.get(0));
    }
    group.accumulators().forEach(a -> out.put(a.name(), accumulated(a, members)));
    return out;
  }

  private static Object accumulated(Accumulator a, List<Map<String, Object>> members) {
    FieldPath path = a.path();
    if (path == null) {
      return members.size() * a.constant();
    }
    List<Object> values =
        members.stream()
            .map(member -> ConditionEvaluator.resolve(path, member))
            .filter(Objects::nonNull)
            .toList();
    Comparator<Object> order = ReferenceOrder::compare;
    return switch (a.function()) {
      case SUM -> sum(values);
      case AVG -> average(values);
      case MIN -> values.stream().min(order).orElse(null);
      case MAX -> values.stream().max(order).orElse(null);
      case COUNT -> (long) members.size();
    };
  }

  private static Object sum(List<Object> values) {
    if (values.stream().anyMatch(Double.class::isInstance)) {
      return values.stream().mapToDouble(value -> ((Number) value).doubleValue()).sum();
    }
    BigDecimal sum = exactSum(values);
    if (values.stream().allMatch(Long.class::isInstance)) {
      try {
        return sum.longValueExact();
      } catch (ArithmeticException e) {
        throw new InvalidRequestException("pipe", "out of range");
      }
    }
    return sum;
  }

  private static BigDecimal exactSum(List<Object> values) {
    return values.stream()
        .map(value -> ReferenceValues.decimal((Number) value))
        .reduce(BigDecimal.ZERO, BigDecimal::add);
  }

  private static Object average(List<Object> values) {
    if (values.isEmpty()) {
      return null;
    } else if (values.get(0) instanceof Double) {
      return (double) sum(values) / values.size();
    }
    return exactSum(values).divide(BigDecimal.valueOf(values.size()), MathContext.DECIMAL128);
  }
}
