package io.spacecloud.engine.security;

import static io.spacecloud.api.condition.Conditions.field;

import io.spacecloud.api.condition.Condition;
import io.spacecloud.api.request.Aggregate;
import io.spacecloud.api.request.Create;
import io.spacecloud.api.request.Delete;
import io.spacecloud.api.request.Operation;
import io.spacecloud.api.request.Read;
import io.spacecloud.api.request.Request;
import io.spacecloud.api.request.Stage;
import io.spacecloud.api.request.Update;
import io.spacecloud.api.result.Document;
import io.spacecloud.api.result.Result;
import io.spacecloud.engine.Session;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Every door of an engine, a kind of request sent one way, on the collection {@code todos} of
 * {@code db}: an attack goes through all of them. Those that find rows take a condition, those that
 * bring a document take that.
 */
enum Door {
  READ_ALL(Way.DIRECT, Kind.READ),
  READ_ONE(Way.DIRECT, Kind.READ_ONE),
  COUNT(Way.DIRECT, Kind.COUNT),
  DISTINCT(Way.DIRECT, Kind.DISTINCT),
  STREAM(Way.STREAM, Kind.READ),
  SUBSCRIBE(Way.SUBSCRIBE, Kind.READ),
  SUBSCRIBE_ONE(Way.SUBSCRIBE, Kind.READ_ONE),
  AGGREGATE(Way.DIRECT, Kind.AGGREGATE),
  TRANSACTION_READ(Way.TRANSACTION, Kind.READ),
  TRANSACTION_COUNT(Way.TRANSACTION, Kind.COUNT),
  TRANSACTION_DISTINCT(Way.TRANSACTION, Kind.DISTINCT),
  TRANSACTION_AGGREGATE(Way.TRANSACTION, Kind.AGGREGATE),
  JSON_READ(Way.JSON, Kind.READ),
  JSON_READ_ONE(Way.JSON, Kind.READ_ONE),
  JSON_COUNT(Way.JSON, Kind.COUNT),
  JSON_DISTINCT(Way.JSON, Kind.DISTINCT),
  JSON_AGGREGATE(Way.JSON, Kind.AGGREGATE),
  UPDATE_ALL(Way.DIRECT, Kind.UPDATE),
  UPDATE_ONE(Way.DIRECT, Kind.UPDATE_ONE),
  DELETE_ALL(Way.DIRECT, Kind.DELETE),
  DELETE_ONE(Way.DIRECT, Kind.DELETE_ONE),
  BATCH_UPDATE(Way.BATCH, Kind.UPDATE),
  BATCH_DELETE(Way.BATCH, Kind.DELETE),
  TRANSACTION_UPDATE(Way.TRANSACTION, Kind.UPDATE),
  TRANSACTION_DELETE(Way.TRANSACTION, Kind.DELETE),
  TRANSACTION_BATCH_UPDATE(Way.BATCH_IN_TRANSACTION, Kind.UPDATE),
  TRANSACTION_BATCH_DELETE(Way.BATCH_IN_TRANSACTION, Kind.DELETE),
  DRY_RUN(Way.DRY_RUN, Kind.DELETE),
  DRY_RUN_UPDATE(Way.DRY_RUN, Kind.UPDATE),
  JSON_UPDATE(Way.JSON, Kind.UPDATE),
  JSON_DELETE(Way.JSON, Kind.DELETE),
  JSON_BATCH_UPDATE(Way.JSON_BATCH, Kind.UPDATE),
  JSON_BATCH_DELETE(Way.JSON_BATCH, Kind.DELETE),
  CREATE_ONE(Way.DIRECT, Kind.CREATE),
  CREATE_ALL(Way.DIRECT, Kind.CREATE_ALL),
  BATCH_CREATE(Way.BATCH, Kind.CREATE),
  TRANSACTION_CREATE(Way.TRANSACTION, Kind.CREATE),
  TRANSACTION_BATCH_CREATE(Way.BATCH_IN_TRANSACTION, Kind.CREATE),
  DRY_RUN_CREATE(Way.DRY_RUN, Kind.CREATE),
  JSON_CREATE(Way.JSON, Kind.CREATE),
  JSON_CREATE_ALL(Way.JSON, Kind.CREATE_ALL),
  JSON_BATCH_CREATE(Way.JSON_BATCH, Kind.CREATE),
  UPSERT(Way.DIRECT, Kind.UPSERT),
  BATCH_UPSERT(Way.BATCH, Kind.UPSERT),
  TRANSACTION_UPSERT(Way.TRANSACTION, Kind.UPSERT),
  DRY_RUN_UPSERT(Way.DRY_RUN, Kind.UPSERT),
  JSON_UPSERT(Way.JSON, Kind.UPSERT);

