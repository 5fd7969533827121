package io.spacecloud.engine.testing;

import io.spacecloud.api.error.InvalidRequestException;
import io.spacecloud.api.request.Assignment;
import io.spacecloud.api.request.UpdateOperator;
import io.spacecloud.api.spi.FieldSchema;
import io.spacecloud.api.value.Kind;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What is calculated is held as the field holds it.
 *
 * @param digits of decimals, all of them, by field
 */
record Fitting(Map<String, Integer> digits) {
  Fitting {
    digits = Map.copyOf(digits);
  }

  /**
   * The value as the field holds it.
   *
   * @throws InvalidRequestException if it does not
   */
  @Nullable Object fit(FieldSchema field, @Nullable Object value) {
    if (value instanceof BigDecimal decimal && field.kind() == Kind.DECIMAL) {
      return decimal(field, decimal);
    } else if (value instanceof Number number && field.kind() == Kind.REAL) {
      return real(field, number.doubleValue());
    } else if (value instanceof Long number && field.kind() == Kind.INTEGER) {
      int bits = field.precision();
      if (bits > 0 && bits < Long.SIZE && number >> (bits - 1) != number >> (Long.SIZE - 1)) {
        throw new InvalidRequestException(field.name(), "integer overflow");
      }
    }
    return value;
  }

  private static Double real(FieldSchema field, double value) {
    if (!Double.isFinite(value)) {
      throw new InvalidRequestException(field.name(), "out of the field's range");
    }
    return value == 0 ? 0.0 : value;
  }

  /** What {@code $inc} and {@code $mul} make of a real: all others are calculated exactly. */
  static Double calculated(@Nullable Object old, Assignment each) {
    double value = old == null ? 0 : ((Number) old).doubleValue();
    double operand = ((Number) Objects.requireNonNull(each.value())).doubleValue();
    return each.operator() == UpdateOperator.INC ? value + operand : value * operand;
  }

  private BigDecimal decimal(FieldSchema field, BigDecimal value) {
    boolean cut = field.precision() >= 0 && value.scale() > field.precision();
    BigDecimal held = cut ? value.setScale(field.precision(), RoundingMode.DOWN) : value;
    Integer most = digits.get(field.name());
    if (most != null && held.precision() - held.scale() > most - field.precision()) {
      throw new InvalidRequestException(field.name(), "more digits than the field holds");
    }
    return held;
  }

  /** The present, in UTC, as the field holds it. */
  static Object present(FieldSchema field, Instant now) {
    if (field.kind() == Kind.DATE) {
      return LocalDate.ofInstant(now, ZoneOffset.UTC);
    }
    return field.kind() == Kind.TIME ? LocalTime.ofInstant(now, ZoneOffset.UTC) : now;
  }
}
