package io.spacecloud.engine.binding;

import io.spacecloud.api.condition.Condition;
import io.spacecloud.api.condition.Condition.Comparison;
import io.spacecloud.api.condition.Condition.Operator;
import io.spacecloud.api.condition.Condition.Presence;
import io.spacecloud.api.condition.Conditions;
import io.spacecloud.api.condition.FieldPath;
import io.spacecloud.api.value.Kind;
import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * Comparisons of numeric columns with literals that may be no value of the column: a fraction
 * equals no integer and moves a range to the neighbour; beyond the column's values, a comparison is
 * false, or true wherever the column is not null.
 */
final class NumberComparison {
  private static final BigDecimal MIN_LONG = BigDecimal.valueOf(Long.MIN_VALUE);
  private static final BigDecimal MAX_LONG = BigDecimal.valueOf(Long.MAX_VALUE);

  private NumberComparison() {}

  /**
   * The comparison with a value that the column can hold.
   *
   * @param precision of a decimal column the digits after the point; -1 if unbounded
   */
  static Condition bind(Comparison c, Kind kind, int precision, Number value) {
    return switch (kind) {
      case INTEGER -> value instanceof Long ? c : integer(c, Literals.exact(value));
      case REAL -> value instanceof Double ? c : real(c, value);
      default -> decimal(c, Literals.decimal(value), precision);
    };
  }

  /** A literal with more digits than the column lies between two of its values. */
  private static Condition decimal(Comparison c, BigDecimal value, int scale) {
    if (scale >= 0) {
      BigDecimal floor = value.setScale(scale, RoundingMode.FLOOR);
      if (floor.compareTo(value) != 0) {
        return between(c, floor);
      }
    }
    return value == c.value() ? c : new Comparison(c.path(), c.operator(), value);
  }

  private static Condition between(Comparison c, BigDecimal floor) {
    return switch (c.operator()) {
      case EQ -> Conditions.FALSE;
      case GT, GTE -> new Comparison(c.path(), Operator.GT, floor);
      case LT, LTE -> new Comparison(c.path(), Operator.LTE, floor);
    };
  }

  private static Condition integer(Comparison c, BigDecimal value) {
    if (value.compareTo(MAX_LONG) > 0) {
      return beyond(c.path(), c.operator(), true);
    } else if (value.compareTo(MIN_LONG) < 0) {
      return beyond(c.path(), c.operator(), false);
    }
    BigDecimal floor = value.setScale(0, RoundingMode.FLOOR);
    if (floor.compareTo(value) == 0) {
      return new Comparison(c.path(), c.operator(), floor.longValueExact());
    }
    return switch (c.operator()) {
      case EQ -> Conditions.FALSE;
      case GT, GTE -> new Comparison(c.path(), Operator.GTE, floor.longValueExact() + 1);
      case LT, LTE -> new Comparison(c.path(), Operator.LTE, floor.longValueExact());
    };
  }

  private static Condition real(Comparison c, Number value) {
    double nearest = value.doubleValue();
    return Double.isInfinite(nearest)
        ? beyond(c.path(), c.operator(), nearest == Double.POSITIVE_INFINITY)
        : new Comparison(c.path(), c.operator(), nearest == 0 ? 0.0 : nearest);
  }

  /** Compared with a value above or below every value that the column can have. */
  private static Condition beyond(FieldPath path, Operator operator, boolean above) {
    boolean holds =
        switch (operator) {
          case EQ -> false;
          case GT, GTE -> !above;
          case LT, LTE -> above;
        };
    return holds ? new Presence(path) : Conditions.FALSE;
  }
}
