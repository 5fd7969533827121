package io.spacecloud.api.result;

import io.spacecloud.api.error.InvalidRequestException;
import io.spacecloud.api.value.Values;
import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One row: an immutable map from field names, in order, to values as {@link Values} describes them.
 *
 * <p>A field may be there with a null value; to conditions that is the same as a missing one.
 */
public final class Document extends AbstractMap<String, @Nullable Object> {
  private static final Document EMPTY = new Document(DocumentKeys.of(List.of()), new Object[0]);

  private final DocumentKeys keys;
  private final @Nullable Object[] values;

  private Document(DocumentKeys keys, @Nullable Object[] values) {
    this.keys = keys;
    this.values = values;
  }

  /** A document without fields. */
  public static Document empty() {
    return EMPTY;
  }

  /**
   * A normalised copy of a map.
   *
   * @throws io.spacecloud.api.error.InvalidRequestException if a value is of no kind
   */
  public static Document of(Map<String, ?> map) {
    return of("", map);
  }

  /**
   * A normalised copy of a map.
   *
   * @param place what errors call the map, such as {@code doc}
   */
  public static Document of(String place, Map<String, ?> map) {
    return of(place, map, EMPTY);
  }

  /**
   * A normalised copy of a map, which shares its keys with another document where they are the
   * same.
   *
   * @param place what errors call the map, such as {@code doc.1}
   */
  public static Document of(String place, Map<String, ?> map, Document sibling) {
    if (map instanceof Document document) {
      return document;
    }
    DocumentKeys keys =
        sibling.keys.matches(map) ? sibling.keys : DocumentKeys.of(checked(place, map));
    @Nullable Object[] values = new Object[keys.size()];
    int position = 0;
    for (Object value : map.values()) {
      values[position] = Values.normalizeMember(place, keys.name(position++), value);
    }
    return new Document(keys, values);
  }

  private static Map<?, ?> checked(String place, Map<?, ?> map) {
    for (Object key : map.keySet()) {
      if (!(key instanceof String name)) {
        throw new InvalidRequestException(place, "an object's keys must be strings");
      }
      Values.checkText(place, name);
    }
    return map;
  }

  /** The names of the fields, shared between documents of one shape. */
  public DocumentKeys keys() {
    return keys;
  }

  /**
   * A document of normalised values, which it takes over: nobody may change the array afterwards.
   *
   * @param values as many as there are keys
   */
  public static Document of(DocumentKeys keys, @Nullable Object[] values) {
    if (keys.size() != values.length) {
      throw new IllegalArgumentException("as many values as keys");
    }
    return new Document(keys, values);
  }

  @Override
  public @Nullable Object get(@Nullable Object name) {
    int position = name == null ? -1 : keys.position(name);
    return position < 0 ? null : values[position];
  }

  @Override
  public boolean containsKey(@Nullable Object name) {
    return name != null && keys.position(name) >= 0;
  }

  @Override
  public int size() {
    return values.length;
  }

  @Override
  public Set<Entry<String, @Nullable Object>> entrySet() {
    return new Entries();
  }

  private final class Entries extends AbstractSet<Entry<String, @Nullable Object>> {
    @Override
    public int size() {
      return values.length;
    }

    @Override
    public Iterator<Entry<String, @Nullable Object>> iterator() {
      return new Iterator<>() {
        private int next;

        @Override
        public boolean hasNext() {
          return next < values.length;
        }

        @Override
        public Entry<String, @Nullable Object> next() {
          if (next == values.length) {
            throw new NoSuchElementException();
          }
          return new SimpleImmutableEntry<>(keys.name(next), values[next++]);
        }
      };
    }
  }
}