  /** What is asked; of creates and upserts the rest is in the document. */
  private static final class Kind {
    static final Request READ = Read.all("db", "todos");
    static final Request READ_ONE = Read.one("db", "todos");
    static final Request COUNT = Read.count("db", "todos");
    static final Request DISTINCT = Read.distinct("db", "todos", "id");
    static final Request AGGREGATE = Aggregate.all("db", "todos", List.of());
    static final Request UPDATE = Update.all("db", "todos").set("note", "x");
    static final Request UPDATE_ONE = Update.one("db", "todos").set("note", "x");
    static final Request DELETE = Delete.all("db", "todos");
    static final Request DELETE_ONE = Delete.one("db", "todos");
    static final Request CREATE = Create.one("db", "todos", Map.of());
    static final Request CREATE_ALL = Create.all("db", "todos", List.of(Map.of()));
    static final Request UPSERT = Update.upsert("db", "todos");
  }

  private final Way way;
  private final Request request;

  Door(Way way, Request request) {
    this.way = way;
    this.request = request;
  }

  /** Those that find rows. */
  static Stream<Door> finding() {
    return Stream.of(values()).filter(door -> !door.brings());
  }

  /** Those that find rows, but for clients' JSON. */
  static Stream<Door> findingInJava() {
    return finding().filter(door -> door.way != Way.JSON && door.way != Way.JSON_BATCH);
  }

  /** Those that find rows and change nothing. */
  static Stream<Door> reading() {
    return finding().filter(door -> !door.changes());
  }

  /** Those that find rows and change them. */
  static Stream<Door> changing() {
    return finding().filter(Door::changes);
  }

  /** Those that bring documents. */
  static Stream<Door> creating() {
    return Stream.of(values()).filter(Door::brings);
  }

  /** Whether it brings a document. */
  boolean brings() {
    return request instanceof Create || request == Kind.UPSERT;
  }

  private boolean changes() {
    return !(request instanceof Read || request instanceof Aggregate);
  }

  /** Whether documents come out of it. */
  boolean shows() {
    return request == Kind.READ || request == Kind.READ_ONE || request == Kind.AGGREGATE;
  }

  /** Whether it finds one row at most. */
  boolean isOfOne() {
    return Set.of(Kind.READ_ONE, Kind.UPDATE_ONE, Kind.DELETE_ONE).contains(request);
  }

  /** Whether what it does remains. */
  boolean leavesTraces() {
    return changes() && way != Way.DRY_RUN;
  }

  /** Whether nobody comes in who is not granted the operation. */
  boolean needs(Operation operation) {
    boolean own = request instanceof Update || request instanceof Delete || request instanceof Read;
    return switch (operation) {
      case CREATE -> brings();
      case READ -> !changes();
      case UPDATE -> request instanceof Update;
      case DELETE -> request instanceof Delete;
      case AGGREGATE -> !own && !brings();
    };
  }

  /** Goes in with a condition; the result of a stream is its documents. */
  Result find(Session session, Condition where) {
    return way.send(session, with(where));
  }

  /** Goes in with what is as harmless as can be: one row by its key, or a new one. */
  Result enter(Session session) {
    return brings()
        ? create(session, Map.of("id", "new", "owner", "ann"))
        : find(session, field("id").eq("1"));
  }

  /** Goes in with a document. */
  Result create(Session session, Map<String, ?> doc) {
    return way.send(
        session,
        request instanceof Create create
            ? create.withDocs(List.of(Document.of(doc)))
            : upsert((Update) request, doc));
  }

  private static Update upsert(Update request, Map<String, ?> doc) {
    Update upsert = request.where(field("id").eq(doc.get("id")));
    for (Map.Entry<String, ?> field : doc.entrySet()) {
      upsert = field.getKey().equals("id") ? upsert : upsert.set(field.getKey(), field.getValue());
    }
    return upsert;
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
}
