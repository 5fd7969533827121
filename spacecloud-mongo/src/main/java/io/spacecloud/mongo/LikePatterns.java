package io.spacecloud.mongo;

/**
 * LIKE patterns as regular expressions. Each stretch between two {@code %} is an atomic group that
 * takes its first match, so that a match is found or missed without going back: the work is bounded
 * by the product of both lengths.
 */
final class LikePatterns {
  private LikePatterns() {}

  static String regex(String pattern) {
    StringBuilder regex = new StringBuilder("(?s)\\A");
    StringBuilder stretch = new StringBuilder();
    boolean open = false;
    int length = 0;
    for (int i = 0; i < pattern.length(); ) {
      int point = pattern.codePointAt(i);
      i += Character.charCount(point);
      if (point == '%') {
        close(regex, stretch, open);
        open = true;
        length = 0;
        continue;
      }
      length++;
      if (point == '_') {
        stretch.append('.');
      } else if (point == '\\') {
        int escaped = pattern.codePointAt(i);
        i += Character.charCount(escaped);
        literal(stretch, escaped);
      } else {
        literal(stretch, point);
      }
    }
    return end(regex, stretch, open, length).toString();
  }

  /** A stretch that something follows. */
  private static void close(StringBuilder regex, StringBuilder stretch, boolean open) {
    if (!open) {
      regex.append(stretch);
    } else if (stretch.length() > 0) {
      regex.append("(?>.*?").append(stretch).append(')');
    }
    stretch.setLength(0);
  }

  /** The last stretch stands at the very end: its place is known before it is looked at. */
  private static StringBuilder end(
      StringBuilder regex, StringBuilder stretch, boolean open, int length) {
    if (open && length > 0) {
      regex.append("(?>.*(?=.{").append(length).append("}\\z))");
    } else if (open) {
      return regex;
    }
    return regex.append(stretch).append("\\z");
  }

  private static void literal(StringBuilder regex, int point) {
    boolean plain = point > 127 || Character.isLetterOrDigit(point);
    if (point <= ' ') {
      regex.append(String.format("\\x%02x", point));
    } else {
      regex.append(plain ? "" : "\\").appendCodePoint(point);
    }
  }
}
