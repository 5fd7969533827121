package io.spacecloud.engine.security;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.spacecloud.api.condition.Conditions;
import io.spacecloud.api.request.Aggregate;
import io.spacecloud.api.request.Create;
import io.spacecloud.api.request.Delete;
import io.spacecloud.api.request.Read;
import io.spacecloud.api.request.Request;
import io.spacecloud.api.request.Sort;
import io.spacecloud.api.request.Stage;
import io.spacecloud.api.request.Update;
import io.spacecloud.api.request.WriteRequest;
import io.spacecloud.engine.json.RequestReader;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Says requests in JSON, as a client would, and has the engine read them. */
final class Wire {
  private static final JsonMapper MAPPER = new JsonMapper();
  private static final RequestReader READER = new RequestReader();

  private Wire() {}

  /** The request as it comes out of its JSON. */
  static Request sent(Request request) {
    if (request instanceof Read read) {
      return READER.read(read.database(), read.collection(), json(body(read)));
    } else if (request instanceof Create create) {
      return READER.create(create.database(), create.collection(), json(body(create)));
    } else if (request instanceof Update update) {
      return READER.update(update.database(), update.collection(), json(body(update)));
    } else if (request instanceof Delete delete) {
      return READER.delete(delete.database(), delete.collection(), json(body(delete)));
    } else if (request instanceof Aggregate aggregate) {
      Map<String, Object> body = body(op(aggregate.op()), Map.of());
      body.put("pipe", aggregate.stages().stream().map(Wire::stage).toList());
      return READER.aggregate(aggregate.database(), aggregate.collection(), json(body));
    }
    throw new AssertionError(request.getClass());
  }

  /** A batch of this one write, as it comes out of its JSON. */
  static Request batched(WriteRequest request) {
    Map<String, Object> item =
        request instanceof Create create
            ? body(create)
            : request instanceof Update update ? body(update) : body((Delete) request);
    item.put("type", request.operation().key());
    item.put("col", request.collection());
    return READER.batch(request.database(), json(Map.of("reqs", List.of(item))));
  }

  /** What a body says to {@code todos} of {@code db}. */
  static Request read(String type, String body) {
    return switch (type) {
      case "read" -> READER.read("db", "todos", body);
      case "create" -> READER.create("db", "todos", body);
      case "update" -> READER.update("db", "todos", body);
      case "delete" -> READER.delete("db", "todos", body);
      case "aggregate" -> READER.aggregate("db", "todos", body);
      case "batch" -> READER.batch("db", body);
      default -> throw new AssertionError(type);
    };
  }

  static String json(Map<String, ?> body) {
    try {
      return MAPPER.writeValueAsString(body);
    } catch (JsonProcessingException e) {
      throw new AssertionError(e);
    }
  }

  private static Map<String, Object> body(String op, Map<String, ?> options) {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("op", op);
    body.put("options", options);
    return body;
  }

  private static String op(Enum<?> op) {
    return op.name().toLowerCase(Locale.ROOT);
  }

  private static Map<String, Object> body(Read read) {
    Map<String, Object> options = new LinkedHashMap<>();
    options.put("select", read.select().stream().map(Object::toString).toList());
    options.put("sort", read.sort().stream().map(Sort::toString).toList());
    options.put("skip", read.skip());
    put(options, "limit", read.limit());
    put(options, "after", read.after());
    put(options, "distinct", read.distinct() == null ? null : read.distinct().toString());
    Map<String, Object> body = body(op(read.op()), options);
    body.put("find", Conditions.toMap(read.where()));
    return body;
  }

  private static Map<String, Object> body(Create create) {
    Map<String, Object> body = body(op(create.op()), Map.of("dryRun", create.dryRun()));
    body.put("doc", create.op() == Create.Op.ONE ? create.docs().get(0) : create.docs());
    return body;
  }

  private static Map<String, Object> body(Update update) {
    Map<String, Object> body = body(op(update.op()), Map.of("dryRun", update.dryRun()));
    Map<String, Map<String, Object>> operators = new LinkedHashMap<>();
    update
        .assignments()
        .forEach(
            each ->
                operators
                    .computeIfAbsent(each.operator().wire(), name -> new LinkedHashMap<>())
                    .put(each.path().toString(), each.value()));
    body.put("find", Conditions.toMap(update.where()));
    body.put("update", operators);
    return body;
  }

  private static Map<String, Object> body(Delete delete) {
    Map<String, Object> body = body(op(delete.op()), Map.of("dryRun", delete.dryRun()));
    body.put("find", Conditions.toMap(delete.where()));
    return body;
  }

  private static void put(Map<String, Object> options, String key, Object value) {
    if (value != null) {
      options.put(key, value);
    }
  }

  private static Map<String, Object> stage(Stage stage) {
    if (stage instanceof Stage.Match match) {
      return Map.of("$match", Conditions.toMap(match.condition()));
    } else if (stage instanceof Stage.Order order) {
      Map<String, Object> keys = new LinkedHashMap<>();
      order.keys().forEach(key -> keys.put(key.path().toString(), key.descending() ? -1 : 1));
      return Map.of("$sort", keys);
    } else if (stage instanceof Stage.Skip skip) {
      return Map.of("$skip", skip.documents());
    } else if (stage instanceof Stage.Limit limit) {
      return Map.of("$limit", limit.documents());
    } else if (stage instanceof Stage.Count count) {
      return Map.of("$count", count.name());
    } else if (stage instanceof Stage.Project project) {
      Map<String, Object> fields = new LinkedHashMap<>();
      project.fields().forEach(field -> fields.put(field.name(), "$" + field.source()));
      return Map.of("$project", fields);
    }
    return Map.of("$group", group((Stage.Group) stage));
  }

  private static Map<String, Object> group(Stage.Group group) {
    Map<String, Object> written = new LinkedHashMap<>();
    Map<String, Object> keys = new LinkedHashMap<>();
    group.keys().forEach(key -> keys.put(key.name(), "$" + key.path()));
    written.put("_id", group.composite() ? keys : keys.get("_id"));
    group
        .accumulators()
        .forEach(
            each ->
                written.put(
                    each.name(),
                    Map.of(
                        each.function().wire(),
                        each.path() == null ? (Object) each.constant() : "$" + each.path())));
    return written;
  }
}
