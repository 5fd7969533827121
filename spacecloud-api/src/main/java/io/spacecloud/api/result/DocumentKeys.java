package io.spacecloud.api.result;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The field names of documents of one shape, shared between them; immutable. */
public final class DocumentKeys {
  private final String[] names;
  private final Map<String, Integer> positions;

  private DocumentKeys(List<String> names) {
    this.names = names.toArray(String[]::new);
    this.positions = new HashMap<>(this.names.length * 2);
    for (int i = 0; i < this.names.length; i++) {
      positions.put(this.names[i], i);
    }
    if (positions.size() != this.names.length) {
      throw new IllegalArgumentException("a name stands twice");
    }
  }

  /** The names in order, each once. */
  public static DocumentKeys of(List<String> names) {
    return new DocumentKeys(names);
  }

  int size() {
    return names.length;
  }

  String name(int position) {
    return names[position];
  }

  /** The position of a name, or -1. */
  int position(Object name) {
    // A shape has few fields, and callers mostly pass the very string: identity first.
    if (names.length <= 8) {
      for (int i = 0; i < names.length; i++) {
        if (names[i].equals(name)) {
          return i;
        }
      }
      return -1;
    }
    Integer position = positions.get(name);
    return position == null ? -1 : position;
  }

  @Override
  public String toString() {
    return Arrays.toString(names);
  }
}
