package io.spacecloud.api.condition;

import io.spacecloud.api.error.InvalidRequestException;
import java.util.Arrays;

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

  static LikePattern of(String place, String pattern) {
    int[] points = pattern.codePoints().toArray();
    if (points.length > MAX_LENGTH) {
      throw new InvalidRequestException(place, "a pattern of more than 1,000 characters");
    }
    int[] tokens = new int[points.length];
    int length = 0;
    for (int i = 0; i < points.length; i++) {
      int point = points[i];
      if (point == '\\') {
        if (++i == points.length) {
          throw new InvalidRequestException(place, "the pattern ends within an escape");
        }
        tokens[length++] = points[i];
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
