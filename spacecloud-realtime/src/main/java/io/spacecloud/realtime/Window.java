package io.spacecloud.realtime;

import io.spacecloud.api.live.LiveEvent;
import io.spacecloud.api.request.Read;
import io.spacecloud.api.result.Document;
import io.spacecloud.api.spi.LiveView;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The rows that a live query shows, and some more, so that one that leaves can be replaced.
 *
 * <p>It holds a prefix of all the rows that match, in order: those that are skipped, those that are
 * shown, and a reserve. What lies behind the prefix it does not know. Once the reserve is used up
 * it is starved, and has to be loaded anew. Where only the database knows the order, it gets by as
 * long as it holds and shows every row that matches; else every change starves it. For one thread.
 */
final class Window {
  /** Hears which rows are held. */
  interface Tenancy {
    void held(RowKey key);

    void dropped(RowKey key);
  }

  private static final int MIN_RESERVE = 8;
  private static final int MAX_RESERVE = 100;

  private final LiveView.Query query;
  private final Projection projection;
  private final RowEvents events;
  private final Tenancy tenancy;
  private final RowOrder order;
  private final int skip;
  private final int shown;
  private final int reserve;
  // INVARIANT: the same rows in both, each once; in order where the order is known.
  private final List<Row> rows = new ArrayList<>();
  private final Map<RowKey, Row> byKey = new HashMap<>();
  private boolean complete;
  private boolean ordered = true;
  private boolean starved;

  Window(LiveView.Query query, Tenancy tenancy) {
    Read read = query.read();
    this.query = query;
    this.projection = new Projection(query);
    this.events = new RowEvents(query);
    this.tenancy = tenancy;
    this.order = new RowOrder(read.sort());
    this.skip = Math.toIntExact(read.skip());
    this.shown = Math.toIntExact(Objects.requireNonNull(read.limit()));
    this.reserve = Math.max(MIN_RESERVE, Math.min(MAX_RESERVE, shown / 2));
  }

  /** The read whose rows {@link #load} takes. */
  Read read() {
    return projection.window(query.read(), prefix());
  }

  private int prefix() {
    return skip + shown + reserve;
  }

  /** Whether it cannot tell any more what the read would return. */
  boolean isStarved() {
    return starved;
  }

  /** Holds nothing any more. */
  void clear() {
    byKey.keySet().forEach(tenancy::dropped);
    byKey.clear();
    rows.clear();
  }

  private void hold(int index, Row row) {
    rows.add(index, row);
    if (byKey.put(row.key(), row) == null) {
      tenancy.held(row.key());
    }
  }

  private Row drop(int index) {
    Row row = rows.remove(index);
    byKey.remove(row.key());
    tenancy.dropped(row.key());
    return row;
  }

  /** What is shown now. */
  List<Document> documents() {
    return shown().stream().map(events::shown).toList();
  }

  private List<Row> shown() {
    int to = Math.min(skip + shown, rows.size());
    return List.copyOf(rows.subList(Math.min(skip, to), to));
  }

  /** Takes the rows that the database returned in the place of its own. */
  List<LiveEvent> load(List<Document> loaded) {
    List<Row> before = shown();
    clear();
    for (Document document : loaded) {
      Row row = row(RowKey.of(query.key(), document), document);
      if (!byKey.containsKey(row.key())) {
        hold(rows.size(), row);
      }
    }
    complete = loaded.size() < prefix();
    starved = false;
    ordered = ordered && isInOrder();
    return events.between(before, shown());
  }

  private boolean isInOrder() {
    try {
      for (int i = 1; i < rows.size(); i++) {
        if (order.compare(rows.get(i - 1).row(), rows.get(i).row()) >= 0) {
          return false;
        }
      }
      return true;
    } catch (RowOrder.UnknownException e) {
      return false;
    }
  }

  private Row row(RowKey key, Document document) {
    Document selected = projection.of(document);
    return new Row(key, document, selected, query.view().visible(selected));
  }

  /** A row that matches is so now. */
  List<LiveEvent> put(RowKey key, Document document) {
    Row row = row(key, document);
    Row former = byKey.get(key);
    if (ordered) {
      try {
        return move(former, row);
      } catch (RowOrder.UnknownException e) {
        ordered = false;
      }
    }
    return putUnordered(former, row);
  }

  /** A row is not there any more, or does not match. */
  List<LiveEvent> remove(RowKey key) {
    Row former = byKey.get(key);
    if (former == null) {
      return List.of();
    } else if (ordered) {
      return move(former, null);
    } else if (!showsAll()) {
      starved = true;
      return List.of();
    }
    drop(rows.indexOf(former));
    return List.of(events.removed(former, -1));
  }

  /** Whether every row that matches is held, and shown. */
  private boolean showsAll() {
    return !query.sorted() && complete && skip == 0 && rows.size() <= shown;
  }

  private List<LiveEvent> putUnordered(@Nullable Row former, Row row) {
    if (!showsAll() || (former == null && rows.size() == shown)) {
      starved |= former == null || !former.row().equals(row.row());
      return List.of();
    } else if (former == null) {
      hold(rows.size(), row);
      return List.of(events.added(row, -1));
    }
    rows.set(rows.indexOf(former), row);
    byKey.put(row.key(), row);
    return row.looksLike(former) ? List.of() : List.of(events.modified(row, -1));
  }

  /**
   * Takes a row from where it was to where it belongs now; either may be nowhere.
   *
   * @throws RowOrder.UnknownException before anything has changed
   */
  private List<LiveEvent> move(@Nullable Row former, @Nullable Row row) {
    int from = former == null ? -1 : position(former);
    int to = row == null ? -1 : insertion(row, from);
    boolean behind = to == rows.size() - (from < 0 ? 0 : 1) && !complete;
    if (behind) {
      to = -1; // among rows of which nothing is known
    }
    boolean cut = skip > 0 || rows.size() >= shown;
    List<Row> before = cut ? shown() : List.of();
    if (former != null) {
      drop(from);
    }
    if (row != null && to >= 0) {
      hold(to, row);
    }
    settle();
    return cut ? events.between(before, shown()) : single(former, from, row, to);
  }

  /** Where everything that is held is shown. */
  private List<LiveEvent> single(@Nullable Row former, int from, @Nullable Row row, int to) {
    if (row == null || to < 0) {
      return former == null ? List.of() : List.of(events.removed(former, from));
    } else if (former == null) {
      return List.of(events.added(row, to));
    }
    boolean moves = query.sorted() && from != to;
    return moves || !row.looksLike(former) ? List.of(events.modified(row, to)) : List.of();
  }

  /** Holds as many rows as it may, and knows whether they are enough. */
  private void settle() {
    while (rows.size() > prefix() + reserve) {
      drop(rows.size() - 1);
      complete = false;
    }
    starved |= !complete && rows.size() < skip + shown;
  }

  private int position(Row row) {
    int found = Collections.binarySearch(rows, row, (a, b) -> order.compare(a.row(), b.row()));
    return found >= 0 ? found : rows.indexOf(row);
  }

  /** Where a row belongs once the one at {@code without} is taken away. */
  private int insertion(Row row, int without) {
    int low = 0;
    int high = rows.size() - (without < 0 ? 0 : 1);
    while (low < high) {
      int middle = (low + high) >>> 1;
      Row other = rows.get(without >= 0 && middle >= without ? middle + 1 : middle);
      if (order.compare(other.row(), row.row()) < 0) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }
}
