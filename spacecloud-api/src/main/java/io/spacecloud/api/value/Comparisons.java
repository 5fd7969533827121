package io.spacecloud.api.value;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What equal and ordered mean for normalised values; every backend answers as these methods do.
 *
 * <p>Comparing values of one kind, and integers with reals, allocates nothing.
 */
public final class Comparisons {
  /** What {@link #compare} answers for values that have no order between them. */
  public static final int UNORDERED = Integer.MIN_VALUE;

  private static final double TWO_63 = 0x1p63;

  private Comparisons() {}

  /** Whether two values are equal: null equals null, numbers by value, objects in any key order. */
  public static boolean equal(@Nullable Object a, @Nullable Object b) {
    if (a == null || b == null) {
      return a == b;
    } else if (a instanceof String || a instanceof Boolean) {
      return a.equals(b); // most are, and whether they are lists takes longer to find out
    } else if (a instanceof Number x && b instanceof Number y) {
      return compareNumbers(x, y) == 0;
    } else if (a instanceof byte[] bytes) {
      return b instanceof byte[] other && Arrays.equals(bytes, other);
    } else if (a instanceof List<?> list) {
      return b instanceof List<?> other && equalLists(list, other);
    } else if (a instanceof Map<?, ?> map) {
      return b instanceof Map<?, ?> other && equalObjects(map, other);
    }
    return a.equals(b);
  }

  private static boolean equalLists(List<?> a, List<?> b) {
    if (a.size() != b.size()) {
      return false;
    }
    for (int i = 0; i < a.size(); i++) {
      if (!equal(a.get(i), b.get(i))) {
        return false;
      }
    }
    return true;
  }

  /** A field that one side lacks equals a null on the other. */
  private static boolean equalObjects(Map<?, ?> a, Map<?, ?> b) {
    for (Map.Entry<?, ?> entry : b.entrySet()) {
      if (!equal(a.get(entry.getKey()), entry.getValue())) {
        return false;
      }
    }
    // What both have is compared already: to do so again would double the work at each depth.
    for (Map.Entry<?, ?> entry : a.entrySet()) {
      if (entry.getValue() != null && b.get(entry.getKey()) == null) {
        return false;
      }
    }
    return true;
  }

  /**
   * Negative, zero or positive as {@code a} comes before, with or after {@code b}, or {@link
   * #UNORDERED} if either is null, their kinds differ or their kind has no order.
   */
  public static int compare(@Nullable Object a, @Nullable Object b) {
    if (a instanceof String x && b instanceof String y) {
      return compareCodePoints(x, y);
    } else if (a instanceof Number x && b instanceof Number y) {
      return compareNumbers(x, y);
    } else if (a instanceof Instant x && b instanceof Instant y) {
      return Integer.signum(x.compareTo(y));
    } else if (a instanceof LocalDate x && b instanceof LocalDate y) {
      return Integer.signum(x.compareTo(y));
    } else if (a instanceof LocalTime x && b instanceof LocalTime y) {
      return Integer.signum(x.compareTo(y));
    } else if (a instanceof Boolean x && b instanceof Boolean y) {
      return x.compareTo(y);
    }
    return UNORDERED;
  }

  /** Code-point order, which UTF-8's byte order equals and UTF-16's unit order does not. */
  public static int compareCodePoints(String a, String b) {
    int length = Math.min(a.length(), b.length());
    for (int i = 0; i < length; i++) {
      char x = a.charAt(i);
      char y = b.charAt(i);
      if (x != y) {
        boolean astralX = Character.isSurrogate(x);
        boolean astralY = Character.isSurrogate(y);
        return astralX == astralY ? Character.compare(x, y) : astralX ? 1 : -1;
      }
    }
    return Integer.compare(a.length(), b.length());
  }

  /** Exact comparison of {@code Long}, {@code Double} and {@code BigDecimal} by value. */
  public static int compareNumbers(Number a, Number b) {
    if (a instanceof Long x) {
      if (b instanceof Long y) {
        return Long.compare(x, y);
      } else if (b instanceof Double y) {
        return compareLongDouble(x, y);
      }
    } else if (a instanceof Double x) {
      if (b instanceof Double y) {
        return x < y ? -1 : x > y ? 1 : 0;
      } else if (b instanceof Long y) {
        return -compareLongDouble(y, x);
      }
    }
    return exact(a).compareTo(exact(b));
  }

  private static int compareLongDouble(long a, double b) {
    if (b >= TWO_63) {
      return -1;
    } else if (b < -TWO_63) {
      return 1;
    }
    long whole = (long) b;
    double rest = b - whole; // -0.0 of -0.0, which Double.compare would put before 0
    return a != whole ? Long.compare(a, whole) : rest > 0 ? -1 : rest < 0 ? 1 : 0;
  }

  private static BigDecimal exact(Number number) {
    if (number instanceof BigDecimal decimal) {
      return decimal;
    } else if (number instanceof Double real) {
      return new BigDecimal(real);
    }
    return BigDecimal.valueOf(number.longValue());
  }

  /**
   * Whether {@code value} contains {@code wanted}: a list has an element equal to each wanted one;
   * an object has the wanted entries, objects inside compared in the same way and all else by
   * equality.
   */
  public static boolean contains(@Nullable Object value, Object wanted) {
    if (wanted instanceof List<?> elements) {
      return value instanceof List<?> list && elements.stream().allMatch(e -> has(list, e));
    }
    return value instanceof Map<?, ?> map && hasEntries(map, (Map<?, ?>) wanted);
  }

  private static boolean has(List<?> list, @Nullable Object wanted) {
    for (Object element : list) {
      if (equal(element, wanted)) {
        return true;
      }
    }
    return false;
  }

  private static boolean hasEntries(Map<?, ?> map, Map<?, ?> wanted) {
    for (Map.Entry<?, ?> entry : wanted.entrySet()) {
      Object value = map.get(entry.getKey());
      boolean holds =
          entry.getValue() instanceof Map<?, ?> inner
              ? contains(value, Objects.requireNonNull(inner))
              : equal(value, entry.getValue());
      if (!holds) {
        return false;
      }
    }
    return true;
  }
}
