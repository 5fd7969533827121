package io.spacecloud.engine.testing;

import io.spacecloud.api.condition.Condition;
import io.spacecloud.api.condition.ConditionEvaluator;
import io.spacecloud.api.condition.FieldPath;
import io.spacecloud.api.condition.RowPredicate;
import io.spacecloud.api.error.ConflictException;
import io.spacecloud.api.request.Assignment;
import io.spacecloud.api.request.Sort;
import io.spacecloud.api.result.Document;
import io.spacecloud.api.spi.CollectionSchema;
import io.spacecloud.api.spi.FieldSchema;
import io.spacecloud.api.value.Comparisons;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The rows of one collection in memory. */
final class MemoryTable {
  final CollectionSchema schema;
  List<Map<String, Object>> rows = new ArrayList<>();
  private long nextKey = 1;

  MemoryTable(CollectionSchema schema) {
    this.schema = schema;
  }

  List<Map<String, Object>> matching(Condition condition) {
    RowPredicate predicate = ConditionEvaluator.compile(condition);
    return new ArrayList<>(rows.stream().filter(predicate::test).toList());
  }

  Map<String, Object> insert(Document doc) {
    Map<String, Object> row = new LinkedHashMap<>();
    for (FieldSchema field : schema.fields()) {
      boolean fills = field.generated() || field.defaulted();
      row.put(
          field.name(),
          doc.containsKey(field.name()) || !fills ? doc.get(field.name()) : (Object) nextKey++);
    }
    rows.add(row);
    checkKeys(row);
    return row;
  }

  void checkKeys(Map<String, Object> row) {
    for (List<String> key : schema.uniqueKeys()) {
      boolean taken =
          rows.stream()
              .filter(other -> other != row)
              .anyMatch(
                  other ->
                      key.stream().allMatch(k -> row.get(k) != null)
                          && key.stream()
                              .allMatch(k -> Comparisons.equal(other.get(k), row.get(k))));
      if (taken) {
        throw new ConflictException(ConflictException.Reason.CONSTRAINT, "a key is taken");
      }
    }
  }

  /** Changes a copy of the row, which takes its place. */
  Map<String, Object> change(Map<String, Object> row, List<Assignment> assignments) {
    Map<String, Object> changed = new LinkedHashMap<>(row);
    for (Assignment a : assignments) {
      Object old = changed.get(a.path().root());
      changed.put(a.path().root(), apply(a, old));
    }
    rows.set(rows.indexOf(row), changed);
    checkKeys(changed);
    return changed;
  }

  private static Object apply(Assignment a, Object old) {
    return switch (a.operator()) {
      case SET -> a.path().isNested() ? nested(a, old) : a.value();
      case UNSET -> null;
      case INC -> old == null ? a.value() : (Object) ((Long) old + (Long) a.value());
      case MUL -> old == null ? (Object) 0L : (Object) ((Long) old * (Long) a.value());
      case MIN -> old == null || Comparisons.compare(a.value(), old) < 0 ? a.value() : old;
      case MAX -> old == null || Comparisons.compare(a.value(), old) > 0 ? a.value() : old;
      case PUSH, RENAME, CURRENT_DATE -> throw new UnsupportedOperationException();
    };
  }

  private static Object nested(Assignment a, Object old) {
    Map<String, Object> object = new LinkedHashMap<>();
    if (old instanceof Map<?, ?> map) {
      map.forEach((k, v) -> object.put((String) k, v));
    }
    object.put(a.path().segments().get(1), a.value());
    return object;
  }

  Document key(Map<String, Object> row) {
    Map<String, Object> key = new LinkedHashMap<>();
    schema.primaryKey().forEach(name -> key.put(name, row.get(name)));
    return Document.of(key);
  }

  static Document project(Map<String, Object> row, List<FieldPath> select) {
    if (select.isEmpty()) {
      return Document.of(row);
    }
    Map<String, Object> projected = new LinkedHashMap<>();
    select.forEach(p -> projected.put(p.toString(), ConditionEvaluator.resolve(p, row)));
    return Document.of(projected);
  }

  static Comparator<Map<String, Object>> order(List<Sort> keys) {
    return (a, b) -> {
      for (Sort key : keys) {
        Object x = ConditionEvaluator.resolve(key.path(), a);
        Object y = ConditionEvaluator.resolve(key.path(), b);
        int c =
            x == null || y == null
                ? Boolean.compare(x != null, y != null)
                : Comparisons.compare(x, y);
        if (c != 0) {
          return key.descending() ? -c : c;
        }
      }
      return 0;
    };
  }

  static Object sum(List<Map<String, Object>> rows, FieldPath path, long constant) {
    BigDecimal sum = BigDecimal.ZERO;
    for (Map<String, Object> row : rows) {
      Object value = path == null ? (Object) constant : ConditionEvaluator.resolve(path, row);
      sum = sum.add(value == null ? BigDecimal.ZERO : new BigDecimal(value.toString()));
    }
    return sum.longValueExact();
  }
}
