package io.spacecloud.realtime;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Which results hold which rows. For one thread. */
final class Holders {
  private final Map<RowKey, List<LiveResult>> byRow = new HashMap<>();

  void add(RowKey row, LiveResult result) {
    byRow.computeIfAbsent(row, key -> new ArrayList<>(1)).add(result);
  }

  void remove(RowKey row, LiveResult result) {
    List<LiveResult> holders = byRow.get(row);
    if (holders != null && holders.remove(result) && holders.isEmpty()) {
      byRow.remove(row);
    }
  }

  List<LiveResult> of(RowKey row) {
    return byRow.getOrDefault(row, List.of());
  }
}
