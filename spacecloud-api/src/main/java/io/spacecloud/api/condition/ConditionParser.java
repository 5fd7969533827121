package io.spacecloud.api.condition;

import io.spacecloud.api.condition.Condition.Operator;
import io.spacecloud.api.error.InvalidRequestException;
import io.spacecloud.api.value.Values;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads the wire form of one condition; what it does not understand wholly, it refuses. */
final class ConditionParser {
  /** Where the parser stands; becomes a text only where an error needs it. */
  private record Place(@Nullable Place parent, String name, int position) {
    static Place of(String name) {
      return new Place(null, name, NAMED);
    }

    Place at(String inner) {
      return new Place(this, inner, NAMED);
    }

    Place at(int inner) {
      return new Place(this, "", inner);
    }

    @Override
    public String toString() {
      String own = position == NAMED ? name : Integer.toString(position);
      return parent == null ? own : parent + "." + (position == NAMED ? Shown.of(own) : own);
    }
  }

  private static final int NAMED = -1;

  static final int MAX_NODES = 1_000;
  static final int MAX_LIST = 10_000;

  /** Each of them is looked for in each list: databases take the product of both. */
  static final int MAX_SOUGHT = 1_000;

  private int nodes;

  Condition parse(String place, Map<?, ?> query) {
    return query(Place.of(place), query, Values.MAX_DEPTH);
  }

  private Condition query(Place place, Map<?, ?> query, int depth) {
    check(depth > 0, place, "nested deeper than " + Values.MAX_DEPTH);
    count(place);
    List<Condition> all = new ArrayList<>(query.size());
    query.forEach((key, operand) -> all.add(entry(place, name(place, key), operand, depth)));
    return Conditions.and(all);
  }

  private Condition entry(Place place, String key, @Nullable Object operand, int depth) {
    Place inner = place.at(key);
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

  private List<Condition> queries(Place place, @Nullable Object operand, int depth) {
    List<Condition> conditions = new ArrayList<>();
    for (Object clause : list(place, operand)) {
      Place inner = place.at(conditions.size());
      conditions.add(query(inner, object(inner, clause), depth - 1));
    }
    return conditions;
  }

  private Condition field(Place place, FieldPath path, @Nullable Object operand, int depth) {
    check(depth > 0, place, "nested deeper than " + Values.MAX_DEPTH);
    if (!(operand instanceof Map<?, ?> map) || isLiteral(map)) {
      count(place);
      return Conditions.equal(path, value(place, operand));
    }
    check(!map.isEmpty(), place, "an empty operator object");
    List<Condition> all = new ArrayList<>(map.size());
    map.forEach(
        (key, argument) -> {
          String name = name(place, key);
          check(name.startsWith("$"), place, "expected operators; compare objects with $eq");
          all.add(operator(place.at(name), path, name, argument, depth));
        });
    return Conditions.and(all);
  }

  private Condition operator(
      Place place, FieldPath path, String name, @Nullable Object argument, int depth) {
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
      default -> throw new InvalidRequestException(place.toString(), "unknown operator");
    };
  }

  private Condition compare(
      Place place, FieldPath path, Operator operator, @Nullable Object argument) {
    Object value = value(place, argument);
    if (value != null && !Values.kindOf(value).isOrdered()) {
      throw new InvalidRequestException(
          place.toString(), Values.kindOf(value).label() + " has no order");
    }
    return Conditions.compare(path, operator, value);
  }

  private Condition exists(Place place, FieldPath path, @Nullable Object argument) {
    check(argument instanceof Boolean, place, "expected true or false");
    Condition exists = Conditions.exists(path);
    return Boolean.TRUE.equals(argument) ? exists : Conditions.not(exists);
  }

  private Condition like(Place place, FieldPath path, @Nullable Object argument) {
    if (!(argument instanceof String pattern)) {
      throw new InvalidRequestException(place.toString(), "expected a pattern");
    }
    value(place, pattern);
    String problem = LikePattern.problem(pattern);
    if (problem != null) {
      throw new InvalidRequestException(place.toString(), problem);
    }
    return new Condition.Like(path, pattern);
  }

  private Condition contains(Place place, FieldPath path, @Nullable Object argument) {
    Object value = value(place, argument);
    check(value != null, place, "expected a value, a list or an object");
    return Conditions.contains(path, value);
  }

  private List<@Nullable Object> values(Place place, @Nullable Object argument) {
    List<?> list = list(place, argument);
    List<@Nullable Object> values = new ArrayList<>(list.size());
    for (int i = 0; i < list.size(); i++) {
      Object value = list.get(i);
      values.add(Values.isNormal(value) ? value : value(place.at(i), value));
    }
    return values;
  }

  private static @Nullable Object value(Place place, @Nullable Object value) {
    return Values.isNormal(value) ? value : Values.normalize(place.toString(), value);
  }

  /** {@code {"$oid": "…"}} is a value; every other object in its place holds operators. */
  private static boolean isLiteral(Map<?, ?> map) {
    return map.size() == 1 && map.get("$oid") instanceof String;
  }

  private static FieldPath path(Place place, String key) {
    try {
      return FieldPath.of(key);
    } catch (InvalidRequestException e) {
      throw new InvalidRequestException(place.toString(), "not a valid field path");
    }
  }

  private static String name(Place place, @Nullable Object key) {
    if (key instanceof String name) {
      return name;
    }
    throw new InvalidRequestException(place.toString(), "keys must be strings");
  }

  private static Map<?, ?> object(Place place, @Nullable Object value) {
    if (value instanceof Map<?, ?> map) {
      return map;
    }
    throw new InvalidRequestException(place.toString(), "expected an object");
  }

  private List<?> list(Place place, @Nullable Object value) {
    if (value instanceof List<?> list) {
      check(list.size() <= MAX_LIST, place, "more than " + MAX_LIST + " elements");
      return list;
    }
    throw new InvalidRequestException(place.toString(), "expected a list");
  }

  private void count(Place place) {
    check(++nodes <= MAX_NODES, place, "more than " + MAX_NODES + " nodes");
  }

  private static void check(boolean valid, Place place, String problem) {
    if (!valid) {
      throw new InvalidRequestException(place.toString(), problem);
    }
  }
}
