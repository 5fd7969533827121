package io.spacecloud.realtime;

import java.math.BigDecimal;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** Values as keys of hash tables: equal ones, and no others, become equal objects. */
final class Canonical {
  private static final double EXACT = 0x1p53;

  private Canonical() {}

  /** Lists and objects stay as they are, and are no keys: nobody looks them up by value. */
  static @Nullable Object of(@Nullable Object value) {
    if (value instanceof Double real) {
      return real == Math.rint(real) && Math.abs(real) <= EXACT
          ? (Object) (long) (double) real
          : decimal(new BigDecimal(real));
    } else if (value instanceof BigDecimal decimal) {
      return decimal(decimal);
    } else if (value instanceof byte[] bytes) {
      return ByteBuffer.wrap(bytes).asReadOnlyBuffer();
    }
    return value;
  }

  private static Object decimal(BigDecimal value) {
    BigDecimal stripped = value.stripTrailingZeros();
    boolean integral = stripped.scale() <= 0 && stripped.precision() - stripped.scale() <= 18;
    return integral ? (Object) stripped.longValueExact() : stripped;
  }
}
