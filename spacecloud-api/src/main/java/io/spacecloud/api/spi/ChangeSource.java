package io.spacecloud.api.spi;

import io.spacecloud.api.result.Document;
import java.util.Collection;
import java.util.concurrent.Executor;

/** A database's own log: it tells which rows change, whoever changes them. Thread-safe. */
public interface ChangeSource {
  /** Hears what changes; called by one thread at a time. */
  interface Listener {
    /** The rows with these keys, which are copied before it returns, were touched. */
    void touched(Collection<Document> keys);

    /** Something may have changed, and nobody knows what. */
    void lost();
  }

  /**
   * Follows a collection until closed. No change that comes after this returns is missed.
   *
   * @param executor runs what takes long: a task for as long as the collection is followed
   * @throws io.spacecloud.api.error.SpaceCloudException if it cannot be followed
   */
  AutoCloseable follow(String collection, Listener listener, Executor executor);
}
