package io.spacecloud.api.value;

import io.spacecloud.api.error.InvalidRequestException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Brings Java objects to the value kinds, each to exactly one class, and refuses what is none. */
public final class Values {
  /** Lists and objects nest no deeper than this. */
  public static final int MAX_DEPTH = 32;

  private static final int MAX_DECIMAL_DIGITS = 1_000;
  private static final long MIN_EPOCH_SECOND =
      Instant.parse("0001-01-01T00:00:00Z").getEpochSecond();
  private static final long MAX_EPOCH_SECOND =
      Instant.parse("9999-12-31T23:59:59Z").getEpochSecond();

  private Values() {}

  /** The kind of a normalised value. */
  public static Kind kindOf(@Nullable Object value) {
    if (value == null) {
      return Kind.NULL;
    } else if (value instanceof String) {
      return Kind.STRING;
    } else if (value instanceof Long) {
      return Kind.INTEGER;
    } else if (value instanceof Boolean) {
      return Kind.BOOLEAN;
    } else if (value instanceof BigDecimal) {
      return Kind.DECIMAL;
    } else if (value instanceof Double) {
      return Kind.REAL;
    } else if (value instanceof Instant) {
      return Kind.TIMESTAMP;
    } else if (value instanceof LocalDate) {
      return Kind.DATE;
    } else if (value instanceof LocalTime) {
      return Kind.TIME;
    } else if (value instanceof UUID) {
      return Kind.UUID;
    } else if (value instanceof byte[]) {
      return Kind.BYTES;
    } else if (value instanceof ObjectId) {
      return Kind.OBJECT_ID;
    } else if (value instanceof Map) {
      return Kind.OBJECT;
    } else if (value instanceof List) {
      return Kind.LIST;
    }
    throw new AssertionError("not a normalised value: " + value.getClass());
  }

  /**
   * The value in the one class of its kind: {@code int} becomes {@code Long}, collections become
   * immutable copies, {@code {"$oid": "…"}} an object id, and so on.
   *
   * @param path where the value stands, for the error
   * @throws InvalidRequestException if it is of no kind, not finite, out of range or nested too
   *     deeply
   */
  public static @Nullable Object normalize(String path, @Nullable Object value) {
    return normalize(path, value, MAX_DEPTH);
  }

  private static @Nullable Object normalize(String path, @Nullable Object value, int depth) {
    if (value instanceof String text) {
      return checkText(path, text);
    } else if (value == null
        || value instanceof Long
        || value instanceof Boolean
        || value instanceof UUID
        || value instanceof LocalTime
        || value instanceof ObjectId) {
      return value;
    } else if (value instanceof Number number) {
      return number(path, number);
    } else if (value instanceof Map<?, ?> map) {
      return isObjectId(map) ? objectId(path, map) : object(path, map, depth);
    } else if (value instanceof Collection<?> list) {
      return list(path, list, depth);
    } else if (value instanceof byte[] bytes) {
      return bytes.clone();
    } else if (value instanceof Enum<?> constant) {
      return constant.name();
    }
    return time(path, value);
  }

  /**
   * The value of an object's member in the one class of its kind.
   *
   * @param path where the object stands, for the error
   * @throws InvalidRequestException as {@link #normalize(String, Object)} does
   */
  public static @Nullable Object normalizeMember(String path, String name, @Nullable Object value) {
    return member(path, name, value, MAX_DEPTH - 1);
  }

  /** Most values are normal already or nearly so, and need no name for an error. */
  private static @Nullable Object member(
      String path, String name, @Nullable Object value, int depth) {
    if (isNormal(value)) {
      return value;
    } else if (value instanceof Integer number) {
      return number.longValue();
    } else if (value instanceof Instant instant && isInRange(instant)) {
      return instant;
    }
    return normalize(path.isEmpty() ? name : path + "." + name, value, depth);
  }

  /**
   * Whether the value is a scalar that {@link #normalize} would return as it is; may say no too
   * often.
   */
  public static boolean isNormal(@Nullable Object value) {
    return value == null
        || value instanceof Long
        || value instanceof Boolean
        || value instanceof UUID
        || (value instanceof String text && isPlain(text));
  }

