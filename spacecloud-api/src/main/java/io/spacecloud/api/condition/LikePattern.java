package io.spacecloud.api.condition;

import io.spacecloud.api.error.InvalidRequestException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A LIKE pattern over code points, matched in time proportional to the product of text and pattern
 * at worst, and without recursion.
 */
final class LikePattern {
  private static final int ANY = -1;
  private static final int ONE = -2;

  /** What keeps the work for each row proportional to the text. */
  private static final int MAX_LENGTH = 1_000;

  private final int[] tokens;

  private LikePattern(int[] tokens) {
    this.tokens = tokens;
  }

  /** Why the text is no pattern, or null. */
  static @Nullable String problem(String pattern) {
    if (pattern.codePointCount(0, pattern.length()) > MAX_LENGTH) {
      return "a pattern of more than 1,000 characters";
    }
    int escapes = 0;
    for (int i = pattern.length() - 1; i >= 0 && pattern.charAt(i) == '\\'; i--) {
      escapes++;
    }
    return escapes % 2 == 0 ? null : "the pattern ends within an escape";
  }

  static LikePattern of(String place, String pattern) {
    String problem = problem(pattern);
    if (problem != null) {
      throw new InvalidRequestException(place, problem);
    }
    int[] points = pattern.codePoints().toArray();
    int[] tokens = new int[points.length];
    int length = 0;
    for (int i = 0; i < points.length; i++) {
      int point = points[i];
      if (point == '\\') {
        tokens[length++] = points[++i];
      } else if (point != '%' || length == 0 || tokens[length - 1] != ANY) {
        tokens[length++] = point == '%' ? ANY : point == '_' ? ONE : point;
      }
    }
    return new LikePattern(Arrays.copyOf(tokens, length));
  }

  /** Greedy matching with one point to fall back to: the last {@code %} seen. */
  boolean matches(String text) {
    int at = 0;
    int token = 0;
    int afterAny = -1;
    int retryAt = 0;
    while (at < text.length()) {
      int point = text.codePointAt(at);
      if (token < tokens.length && tokens[token] == ANY) {
        afterAny = ++token;
        retryAt = at;
      } else if (token < tokens.length && (tokens[token] == ONE || tokens[token] == point)) {
        token++;
        at += Character.charCount(point);
      } else if (afterAny >= 0) {
        token = afterAny;
        retryAt += Character.charCount(text.codePointAt(retryAt));
        at = retryAt;
      } else {
        return false;
      }
    }
    while (token < tokens.length && tokens[token] == ANY) {
      token++;
    }
    return token == tokens.length;
  }
}
