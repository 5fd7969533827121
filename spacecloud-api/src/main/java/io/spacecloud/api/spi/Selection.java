package io.spacecloud.api.spi;

import io.spacecloud.api.condition.FieldPath;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Cuts objects down to the paths that a read selects. */
public final class Selection {
  private Selection() {}

  /**
   * What of a field's value the selected paths keep; null where they keep nothing.
   *
   * @param root the field
   */
  public static @Nullable Object keep(
      String root, @Nullable Object value, List<FieldPath> selected) {
    List<List<String>> within = new ArrayList<>();
    for (FieldPath path : selected) {
      if (path.root().equals(root)) {
        within.add(path.segments().subList(1, path.segments().size()));
      }
    }
    return keep(value, within);
  }

  /** An empty path keeps the value whole. */
  private static @Nullable Object keep(@Nullable Object value, List<List<String>> paths) {
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
