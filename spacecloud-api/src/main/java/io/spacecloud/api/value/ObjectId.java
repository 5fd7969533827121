package io.spacecloud.api.value;

import java.util.Locale;

/**
 * A MongoDB object id: twelve bytes, written as 24 hexadecimal digits in lower case.
 *
 * @param hex the digits; upper case is folded
 */
public record ObjectId(String hex) {
  public ObjectId {
    if (!hex.matches("[0-9a-fA-F]{24}")) {
      throw new IllegalArgumentException("an object id has 24 hexadecimal digits");
    }
    hex = hex.toLowerCase(Locale.ROOT);
  }

  @Override
  public String toString() {
    return hex;
  }
}
