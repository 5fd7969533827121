package io.spacecloud.engine.rules;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An immutable map from names that is looked into on every request. Few names are found faster one
 * by one: interned, they mostly are the very strings that a program asks by.
 */
final class ByName<T> {
  private static final int FEW = 8;

  private final String[] names;
  private final Object[] values;
  private final Map<String, T> all;

  ByName(Map<String, T> map) {
    this.all = new HashMap<>(map);
    this.names = all.keySet().stream().map(String::intern).toArray(String[]::new);
    this.values = all.values().toArray();
  }

  @SuppressWarnings("unchecked") // the values of a map of T
  @Nullable T get(String name) {
    if (names.length > FEW) {
      return all.get(name);
    }
    for (int i = 0; i < names.length; i++) {
      if (names[i].equals(name)) {
        return (T) values[i];
      }
    }
    return null;
  }
}
