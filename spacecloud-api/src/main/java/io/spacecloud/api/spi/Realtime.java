package io.spacecloud.api.spi;

import io.spacecloud.api.live.LiveQuery;
import io.spacecloud.api.live.LiveQueryListener;
import io.spacecloud.api.request.Read;
import io.spacecloud.api.result.Document;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Function;

/** Keeps live queries up to date. Thread-safe. */
public interface Realtime extends AutoCloseable {
  /**
   * What the engine supplies.
   *
   * @param projectKey the secret that messages between processes are authenticated with
   * @param reader reads the truth, with the authority of the engine
   */
  record Context(
      String project,
      byte[] projectKey,
      Clock clock,
      Executor executor,
      Function<Read, List<Document>> reader) {}

  /** Called once, before anything else. */
  void start(Context context);

  /** Whether anything would come of reporting changes of the collection. */
  boolean isConcerned(String database, String collection);

  /** Keys that a committed write touched. */
  void changed(String database, String collection, List<Document> keys);

  /** Follows an authorised read, whose residual is part of its condition. */
  LiveQuery subscribe(Read read, LiveQueryListener listener);

  @Override
  void close();
}