  /** Whether a text holds neither NUL nor any surrogate. */
  private static boolean isPlain(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == 0 || Character.isSurrogate(c)) {
        return false;
      }
    }
    return true;
  }

  private static Object number(String path, Number number) {
    if (number instanceof Integer || number instanceof Short || number instanceof Byte) {
      return number.longValue();
    } else if (number instanceof Double || number instanceof Float) {
      return real(path, number.doubleValue());
    } else if (number instanceof BigDecimal decimal) {
      return decimal(path, decimal);
    } else if (number instanceof BigInteger integer) {
      return integer.bitLength() < 64
          ? (Object) integer.longValue()
          : decimal(path, new BigDecimal(integer));
    }
    throw new InvalidRequestException(path, "a number of an unknown class");
  }

  private static Double real(String path, double value) {
    if (!Double.isFinite(value)) {
      throw new InvalidRequestException(path, "not a finite number");
    }
    return value == 0 ? 0.0 : value; // -0.0 and 0.0 are one value
  }

  private static BigDecimal decimal(String path, BigDecimal value) {
    if (value.precision() > MAX_DECIMAL_DIGITS
        || Math.abs((long) value.scale()) > MAX_DECIMAL_DIGITS) {
      throw new InvalidRequestException(path, "a number of more than 1,000 digits");
    }
    return value;
  }

  /** {@code {"$oid": "…"}} is how JSON says an object id. */
  private static boolean isObjectId(Map<?, ?> map) {
    return map.size() == 1 && map.get("$oid") instanceof String;
  }

  private static ObjectId objectId(String path, Map<?, ?> map) {
    String hex = String.valueOf(map.get("$oid"));
    if (!ObjectId.isHex(hex)) {
      throw new InvalidRequestException(path, "an object id has 24 hexadecimal digits");
    }
    return new ObjectId(hex);
  }

  private static Map<String, @Nullable Object> object(String path, Map<?, ?> map, int depth) {
    checkDepth(path, depth);
    Map<String, @Nullable Object> copy = new LinkedHashMap<>(map.size() * 2);
    map.forEach(
        (key, value) -> {
          if (!(key instanceof String name)) {
            throw new InvalidRequestException(path, "an object's keys must be strings");
          }
          checkText(path, name);
          copy.put(name, member(path, name, value, depth - 1));
        });
    return Collections.unmodifiableMap(copy);
  }

  private static List<@Nullable Object> list(String path, Collection<?> list, int depth) {
    checkDepth(path, depth);
    List<@Nullable Object> copy = new ArrayList<>(list.size());
    for (Object value : list) {
      copy.add(isNormal(value) ? value : normalize(path + "." + copy.size(), value, depth - 1));
    }
    return Collections.unmodifiableList(copy);
  }

  private static Object time(String path, Object value) {
    if (value instanceof Instant instant) {
      return timestamp(path, instant);
    } else if (value instanceof OffsetDateTime time) {
      return timestamp(path, time.toInstant());
    } else if (value instanceof ZonedDateTime time) {
      return timestamp(path, time.toInstant());
    } else if (value instanceof LocalDate date) {
      return date(path, date);
    } else if (value.getClass() == Date.class) {
      return timestamp(path, ((Date) value).toInstant());
    }
    throw new InvalidRequestException(
        path, "values of " + value.getClass().getName() + " are not supported");
  }

  private static Instant timestamp(String path, Instant value) {
    if (!isInRange(value)) {
      throw new InvalidRequestException(path, "a timestamp outside the years 1 to 9999");
    }
    return value;
  }

  private static boolean isInRange(Instant value) {
    long second = value.getEpochSecond();
    return second >= MIN_EPOCH_SECOND && second <= MAX_EPOCH_SECOND;
  }

  private static LocalDate date(String path, LocalDate value) {
    if (value.getYear() < 1 || value.getYear() > 9999) {
      throw new InvalidRequestException(path, "a date outside the years 1 to 9999");
    }
    return value;
  }

  private static void checkDepth(String path, int depth) {
    if (depth == 0) {
      throw new InvalidRequestException(path, "nested deeper than " + MAX_DEPTH);
    }
  }

  /**
   * The text itself.
   *
   * @throws InvalidRequestException if it holds NUL or an unpaired surrogate
   */
  public static String checkText(String path, String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == 0) {
        throw new InvalidRequestException(path, "a string with a NUL character");
      } else if (Character.isSurrogate(c)) {
        if (!Character.isHighSurrogate(c)
            || i + 1 == text.length()
            || !Character.isLowSurrogate(text.charAt(++i))) {
          throw new InvalidRequestException(path, "a string with an unpaired surrogate");
        }
      }
    }
    return text;
  }
}
