package io.spacecloud.mongo;

import static io.spacecloud.mongo.Bson.doc;

import com.mongodb.ServerCursor;
import com.mongodb.client.ChangeStreamIterable;
import com.mongodb.client.MongoChangeStreamCursor;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.changestream.ChangeStreamDocument;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.bson.BsonDocument;
import org.jspecify.annotations.Nullable;

/** A change stream that is open on the server, and how far it was read. Not thread-safe. */
final class ChangeStream implements AutoCloseable {
  private static final int BATCH = 100;

  /** How long the server waits for a change; so long may it take to close, too. */
  private static final long AWAIT_MILLIS = 500;

  /** How long the server may be silent. */
  private static final long TIMEOUT_MILLIS = 10_000;

  private final MongoChangeStreamCursor<ChangeStreamDocument<BsonDocument>> cursor;
  private final CollectionInfo info;
  private @Nullable ServerCursor opened;

  private ChangeStream(
      MongoChangeStreamCursor<ChangeStreamDocument<BsonDocument>> cursor, CollectionInfo info) {
    this.cursor = cursor;
    this.info = info;
    this.opened = cursor.getServerCursor();
  }

  /** Once this returns, the server tells of every change that follows. */
  static ChangeStream open(
      MongoCollection<BsonDocument> collection, CollectionInfo info, @Nullable BsonDocument token) {
    ChangeStreamIterable<BsonDocument> changes =
        collection
            .withTimeout(TIMEOUT_MILLIS, TimeUnit.MILLISECONDS)
            .watch(List.of(doc("$project", fields(info))))
            .batchSize(BATCH)
            .maxAwaitTime(AWAIT_MILLIS, TimeUnit.MILLISECONDS);
    return new ChangeStream((token == null ? changes : changes.resumeAfter(token)).cursor(), info);
  }

  /** What is needed of an event; the documents are large, and stay where they are. */
  private static BsonDocument fields(CollectionInfo info) {
    BsonDocument fields = doc("operationType", 1).append("documentKey", Bson.ONE);
    for (String field : ChangedKeys.besideId(info)) {
      fields.append("fullDocument." + field, Bson.ONE);
    }
    return fields;
  }

  /** Waits a while for a change, and takes with it those that the server sent at the same time. */
  ChangedKeys next() {
    boolean resumable = token() != null;
    ChangedKeys keys = new ChangedKeys(info);
    ChangeStreamDocument<BsonDocument> event = cursor.tryNext();
    while (event != null) {
      keys.add(event);
      event = cursor.available() > 0 ? cursor.tryNext() : null;
    }
    ServerCursor now = cursor.getServerCursor();
    if (now == null) {
      keys.end();
    } else if (!resumable && !Objects.equals(now, opened)) {
      keys.unknown(); // the driver opened it again by itself, and knew no place to go on from
    }
    opened = now;
    return keys;
  }

  /** Stands for what was read; null where the server has told no place yet. */
  @Nullable BsonDocument token() {
    return cursor.getResumeToken();
  }

  @Override
  public void close() {
    cursor.close();
  }
}
