package io.spacecloud.mongo;

import com.mongodb.MongoCommandException;
import com.mongodb.MongoException;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoCollection;
import com.mongodb.connection.ClusterType;
import io.spacecloud.api.error.BackendException;
import io.spacecloud.api.error.SpaceCloudException;
import io.spacecloud.api.error.UnsupportedFeatureException;
import io.spacecloud.api.spi.ChangeSource;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Supplier;
import org.bson.BsonDocument;
import org.jspecify.annotations.Nullable;

/** Follows collections through change streams, one of them for each follower. Thread-safe. */
final class ChangeStreams implements ChangeSource, AutoCloseable {
  private static final int ONLY_ON_REPLICA_SETS = 40573;

  private final Collections collections;
  private final Supplier<MongoClient> opening;
  private final boolean owned;
  private final String database;
  private final Set<Follower> followers = ConcurrentHashMap.newKeySet();
  private @Nullable MongoClient client;
  private boolean closed;

  /**
   * @param opening called for the first that is followed
   * @param owned whether what it answers is closed here
   */
  ChangeStreams(
      Collections collections, Supplier<MongoClient> opening, boolean owned, String database) {
    this.collections = collections;
    this.opening = opening;
    this.owned = owned;
    this.database = database;
  }

  @Override
  public AutoCloseable follow(String collection, Listener listener, Executor executor) {
    Handle handle = collections.get(collection);
    Follower follower = new Follower(this, handle, first(handle), listener);
    followers.add(follower);
    try {
      executor.execute(follower);
    } catch (RejectedExecutionException e) {
      follower.reject();
      throw new BackendException(
          BackendException.Reason.EXHAUSTED, "no thread is free to follow a collection", null);
    }
    if (isClosed()) {
      follower.close();
    }
    return follower;
  }

  private synchronized boolean isClosed() {
    return closed;
  }

  private ChangeStream first(Handle handle) {
    try {
      return open(handle, null);
    } catch (MongoException e) {
      throw refused(e);
    }
  }

  /**
   * What a server is by its own account does not decide, as some that stand alone have change
   * streams; but one that stands alone and refuses does so because of that.
   */
  private SpaceCloudException refused(MongoException e) {
    boolean alone =
        client().getClusterDescription().getType() == ClusterType.STANDALONE
            && e instanceof MongoCommandException;
    return alone || e.getCode() == ONLY_ON_REPLICA_SETS
        ? new UnsupportedFeatureException(
            "live queries need a replica set: this MongoDB server stands alone")
        : Errors.translate(e);
  }

  /** Opens the stream anew, or after the place that the token stands for. */
  ChangeStream open(Handle handle, @Nullable BsonDocument token) {
    MongoCollection<BsonDocument> collection =
        client().getDatabase(database).getCollection(handle.info().name(), BsonDocument.class);
    return ChangeStream.open(collection, handle.info(), token);
  }

  /** What is known of the collection now, or the same as before where nothing is. */
  Handle current(Handle before) {
    Handle now = collections.find(before.info().name());
    return now == null ? before : now;
  }

  void ended(Follower follower) {
    followers.remove(follower);
  }

  private synchronized MongoClient client() {
    if (closed) {
      throw new IllegalStateException("closed");
    } else if (client == null) {
      client = opening.get();
    }
    return client;
  }

  @Override
  public void close() {
    MongoClient opened = end();
    followers.forEach(Follower::close);
    if (opened != null && owned) {
      opened.close();
    }
  }

  private synchronized @Nullable MongoClient end() {
    closed = true;
    return client;
  }
}
