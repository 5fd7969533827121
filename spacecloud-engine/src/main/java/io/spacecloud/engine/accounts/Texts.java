package io.spacecloud.engine.accounts;

import io.spacecloud.api.error.InvalidRequestException;
import io.spacecloud.engine.config.EmailConfig.Passwords;
import org.jspecify.annotations.Nullable;

/** What names and passwords may be. */
final class Texts {
  private static final int MAX_NAME = 200;

  private Texts() {}

  /** A name without the space around it; null if nothing is left. */
  static @Nullable String name(@Nullable String typed) {
    String name = typed == null ? "" : typed.strip();
    if (length(name) > MAX_NAME) {
      throw new InvalidRequestException("name", "longer than " + MAX_NAME + " characters");
    } else if (name.chars().anyMatch(Character::isISOControl)) {
      throw new InvalidRequestException("name", "holds control characters");
    }
    return name.isEmpty() ? null : name;
  }

  /**
   * Refuses what cannot be anybody's password before any work is done for it.
   *
   * @param place what the caller calls it
   */
  static void requirePossible(String place, String password, Passwords settings) {
    if (length(password) > settings.maxLength()) {
      throw new InvalidRequestException(
          place, "longer than " + settings.maxLength() + " characters");
    } else if (password.codePoints().anyMatch(Texts::isNoCharacter)) {
      throw new InvalidRequestException(place, "holds what is no character");
    }
  }

  private static boolean isNoCharacter(int c) {
    return c == 0 || Character.getType(c) == Character.SURROGATE;
  }

  /** Refuses what is not to become anybody's password. */
  static void requireNew(String password, Passwords settings) {
    requirePossible("pass", password, settings);
    if (length(password) < settings.minLength()) {
      throw new InvalidRequestException(
          "pass", "shorter than " + settings.minLength() + " characters");
    }
  }

  private static int length(String text) {
    return text.codePointCount(0, text.length());
  }
}
