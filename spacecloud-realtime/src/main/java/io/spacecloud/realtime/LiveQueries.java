package io.spacecloud.realtime;

import io.spacecloud.api.live.LiveQueryListener;
import io.spacecloud.api.result.Document;
import io.spacecloud.api.spi.ChangeBus;
import io.spacecloud.api.spi.ChangeSource;
import io.spacecloud.api.spi.LiveSource;
import io.spacecloud.api.spi.LiveView;
import io.spacecloud.api.spi.Realtime;
import io.spacecloud.api.spi.Timer;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** The live queries of one process. Thread-safe. */
abstract class LiveQueries implements Realtime {
  private static final long FIRST_PAUSE = 100;
  private static final int MOST_DOUBLINGS = 7;

  private final LiveOptions options;
  private final @Nullable ChangeBus bus;
  private final RandomGenerator random;
  private final ConcurrentMap<LiveView.Collection, Shared> feeds = new ConcurrentHashMap<>();
  private final Set<Subscriber> subscribers = ConcurrentHashMap.newKeySet();
  private final AtomicInteger numbers = new AtomicInteger();
  private volatile @Nullable Started started;
  private final AtomicBoolean closed = new AtomicBoolean();

  /** A feed, and how many use it. */
  private record Shared(Feed feed, int users) {
    Shared with(int more) {
      return new Shared(feed, users + more);
    }
  }

  private record Started(Context context, Reads reads, @Nullable Hints hints) {}

  LiveQueries(LiveOptions options, @Nullable ChangeBus bus, RandomGenerator random) {
    this.options = options;
    this.bus = bus;
    this.random = random;
  }

  @Override
  public synchronized void start(Context context) {
    if (started != null) {
      throw new IllegalStateException("it serves another engine already");
    }
    Reads reads = new Reads(context.reader(), options.reads());
    Hints hints = bus == null ? null : new Hints(bus, context, options);
    started = new Started(context, reads, hints);
  }

  private Started open() {
    if (closed.get()) {
      throw new IllegalStateException("closed");
    }
    return started();
  }

  private Started started() {
    Started now = started;
    if (now == null) {
      throw new IllegalStateException("no engine has started it");
    }
    return now;
  }

  LiveOptions options() {
    return options;
  }

  Clock clock() {
    return started().context().clock();
  }

  Timer timer() {
    return started().context().timer();
  }

  Reads reads() {
    return started().reads();
  }

  void run(Runnable task) {
    Started now = started;
    if (now != null) {
      now.context().executor().execute(task);
    }
  }

  /** How long to wait before everything is read anew. */
  Duration pause() {
    return Duration.ofMillis(random.nextLong(options.jitter().toMillis() + 1));
  }

  /** How long to wait before the database is asked again that failed so many times. */
  Duration backoff(int failures) {
    long most = FIRST_PAUSE << Math.min(failures, MOST_DOUBLINGS);
    return Duration.ofMillis(most / 2 + random.nextLong(most / 2));
  }

  /** What became of messages between processes; null in one process alone. */
  @Nullable Counters counters() {
    Hints hints = started().hints();
    return hints == null ? null : hints.counters();
  }

  @Override
  public boolean isConcerned(String database, String collection) {
    Started now = started();
    LiveView.Collection named = new LiveView.Collection(database, collection);
    if (now.context().sources().apply(database) != null) {
      return false; // the database tells by itself
    } else if (now.hints() == null) {
      return feeds.containsKey(named);
    }
    now.hints().announce(named);
    return true;
  }

  @Override
  public void changed(String database, String collection, Collection<Document> keys) {
    if (!keys.isEmpty()) {
      LiveView.Collection named = new LiveView.Collection(database, collection);
      Shared shared = feeds.get(named);
      if (shared != null) {
        shared.feed().touched(keys);
      }
      Hints hints = started().hints();
      if (hints != null) {
        hints.touched(named, keys);
      }
    }
  }

  @Override
  public void lost(String database, String collection) {
    LiveView.Collection named = new LiveView.Collection(database, collection);
    Shared shared = feeds.get(named);
    if (shared != null) {
      shared.feed().lostAtHome();
    }
    Hints hints = started().hints();
    if (hints != null) {
      hints.lost(named);
    }
  }

  @Override
  public Subscription subscribe(
      LiveSource source, LiveView view, LiveQueryListener listener, long demand) {
    String database = view.query().read().database();
    Feed feed = acquire(new LiveView.Collection(database, view.query().read().collection()));
    Subscriber subscriber =
        new Subscriber(numbers.incrementAndGet(), this, feed, source, view, listener, demand);
    subscribers.add(subscriber);
    subscriber.start();
    if (closed.get()) {
      subscriber.close();
    }
    return subscriber;
  }

  void forget(Subscriber subscriber, Feed feed) {
    subscribers.remove(subscriber);
    release(feed);
  }

  /** The feed of a collection, which hears of changes from now on, until it is released. */
  Feed acquire(LiveView.Collection collection) {
    Started now = open();
    Shared mine =
        feeds.compute(
            collection, (key, shared) -> shared == null ? opened(now, key) : shared.with(1));
    return Objects.requireNonNull(mine).feed();
  }

  private Shared opened(Started now, LiveView.Collection collection) {
    Feed feed = new Feed(this, collection);
    feed.open(line(now, feed));
    return new Shared(feed, 1);
  }

  private static @Nullable AutoCloseable line(Started now, Feed feed) {
    ChangeSource source = now.context().sources().apply(feed.collection().database());
    if (source != null) {
      return source.follow(feed.collection().name(), feed, now.context().executor());
    }
    return now.hints() == null ? null : now.hints().listen(feed);
  }

  void release(Feed feed) {
    Shared left =
        feeds.computeIfPresent(
            feed.collection(), (key, shared) -> shared.users() == 1 ? null : shared.with(-1));
    if (left == null) {
      feed.close();
    }
  }

  @Override
  public void rejudge() {
    subscribers.forEach(Subscriber::suspect);
  }

  @Override
  public void close() {
    if (!closed.compareAndSet(false, true)) {
      return;
    }
    subscribers.forEach(Subscriber::close);
    Started now = started;
    if (now != null && now.hints() != null) {
      now.hints().close();
    }
    if (bus != null) {
      bus.close();
    }
  }
}
