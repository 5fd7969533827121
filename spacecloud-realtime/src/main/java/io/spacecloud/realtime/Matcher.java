package io.spacecloud.realtime;

import io.spacecloud.api.condition.Condition;
import io.spacecloud.api.condition.Condition.And;
import io.spacecloud.api.condition.Condition.Comparison;
import io.spacecloud.api.condition.Condition.Constant;
import io.spacecloud.api.condition.Condition.Membership;
import io.spacecloud.api.condition.Condition.Operator;
import io.spacecloud.api.condition.Condition.Or;
import io.spacecloud.api.condition.ConditionEvaluator;
import io.spacecloud.api.condition.Conditions;
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

  /**
   * Where a condition stands, at one of these places.
   *
   * @param rest what else a row has to satisfy that has the value of one
   */
  private record Places(List<Place> all, Condition rest) {}

  static final class Entry<T> {
    private final T item;
    private final @Nullable RowPredicate predicate; // null where nothing is left to be tested
    private List<Place> places = List.of();
    private @Nullable Ranges<T> ranges;
    private long seen;
    int slot;

    private Entry(T item, Condition tested) {
      this.item = item;
      this.predicate = tested.equals(Conditions.TRUE) ? null : ConditionEvaluator.compile(tested);
    }
  }

  /** Those at one place, of whom there mostly is one. */
  private static final class Bucket<T> {
    private Entry<T> first;
    private @Nullable List<Entry<T>> others;

    Bucket(Entry<T> first) {
      this.first = first;
    }

    int size() {
      return others == null ? 1 : 1 + others.size();
    }

    void add(Entry<T> entry) {
      if (others == null) {
        others = new ArrayList<>();
      }
      others.add(entry);
    }

    /** Whether any are left. */
    boolean remove(Entry<T> entry) {
      if (others == null) {
        return entry != first;
      } else if (entry == first) {
        first = others.remove(others.size() - 1);
      } else {
        others.remove(entry);
      }
      if (others.isEmpty()) {
        others = null;
      }
      return true;
    }
  }

  /** Those found by the values of one field. */
  private record Index<T>(FieldPath path, Map<Object, Bucket<T>> values) {}

  private final List<Index<T>> byValue = new ArrayList<>(); // of few fields, all looked into
  private final Map<FieldPath, Ranges<T>> byRange = new HashMap<>();
  private final List<Entry<T>> others = new ArrayList<>();
  private final Map<T, Entry<T>> entries = new HashMap<>();
  private long search;

  /** Takes in what is to be found by rows that satisfy the condition. */
  void add(T item, Condition condition) {
    Places places = places(condition);
    Entry<T> entry = new Entry<>(item, places == null ? condition : places.rest());
    entries.put(item, entry);
    if (places != null) {
      entry.places = places.all();
      entry.places.forEach(place -> stand(place, entry));
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

  private @Nullable Index<T> index(FieldPath path) {
    for (Index<T> index : byValue) {
      if (index.path().equals(path)) {
        return index;
      }
    }
    return null;
  }

  private void stand(Place place, Entry<T> entry) {
    Index<T> index = index(place.path());
    if (index == null) {
      index = new Index<>(place.path(), new HashMap<>());
      byValue.add(index);
    }
    Bucket<T> known = index.values().putIfAbsent(place.value(), new Bucket<>(entry));
    if (known != null) {
      known.add(entry);
    }
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
    Index<T> index = index(place.path());
    Bucket<T> bucket = index == null ? null : index.values().get(place.value());
    if (index != null && bucket != null && !bucket.remove(entry)) {
      index.values().remove(place.value());
      if (index.values().isEmpty()) {
        byValue.remove(index);
      }
    }
  }

  /** Hands over everything whose condition the row satisfies, each once. */
  void match(Document row, Consumer<T> found) {
    search++;
    for (int i = 0; i < byValue.size(); i++) {
      Index<T> index = byValue.get(i);
      Object value = Canonical.of(ConditionEvaluator.resolve(index.path(), row));
      Bucket<T> bucket = value == null ? null : index.values().get(value);
      if (bucket != null) {
        test(bucket.first, row, found);
        if (bucket.others != null) {
          testAll(bucket.others, row, found);
        }
      }
    }
    if (!byRange.isEmpty()) {
      byRange.forEach(
          (path, ranges) ->
              ranges.match(
                  ConditionEvaluator.resolve(path, row), entry -> test(entry, row, found)));
    }
    testAll(others, row, found);
  }

  private void testAll(List<Entry<T>> some, Document row, Consumer<T> found) {
    for (int i = 0; i < some.size(); i++) {
      test(some.get(i), row, found);
    }
  }

  private void test(Entry<T> entry, Document row, Consumer<T> found) {
    RowPredicate predicate = entry.predicate;
    if (entry.seen != search && (predicate == null || predicate.test(row))) {
      entry.seen = search;
      found.accept(entry.item);
    }
  }

  /** The values of which every row that satisfies the condition has one; null if unknown. */
  private @Nullable Places places(Condition condition) {
    if (condition instanceof Comparison c && c.operator() == Operator.EQ) {
      return places(c.path(), List.of(c.value()));
    } else if (condition instanceof Membership c) {
      return places(c.path(), c.values());
    } else if (condition instanceof And c) {
      return narrowest(c.conditions());
    } else if (condition instanceof Or c) {
      List<Place> all = all(c.conditions());
      return all == null ? null : new Places(all, condition);
    }
    return condition instanceof Constant c && !c.value() ? new Places(List.of(), condition) : null;
  }

  private static @Nullable Places places(FieldPath path, List<? extends @Nullable Object> values) {
    List<Place> places = new ArrayList<>();
    for (Object value : values) {
      Object key = Canonical.of(value);
      if (key == null || key instanceof List || key instanceof Map) {
        return null;
      }
      places.add(new Place(path, key));
    }
    return places.size() > MAX_PLACES ? null : new Places(places, Conditions.TRUE);
  }

  /** Of what must hold together, that which the fewest others share. */
  private @Nullable Places narrowest(List<Condition> conditions) {
    Places best = null;
    int at = 0;
    long fewest = Long.MAX_VALUE;
    for (int i = 0; i < conditions.size(); i++) {
      Places places = places(conditions.get(i));
      long crowd = places == null ? Long.MAX_VALUE : crowd(places.all());
      if (places != null && crowd < fewest) {
        best = places;
        at = i;
        fewest = crowd;
      }
    }
    if (best == null) {
      return null;
    }
    List<Condition> rest = new ArrayList<>(conditions);
    rest.set(at, best.rest());
    return new Places(best.all(), Conditions.and(rest));
  }

  private long crowd(List<Place> places) {
    long count = 0;
    for (Place place : places) {
      Index<T> index = index(place.path());
      Bucket<T> bucket = index == null ? null : index.values().get(place.value());
      count += bucket == null ? 0 : bucket.size();
    }
    return count;
  }

  private @Nullable List<Place> all(List<Condition> alternatives) {
    List<Place> places = new ArrayList<>();
    for (Condition alternative : alternatives) {
      Places some = places(alternative);
      if (some == null || places.size() + some.all().size() > MAX_PLACES) {
        return null;
      }
      places.addAll(some.all());
    }
    return places;
  }
}
