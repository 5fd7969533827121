package io.spacecloud.mongo;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/** Decimals among those that Decimal128 can hold. */
final class Decimals {
  /** How many digits Decimal128 has. */
  static final int DIGITS = 34;

  private static final MathContext DOWN = new MathContext(DIGITS, RoundingMode.FLOOR);

  private Decimals() {}

  /** The greatest decimal of 34 digits that is not above the number. */
  static BigDecimal floor(BigDecimal number) {
    return number.round(DOWN);
  }
}
