package io.spacecloud.api.contract;

import io.spacecloud.api.condition.Condition;
import io.spacecloud.api.condition.Condition.And;
import io.spacecloud.api.condition.Condition.Comparison;
import io.spacecloud.api.condition.Condition.Membership;
import io.spacecloud.api.condition.Condition.Not;
import io.spacecloud.api.condition.Condition.Or;
import io.spacecloud.api.condition.Conditions;
import io.spacecloud.api.condition.FieldPath;
import io.spacecloud.api.error.BackendException;
import io.spacecloud.api.error.InvalidRequestException;
import io.spacecloud.api.value.Kind;
import io.spacecloud.api.value.Values;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.util.Base64;
import java.util.UUID;
import java.util.function.Function;

/** Brings literals to the kinds of columns, and values to what columns hold of them. */
final class ReferenceValues {
  private ReferenceValues() {}

  /** The condition with its literals in the kinds of the table's columns. */
  static Condition bind(TableSpec spec, Condition condition) {
    return bind(path -> spec.column(path.root()).kind(), condition);
  }

  /**
   * The condition with its literals in the kinds of the fields.
   *
   * @param kinds of the field at a path; {@link Kind#NULL} where none is known
   */
  static Condition bind(Function<FieldPath, Kind> kinds, Condition condition) {
    if (condition instanceof And and) {
      return Conditions.and(and.conditions().stream().map(c -> bind(kinds, c)).toList());
    } else if (condition instanceof Or or) {
      return Conditions.or(or.conditions().stream().map(c -> bind(kinds, c)).toList());
    } else if (condition instanceof Not not) {
      return Conditions.not(bind(kinds, not.condition()));
    } else if (condition instanceof Comparison c) {
      return new Comparison(c.path(), c.operator(), literal(kinds.apply(c.path()), c.value()));
    } else if (condition instanceof Membership c) {
      Kind kind = kinds.apply(c.path());
      return Conditions.in(c.path(), c.values().stream().map(v -> literal(kind, v)).toList());
    }
    return condition;
  }

  static Object literal(Kind kind, Object value) {
    if (kind == Kind.REAL && value instanceof Number number) {
      double nearest = number.doubleValue();
      return Double.isInfinite(nearest) ? value : (Object) nearest;
    } else if (kind == Kind.DECIMAL && value instanceof Number) {
      return decimal((Number) value);
    }
    return value instanceof String text ? parsed(kind, text) : value;
  }

  private static Object parsed(Kind kind, String text) {
    return switch (kind) {
      case TIMESTAMP -> OffsetDateTime.parse(text).toInstant();
      case DATE -> LocalDate.parse(text);
      case TIME -> LocalTime.parse(text);
      case UUID -> UUID.fromString(text);
      case BYTES -> Base64.getDecoder().decode(text);
      default -> text;
    };
  }

  static BigDecimal decimal(Number number) {
    return number instanceof BigDecimal exact ? exact : new BigDecimal(number.toString());
  }

  /**
   * What the column holds of a value that a request gives.
   *
   * @throws InvalidRequestException if it can be seen without a look at the table that it does not
   *     fit
   */
  static Object given(Column column, Object value) {
    if (value == null && !column.nullable() && !column.generated()) {
      throw new InvalidRequestException(column.name(), "null");
    }
    Object literal = literal(column.kind(), Values.normalize(column.name(), value));
    if (literal instanceof Number number && column.kind() == Kind.INTEGER) {
      return integer(column, decimal(number));
    } else if (literal instanceof BigDecimal decimal && column.kind() == Kind.DECIMAL) {
      return decimal.setScale(column.scale(), RoundingMode.DOWN);
    } else if (literal instanceof Instant instant) {
      return truncated(instant, column.scale());
    } else if (literal instanceof LocalTime time) {
      return time.withNano(digits(time.getNano(), column.scale()));
    } else if (literal instanceof String text
        && column.kind() == Kind.STRING
        && text.codePointCount(0, text.length()) > column.precision()) {
      throw new InvalidRequestException(column.name(), "too long");
    }
    return literal;
  }

  /**
   * What the column holds of a value that was given or computed.
   *
   * @throws BackendException if only a look at the table or at the column's digits shows that it
   *     does not fit, which databases report in their own ways
   */
  static Object stored(Column column, Object value) {
    Object held;
    try {
      held = value == null ? null : given(column, value);
    } catch (InvalidRequestException e) {
      throw overflow();
    }
    if (held instanceof BigDecimal decimal
        && column.kind() == Kind.DECIMAL
        && decimal.precision() - decimal.scale() > column.precision() - column.scale()
        && decimal.signum() != 0) {
      throw overflow();
    }
    return held;
  }

  static BackendException overflow() {
    return new BackendException(BackendException.Reason.FAILED, "out of range", null);
  }

  private static Long integer(Column column, BigDecimal decimal) {
    try {
      long whole = decimal.longValueExact();
      int unused = Math.max(0, Long.SIZE - column.precision());
      if (whole << unused >> unused == whole) {
        return whole;
      }
    } catch (ArithmeticException e) {
      // as one beyond the column's bits
    }
    throw new InvalidRequestException(column.name(), "out of range");
  }

  private static Instant truncated(Instant instant, int scale) {
    return Instant.ofEpochSecond(instant.getEpochSecond(), digits(instant.getNano(), scale));
  }

  private static int digits(int nano, int scale) {
    int unit = (int) Math.pow(10, 9 - scale);
    return nano - nano % unit;
  }
}
