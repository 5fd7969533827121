package io.spacecloud.api.spi;

import io.spacecloud.api.condition.ConditionEvaluator;
import io.spacecloud.api.condition.FieldPath;
import io.spacecloud.api.condition.RowPredicate;
import io.spacecloud.api.error.InvalidRequestException;
import io.spacecloud.api.request.Sort;
import io.spacecloud.api.request.Stage;
import io.spacecloud.api.request.Stage.Accumulator;
import io.spacecloud.api.result.Document;
import io.spacecloud.api.value.Comparisons;
import java.math.BigDecimal;
import java.math.MathContext;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The stages of an aggregate over documents in memory: what each means, and what backends run after
 * the first group.
 */
public final class StageEvaluator {
  private StageEvaluator() {}

  /** The documents that come out of the last stage. */
  public static List<Document> run(List<Document> documents, List<Stage> stages) {
    List<Document> current = documents;
    for (Stage stage : stages) {
      current = apply(current, stage);
    }
    return current;
  }

  private static List<Document> apply(List<Document> documents, Stage stage) {
    if (stage instanceof Stage.Match match) {
      RowPredicate predicate = ConditionEvaluator.compile(match.condition());
      return documents.stream().filter(predicate::test).toList();
    } else if (stage instanceof Stage.Order order) {
      return documents.stream().sorted(comparator(order.keys())).toList();
    } else if (stage instanceof Stage.Skip skip) {
      return documents.stream().skip(skip.documents()).toList();
    } else if (stage instanceof Stage.Limit limit) {
      return documents.stream().limit(limit.documents()).toList();
    } else if (stage instanceof Stage.Project project) {
      return documents.stream().map(document -> project(document, project)).toList();
    } else if (stage instanceof Stage.Count count) {
      return List.of(Document.of(Map.of(count.name(), (long) documents.size())));
    } else if (stage instanceof Stage.Group group) {
      return group(documents, group);
    }
    throw new AssertionError(stage.getClass());
  }

  private static Comparator<Document> comparator(List<Sort> keys) {
    return (a, b) -> {
      for (Sort key : keys) {
        int order = compare(value(a, key.path()), value(b, key.path()));
        if (order != 0) {
          return key.descending() ? -order : order;
        }
      }
      return 0;
    };
  }

  private static int compare(@Nullable Object a, @Nullable Object b) {
    if (a == null || b == null) {
      return a == b ? 0 : a == null ? -1 : 1;
    }
    int order = Comparisons.compare(a, b);
    return order == Comparisons.UNORDERED ? 0 : order;
  }

  private static @Nullable Object value(Document document, FieldPath path) {
    return ConditionEvaluator.resolve(path, document);
  }

  private static Document project(Document document, Stage.Project project) {
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    project.fields().forEach(field -> fields.put(field.name(), value(document, field.source())));
    return Document.of(fields);
  }

  private static List<Document> group(List<Document> documents, Stage.Group group) {
    Map<List<@Nullable Object>, List<Document>> groups = new LinkedHashMap<>();
    if (group.keys().isEmpty()) {
      groups.put(List.of(), documents);
    }
    for (Document document : group.keys().isEmpty() ? List.<Document>of() : documents) {
      List<@Nullable Object> key = new ArrayList<>();
      group.keys().forEach(part -> key.add(canonical(value(document, part.path()))));
      groups.computeIfAbsent(key, k -> new ArrayList<>()).add(document);
    }
    return groups.values().stream().map(members -> summary(members, group)).toList();
  }

  /** Values that are equal as conditions understand it are one key. */
  private static @Nullable Object canonical(@Nullable Object value) {
    if (value instanceof Number number) {
      return new BigDecimal(number.toString()).stripTrailingZeros();
    } else if (value instanceof byte[] bytes) {
      return ByteBuffer.wrap(bytes);
    } else if (value instanceof Map<?, ?> map) {
      Map<Object, @Nullable Object> members = new HashMap<>();
      map.forEach((name, member) -> members.put(name, canonical(member)));
      return members;
    }
    return value;
  }

  private static Document summary(List<Document> members, Stage.Group group) {
    Map<String, @Nullable Object> id = new LinkedHashMap<>();
    if (!members.isEmpty()) {
      group.keys().forEach(key -> id.put(key.name(), value(members.get(0), key.path())));
    }
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    fields.put("_id", group.composite() ? id : id.get("_id"));
    for (Accumulator accumulator : group.accumulators()) {
      fields.put(accumulator.name(), accumulate(members, accumulator));
    }
    return Document.of(fields);
  }

  private static @Nullable Object accumulate(List<Document> members, Accumulator accumulator) {
    FieldPath path = accumulator.path();
    if (path == null) {
      boolean counts = accumulator.function() == Stage.Function.COUNT;
      return members.size() * (counts ? 1 : accumulator.constant());
    }
    List<Object> values = new ArrayList<>();
    for (Document member : members) {
      Object value = value(member, path);
      if (value != null) {
        values.add(value);
      }
    }
    return switch (accumulator.function()) {
      case SUM -> sum(values);
      case AVG -> average(values);
      case MIN -> values.stream().min(StageEvaluator::compare).orElse(null);
      case MAX -> values.stream().max(StageEvaluator::compare).orElse(null);
      case COUNT -> throw new AssertionError("$count has no path");
    };
  }

  private static Object sum(List<Object> values) {
    if (values.stream().anyMatch(Double.class::isInstance)) {
      return realSum(values);
    }
    BigDecimal sum = exactSum(values);
    if (values.stream().anyMatch(BigDecimal.class::isInstance)) {
      return sum;
    }
    try {
      return sum.longValueExact();
    } catch (ArithmeticException e) {
      throw new InvalidRequestException("pipe", "integer overflow");
    }
  }

  private static double realSum(List<Object> values) {
    return values.stream().mapToDouble(value -> ((Number) value).doubleValue()).sum();
  }

  private static BigDecimal exactSum(List<Object> values) {
    return values.stream()
        .map(value -> new BigDecimal(value.toString()))
        .reduce(BigDecimal.ZERO, BigDecimal::add);
  }

  private static @Nullable Object average(List<Object> values) {
    if (values.isEmpty()) {
      return null;
    } else if (values.stream().anyMatch(Double.class::isInstance)) {
      return realSum(values) / values.size();
    }
    return exactSum(values).divide(BigDecimal.valueOf(values.size()), MathContext.DECIMAL128);
  }
}
