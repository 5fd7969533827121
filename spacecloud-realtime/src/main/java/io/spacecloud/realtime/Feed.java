package io.spacecloud.realtime;

import io.spacecloud.api.condition.Condition;
import io.spacecloud.api.condition.Conditions;
import io.spacecloud.api.condition.FieldPath;
import io.spacecloud.api.error.BackendException;
import io.spacecloud.api.error.SpaceCloudException;
import io.spacecloud.api.request.Read;
import io.spacecloud.api.result.Document;
import io.spacecloud.api.spi.ChangeSource;
import io.spacecloud.api.spi.LiveView;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All live queries on one collection of one process.
 *
 * <p>A change is a hint that a key was touched; the truth is read. Everything below happens in one
 * mailbox, so that it happens in some order; only reads happen beside it, and what they bring may
 * be old by the time it arrives. Three things keep that from doing harm:
 *
 * <ul>
 *   <li>Keys are read by one batch at a time. What is touched meanwhile waits for the next, so the
 *       states of a key are seen in the order in which they were committed.
 *   <li>A result that is being loaded takes no states of keys. It remembers which were touched, and
 *       they are read again once it is loaded.
 *   <li>A result that was loaded after a batch began does not take what the batch brings: it may be
 *       older than what it holds. The keys are read again.
 * </ul>
 *
 * <p>So a result only ever moves forward, and after the last hint it is what the database has.
 */
final class Feed implements ChangeSource.Listener {
  private static final Logger LOG = LoggerFactory.getLogger(Feed.class);
  private static final int BATCH = 200;
  private static final int MAX_PENDING = 10_000;

  private final LiveQueries live;
  private final LiveView.Collection collection;
  private final Mailbox mailbox;
  private final Set<Subscriber> watchers = ConcurrentHashMap.newKeySet();
  private final Map<LiveView.Query, LiveResult> results = new LinkedHashMap<>();
  private final Matcher<LiveResult> matcher = new Matcher<>();
  private final Holders holders = new Holders();
  private final Set<LiveResult> loading = new LinkedHashSet<>();
  private final Map<RowKey, Document> pending = new LinkedHashMap<>();
  private @Nullable AutoCloseable line;
  private List<String> key = List.of();
  private boolean reading;
  private boolean resyncing;
  private int failures;
  private long moment;

  Feed(LiveQueries live, LiveView.Collection collection) {
    this.live = live;
    this.collection = collection;
    this.mailbox = new Mailbox(live::run);
  }

  LiveView.Collection collection() {
    return collection;
  }

  /**
   * Begins.
   *
   * @param from where it hears of changes; closed with it
   */
  void open(@Nullable AutoCloseable from) {
    line = from;
  }

  void close() {
    try {
      if (line != null) {
        line.close();
      }
    } catch (Exception e) {
      LOG.warn("a line for changes could not be closed: {}", e.getClass().getName());
    }
  }

  void execute(Runnable task) {
    mailbox.execute(task);
  }

  void watch(Subscriber watcher) {
    watchers.add(watcher);
  }

  void unwatch(Subscriber watcher) {
    watchers.remove(watcher);
  }

  /** Rows with these keys were touched by what is committed. */
  @Override
  public void touched(Collection<Document> keys) {
    List<Document> touched = List.copyOf(keys); // they are the caller's, and looked at later
    watchers.forEach(Subscriber::suspect);
    execute(
        () -> {
          touched.forEach(each -> pending.put(RowKey.of(key, each), each));
          readOn();
        });
  }

  /** Nobody knows what was touched; everything is read anew, after a pause of random length. */
  @Override
  public void lost() {
    watchers.forEach(Subscriber::suspect);
    execute(
        () -> {
          if (!resyncing) {
            resyncing = true;
            live.timer().schedule(live.pause(), () -> execute(this::resync));
          }
        });
  }

  /** Nobody knows what was touched here; everything is read anew. */
  void lostAtHome() {
    watchers.forEach(Subscriber::suspect);
    execute(this::resync);
  }

  private void resync() {
    resyncing = false;
    results.values().forEach(this::load);
  }

  // ---- everything below in the mailbox

  /**
   * A subscriber follows a query.
   *
   * @param moved whether it followed another before, and must be shown nothing older
   */
  void join(Subscriber subscriber, LiveView.Query query, boolean moved) {
    key = query.key();
    LiveResult result = results.get(query);
    if (result == null) {
      result = new LiveResult(query, holders::add, holders::remove);
      results.put(query, result);
      matcher.add(result, query.read().where());
    }
    result.join(subscriber, moved ? ++moment : 0);
    guarded(result, result::show);
    if (result.needsAnother() && !result.isLoading()) {
      load(result);
    }
  }

  void leave(Subscriber subscriber, LiveView.Query query) {
    LiveResult result = results.get(query);
    if (result != null && result.leave(subscriber) && result.isUnused()) {
      results.remove(query, result);
      matcher.remove(result);
      loading.remove(result);
      result.window().clear();
    }
  }

  /** Shows a subscriber the whole result once more. */
  void show(Subscriber subscriber, LiveView.Query query) {
    LiveResult result = results.get(query);
    if (result != null && result.has(subscriber)) {
      result.join(subscriber, 0);
      guarded(result, result::show);
    }
  }

