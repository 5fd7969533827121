package io.spacecloud.engine.rules;

import io.spacecloud.api.value.Comparisons;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The types that {@code match} compares; values are never converted from one to another. */
public enum MatchType {
  STRING,
  NUMBER,
  BOOL,
  /** A timestamp, a date (its midnight in UTC), or a string that is written as one of them. */
  DATE;

  static @Nullable MatchType of(@Nullable Object key) {
    for (MatchType type : values()) {
      if (type.key().equals(key)) {
        return type;
      }
    }
    return null;
  }

  /** The type's name in a configuration. */
  public String key() {
    return name().toLowerCase(Locale.ROOT);
  }

  boolean isOrdered() {
    return this != BOOL;
  }

  /** The value as one of this type, or null if it is none. */
  public @Nullable Object read(@Nullable Object value) {
    return switch (this) {
      case STRING -> value instanceof String ? value : null;
      case NUMBER -> value instanceof Number ? value : null;
      case BOOL -> value instanceof Boolean ? value : null;
      case DATE -> Dates.read(value);
    };
  }

  /** Whether two values of this type are equal. */
  public boolean equal(Object a, Object b) {
    return this == NUMBER ? Comparisons.compareNumbers((Number) a, (Number) b) == 0 : a.equals(b);
  }

  /** The order of two values of this type. */
  public int compare(Object a, Object b) {
    return switch (this) {
      case STRING -> Comparisons.compareCodePoints((String) a, (String) b);
      case NUMBER -> Comparisons.compareNumbers((Number) a, (Number) b);
      case DATE -> ((Instant) a).compareTo((Instant) b);
      case BOOL -> throw new AssertionError("bool has no order");
    };
  }
}
