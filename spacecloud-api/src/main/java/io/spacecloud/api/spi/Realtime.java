package io.spacecloud.api.spi;

import io.spacecloud.api.live.LiveQuery;
import io.spacecloud.api.live.LiveQueryListener;
import io.spacecloud.api.request.Read;
import io.spacecloud.api.result.Document;
import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Keeps live queries up to date. Thread-safe. */
public interface Realtime extends AutoCloseable {
  /**
   * What the engine supplies.
   *
   * @param projectKey the secret that messages between processes are authenticated with; empty if
   *     the project has none
   * @param executor runs everything; a listener's calls may occupy a thread of it
   * @param reader reads the truth, with the authority of the engine and without its page limit; the
   *     conditions are bound already, or keys as the database has them
   * @param sources a database's own log by its alias, or null where writes are captured
   */
  record Context(
      String project,
      byte[] projectKey,
      Clock clock,
      Executor executor,
      Timer timer,
      Function<Read, List<Document>> reader,
      Function<String, @Nullable ChangeSource> sources) {}

  /** A live query whose listener is told no more than was asked for. */
  interface Subscription extends LiveQuery {
    /** Asks for so many events more; {@link Long#MAX_VALUE} for any number. */
    void request(long events);
  }

  /** Called once, before anything else. */
  void start(Context context);

  /**
   * Whether anything would come of reporting changes of the collection. Asked before a write, and
   * again once it is committed: what became concerned in between is told that it missed something.
   */
  boolean isConcerned(String database, String collection);

  /** A committed write touched the rows with these keys, which are copied before it returns. */
  void changed(String database, String collection, Collection<Document> keys);

  /** Something may have changed in the collection, and nobody knows what. */
  void lost(String database, String collection);

  /**
   * Follows a read; the listener may be called before this returns.
   *
   * @param view what the source judged just now
   * @param demand how many events the listener may be told before it asks for more
   * @throws io.spacecloud.api.error.SpaceCloudException if it cannot be followed
   */
  Subscription subscribe(LiveSource source, LiveView view, LiveQueryListener listener, long demand);

  /** Other rules or keys are in force: every live query is judged again. */
  void rejudge();

  /** Ends all live queries, and closes what this opened. */
  @Override
  void close();
}
