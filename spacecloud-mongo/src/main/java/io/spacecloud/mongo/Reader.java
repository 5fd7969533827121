package io.spacecloud.mongo;

import static io.spacecloud.mongo.Bson.doc;

import com.mongodb.client.FindIterable;
import com.mongodb.client.MongoCursor;
import io.spacecloud.api.condition.FieldPath;
import io.spacecloud.api.error.InvalidRequestException;
import io.spacecloud.api.request.Read;
import io.spacecloud.api.request.Sort;
import io.spacecloud.api.result.Document;
import io.spacecloud.api.result.Result;
import io.spacecloud.api.spi.Command;
import io.spacecloud.api.value.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.bson.BsonDocument;
import org.bson.BsonInt64;
import org.bson.BsonString;
import org.jspecify.annotations.Nullable;

/** Runs reads. */
final class Reader {
  private Reader() {}

  static Result run(Handle handle, Operations operations, Command.Query query) {
    Read read = query.request();
    BsonDocument filter = handle.conditions().render(read.where());
    return switch (read.op()) {
      case COUNT -> Result.ofCount(count(operations, filter, query));
      case DISTINCT -> distinct(handle, operations, filter, query);
      case ONE, ALL -> documents(operations, filter, query);
    };
  }

  private static long count(Operations operations, BsonDocument filter, Command.Query query) {
    Read read = query.request();
    Long limit = query.pageLimit() ? null : read.limit();
    if (limit != null && limit == 0) {
      return 0;
    }
    List<BsonDocument> stages = new ArrayList<>(List.of(doc("$match", filter)));
    page(stages, read.skip(), limit);
    stages.add(doc("$count", new BsonString("n")));
    BsonDocument counted = operations.aggregate(stages).first();
    return counted == null ? 0 : counted.getNumber("n").longValue();
  }

  private static void page(List<BsonDocument> stages, long skip, @Nullable Long limit) {
    if (skip > 0) {
      stages.add(doc("$skip", new BsonInt64(skip)));
    }
    if (limit != null) {
      stages.add(doc("$limit", new BsonInt64(limit)));
    }
  }

  private static Result documents(Operations operations, BsonDocument filter, Command.Query query) {
    Read read = query.request();
    long wanted = read.limit() == null ? Long.MAX_VALUE : read.limit();
    List<Document> documents = new ArrayList<>();
    if (wanted == 0) {
      return Result.ofDocuments(documents, false);
    }
    boolean one = wanted == 1 && !query.pageLimit();
    // One more than the page tells whether there is more.
    FindIterable<Document> found = ordered(operations, filter, read);
    found.limit(one ? -1 : limit(query.pageLimit() ? wanted + 1 : wanted));
    try (MongoCursor<Document> cursor = found.iterator()) {
      while (cursor.hasNext()) {
        if (documents.size() == wanted) {
          return Result.ofDocuments(documents, true);
        }
        documents.add(cursor.next());
      }
    }
    return Result.ofDocuments(documents, false);
  }

  private static FindIterable<Document> ordered(
      Operations operations, BsonDocument filter, Read read) {
    FindIterable<Document> found = operations.find(filter, read.select());
    if (!read.sort().isEmpty()) {
      found.sort(order(read.sort()));
    }
    if (read.skip() > Integer.MAX_VALUE) {
      throw new InvalidRequestException("options.skip", "too large for this database");
    }
    return found.skip((int) read.skip());
  }

  /** A limit beyond what the driver can say is none. */
  private static int limit(long documents) {
    return documents >= Integer.MAX_VALUE ? 0 : (int) documents;
  }

  /** Null and missing come first ascending and last descending, as they should. */
  static BsonDocument order(List<Sort> keys) {
    BsonDocument order = new BsonDocument();
    for (Sort key : keys) {
      if (!order.containsKey(key.path().toString())) {
        order.append(key.path().toString(), Bson.number(key.descending() ? -1 : 1));
      }
    }
    return order;
  }

  /** By groups: MongoDB's own distinct takes lists apart, and passes over what is missing. */
  private static Result distinct(
      Handle handle, Operations operations, BsonDocument filter, Command.Query query) {
    Read read = query.request();
    FieldPath path = Objects.requireNonNull(read.distinct());
    long wanted = read.limit() == null ? Long.MAX_VALUE : read.limit();
    List<BsonDocument> stages = new ArrayList<>();
    stages.add(doc("$match", filter));
    stages.add(doc("$group", doc(CollectionInfo.ID, Expressions.orNull(Expressions.field(path)))));
    stages.add(doc("$sort", doc(CollectionInfo.ID, 1)));
    page(stages, read.skip(), wanted == Long.MAX_VALUE ? null : Long.valueOf(wanted + 1));
    Kind kind = handle.info().kind(path);
    List<@Nullable Object> values = new ArrayList<>();
    for (BsonDocument group : operations.aggregate(stages)) {
      if (values.size() >= wanted) {
        return Result.ofValues(values, query.pageLimit());
      }
      values.add(ValueReader.value(group.get(CollectionInfo.ID), kind, path.toString()));
    }
    return Result.ofValues(values, false);
  }

  static void stream(Handle handle, Operations operations, Read read, Consumer<Document> consumer) {
    BsonDocument filter = handle.conditions().render(read.where());
    FindIterable<Document> found = ordered(operations, filter, read);
    if (read.limit() != null) {
      found.limit(limit(read.limit()));
    }
    try (MongoCursor<Document> cursor = found.iterator()) {
      cursor.forEachRemaining(consumer);
    }
  }
}
