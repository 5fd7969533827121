package io.spacecloud.api.contract;

import static io.spacecloud.api.condition.Conditions.field;

import io.spacecloud.api.condition.Condition;
import io.spacecloud.api.condition.Condition.Operator;
import io.spacecloud.api.condition.Conditions;
import io.spacecloud.api.condition.FieldPath;
import io.spacecloud.api.value.Kind;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Random conditions on the fields of a table, or on those of a stage of a pipeline. */
final class RandomConditions {
  private static final List<String> INSIDE =
      List.of("", ".a", ".a.b", ".a.b.c", ".list", ".list.b", ".s", ".0");
  private static final List<Operator> RANGES =
      List.of(Operator.GT, Operator.GTE, Operator.LT, Operator.LTE);

  private final RandomValues values;
  private final Map<String, Column> fields;
  private final List<String> names;

  /**
   * @param fields by their path
   */
  RandomConditions(RandomValues values, Map<String, Column> fields) {
    this.values = values;
    this.fields = fields;
    this.names = List.copyOf(fields.keySet());
  }

  static RandomConditions of(RandomValues values, TableSpec spec) {
    Map<String, Column> fields = new LinkedHashMap<>();
    spec.columns().forEach(column -> fields.put(column.name(), column));
    return new RandomConditions(values, fields);
  }

  /** A path into a column of JSON, or the whole. */
  static String inside(RandomValues values, String column) {
    return column + values.any(INSIDE);
  }

  Condition any(int depth) {
    int kind = values.below(depth == 0 ? 10 : 16);
    if (kind < 10) {
      return simple();
    } else if (kind == 10) {
      return Conditions.not(any(depth - 1));
    }
    List<Condition> parts = new ArrayList<>();
    for (int i = values.below(3); i >= 0; i--) {
      parts.add(any(depth - 1));
    }
    return kind % 2 == 0 ? Conditions.and(parts) : Conditions.or(parts);
  }

  /** Mostly true, so that something is left. */
  Condition wide() {
    return values.chance(2) ? Conditions.TRUE : Conditions.or(any(1), any(1));
  }

  private Condition simple() {
    String name = values.any(names);
    Column column = fields.get(name);
    return column.kind() == Kind.OBJECT ? json(inside(values, name)) : plain(name, column);
  }

  private Condition plain(String name, Column column) {
    return switch (values.below(column.kind().isOrdered() ? 7 : 4)) {
      case 0 -> field(name).eq(values.literal(column));
      case 1 -> field(name).ne(values.literal(column));
      case 2 -> field(name).in(literals(column));
      case 3 -> values.chance(2) ? field(name).exists() : field(name).eq(null);
      case 4 ->
          column.kind() == Kind.STRING
              ? field(name).like(values.pattern())
              : range(name, values.literal(column));
      default -> range(name, values.literal(column));
    };
  }

  private Condition range(String path, Object value) {
    return Conditions.compare(FieldPath.of(path), values.any(RANGES), value);
  }

  private List<Object> literals(Column column) {
    List<Object> literals = new ArrayList<>();
    for (int i = values.below(6); i > 0; i--) {
      literals.add(values.chance(8) ? null : values.literal(column));
    }
    return literals;
  }

  private Condition json(String path) {
    return switch (values.below(6)) {
      case 0 -> field(path).eq(values.json(2));
      case 1 -> field(path).in(values.json(1), values.json(1), values.json(0));
      case 2 -> field(path).exists();
      case 3 -> field(path).like(values.pattern());
      case 4 -> field(path).contains(values.chance(2) ? values.list(2) : values.object(2));
      default -> range(path, ranged());
    };
  }

  private Object ranged() {
    return values.any(
        List.<Object>of(
            "a", "é", 1L, new BigDecimal("1.5"), new BigDecimal("1e-40"), true, 5L, (1L << 53)));
  }
}
