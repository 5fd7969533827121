package io.spacecloud.engine.security;

import io.spacecloud.api.error.AccessDeniedException;
import io.spacecloud.api.live.LiveEvent;
import io.spacecloud.api.request.Aggregate;
import io.spacecloud.api.request.Batch;
import io.spacecloud.api.request.Create;
import io.spacecloud.api.request.Delete;
import io.spacecloud.api.request.Read;
import io.spacecloud.api.request.Request;
import io.spacecloud.api.request.Update;
import io.spacecloud.api.request.WriteRequest;
import io.spacecloud.api.result.Document;
import io.spacecloud.api.result.Result;
import io.spacecloud.engine.Session;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The ways on which one request comes to a database. A new one is added here and in Door. */
enum Way {
  /** By itself. */
  DIRECT,
  /** By the method of its kind. */
  NAMED,
  /** As a client's JSON. */
  JSON,
  /** As the only item of a batch. */
  BATCH,
  /** As the only item of a batch in JSON. */
  JSON_BATCH,
  /** Executed and rolled back. */
  DRY_RUN,
  /** In a transaction. */
  TRANSACTION,
  /** As an item of a batch in a transaction. */
  BATCH_IN_TRANSACTION,
  /** Document by document. */
  STREAM,
  /** As a live query, for what it begins with. */
  SUBSCRIBE,
  /** Not run, but asked about. */
  EXPLAIN;

  /** Those that can say the request. */
  static Stream<Way> of(Request request) {
    return Stream.of(values()).filter(way -> way.takes(request));
  }

  boolean takes(Request request) {
    boolean dry = request instanceof WriteRequest write && write.dryRun();
    return switch (this) {
      case DIRECT, NAMED, JSON, TRANSACTION, EXPLAIN -> true;
      case BATCH, JSON_BATCH -> request instanceof WriteRequest;
      case DRY_RUN, BATCH_IN_TRANSACTION -> request instanceof WriteRequest && !dry;
      case STREAM -> request instanceof Read read && read.op() == Read.Op.ALL;
      case SUBSCRIBE ->
          request instanceof Read read && (read.op() == Read.Op.ALL || read.op() == Read.Op.ONE);
    };
  }

  /** Sends the request; the result of a stream is its documents, an explained denial is one. */
  Result send(Session session, Request request) {
    return switch (this) {
      case DIRECT -> session.execute(request);
      case NAMED -> named(session, request);
      case JSON -> session.execute(Wire.sent(request));
      case BATCH -> session.batch(Batch.of(request.database(), (WriteRequest) request));
      case JSON_BATCH -> session.execute(Wire.batched((WriteRequest) request));
      case DRY_RUN -> session.execute(dry((WriteRequest) request));
      case TRANSACTION -> within(session, request);
      case BATCH_IN_TRANSACTION ->
          within(session, Batch.of(request.database(), (WriteRequest) request));
      case STREAM -> streamed(session, (Read) request);
      case SUBSCRIBE -> subscribed(session, (Read) request);
      case EXPLAIN -> explained(session, request);
    };
  }

  private static Result named(Session session, Request request) {
    if (request instanceof Read read) {
      return session.read(read);
    } else if (request instanceof Create create) {
      return session.create(create);
    } else if (request instanceof Update update) {
      return session.update(update);
    } else if (request instanceof Delete delete) {
      return session.delete(delete);
    }
    return session.aggregate((Aggregate) request);
  }

  private static Result within(Session session, Request request) {
    return session.<Result>transaction(
        request.database(),
        tx -> {
          return tx.execute(request);
        });
  }

  private static Result streamed(Session session, Read read) {
    List<Document> documents = new ArrayList<>();
    session.stream(read, documents::add);
    return Result.ofDocuments(documents, false);
  }

  private static Result subscribed(Session session, Read read) {
    List<Document> documents = new ArrayList<>();
    session
        .subscribe(
            read,
            event -> {
              documents.addAll(((LiveEvent.Snapshot) event).documents());
            })
        .close();
    return Result.ofDocuments(documents, false);
  }

  private static Request dry(WriteRequest request) {
    if (request instanceof Create create) {
      return create.asDryRun();
    } else if (request instanceof Update update) {
      return update.asDryRun();
    }
    return ((Delete) request).asDryRun();
  }

  private static Result explained(Session session, Request request) {
    if (session.explain(request).denial() != null) {
      throw new AccessDeniedException("denied");
    }
    return Result.ofCount(0);
  }
}
