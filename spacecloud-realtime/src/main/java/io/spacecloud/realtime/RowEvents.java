package io.spacecloud.realtime;

import io.spacecloud.api.live.LiveEvent;
import io.spacecloud.api.result.Document;
import io.spacecloud.api.result.DocumentKeys;
import io.spacecloud.api.spi.LiveView;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Tells what became of rows, as the subscribers of a query may know it. */
final class RowEvents {
  private final LiveView.Query query;
  private final DocumentKeys key;

  RowEvents(LiveView.Query query) {
    this.query = query;
    this.key = DocumentKeys.of(query.key());
  }

  Document shown(Row row) {
    return query.view().shown(row.selected());
  }

  LiveEvent added(Row row, int index) {
    return new LiveEvent.Added(shown(row), at(index));
  }

  LiveEvent modified(Row row, int index) {
    return new LiveEvent.Modified(shown(row), at(index));
  }

  LiveEvent removed(Row row, int index) {
    @Nullable Object[] values = query.key().stream().map(row.row()::get).toArray();
    return new LiveEvent.Removed(Document.of(key, values), at(index));
  }

  private int at(int index) {
    return query.sorted() ? index : -1;
  }

  /** What turns one list of rows into another, in an order in which it can be followed. */
  List<LiveEvent> between(List<Row> before, List<Row> after) {
    List<LiveEvent> events = new ArrayList<>();
    Set<RowKey> kept = keys(after);
    Map<RowKey, Row> known = new HashMap<>();
    List<RowKey> order = new ArrayList<>();
    for (Row row : before) {
      if (kept.contains(row.key())) {
        known.put(row.key(), row);
        order.add(row.key());
      } else {
        events.add(removed(row, order.size()));
      }
    }
    for (int i = 0; i < after.size(); i++) {
      place(after.get(i), i, known, order, events);
    }
    return events;
  }

  private void place(
      Row row, int index, Map<RowKey, Row> known, List<RowKey> order, List<LiveEvent> events) {
    Row former = known.get(row.key());
    if (former == null) {
      order.add(index, row.key());
      events.add(added(row, index));
      return;
    }
    boolean moves = query.sorted() && !order.get(index).equals(row.key());
    if (moves) {
      order.remove(row.key());
      order.add(index, row.key());
    }
    if (moves || !row.looksLike(former)) {
      events.add(modified(row, index));
    }
  }

  private static Set<RowKey> keys(List<Row> rows) {
    Set<RowKey> keys = new HashSet<>();
    rows.forEach(row -> keys.add(row.key()));
    return keys;
  }
}
