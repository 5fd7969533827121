package io.spacecloud.engine.json;

import io.spacecloud.api.condition.Conditions;
import io.spacecloud.api.condition.FieldPath;
import io.spacecloud.api.error.InvalidRequestException;
import io.spacecloud.api.request.Read;
import io.spacecloud.api.request.Sort;
import io.spacecloud.api.result.Document;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads the body of a read. */
final class ReadBody {
  private static final int MAX_SELECT = 256;
  private static final int MAX_SORT = 32;
  private static final Set<String> KEYS = Set.of("find", "op", "options");
  private static final Set<String> OPTIONS =
      Set.of("select", "sort", "skip", "limit", "distinct", "after", "timeout");

  private ReadBody() {}

  static Read parse(String database, String collection, Map<?, ?> values) {
    Body body = Body.of("", values, KEYS);
    Body options = Body.of("options", body.objectOrEmpty("options"), OPTIONS);
    Long skip = options.count("skip");
    return new Read(
        database,
        collection,
        op(body),
        Conditions.parse("find", body.objectOrEmpty("find")),
        select(options),
        sort(options),
        skip == null ? 0 : skip,
        options.count("limit"),
        options.has("distinct") ? Body.path("options.distinct", options.need("distinct")) : null,
        options.has("after") ? Document.of("options.after", options.object("after")) : null,
        options.timeout());
  }

  private static Read.Op op(Body body) {
    return switch (body.text("op")) {
      case "one" -> Read.Op.ONE;
      case "all" -> Read.Op.ALL;
      case "count" -> Read.Op.COUNT;
      case "distinct" -> Read.Op.DISTINCT;
      default -> throw body.wrong("op", "expected one, all, count or distinct");
    };
  }

  private static List<FieldPath> select(Body options) {
    List<FieldPath> fields = new ArrayList<>();
    if (!options.has("select")) {
      return fields;
    } else if (options.need("select") instanceof Map<?, ?> map) {
      map.forEach(
          (name, kept) -> {
            if (!Boolean.TRUE.equals(kept) && number(kept) != 1) {
              throw options.wrong("select", "fields can only be selected, with 1");
            }
            fields.add(Body.path("options.select", name));
          });
    } else {
      options.list("select").forEach(name -> fields.add(Body.path("options.select", name)));
    }
    return bounded("options.select", fields, MAX_SELECT);
  }

  private static List<Sort> sort(Body options) {
    List<Sort> keys = new ArrayList<>();
    if (!options.has("sort")) {
      return keys;
    } else if (options.need("sort") instanceof Map<?, ?> map) {
      map.forEach(
          (name, direction) -> {
            if (Math.abs(number(direction)) != 1) {
              throw options.wrong("sort", "a direction is 1 or -1");
            }
            keys.add(new Sort(Body.path("options.sort", name), number(direction) < 0));
          });
    } else if (options.need("sort") instanceof String key) {
      keys.add(signed(key));
    } else {
      options.list("sort").forEach(key -> keys.add(signed(key)));
    }
    return bounded("options.sort", keys, MAX_SORT);
  }

  private static Sort signed(@Nullable Object key) {
    boolean descending = key instanceof String text && text.startsWith("-");
    Object name = descending ? String.valueOf(key).substring(1) : key;
    return new Sort(Body.path("options.sort", name), descending);
  }

  private static long number(@Nullable Object value) {
    return value instanceof Long || value instanceof Integer ? ((Number) value).longValue() : 0;
  }

  private static <T> List<T> bounded(String place, List<T> list, int most) {
    if (list.size() > most) {
      throw new InvalidRequestException(place, "more than " + most + " fields");
    }
    return list;
  }
}
