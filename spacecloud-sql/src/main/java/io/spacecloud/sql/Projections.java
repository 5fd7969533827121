package io.spacecloud.sql;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Cuts JSON values down to the paths that were selected. */
final class Projections {
  private Projections() {}

  /** What of the value lies on one of the paths; an empty path keeps it whole. */
  static @Nullable Object keep(@Nullable Object value, List<List<String>> paths) {
    if (paths.stream().anyMatch(List::isEmpty)) {
      return value;
    }
    return value instanceof Map<?, ?> object ? members(object, paths) : null;
  }

  private static Map<String, @Nullable Object> members(Map<?, ?> object, List<List<String>> paths) {
    Map<String, @Nullable Object> kept = new LinkedHashMap<>();
    for (List<String> path : paths) {
      String name = path.get(0);
      if (object.containsKey(name) && !kept.containsKey(name)) {
        List<List<String>> inner =
            paths.stream()
                .filter(other -> other.get(0).equals(name))
                .map(other -> other.subList(1, other.size()))
                .toList();
        kept.put(name, keep(object.get(name), inner));
      }
    }
    return Collections.unmodifiableMap(kept);
  }
}
