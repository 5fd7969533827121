package io.spacecloud.engine.json;

import io.spacecloud.api.condition.Condition;
import io.spacecloud.api.condition.Conditions;
import io.spacecloud.api.condition.FieldPath;
import io.spacecloud.api.error.InvalidRequestException;
import io.spacecloud.api.request.Aggregate;
import io.spacecloud.api.request.Create;
import io.spacecloud.api.request.Delete;
import io.spacecloud.api.request.Read;
import io.spacecloud.api.request.Sort;
import io.spacecloud.api.request.Update;
import io.spacecloud.api.request.WriteRequest;
import io.spacecloud.api.result.Document;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Makes requests of the members of their bodies. */
final class BodyParser {
  private BodyParser() {}

  static WriteRequest item(String database, Body body) {
    body.allow("type", "col", "dbType", "doc", "op", "find", "update", "options");
    String collection = body.text("col");
    if (body.has("dbType") && !body.text("dbType").equals(database)) {
      throw body.problem("dbType", "a batch stays within one database");
    }
    Body rest = without(body, "type", "col", "dbType");
    try {
      return switch (body.text("type")) {
        case "create" -> create(database, collection, rest);
        case "update" -> update(database, collection, rest);
        case "delete" -> delete(database, collection, rest);
        default -> throw new InvalidRequestException("type", "expected create, update or delete");
      };
    } catch (InvalidRequestException e) {
      throw within(body, e);
    }
  }

  private static Body without(Body body, String... keys) {
    Map<Object, Object> rest = new java.util.LinkedHashMap<>(body.members());
    rest.keySet().removeAll(List.of(keys));
    return new Body("", rest);
  }

  /** The same problem, its path led by the item's. */
  private static InvalidRequestException within(Body body, InvalidRequestException e) {
    if (e.path().startsWith(body.path() + ".")) {
      return e;
    }
    String message = String.valueOf(e.getMessage());
    String problem = e.path().isEmpty() ? message : message.substring(e.path().length() + 2);
    return body.problem(e.path(), problem);
  }

  static Create create(String database, String collection, Body body) {
    body.allow("doc", "op", "options");
    Create create =
        switch (body.text("op")) {
          case "one" -> Create.one(database, collection, fields("doc", body.object("doc")));
          case "all" -> Create.all(database, collection, documents(body));
          default -> throw unknownOp(body);
        };
    Body options = body.options("dryRun", "allowPartial", "timeout");
    create = options.flag("dryRun") ? create.asDryRun() : create;
    create = options.flag("allowPartial") ? create.withPartialAllowed() : create;
    return options.timeout() == null ? create : create.timeout(options.timeout());
  }

  private static List<Map<String, ?>> documents(Body body) {
    List<Map<String, ?>> documents = new ArrayList<>();
    for (Object doc : body.list("doc")) {
      String path = "doc." + documents.size();
      if (!(doc instanceof Map<?, ?> map)) {
        throw new InvalidRequestException(path, "expected an object");
      }
      documents.add(fields(path, map));
    }
    return documents;
  }

  @SuppressWarnings("unchecked") // JsonValues makes no other keys, and Document checks the values
  private static Map<String, ?> fields(String path, Map<?, ?> map) {
    for (Object key : map.keySet()) {
      if (!(key instanceof String)) {
        throw new InvalidRequestException(path, "keys must be strings");
      }
    }
    return (Map<String, ?>) map;
  }

  static Read read(String database, String collection, Body body) {
    body.allow("find", "op", "options");
    Read.Op op =
        switch (body.text("op")) {
          case "one" -> Read.Op.ONE;
          case "all" -> Read.Op.ALL;
          case "count" -> Read.Op.COUNT;
          case "distinct" -> Read.Op.DISTINCT;
          default -> throw unknownOp(body);
        };
    Body options = body.options("select", "sort", "skip", "limit", "distinct", "after", "timeout");
    Long skip = options.count("skip");
    return new Read(
        database,
        collection,
        op,
        find(body),
        select(options),
        sort(options),
        skip == null ? 0 : skip,
        options.count("limit"),
        distinct(options),
        options.has("after")
            ? Document.of("options.after", fields("options.after", options.object("after")))
            : null,
        options.timeout());
  }

  private static Condition find(Body body) {
    return body.has("find") ? Conditions.parse("find", body.object("find")) : Conditions.TRUE;
  }

