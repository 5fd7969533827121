package io.spacecloud.engine.binding;

import io.spacecloud.api.error.InvalidRequestException;
import io.spacecloud.api.spi.FieldSchema;
import io.spacecloud.api.value.Kind;
import io.spacecloud.api.value.Values;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.LocalTime;
import java.time.temporal.ChronoField;
import org.jspecify.annotations.Nullable;

/** Brings values to be written to their column's kind and precision, or refuses them. */
final class WrittenValues {
  private static final int NANO_DIGITS = 9;

  private WrittenValues() {}

  /** Whether the value is already as the column will hold it; where in doubt, not. */
  static boolean fits(FieldSchema field, Object value) {
    Kind kind = field.kind();
    int precision = field.precision();
    if (kind == null) {
      return true;
    }
    return switch (kind) {
      case INTEGER -> value instanceof Long whole && isInRange(precision, whole);
      case DECIMAL ->
          value instanceof BigDecimal decimal && (precision < 0 || decimal.scale() <= precision);
      case STRING -> value instanceof String text && (precision < 0 || text.length() <= precision);
      case TIMESTAMP -> value instanceof Instant i && truncate(i, precision).equals(i);
      case OBJECT, LIST -> value instanceof String || value instanceof Long;
      case TIME -> value instanceof LocalTime t && truncate(t, precision).equals(t);
      case REAL, BOOLEAN, DATE, BYTES, UUID, OBJECT_ID, NULL -> Values.kindOf(value) == kind;
    };
  }

  /** The value as the column will hold it; null is refused where the column may not be null. */
  static @Nullable Object bind(String place, FieldSchema field, @Nullable Object value) {
    if (value == null) {
      if (!field.nullable()) {
        throw new InvalidRequestException(place, "may not be null");
      }
      return null;
    }
    return present(place, field, value);
  }

  static Object present(String place, FieldSchema field, Object value) {
    Kind kind = field.kind();
    if (kind == null) {
      return value;
    }
    return switch (kind) {
      case INTEGER -> integer(place, field.precision(), value);
      case REAL -> real(place, value);
      case DECIMAL -> decimal(place, field.precision(), value);
      case OBJECT, LIST -> json(value);
      case STRING -> text(place, field.precision(), (String) Literals.convert(place, kind, value));
      case TIMESTAMP -> truncate((Instant) Literals.convert(place, kind, value), field.precision());
      case TIME -> truncate((LocalTime) Literals.convert(place, kind, value), field.precision());
      case BOOLEAN, DATE, BYTES, UUID, OBJECT_ID, NULL -> Literals.convert(place, kind, value);
    };
  }

  private static Object json(Object value) {
    Object form = JsonForms.of(value);
    return form == null ? value : form;
  }

  private static Long integer(String place, int bits, Object value) {
    long whole = value instanceof Long exact ? exact : whole(place, number(place, value));
    if (!isInRange(bits, whole)) {
      throw new InvalidRequestException(place, "out of the column's range");
    }
    return whole;
  }

  private static boolean isInRange(int bits, long value) {
    int unused = bits > 0 ? Long.SIZE - bits : 0;
    return value << unused >> unused == value;
  }

  private static long whole(String place, Number number) {
    BigDecimal exact = Literals.exact(number);
    if (exact.setScale(0, RoundingMode.DOWN).compareTo(exact) != 0) {
      throw new InvalidRequestException(place, "expected integer, got a fraction");
    }
    try {
      return exact.longValueExact();
    } catch (ArithmeticException e) {
      throw new InvalidRequestException(place, "out of the column's range");
    }
  }

  private static Double real(String place, Object value) {
    double nearest = number(place, Kind.REAL, value).doubleValue();
    if (Double.isInfinite(nearest)) {
      throw new InvalidRequestException(place, "out of the column's range");
    }
    return nearest == 0 ? 0.0 : nearest;
  }

  private static BigDecimal decimal(String place, int scale, Object value) {
    BigDecimal decimal = Literals.decimal(number(place, Kind.DECIMAL, value));
    return scale >= 0
        ? decimal.setScale(Math.min(scale, decimal.scale()), RoundingMode.DOWN)
        : decimal;
  }

  private static Number number(String place, Object value) {
    return number(place, Kind.INTEGER, value);
  }

  private static Number number(String place, Kind kind, Object value) {
    if (value instanceof Number number) {
      return number;
    }
    throw Literals.mismatch(place, kind, value);
  }

  private static String text(String place, int longest, String text) {
    if (longest >= 0 && text.codePointCount(0, text.length()) > longest) {
      throw new InvalidRequestException(place, "longer than " + longest + " characters");
    }
    return text;
  }

  /** A time without the digits that the column does not hold; any other value as it is. */
  static Object truncate(Object value, int digits) {
    if (value instanceof Instant time) {
      return truncate(time, digits);
    }
    return value instanceof LocalTime time ? truncate(time, digits) : value;
  }

  /** Truncated downwards, before 1970 too: nano-of-second counts upwards. */
  private static Instant truncate(Instant value, int digits) {
    int nano = truncate(value.getNano(), digits);
    return nano == value.getNano() ? value : Instant.ofEpochSecond(value.getEpochSecond(), nano);
  }

  private static LocalTime truncate(LocalTime value, int digits) {
    return value.withNano(truncate(value.get(ChronoField.NANO_OF_SECOND), digits));
  }

  private static int truncate(int nano, int digits) {
    if (digits < 0) {
      return nano;
    }
    int unit = 1;
    for (int i = digits; i < NANO_DIGITS; i++) {
      unit *= 10;
    }
    return nano - nano % unit;
  }
}
