package io.spacecloud.engine.json;

import io.spacecloud.api.condition.Conditions;
import io.spacecloud.api.error.InvalidRequestException;
import io.spacecloud.api.request.Batch;
import io.spacecloud.api.request.Create;
import io.spacecloud.api.request.Delete;
import io.spacecloud.api.request.Update;
import io.spacecloud.api.request.WriteRequest;
import io.spacecloud.api.result.Document;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads the bodies of requests that write. */
final class WriteBody {
  private static final Set<String> CREATE = Set.of("doc", "op", "options");
  private static final Set<String> UPDATE = Set.of("find", "update", "op", "options");
  private static final Set<String> DELETE = Set.of("find", "op", "options");
  private static final Set<String> BATCH = Set.of("reqs", "options");
  private static final Set<String> ITEM = Set.of("type", "col", "dbType");
  private static final Set<String> CREATE_OPTIONS = Set.of("allowPartial", "dryRun", "timeout");
  private static final Set<String> OPTIONS = Set.of("maxAffected", "dryRun", "timeout");

  private WriteBody() {}

  static Create create(String database, String collection, Map<?, ?> values) {
    return create(database, collection, Body.of("", values, CREATE));
  }

  static Update update(String database, String collection, Map<?, ?> values) {
    return update(database, collection, Body.of("", values, UPDATE));
  }

  static Delete delete(String database, String collection, Map<?, ?> values) {
    return delete(database, collection, Body.of("", values, DELETE));
  }

  private static Create create(String database, String collection, Body body) {
    Body options = options(body, CREATE_OPTIONS);
    Create.Op op =
        switch (body.text("op")) {
          case "one" -> Create.Op.ONE;
          case "all" -> Create.Op.ALL;
          default -> throw body.wrong("op", "expected one or all");
        };
    List<Document> docs = new ArrayList<>();
    if (op == Create.Op.ONE) {
      docs.add(Document.of("doc", body.object("doc")));
    } else {
      body.objects("doc").forEach(doc -> docs.add(Document.of("doc." + docs.size(), doc)));
    }
    return new Create(
        database,
        collection,
        op,
        docs,
        options.flag("allowPartial"),
        options.flag("dryRun"),
        options.timeout());
  }

  private static Update update(String database, String collection, Body body) {
    Body options = options(body, OPTIONS);
    Update update =
        switch (body.text("op")) {
          case "one" -> Update.one(database, collection);
          case "all" -> Update.all(database, collection);
          case "upsert" -> Update.upsert(database, collection);
          default -> throw body.wrong("op", "expected one, all or upsert");
        };
    update = update.with(body.object("update"));
    if (update.assignments().isEmpty()) {
      throw body.wrong("update", "changes nothing");
    }
    return new Update(
        database,
        collection,
        update.op(),
        Conditions.parse("find", body.objectOrEmpty("find")),
        update.assignments(),
        options.count("maxAffected"),
        options.flag("dryRun"),
        options.timeout());
  }

  private static Delete delete(String database, String collection, Body body) {
    Body options = options(body, OPTIONS);
    Delete.Op op =
        switch (body.text("op")) {
          case "one" -> Delete.Op.ONE;
          case "all" -> Delete.Op.ALL;
          default -> throw body.wrong("op", "expected one or all");
        };
    return new Delete(
        database,
        collection,
        op,
        Conditions.parse("find", body.objectOrEmpty("find")),
        options.count("maxAffected"),
        options.flag("dryRun"),
        options.timeout());
  }

  static Batch batch(String database, Map<?, ?> values) {
    Body body = Body.of("", values, BATCH);
    Body options = options(body, Set.of("timeout"));
    List<WriteRequest> requests = new ArrayList<>();
    for (Map<String, ?> item : body.objects("reqs")) {
      try {
        requests.add(item(database, item));
      } catch (InvalidRequestException e) {
        throw within("reqs." + requests.size(), e);
      }
    }
    return new Batch(database, requests, options.timeout());
  }

  private static WriteRequest item(String database, Map<String, ?> item) {
    Body any = new Body("", item);
    String type = any.text("type");
    Set<String> keys =
        switch (type) {
          case "create" -> CREATE;
          case "update" -> UPDATE;
          case "delete" -> DELETE;
          default -> throw any.wrong("type", "expected create, update or delete");
        };
    Body body = Body.of("", item, union(keys, ITEM));
    checkItem(database, body);
    String collection = body.text("col");
    return switch (type) {
      case "create" -> create(database, collection, body);
      case "update" -> update(database, collection, body);
      default -> delete(database, collection, body);
    };
  }

  private static void checkItem(String database, Body body) {
    if (body.has("dbType") && !body.text("dbType").equals(database)) {
      throw body.wrong("dbType", "a batch stays within one database");
    } else if (body.objectOrEmpty("options").containsKey("timeout")) {
      throw body.wrong("options.timeout", "goes with the whole batch");
    }
  }

  private static Body options(Body body, Set<String> keys) {
    return Body.of("options", body.objectOrEmpty("options"), keys);
  }

  private static InvalidRequestException within(String place, InvalidRequestException e) {
    String message = String.valueOf(e.getMessage());
    return e.path().isEmpty()
        ? new InvalidRequestException(place, message)
        : new InvalidRequestException(
            place + "." + e.path(), message.substring(e.path().length() + 2));
  }

  private static Set<String> union(Set<String> some, Set<String> others) {
    Set<String> all = new HashSet<>(some);
    all.addAll(others);
    return all;
  }
}
