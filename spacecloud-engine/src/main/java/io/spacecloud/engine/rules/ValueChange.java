package io.spacecloud.engine.rules;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What becomes of the value at a path, in each element of the lists on the way. */
interface ValueChange {
  /** The new value; null takes it away. */
  @Nullable Object apply(@Nullable Object value);

  /** What becomes of a value that stands where an object would have to. */
  Object blocked(Object value);

  /** Whether objects that are missing on the way are made. */
  default boolean makesObjects() {
    return false;
  }

  /** A change that sets a value, and makes the objects around it. */
  static ValueChange setting(Object forced) {
    return new ValueChange() {
      @Override
      public Object apply(@Nullable Object value) {
        return forced;
      }

      @Override
      public Object blocked(Object value) {
        throw new UnboundException("no object on the way");
      }

      @Override
      public boolean makesObjects() {
        return true;
      }
    };
  }

  /** A change that takes a value away. */
  static ValueChange removing() {
    return new ValueChange() {
      @Override
      public @Nullable Object apply(@Nullable Object value) {
        return null;
      }

      @Override
      public Object blocked(Object value) {
        return value; // nothing of that name is in there
      }
    };
  }

  /**
   * The value with the change made in it. Copies what it changes.
   *
   * @param names the way to where the change is made; empty if that is here
   */
  default @Nullable Object at(@Nullable Object value, List<String> names) {
    if (names.isEmpty()) {
      return apply(value);
    } else if (value == null) {
      return makesObjects() ? inside(Map.of(), names) : null;
    } else if (value instanceof Map<?, ?> object) {
      return inside(object, names);
    } else if (value instanceof List<?> list) {
      List<@Nullable Object> copy = new ArrayList<>(list.size());
      list.forEach(each -> copy.add(each == null ? null : at(each, names)));
      return Collections.unmodifiableList(copy);
    }
    return blocked(value);
  }

  /** Where a value stands that is set does not tell whether there was one. */
  default void put(Map<String, @Nullable Object> object, String name, @Nullable Object value) {
    if (makesObjects()) {
      object.remove(name);
    }
    object.put(name, value);
  }

  private Object inside(Map<?, ?> object, List<String> names) {
    Map<String, @Nullable Object> copy = new LinkedHashMap<>();
    object.forEach((name, member) -> copy.put((String) Objects.requireNonNull(name), member));
    String name = names.get(0);
    Object changed = at(copy.get(name), names.subList(1, names.size()));
    if (changed != null) {
      put(copy, name, changed);
    } else if (copy.get(name) != null) {
      copy.remove(name);
    }
    return Collections.unmodifiableMap(copy);
  }
}
