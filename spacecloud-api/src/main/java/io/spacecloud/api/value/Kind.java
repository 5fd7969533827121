package io.spacecloud.api.value;

import java.util.Locale;

/** The kinds of value. Values of different kinds are never equal, the three numbers excepted. */
public enum Kind {
  /** {@code null}; a missing field is the same thing. */
  NULL,
  /** {@code Boolean}. */
  BOOLEAN,
  /** {@code Long}. */
  INTEGER,
  /** {@code Double}; never NaN or infinite. */
  REAL,
  /** {@code BigDecimal}. */
  DECIMAL,
  /** {@code String}, without NUL and unpaired surrogates. */
  STRING,
  /** {@code Instant}, years 1 to 9999. */
  TIMESTAMP,
  /** {@code LocalDate}, years 1 to 9999. */
  DATE,
  /** {@code LocalTime}. */
  TIME,
  /** {@code byte[]}. */
  BYTES,
  /** {@code java.util.UUID}. */
  UUID,
  /** {@link ObjectId}. */
  OBJECT_ID,
  /** Immutable {@code List}. */
  LIST,
  /** Immutable {@code Map} with string keys. */
  OBJECT;

  /** Whether values of this kind compare by value with the other kinds of number. */
  public boolean isNumber() {
    return this == INTEGER || this == REAL || this == DECIMAL;
  }

  /** Whether {@code <}, sorting, and least and greatest exist for this kind. */
  public boolean isOrdered() {
    return switch (this) {
      case BOOLEAN, INTEGER, REAL, DECIMAL, STRING, TIMESTAMP, DATE, TIME -> true;
      case NULL, BYTES, UUID, OBJECT_ID, LIST, OBJECT -> false;
    };
  }

  /** The kind's name in messages and declarations, such as {@code integer}. */
  public String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }
}
