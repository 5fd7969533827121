package io.spacecloud.sql;

import java.util.regex.Pattern;

/** LIKE patterns in the forms that databases take. */
final class LikePatterns {
  /** An escape that no database reads as part of a string literal's own escapes. */
  static final String ESCAPE = " ESCAPE '!'";

  private LikePatterns() {}

  /** The pattern with {@code !} for its escape. */
  static String bang(String pattern) {
    StringBuilder text = new StringBuilder(pattern.length() + 8);
    for (int i = 0; i < pattern.length(); i++) {
      char c = pattern.charAt(i);
      if (c == '\\') {
        c = pattern.charAt(++i);
        if (c == '%' || c == '_') {
          text.append('!');
        }
      }
      text.append(c == '!' ? "!!" : c);
    }
    return text.toString();
  }

  /**
   * A regular expression for the whole text. Each run of text between wildcards is taken at its
   * first place and never given back, which is right for LIKE and keeps matching from backtracking.
   */
  static String regex(String pattern) {
    StringBuilder regex = new StringBuilder("\\A");
    StringBuilder run = new StringBuilder();
    boolean any = false;
    for (int i = 0; i < pattern.length(); i++) {
      char c = pattern.charAt(i);
      if (c == '%') {
        flush(regex, run, any);
        any = true;
      } else if (c == '_') {
        run.append("(?:.)");
      } else {
        int point = pattern.codePointAt(c == '\\' ? ++i : i);
        i += Character.charCount(point) - 1;
        run.append(Pattern.quote(Character.toString(point)));
      }
    }
    return regex.append(any ? ".*" : "").append(run).append("\\z").toString();
  }

  private static void flush(StringBuilder regex, StringBuilder run, boolean any) {
    if (any && run.length() > 0) {
      regex.append("(?>.*?").append(run).append(")");
    } else {
      regex.append(run);
    }
    run.setLength(0);
  }
}
