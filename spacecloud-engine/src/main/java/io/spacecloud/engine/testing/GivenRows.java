package io.spacecloud.engine.testing;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What databases hold when a request begins. Immutable. */
final class GivenRows {
  static final GivenRows NONE = new GivenRows(Map.of());

  private final Map<Place, List<Map<String, @Nullable Object>>> rows;

  private GivenRows(Map<Place, List<Map<String, @Nullable Object>>> rows) {
    this.rows = Collections.unmodifiableMap(rows);
  }

  /** A collection of a database. */
  record Place(String database, String collection) {}

  GivenRows and(String database, String collection, List<? extends Map<String, ?>> more) {
    Map<Place, List<Map<String, @Nullable Object>>> all = new LinkedHashMap<>(rows);
    Place place = new Place(database, collection);
    List<Map<String, @Nullable Object>> both = new ArrayList<>(all.getOrDefault(place, List.of()));
    more.forEach(row -> both.add(new LinkedHashMap<>(row)));
    all.put(place, both);
    return new GivenRows(all);
  }

  Map<Place, List<Map<String, @Nullable Object>>> byPlace() {
    return rows;
  }
}
