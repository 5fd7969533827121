package io.spacecloud.realtime;

import io.spacecloud.api.condition.Condition;
import io.spacecloud.api.condition.Condition.And;
import io.spacecloud.api.condition.Condition.Comparison;
import io.spacecloud.api.condition.Condition.Constant;
import io.spacecloud.api.condition.Condition.Membership;
import io.spacecloud.api.condition.Condition.Operator;
import io.spacecloud.api.condition.Condition.Or;
import io.spacecloud.api.condition.ConditionEvaluator;
import io.spacecloud.api.condition.FieldPath;
import io.spacecloud.api.condition.RowPredicate;
import io.spacecloud.api.result.Document;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Finds those whose condition a row satisfies, among very many.
 *
 * <p>A condition that can hold for certain values of a field only is found by them; one that bounds
 * a number by comparing it with the bounds; all others are evaluated one by one. For one thread.
 */
final class Matcher<T> {
  private static final int MAX_PLACES = 16;

  /** Where a condition stands: every row that satisfies it has this value there. */
  private record Place(FieldPath path, Object value) {}

  static final class Entry<T> {
    private final T item;
    private final RowPredicate predicate;
    private List<Place> places = List.of();
    private @Nullable Ranges<T> ranges;
    private long seen;
    int slot;

    private Entry(T item, RowPredicate predicate) {
      this.item = item;
      this.predicate = predicate;
    }
  }

  private final Map<FieldPath, Map<Object, List<Entry<T>>>> byValue = new HashMap<>();
  private final Map<FieldPath, Ranges<T>> byRange = new HashMap<>();
  private final List<Entry<T>> others = new ArrayList<>();
  private final Map<T, Entry<T>> entries = new HashMap<>();
  private long search;

  /** Takes in what is to be found by rows that satisfy the condition. */
  void add(T item, Condition condition) {
    Entry<T> entry = new Entry<>(item, ConditionEvaluator.compile(condition));
    entries.put(item, entry);
    List<Place> places = places(condition);
    if (places != null) {
      entry.places = places;
      places.forEach(place -> bucket(place).add(entry));
      return;
    }
    Ranges.Bounds bounds = Ranges.bounds(condition);
    if (bounds == null) {
      entry.slot = others.size();
      others.add(entry);
    } else {
      entry.ranges = byRange.computeIfAbsent(bounds.path(), path -> new Ranges<>());
      entry.ranges.add(entry, bounds);
    }
  }

  private List<Entry<T>> bucket(Place place) {
    return byValue
        .computeIfAbsent(place.path(), path -> new HashMap<>())
        .computeIfAbsent(place.value(), value -> new ArrayList<>(1));
  }

  void remove(T item) {
    Entry<T> entry = entries.remove(item);
    if (entry == null) {
      return;
    }
    for (Place place : entry.places) {
      leave(place, entry);
    }
    if (entry.ranges != null) {
      entry.ranges.remove(entry);
    } else if (entry.slot < others.size() && others.get(entry.slot) == entry) {
      Entry<T> last = others.remove(others.size() - 1);
      if (last != entry) {
        others.set(entry.slot, last);
        last.slot = entry.slot;
      }
    }
  }

  private void leave(Place place, Entry<T> entry) {
    Map<Object, List<Entry<T>>> values = byValue.get(place.path());
    List<Entry<T>> bucket = values == null ? null : values.get(place.value());
    if (values != null && bucket != null) {
      bucket.remove(entry);
      if (bucket.isEmpty()) {
        values.remove(place.value());
      }
      if (values.isEmpty()) {
        byValue.remove(place.path());
      }
    }
  }

  /** Hands over everything whose condition the row satisfies, each once. */
  void match(Document row, Consumer<T> found) {
    search++;
    for (Map.Entry<FieldPath, Map<Object, List<Entry<T>>>> index : byValue.entrySet()) {
      Object value = Canonical.of(ConditionEvaluator.resolve(index.getKey(), row));
      List<Entry<T>> bucket = value == null ? null : index.getValue().get(value);
      if (bucket != null) {
        testAll(bucket, row, found);
      }
    }
    byRange.forEach(
        (path, ranges) ->
            ranges.match(ConditionEvaluator.resolve(path, row), entry -> test(entry, row, found)));
    testAll(others, row, found);
  }

  private void testAll(List<Entry<T>> some, Document row, Consumer<T> found) {
    for (int i = 0; i < some.size(); i++) {
      test(some.get(i), row, found);
    }
  }

  private void test(Entry<T> entry, Document row, Consumer<T> found) {
    if (entry.seen != search && entry.predicate.test(row)) {
      entry.seen = search;
      found.accept(entry.item);
    }
  }

  /** The values of which every row that satisfies the condition has one; null if unknown. */
  private @Nullable List<Place> places(Condition condition) {
    if (condition instanceof Comparison c && c.operator() == Operator.EQ) {
      return place(c.path(), List.of(c.value()));
    } else if (condition instanceof Membership c) {
      return place(c.path(), c.values());
    } else if (condition instanceof And c) {
      return narrowest(c.conditions());
    } else if (condition instanceof Or c) {
      return all(c.conditions());
    }
    return condition instanceof Constant c && !c.value() ? List.of() : null;
  }

  private static @Nullable List<Place> place(FieldPath path, List<? extends @Nullable Object> of) {
    List<Place> places = new ArrayList<>();
    for (Object value : of) {
      Object key = Canonical.of(value);
      if (key == null || key instanceof List || key instanceof Map) {
        return null;
      }
      places.add(new Place(path, key));
    }
    return places.size() > MAX_PLACES ? null : places;
  }

  /** Of what must hold together, that which the fewest others share. */
  private @Nullable List<Place> narrowest(List<Condition> conditions) {
    List<Place> best = null;
    long fewest = Long.MAX_VALUE;
    for (Condition condition : conditions) {
      List<Place> places = places(condition);
      long crowd = places == null ? Long.MAX_VALUE : crowd(places);
      if (crowd < fewest) {
        best = places;
        fewest = crowd;
      }
    }
    return best;
  }

  private long crowd(List<Place> places) {
    long count = 0;
    for (Place place : places) {
      Map<Object, List<Entry<T>>> values = byValue.get(place.path());
      List<Entry<T>> bucket = values == null ? null : values.get(place.value());
      count += bucket == null ? 0 : bucket.size();
    }
    return count;
  }

  private @Nullable List<Place> all(List<Condition> alternatives) {
    List<Place> places = new ArrayList<>();
    for (Condition alternative : alternatives) {
      List<Place> some = places(alternative);
      if (some == null || places.size() + some.size() > MAX_PLACES) {
        return null;
      }
      places.addAll(some);
    }
    return places;
  }
}
