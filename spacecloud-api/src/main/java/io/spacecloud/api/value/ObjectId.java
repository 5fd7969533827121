package io.spacecloud.api.value;

import java.util.Locale;

/**
 * A MongoDB object id: twelve bytes, written as 24 hexadecimal digits in lower case.
 *
 * @param hex the digits; upper case is folded
 */
public record ObjectId(String hex) {
  public ObjectId {
    if (!isHex(hex)) {
      throw new IllegalArgumentException("an object id has 24 hexadecimal digits");
    }
    hex = hex.toLowerCase(Locale.ROOT);
  }

  /** Whether the text can be an object id. */
  static boolean isHex(String text) {
    return text.matches("[0-9a-fA-F]{24}");
  }

  @Override
  public String toString() {
    return hex;
  }
}
