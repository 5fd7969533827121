package io.spacecloud.engine.rules;

import io.spacecloud.api.rule.Question;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A value inside another: by names, positions, and other variables' values. */
final class PathSlot extends Slot {
  private static final int NO_POSITION = -1;

  private final Slot base;
  private final Step[] steps;

  PathSlot(Slot base, List<Step> steps) {
    this.base = base;
    this.steps = steps.toArray(Step[]::new);
  }

  /** A step is either a name, which may be a position too, or an index to be resolved. */
  record Step(String name, int position, @Nullable Slot index) {
    static Step named(String name) {
      boolean numeric = name.matches("0|[1-9][0-9]{0,8}");
      return new Step(name, numeric ? Integer.parseInt(name) : NO_POSITION, null);
    }

    static Step indexed(Slot index) {
      return new Step("", NO_POSITION, index);
    }
  }

  @Override
  @Nullable Object get(Question input, @Nullable StoredRows stored) {
    Object value = base.get(input, stored);
    for (int i = 0; i < steps.length && value != null; i++) {
      Step step = steps[i];
      value =
          step.index() == null
              ? within(value, step.name(), step.position())
              : within(value, step.index().get(input, stored));
    }
    return value;
  }

  private static @Nullable Object within(Object value, String name, int position) {
    if (value instanceof Map<?, ?> object) {
      return object.get(name);
    }
    return value instanceof List<?> list ? element(list, position) : null;
  }

  /** An object's fields are indexed by strings, a list by integers; nothing is converted. */
  private static @Nullable Object within(Object value, @Nullable Object index) {
    if (value instanceof Map<?, ?> object) {
      return index instanceof String name ? object.get(name) : null;
    }
    return value instanceof List<?> list && index instanceof Long position
        ? element(list, position)
        : null;
  }

  private static @Nullable Object element(List<?> list, long position) {
    return position >= 0 && position < list.size() ? list.get((int) position) : null;
  }
}
