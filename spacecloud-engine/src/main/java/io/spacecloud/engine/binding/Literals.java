package io.spacecloud.engine.binding;

import io.spacecloud.api.error.InvalidRequestException;
import io.spacecloud.api.value.Kind;
import io.spacecloud.api.value.Values;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.util.Base64;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Brings literals to a column's kind; strings stand for what JSON has no literals for. */
final class Literals {
  private static final int UUID_LENGTH = 36;

  private Literals() {}

  /**
   * The value as one of the kind, which is none of the numbers.
   *
   * @param place where the value stands, for the error
   */
  static Object convert(String place, Kind kind, Object value) {
    if (Values.kindOf(value) == kind) {
      return value;
    }
    Object parsed = value instanceof String text ? parse(kind, text) : null;
    if (parsed == null) {
      throw mismatch(place, kind, value);
    }
    Values.normalize(place, parsed); // refuses what is out of range
    return parsed;
  }

  static InvalidRequestException mismatch(String place, Kind kind, @Nullable Object value) {
    return new InvalidRequestException(
        place, "expected " + kind.label() + ", got " + Values.kindOf(value).label());
  }

  private static @Nullable Object parse(Kind kind, String text) {
    try {
      return switch (kind) {
        case TIMESTAMP -> OffsetDateTime.parse(text).toInstant();
        case DATE -> LocalDate.parse(text);
        case TIME -> LocalTime.parse(text);
        case UUID -> text.length() == UUID_LENGTH ? UUID.fromString(text) : null;
        case BYTES -> Base64.getDecoder().decode(text);
        case NULL, BOOLEAN, INTEGER, REAL, DECIMAL, STRING, OBJECT_ID, LIST, OBJECT -> null;
      };
    } catch (DateTimeException | IllegalArgumentException e) {
      return null; // says nothing of the text
    }
  }

  /** The number as it stands, without the binary tail of a double's nearest value. */
  static BigDecimal decimal(Number number) {
    if (number instanceof BigDecimal decimal) {
      return decimal;
    }
    return number instanceof Double real
        ? new BigDecimal(Double.toString(real))
        : BigDecimal.valueOf(number.longValue());
  }

  /** The number exactly as it is. */
  static BigDecimal exact(Number number) {
    return number instanceof Double real ? new BigDecimal(real) : decimal(number);
  }
}