  /** What cannot be shown is not shown to anybody. */
  private static void guarded(LiveResult result, Runnable work) {
    try {
      work.run();
    } catch (SpaceCloudException e) {
      result.fail(e);
    } catch (RuntimeException | Error e) {
      LOG.error("a live query failed: {}", e.getClass().getName());
      result.fail(
          new BackendException(BackendException.Reason.FAILED, "the live query failed", null));
    }
  }

  private boolean isUsed(LiveResult result) {
    return results.get(result.query()) == result;
  }

  private void load(LiveResult result) {
    if (result.beginsLoad(++moment)) {
      loading.add(result);
      read(result);
    }
  }

  private void read(LiveResult result) {
    live.reads()
        .read(
            result.window().read(),
            rows -> execute(() -> loaded(result, rows)),
            failure -> execute(() -> loadFailed(result, failure)));
  }

  private void loaded(LiveResult result, List<Document> rows) {
    if (!isUsed(result)) {
      return;
    }
    loading.remove(result);
    guarded(result, () -> pending.putAll(result.load(rows, ++moment)));
    if (result.needsAnother() && isUsed(result)) {
      load(result);
    }
    readOn();
  }

  private void loadFailed(LiveResult result, RuntimeException failure) {
    if (!isUsed(result)) {
      return;
    } else if (!isPassing(failure)) {
      result.fail(reason(failure));
      return;
    }
    result.loadFailed();
    live.timer()
        .schedule(
            live.backoff(result.failures()),
            () ->
                execute(
                    () -> {
                      if (isUsed(result)) {
                        read(result);
                      }
                    }));
  }

  private static boolean isPassing(RuntimeException failure) {
    return failure instanceof BackendException backend && backend.isRetryable();
  }

  private static SpaceCloudException reason(RuntimeException failure) {
    return failure instanceof SpaceCloudException known
        ? known
        : new BackendException(BackendException.Reason.FAILED, "the live query failed", null);
  }

  private void readOn() {
    if (pending.size() > MAX_PENDING) {
      pending.clear();
      resync();
    }
    if (results.isEmpty()) {
      pending.clear();
    } else if (!reading && !pending.isEmpty()) {
      reading = true;
      read(next(), ++moment);
    }
  }

  private Map<RowKey, Document> next() {
    Map<RowKey, Document> batch = new LinkedHashMap<>();
    Iterator<Map.Entry<RowKey, Document>> all = pending.entrySet().iterator();
    while (all.hasNext() && batch.size() < BATCH) {
      Map.Entry<RowKey, Document> entry = all.next();
      batch.put(entry.getKey(), entry.getValue());
      all.remove();
    }
    return batch;
  }

  private void read(Map<RowKey, Document> batch, long since) {
    Read read =
        Read.all(collection.database(), collection.name())
            .withWhere(among(batch.values()))
            .limit(batch.size());
    live.reads()
        .read(
            read,
            rows -> execute(() -> arrived(batch, rows, since)),
            failure -> execute(() -> failed(batch, failure)));
  }

  private Condition among(Collection<Document> keys) {
    if (key.size() == 1) {
      String name = key.get(0);
      return Conditions.in(FieldPath.of(name), keys.stream().map(each -> each.get(name)).toList());
    }
    List<Condition> rows = new ArrayList<>();
    for (Document each : keys) {
      rows.add(
          Conditions.and(
              key.stream()
                  .map(name -> Conditions.equal(FieldPath.of(name), each.get(name)))
                  .toList()));
    }
    return Conditions.or(rows);
  }

  private void failed(Map<RowKey, Document> batch, RuntimeException failure) {
    if (!isPassing(failure)) {
      reading = false;
      List.copyOf(results.values()).forEach(each -> each.fail(reason(failure)));
      return;
    }
    batch.forEach(pending::putIfAbsent);
    failures++;
    live.timer()
        .schedule(
            live.backoff(failures),
            () ->
                execute(
                    () -> {
                      reading = false;
                      readOn();
                    }));
  }

  private void arrived(Map<RowKey, Document> batch, List<Document> rows, long since) {
    reading = false;
    failures = 0;
    Map<RowKey, Document> found = new HashMap<>();
    rows.forEach(row -> found.put(RowKey.of(key, row), row));
    batch.forEach((row, named) -> changed(row, named, found.get(row), since));
    readOn();
  }

  private void changed(RowKey row, Document named, @Nullable Document now, long since) {
    Set<LiveResult> matching = new LinkedHashSet<>();
    if (now != null) {
      matcher.match(now, matching::add);
    }
    Set<LiveResult> concerned = new LinkedHashSet<>(matching);
    concerned.addAll(holders.of(row));
    loading.forEach(each -> each.missed(row, named));
    for (LiveResult result : concerned) {
      if (result.isNewerThan(since)) {
        pending.put(row, named);
      } else if (!result.isLoading()) {
        guarded(result, () -> apply(result, row, matching.contains(result) ? now : null));
      }
    }
  }

  private void apply(LiveResult result, RowKey row, @Nullable Document now) {
    Window window = result.window();
    result.tell(now == null ? window.remove(row) : window.put(row, now));
    if (window.isStarved()) {
      load(result);
    }
  }
}
