package io.spacecloud.realtime;

import io.spacecloud.api.error.SpaceCloudException;
import io.spacecloud.api.live.LiveEvent;
import io.spacecloud.api.result.Document;
import io.spacecloud.api.spi.LiveView;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;

/** What all the subscribers of one query are shown. For the thread of its feed. */
final class LiveResult {
  private final LiveView.Query query;
  private final Window window;
  private final Set<Subscriber> subscribers = new LinkedHashSet<>();
  // Who is to be shown what was read after this moment, having seen what may be newer than this.
  private final Map<Subscriber, Long> waiting = new LinkedHashMap<>();
  // Touched while it was read: what was read may be from before or after that.
  private final Map<RowKey, Document> missed = new LinkedHashMap<>();
  private boolean loading;
  private boolean loaded;
  private boolean again;
  private long beginning;
  private long began;
  private long loadedAt;
  private int failures;

  /**
   * The result of a query.
   *
   * @param held told of each row that it holds
   * @param dropped told of each row that it holds no more
   */
  LiveResult(
      LiveView.Query query,
      BiConsumer<RowKey, LiveResult> held,
      BiConsumer<RowKey, LiveResult> dropped) {
    this.query = query;
    this.window =
        new Window(
            query,
            new Window.Tenancy() {
              @Override
              public void held(RowKey key) {
                held.accept(key, LiveResult.this);
              }

              @Override
              public void dropped(RowKey key) {
                dropped.accept(key, LiveResult.this);
              }
            });
  }

  LiveView.Query query() {
    return query;
  }

  Window window() {
    return window;
  }

  boolean has(Subscriber subscriber) {
    return subscribers.contains(subscriber);
  }

  boolean isUnused() {
    return subscribers.isEmpty();
  }

  /** A subscriber joins, and waits for what is read after that moment. */
  void join(Subscriber subscriber, long after) {
    subscribers.add(subscriber);
    waiting.put(subscriber, after);
  }

  /** Shows those who wait what is held, as far as it is new enough for them. */
  void show() {
    List<Subscriber> served = new ArrayList<>();
    waiting.forEach(
        (subscriber, after) -> {
          if (loaded && after <= began) {
            served.add(subscriber);
          }
        });
    if (!served.isEmpty()) {
      List<Document> documents = window.documents();
      served.forEach(each -> each.snapshot(documents));
      waiting.keySet().removeAll(served);
    }
  }

  boolean leave(Subscriber subscriber) {
    waiting.remove(subscriber);
    return subscribers.remove(subscriber);
  }

  /** Whether it holds what the database had at some time. */
  boolean isLoaded() {
    return loaded;
  }

  boolean isLoading() {
    return loading;
  }

  /** How often the database failed to load it since it last did. */
  int failures() {
    return failures;
  }

  /** Whether a load is to begin; else it follows the one that is on its way. */
  boolean beginsLoad(long moment) {
    again = loading;
    if (!loading) {
      loading = true;
      beginning = moment;
    }
    return !again;
  }

  void missed(RowKey key, Document row) {
    missed.put(key, row);
  }

  /** Whether what was read of rows since then may be older than what it holds. */
  boolean isNewerThan(long moment) {
    return loadedAt > moment;
  }

  /**
   * Takes what was loaded.
   *
   * @return the keys to look at once more
   */
  Map<RowKey, Document> load(List<Document> rows, long moment) {
    List<LiveEvent> events = window.load(rows);
    loading = false;
    loaded = true;
    began = beginning;
    loadedAt = moment;
    failures = 0;
    tell(events);
    show();
    Map<RowKey, Document> rest = new LinkedHashMap<>(missed);
    missed.clear();
    return rest;
  }

  /** Whether there was a reason to load while it was loaded. */
  boolean needsAnother() {
    return again || window.isStarved() || !waiting.isEmpty();
  }

  void loadFailed() {
    failures++;
  }

  void tell(List<LiveEvent> events) {
    if (!events.isEmpty()) {
      subscribers.forEach(each -> each.offer(events)); // those who wait take none
    }
  }

  void fail(SpaceCloudException reason) {
    new ArrayList<>(subscribers).forEach(each -> each.end(reason));
  }
}
