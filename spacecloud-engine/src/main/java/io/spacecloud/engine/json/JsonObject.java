package io.spacecloud.engine.json;

import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** An object as it was read, its members in order. Only its reader adds to it. */
final class JsonObject extends AbstractMap<String, @Nullable Object> {
  /** So many names are searched one by one, as most objects have few. */
  private static final int FEW = 8;

  private String[] names = new String[4];
  private @Nullable Object[] values = new Object[4];
  private int size;
  private @Nullable Map<String, Integer> places;

  /** Whether the name is new. */
  boolean add(String name, @Nullable Object value) {
    if (place(name) >= 0) {
      return false;
    }
    if (size == names.length) {
      names = Arrays.copyOf(names, size * 2);
      values = Arrays.copyOf(values, size * 2);
    }
    names[size] = name;
    values[size] = value;
    if (places != null) {
      places.put(name, size);
    } else if (size == FEW) {
      places = new HashMap<>(4 * FEW);
      for (int i = 0; i <= size; i++) {
        places.put(names[i], i);
      }
    }
    size++;
    return true;
  }

  private int place(Object name) {
    if (places != null) {
      return places.getOrDefault(name, -1);
    }
    for (int i = 0; i < size; i++) {
      if (names[i].equals(name)) {
        return i;
      }
    }
    return -1;
  }

  @Override
  public int size() {
    return size;
  }

  @Override
  public boolean containsKey(Object name) {
    return place(name) >= 0;
  }

  @Override
  public @Nullable Object get(Object name) {
    int place = place(name);
    return place < 0 ? null : values[place];
  }

  @Override
  public void forEach(BiConsumer<? super String, ? super @Nullable Object> action) {
    for (int i = 0; i < size; i++) {
      action.accept(names[i], values[i]);
    }
  }

  @Override
  public Set<Map.Entry<String, @Nullable Object>> entrySet() {
    return new AbstractSet<>() {
      @Override
      public Iterator<Map.Entry<String, @Nullable Object>> iterator() {
        return entries();
      }

      @Override
      public int size() {
        return size;
      }
    };
  }

  private Iterator<Map.Entry<String, @Nullable Object>> entries() {
    return new Iterator<>() {
      private int next;

      @Override
      public boolean hasNext() {
        return next < size;
      }

      @Override
      public Map.Entry<String, @Nullable Object> next() {
        if (next == size) {
          throw new NoSuchElementException();
        }
        return new SimpleImmutableEntry<>(names[next], values[next++]);
      }
    };
  }
}
