package io.spacecloud.engine.security;

import static io.spacecloud.api.condition.Conditions.field;

import io.spacecloud.api.condition.Condition;
import io.spacecloud.api.request.Aggregate;
import io.spacecloud.api.request.Batch;
import io.spacecloud.api.request.Create;
import io.spacecloud.api.request.Delete;
import io.spacecloud.api.request.Read;
import io.spacecloud.api.request.Request;
import io.spacecloud.api.request.Stage;
import io.spacecloud.api.request.Update;
import io.spacecloud.api.result.Document;
import io.spacecloud.api.result.Result;
import io.spacecloud.engine.Session;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Every way into an engine, on the collection {@code todos} of {@code db}: an attack goes through
 * all of them. Those that find rows take a condition, those that bring a document take that.
 */
enum Door {
  READ_ALL(Read.all("db", "todos")),
  READ_ONE(Read.one("db", "todos")),
  COUNT(Read.count("db", "todos")),
  DISTINCT(Read.distinct("db", "todos", "id")),
  STREAM(Read.all("db", "todos")),
  AGGREGATE(Aggregate.all("db", "todos", List.of())),
  UPDATE_ALL(Update.all("db", "todos").set("note", "x")),
  UPDATE_ONE(Update.one("db", "todos").set("note", "x")),
  DELETE_ALL(Delete.all("db", "todos")),
  DELETE_ONE(Delete.one("db", "todos")),
  BATCH_UPDATE(Update.all("db", "todos").set("note", "x")),
  BATCH_DELETE(Delete.all("db", "todos")),
  TRANSACTION_READ(Read.all("db", "todos")),
  TRANSACTION_UPDATE(Update.all("db", "todos").set("note", "x")),
  DRY_RUN(Delete.all("db", "todos").asDryRun()),
  CREATE_ONE(Create.one("db", "todos", Map.of())),
  CREATE_ALL(Create.all("db", "todos", List.of(Map.of()))),
  BATCH_CREATE(Create.one("db", "todos", Map.of())),
  TRANSACTION_CREATE(Create.one("db", "todos", Map.of()));

  private final Request request;

  Door(Request request) {
    this.request = request;
  }

  /** Those that find rows. */
  static Stream<Door> finding() {
    return Stream.of(values()).filter(door -> !(door.request instanceof Create));
  }

  /** Those that find rows and change nothing. */
  static Stream<Door> reading() {
    return finding().filter(door -> door.request instanceof Read || door == AGGREGATE);
  }

  /** Those that find rows and change them. */
  static Stream<Door> changing() {
    return finding().filter(door -> !(door.request instanceof Read) && door != AGGREGATE);
  }

  /** Those that bring documents. */
  static Stream<Door> creating() {
    return Stream.of(values()).filter(door -> door.request instanceof Create);
  }

  /** Whether documents come out of it. */
  boolean shows() {
    return reading().anyMatch(door -> door == this) && this != COUNT && this != DISTINCT;
  }

  /** Goes in with a condition; the result of a stream is its documents. */
  Result find(Session session, Condition where) {
    return enter(session, with(where));
  }

  /** Goes in with what is as harmless as can be: one row by its key, or a new one. */
  Result enter(Session session) {
    return request instanceof Create
        ? create(session, Map.of("id", "new", "owner", "ann"))
        : find(session, field("id").eq("1"));
  }

  /** Goes in with a document. */
  Result create(Session session, Map<String, ?> doc) {
    return enter(session, ((Create) request).withDocs(List.of(Document.of(doc))));
  }

  private Request with(Condition where) {
    if (request instanceof Read read) {
      return read.withWhere(where);
    } else if (request instanceof Update update) {
      return update.withWhere(where);
    } else if (request instanceof Delete delete) {
      return delete.withWhere(where);
    }
    return ((Aggregate) request).withStages(List.of(new Stage.Match(where)));
  }

  private Result enter(Session session, Request attack) {
    if (this == STREAM) {
      List<Document> documents = new ArrayList<>();
      session.stream((Read) attack, documents::add);
      return Result.ofDocuments(documents, false);
    } else if (name().startsWith("BATCH")) {
      return session.batch(Batch.of("db", (io.spacecloud.api.request.WriteRequest) attack));
    } else if (name().startsWith("TRANSACTION")) {
      return session.<Result>transaction(
          "db",
          tx -> {
            return tx.execute(attack);
          });
    }
    return session.execute(attack);
  }
}
