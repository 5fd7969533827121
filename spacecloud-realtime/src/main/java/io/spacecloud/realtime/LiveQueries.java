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
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
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
  private final Map<LiveView.Collection, Feed> feeds = new ConcurrentHashMap<>();
  private final Map<Feed, Integer> users = new HashMap<>(); // guards feeds being opened and closed
  private final Set<Subscriber> subscribers = ConcurrentHashMap.newKeySet();
  private final AtomicInteger numbers = new AtomicInteger();
  private volatile @Nullable Started started;
  private volatile boolean closed;

  private record Started(Context context, Reads reads, @Nullable Hints hints) {}

  LiveQueries(LiveOptions options, @Nullable ChangeBus bus, RandomGenerator random) {
    this.options = options;
    this.bus = bus;
    this.random = random;
  }

  @Override
  public void start(Context context) {
    synchronized (users) {
      if (started != null) {
        throw new IllegalStateException("it serves another engine already");
      }
      Reads reads = new Reads(context.executor(), context.reader(), options.reads());
      Hints hints = bus == null ? null : new Hints(bus, context, options);
      started = new Started(context, reads, hints);
    }
  }

  private Started open() {
    if (closed) {
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
      Feed feed = feeds.get(named);
      if (feed != null) {
        feed.touched(keys);
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
    Feed feed = feeds.get(named);
    if (feed != null) {
      feed.lostAtHome();
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
    if (closed) {
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
    synchronized (users) {
      Feed known = feeds.get(collection);
      if (known == null) {
        known = new Feed(this, collection);
        known.open(line(now, known));
        feeds.put(collection, known);
      }
      users.merge(known, 1, Integer::sum);
      return known;
    }
  }

  private static @Nullable AutoCloseable line(Started now, Feed feed) {
    ChangeSource source = now.context().sources().apply(feed.collection().database());
    if (source != null) {
      return source.follow(feed.collection().name(), feed, now.context().executor());
    }
    return now.hints() == null ? null : now.hints().listen(feed);
  }

  void release(Feed feed) {
    synchronized (users) {
      Integer left = users.computeIfPresent(feed, (key, count) -> count == 1 ? null : count - 1);
      if (left == null && feeds.remove(feed.collection(), feed)) {
        feed.close();
      }
    }
  }

  @Override
  public void rejudge() {
    subscribers.forEach(Subscriber::suspect);
  }

  @Override
  public void close() {
    synchronized (users) {
      if (closed) {
        return;
      }
      closed = true;
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
