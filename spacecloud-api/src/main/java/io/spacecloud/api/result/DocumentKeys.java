package io.spacecloud.api.result;

import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;

/** The field names of documents of one shape, shared between them; immutable. */
public final class DocumentKeys {
  /** So few names are found faster one by one than in a map. */
  private static final int FEW = 8;

  private final String[] names;
  private final Map<String, Integer> positions;

  private DocumentKeys(String[] names) {
    this.names = names;
    this.positions = names.length <= FEW ? Map.of() : new HashMap<>(names.length * 2);
    for (int i = 0; names.length > FEW && i < names.length; i++) {
      positions.put(names[i], i);
    }
  }

  /** The names in order, each once. */
  public static DocumentKeys of(List<String> names) {
    if (new HashSet<>(names).size() != names.size()) {
      throw new IllegalArgumentException("a name stands twice");
    }
    return new DocumentKeys(names.toArray(String[]::new));
  }

  /** The keys of a map, in its order. */
  static DocumentKeys of(Map<?, ?> map) {
    return new DocumentKeys(map.keySet().toArray(String[]::new));
  }

  /** Whether these are exactly the keys of a map, in its order. */
  boolean matches(Map<?, ?> map) {
    if (names.length != map.size()) {
      return false;
    }
    int position = 0;
    for (Object name : map.keySet()) {
      if (!names[position++].equals(name)) {
        return false;
      }
    }
    return true;
  }

  int size() {
    return names.length;
  }

  String name(int position) {
    return names[position];
  }

  /** The position of a name, or -1. */
  int position(Object name) {
    if (names.length > FEW) {
      Integer position = positions.get(name);
      return position == null ? -1 : position;
    }
    for (int i = 0; i < names.length; i++) {
      if (names[i] == name) { // most names are constants, of the program or of a rule
        return i;
      }
    }
    return equal(name);
  }

  private int equal(Object name) {
    for (int i = 0; i < names.length; i++) {
      if (names[i].equals(name)) {
        return i;
      }
    }
    return -1;
  }

  @Override
  public String toString() {
    return Arrays.toString(names);
  }
}
