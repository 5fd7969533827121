package io.spacecloud.api.condition;

import io.spacecloud.api.error.InvalidRequestException;
import io.spacecloud.api.value.Values;
import java.util.List;

/**
 * Where a value stands in a row: {@code name(.name)*}, in exact case. A dotted path reaches into
 * objects, never through a list.
 */
public final class FieldPath {
  private static final int MAX_LENGTH = 512;
  private static final int MAX_SEGMENTS = 32;

  private final String text;
  private final List<String> segments;

  private FieldPath(String text, List<String> segments) {
    this.text = text;
    this.segments = segments;
  }

  /**
   * The path that the text denotes.
   *
   * @throws InvalidRequestException if a name in it is empty, begins with {@code $} or holds a
   *     control character
   */
  public static FieldPath of(String text) {
    check(!text.isEmpty() && text.length() <= MAX_LENGTH, text);
    int from = 0;
    int names = 0;
    for (int to = text.indexOf('.'); to >= 0; to = text.indexOf('.', from)) {
      check(isName(text, from, to) && ++names < MAX_SEGMENTS, text);
      from = to + 1;
    }
    check(isName(text, from, text.length()), text);
    return new FieldPath(text, names == 0 ? List.of(text) : List.of(text.split("\\.", -1)));
  }

  private static boolean isName(String text, int from, int to) {
    for (int i = from; i < to; i++) {
      char c = text.charAt(i);
      if (c < ' ' || (c >= 0x7f && c <= 0x9f)) {
        return false;
      } else if (Character.isSurrogate(c)) {
        Values.checkText(Shown.of(text), text);
      }
    }
    return from < to && text.charAt(from) != '$';
  }

  private static void check(boolean valid, String text) {
    if (!valid) {
      throw new InvalidRequestException(Shown.of(text), "not a valid field path");
    }
  }

  /** The first name: the column or top-level field. */
  public String root() {
    return segments.get(0);
  }

  /** The names in order, at least one. */
  public List<String> segments() {
    return segments;
  }

  /** Whether the path reaches into a column or field. */
  public boolean isNested() {
    return segments.size() > 1;
  }

  /** Whether one of the two is the other or lies inside it. */
  public boolean overlaps(FieldPath other) {
    int shared = Math.min(segments.size(), other.segments.size());
    return segments.subList(0, shared).equals(other.segments.subList(0, shared));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof FieldPath path && text.equals(path.text);
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }

  @Override
  public String toString() {
    return text;
  }
}