  private static @Nullable FieldPath distinct(Body options) {
    return options.has("distinct") ? path(options, "distinct", options.text("distinct")) : null;
  }

  private static List<FieldPath> select(Body options) {
    Object value = options.value("select");
    List<FieldPath> fields = new ArrayList<>();
    if (value instanceof Map<?, ?> map) {
      map.forEach(
          (name, kept) -> {
            if (!Boolean.TRUE.equals(kept) && !Long.valueOf(1).equals(kept)) {
              throw options.problem("select", "fields are selected by 1 or true");
            }
            fields.add(path(options, "select", name));
          });
    } else if (value instanceof List<?> list) {
      list.forEach(name -> fields.add(path(options, "select", name)));
    } else if (options.has("select")) {
      throw options.problem("select", "expected an object or a list");
    }
    return fields;
  }

  private static List<Sort> sort(Body options) {
    Object value = options.value("sort");
    List<Sort> keys = new ArrayList<>();
    if (value instanceof Map<?, ?> map) {
      map.forEach(
          (name, direction) -> {
            boolean descending = Long.valueOf(-1).equals(direction);
            if (!descending && !Long.valueOf(1).equals(direction)) {
              throw options.problem("sort", "a direction is 1 or -1");
            }
            keys.add(new Sort(path(options, "sort", name), descending));
          });
    } else if (value instanceof List<?> list) {
      list.forEach(key -> keys.add(sortKey(options, key)));
    } else if (value instanceof String key) {
      keys.add(sortKey(options, key));
    } else if (options.has("sort")) {
      throw options.problem("sort", "expected an object, a list or a text");
    }
    return keys;
  }

  private static Sort sortKey(Body options, @Nullable Object key) {
    String text = key instanceof String name ? name : "";
    boolean descending = text.startsWith("-");
    return new Sort(path(options, "sort", descending ? text.substring(1) : key), descending);
  }

  private static FieldPath path(Body options, String key, @Nullable Object name) {
    try {
      return FieldPath.of(name instanceof String text ? text : "");
    } catch (InvalidRequestException e) {
      throw options.problem(key, "not a valid field path");
    }
  }

  static Update update(String database, String collection, Body body) {
    body.allow("find", "update", "op", "options");
    Update update =
        switch (body.text("op")) {
          case "one" -> Update.one(database, collection);
          case "all" -> Update.all(database, collection);
          case "upsert" -> Update.upsert(database, collection);
          default -> throw unknownOp(body);
        };
    update = update.withWhere(find(body)).with(fields("update", body.object("update")));
    if (update.assignments().isEmpty()) {
      throw body.problem("update", "no operator");
    }
    Body options = body.options("maxAffected", "dryRun", "timeout");
    Long most = options.count("maxAffected");
    update = most == null ? update : update.maxAffected(most);
    update = options.flag("dryRun") ? update.asDryRun() : update;
    return options.timeout() == null ? update : update.timeout(options.timeout());
  }

  static Delete delete(String database, String collection, Body body) {
    body.allow("find", "op", "options");
    Delete delete =
        switch (body.text("op")) {
          case "one" -> Delete.one(database, collection);
          case "all" -> Delete.all(database, collection);
          default -> throw unknownOp(body);
        };
    delete = delete.withWhere(find(body));
    Body options = body.options("maxAffected", "dryRun", "timeout");
    Long most = options.count("maxAffected");
    delete = most == null ? delete : delete.maxAffected(most);
    delete = options.flag("dryRun") ? delete.asDryRun() : delete;
    return options.timeout() == null ? delete : delete.timeout(options.timeout());
  }

  static Aggregate aggregate(String database, String collection, Body body) {
    body.allow("pipe", "op", "options");
    List<Map<String, ?>> stages = new ArrayList<>();
    for (Object stage : body.list("pipe")) {
      String path = "pipe." + stages.size();
      if (!(stage instanceof Map<?, ?> map)) {
        throw new InvalidRequestException(path, "expected an object");
      }
      stages.add(fields(path, map));
    }
    Aggregate aggregate =
        switch (body.text("op")) {
          case "one" -> Aggregate.one(database, collection, stages);
          case "all" -> Aggregate.all(database, collection, stages);
          default -> throw unknownOp(body);
        };
    Body options = body.options("timeout");
    return options.timeout() == null ? aggregate : aggregate.timeout(options.timeout());
  }

  private static InvalidRequestException unknownOp(Body body) {
    return body.problem("op", "unknown op");
  }
}
