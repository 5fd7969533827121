package io.spacecloud.realtime;

import io.spacecloud.api.condition.Condition;
import io.spacecloud.api.condition.Condition.And;
import io.spacecloud.api.condition.Condition.Comparison;
import io.spacecloud.api.condition.FieldPath;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Conditions that bound one number. The bounds stand side by side as doubles, so that very many are
 * passed over in little time; rounding keeps the order, so that none is passed over wrongly.
 */
final class Ranges<T> {
  private static final int FIRST = 16;

  /** Between what a condition holds the number at a path, both included. */
  record Bounds(FieldPath path, double low, double high) {}

  private double[] low = new double[FIRST];
  private double[] high = new double[FIRST];
  private final List<Matcher.Entry<T>> entries = new ArrayList<>();

  /** The bounds of the first number that the condition bounds, or null if there is none. */
  static @Nullable Bounds bounds(Condition condition) {
    List<Condition> all = condition instanceof And and ? and.conditions() : List.of(condition);
    Bounds bounds = null;
    for (Condition each : all) {
      Bounds next = each instanceof Comparison c ? bounds(c) : null;
      if (next != null && (bounds == null || bounds.path().equals(next.path()))) {
        bounds = bounds == null ? next : both(bounds, next);
      }
    }
    return bounds;
  }

  private static @Nullable Bounds bounds(Comparison c) {
    if (!(c.value() instanceof Number number)) {
      return null;
    }
    double bound = number.doubleValue();
    return switch (c.operator()) {
      case EQ -> new Bounds(c.path(), bound, bound);
      case GT, GTE -> new Bounds(c.path(), bound, Double.POSITIVE_INFINITY);
      case LT, LTE -> new Bounds(c.path(), Double.NEGATIVE_INFINITY, bound);
    };
  }

  private static Bounds both(Bounds a, Bounds b) {
    return new Bounds(a.path(), Math.max(a.low(), b.low()), Math.min(a.high(), b.high()));
  }

  void add(Matcher.Entry<T> entry, Bounds bounds) {
    int slot = entries.size();
    if (slot == low.length) {
      low = Arrays.copyOf(low, 2 * slot);
      high = Arrays.copyOf(high, 2 * slot);
    }
    low[slot] = bounds.low();
    high[slot] = bounds.high();
    entry.slot = slot;
    entries.add(entry);
  }

  void remove(Matcher.Entry<T> entry) {
    int last = entries.size() - 1;
    Matcher.Entry<T> moved = entries.remove(last);
    if (moved != entry) {
      entries.set(entry.slot, moved);
      low[entry.slot] = low[last];
      high[entry.slot] = high[last];
      moved.slot = entry.slot;
    }
  }

  /** Hands over everything within whose bounds the value lies. */
  void match(@Nullable Object value, Consumer<Matcher.Entry<T>> found) {
    if (!(value instanceof Number number)) {
      return;
    }
    double x = number.doubleValue();
    int size = entries.size();
    for (int i = 0; i < size; i++) {
      if (low[i] <= x && x <= high[i]) {
        found.accept(entries.get(i));
      }
    }
  }
}
