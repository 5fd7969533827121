package io.spacecloud.api.file;

import io.spacecloud.api.error.InvalidRequestException;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a name may be, the same on every system and in every store, so that none of them takes two
 * names for one, or a name for something else.
 */
public final class FileName {
  /** The name of a folder that stores may keep their own things in. */
  public static final String RESERVED = ".spacecloud";

  private static final int MAX_BYTES = 255;
  private static final String SIGNS = "/\\:*?\"<>|\uFFFD";
  private static final Pattern DEVICE =
      Pattern.compile("(?:CON|PRN|AUX|NUL|CLOCK\\$|CONIN\\$|CONOUT\\$|(?:COM|LPT)[0-9¹²³]) *");

  /** Categories of characters that are not seen, or that mean nothing or anything. */
  private static final Set<Integer> UNSEEN =
      Set.of(
          (int) Character.CONTROL,
          (int) Character.FORMAT,
          (int) Character.SURROGATE,
          (int) Character.PRIVATE_USE,
          (int) Character.LINE_SEPARATOR,
          (int) Character.PARAGRAPH_SEPARATOR);

  private FileName() {}

  /** Whether it is a name, spelt as paths spell it. */
  public static boolean isValid(String name) {
    return problem(name) == null && Normalizer.isNormalized(name, Normalizer.Form.NFC);
  }

  /** The name as paths spell it. */
  static String checked(String field, String name) {
    String composed = Normalizer.normalize(name, Normalizer.Form.NFC);
    String problem = problem(composed);
    if (problem != null) {
      throw new InvalidRequestException(field, problem);
    }
    return composed;
  }

  private static @Nullable String problem(String name) {
    if (name.isEmpty()) {
      return "a name is empty";
    } else if (!name.codePoints().allMatch(FileName::mayStand)) {
      return "a name holds a character that no name may hold";
    } else if (name.endsWith(".") || name.endsWith(" ")) {
      return "a name ends with a dot or a space";
    } else if (name.getBytes(StandardCharsets.UTF_8).length > MAX_BYTES) {
      return "a name is longer than 255 bytes";
    }
    return isReserved(name) ? "a name is reserved" : null;
  }

  private static boolean mayStand(int point) {
    if (point == 0x200C || point == 0x200D) {
      return true; // joiners: some scripts, and some emoji, cannot be written without
    }
    boolean isCharacter = (point & 0xFFFE) != 0xFFFE && (point < 0xFDD0 || point > 0xFDEF);
    return isCharacter && SIGNS.indexOf(point) < 0 && !UNSEEN.contains(Character.getType(point));
  }

  /** Of the devices of Windows, and of this library. */
  private static boolean isReserved(String name) {
    int dot = name.indexOf('.');
    String base = (dot < 0 ? name : name.substring(0, dot)).toUpperCase(Locale.ROOT);
    return DEVICE.matcher(base).matches() || name.equalsIgnoreCase(RESERVED);
  }
}
