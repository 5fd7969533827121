package io.spacecloud.mongo;

import com.mongodb.client.AggregateIterable;
import com.mongodb.client.ClientSession;
import com.mongodb.client.FindIterable;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.Collation;
import com.mongodb.client.model.DeleteOptions;
import com.mongodb.client.model.InsertManyOptions;
import com.mongodb.client.model.UpdateOptions;
import io.spacecloud.api.condition.FieldPath;
import io.spacecloud.api.result.Document;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.bson.BsonDocument;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;

/**
 * The driver's operations on one collection for one command: in the transaction that there is,
 * within the command's timeout, and with strings compared by code points whatever the collection
 * says.
 */
final class Operations {
  private static final Collation BY_CODE_POINTS = Collation.builder().locale("simple").build();

  private final Handle handle;
  private final MongoCollection<BsonDocument> collection;
  private final @Nullable ClientSession session;
  private final @Nullable Collation collation;
  private final @Nullable Duration timeout;

  Operations(Handle handle, @Nullable ClientSession session, @Nullable Duration timeout) {
    this.handle = handle;
    this.collection = within(handle.bson(), timeout);
    this.session = session;
    this.timeout = timeout;
    this.collation = handle.info().collated() ? BY_CODE_POINTS : null;
  }

  /** In a transaction the timeout is that of the whole. */
  private <T> MongoCollection<T> within(MongoCollection<T> of, @Nullable Duration duration) {
    return duration == null
        ? of
        : of.withTimeout(Math.max(1, duration.toMillis()), TimeUnit.MILLISECONDS);
  }

  /** Finds documents, cut down to the selected fields. */
  FindIterable<Document> find(BsonDocument filter, List<FieldPath> select) {
    MongoCollection<Document> documents = within(handle.documents(select), timeout);
    FindIterable<Document> found =
        session == null ? documents.find(filter) : documents.find(session, filter);
    return collated(select.isEmpty() ? found : found.projection(Projections.of(select)));
  }

  FindIterable<BsonDocument> find(BsonDocument filter) {
    return collated(session == null ? collection.find(filter) : collection.find(session, filter));
  }

  private <T> FindIterable<T> collated(FindIterable<T> found) {
    return collation == null ? found : found.collation(collation);
  }

  AggregateIterable<BsonDocument> aggregate(List<? extends Bson> pipeline) {
    AggregateIterable<BsonDocument> results =
        session == null ? collection.aggregate(pipeline) : collection.aggregate(session, pipeline);
    return collation == null ? results : results.collation(collation);
  }

  boolean isTransaction() {
    return session != null;
  }

  void insert(BsonDocument document) {
    if (session == null) {
      collection.insertOne(document);
    } else {
      collection.insertOne(session, document);
    }
  }

  void insert(List<BsonDocument> documents) {
    InsertManyOptions inOrder = new InsertManyOptions();
    if (session == null) {
      collection.insertMany(documents, inOrder);
    } else {
      collection.insertMany(session, documents, inOrder);
    }
  }

  /** Changes at most one document; the number of those found. */
  long updateOne(BsonDocument filter, BsonDocument update) {
    UpdateOptions options = updates();
    return (session == null
            ? collection.updateOne(filter, update, options)
            : collection.updateOne(session, filter, update, options))
        .getMatchedCount();
  }

  /** Changes all documents that the filter finds; the number of those. */
  long updateAll(BsonDocument filter, BsonDocument update) {
    UpdateOptions options = updates();
    return (session == null
            ? collection.updateMany(filter, update, options)
            : collection.updateMany(session, filter, update, options))
        .getMatchedCount();
  }

  long deleteOne(BsonDocument filter) {
    DeleteOptions options = deletes();
    return (session == null
            ? collection.deleteOne(filter, options)
            : collection.deleteOne(session, filter, options))
        .getDeletedCount();
  }

  long deleteAll(BsonDocument filter) {
    DeleteOptions options = deletes();
    return (session == null
            ? collection.deleteMany(filter, options)
            : collection.deleteMany(session, filter, options))
        .getDeletedCount();
  }

  private UpdateOptions updates() {
    return new UpdateOptions().collation(collation);
  }

  private DeleteOptions deletes() {
    return new DeleteOptions().collation(collation);
  }
}
