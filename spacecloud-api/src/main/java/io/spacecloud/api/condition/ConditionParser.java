package io.spacecloud.api.condition;

import io.spacecloud.api.condition.Condition.Operator;
import io.spacecloud.api.error.InvalidRequestException;
import io.spacecloud.api.value.ObjectId;
import io.spacecloud.api.value.Values;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads the wire form of one condition; what it does not understand wholly, it refuses. */
final class ConditionParser {
  static final int MAX_NODES = 1_000;
  static final int MAX_LIST = 10_000;

  private int nodes;

  Condition parse(String place, Map<?, ?> query) {
    return query(place, query, Values.MAX_DEPTH);
  }

  private Condition query(String place, Map<?, ?> query, int depth) {
    check(depth > 0, place, "nested deeper than " + Values.MAX_DEPTH);
    count(place);
    List<Condition> all = new ArrayList<>(query.size());
    query.forEach((key, operand) -> all.add(entry(place, name(place, key), operand, depth)));
    return Conditions.and(all);
  }

  private Condition entry(String place, String key, @Nullable Object operand, int depth) {
    String inner = place + "." + Shown.of(key);
    return switch (key) {
      case "$and" -> Conditions.and(queries(inner, operand, depth));
      case "$or" -> Conditions.or(queries(inner, operand, depth));
      case "$nor" -> Conditions.not(Conditions.or(queries(inner, operand, depth)));
      case "$not" -> Conditions.not(query(inner, object(inner, operand), depth - 1));
      default -> {
        check(!key.startsWith("$"), inner, "unknown operator");
        yield field(inner, path(inner, key), operand, depth);
      }
    };
  }

  private List<Condition> queries(String place, @Nullable Object operand, int depth) {
    List<Condition> conditions = new ArrayList<>();
    for (Object clause : list(place, operand)) {
      String inner = place + "." + conditions.size();
      conditions.add(query(inner, object(inner, clause), depth - 1));
    }
    return conditions;
  }

  private Condition field(String place, FieldPath path, @Nullable Object operand, int depth) {
    check(depth > 0, place, "nested deeper than " + Values.MAX_DEPTH);
    if (!(operand instanceof Map<?, ?> map) || isLiteral(map)) {
      return Conditions.equal(path, value(place, operand));
    }
    check(!map.isEmpty(), place, "an empty operator object");
    List<Condition> all = new ArrayList<>(map.size());
    map.forEach(
        (key, argument) -> {
          String name = name(place, key);
          check(name.startsWith("$"), place, "expected operators; compare objects with $eq");
          all.add(operator(place + "." + Shown.of(name), path, name, argument, depth));
        });
    return Conditions.and(all);
  }

  private Condition operator(
      String place, FieldPath path, String name, @Nullable Object argument, int depth) {
    count(place);
    return switch (name) {
      case "$eq" -> Conditions.equal(path, value(place, argument));
      case "$ne" -> Conditions.not(Conditions.equal(path, value(place, argument)));
      case "$gt" -> compare(place, path, Operator.GT, argument);
      case "$gte" -> compare(place, path, Operator.GTE, argument);
      case "$lt" -> compare(place, path, Operator.LT, argument);
      case "$lte" -> compare(place, path, Operator.LTE, argument);
      case "$in" -> Conditions.in(path, values(place, argument));
      case "$nin" -> Conditions.not(Conditions.in(path, values(place, argument)));
      case "$exists" -> exists(place, path, argument);
      case "$like" -> like(place, path, argument);
      case "$contains" -> contains(place, path, argument);
      case "$not" -> Conditions.not(field(place, path, object(place, argument), depth - 1));
      default -> throw new InvalidRequestException(place, "unknown operator");
    };
  }

  private Condition compare(
      String place, FieldPath path, Operator operator, @Nullable Object argument) {
    Object value = value(place, argument);
    check(
        value == null || Values.kindOf(value).isOrdered(),
        place,
        Values.kindOf(value).label() + " has no order");
    return Conditions.compare(path, operator, value);
  }

  private Condition exists(String place, FieldPath path, @Nullable Object argument) {
    check(argument instanceof Boolean, place, "expected true or false");
    Condition exists = Conditions.exists(path);
    return Boolean.TRUE.equals(argument) ? exists : Conditions.not(exists);
  }

  private Condition like(String place, FieldPath path, @Nullable Object argument) {
    if (!(argument instanceof String pattern)) {
      throw new InvalidRequestException(place, "expected a pattern");
    }
    LikePattern.of(place, pattern);
    return Conditions.like(path, pattern);
  }

  private Condition contains(String place, FieldPath path, @Nullable Object argument) {
    Object value = value(place, argument);
    check(value != null, place, "expected a value, a list or an object");
    return Conditions.contains(path, value);
  }

  private List<@Nullable Object> values(String place, @Nullable Object argument) {
    List<@Nullable Object> values = new ArrayList<>();
    for (Object value : list(place, argument)) {
      values.add(value(place + "." + values.size(), value));
    }
    return values;
  }

  /** A literal; {@code {"$oid": "…"}} is one, every other object is plain data. */
  private @Nullable Object value(String place, @Nullable Object value) {
    if (value instanceof Map<?, ?> map
        && map.size() == 1
        && map.get("$oid") instanceof String hex) {
      check(hex.matches("[0-9a-fA-F]{24}"), place, "an object id has 24 hexadecimal digits");
      return new ObjectId(hex);
    }
    return Values.normalize(place, value);
  }

  private static boolean isLiteral(Map<?, ?> map) {
    return map.size() == 1 && map.get("$oid") instanceof String;
  }

  private static FieldPath path(String place, String key) {
    try {
      return FieldPath.of(key);
    } catch (InvalidRequestException e) {
      throw new InvalidRequestException(place, "not a valid field path");
    }
  }

  private static String name(String place, @Nullable Object key) {
    if (key instanceof String name) {
      return name;
    }
    throw new InvalidRequestException(place, "keys must be strings");
  }

  private static Map<?, ?> object(String place, @Nullable Object value) {
    if (value instanceof Map<?, ?> map) {
      return map;
    }
    throw new InvalidRequestException(place, "expected an object");
  }

  private List<?> list(String place, @Nullable Object value) {
    if (value instanceof List<?> list) {
      check(list.size() <= MAX_LIST, place, "more than " + MAX_LIST + " elements");
      return list;
    }
    throw new InvalidRequestException(place, "expected a list");
  }

  private void count(String place) {
    check(++nodes <= MAX_NODES, place, "more than " + MAX_NODES + " nodes");
  }

  private static void check(boolean valid, String place, String problem) {
    if (!valid) {
      throw new InvalidRequestException(place, problem);
    }
  }
}
