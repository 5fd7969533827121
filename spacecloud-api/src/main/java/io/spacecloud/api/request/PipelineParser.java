package io.spacecloud.api.request;

import io.spacecloud.api.condition.Conditions;
import io.spacecloud.api.condition.FieldPath;
import io.spacecloud.api.error.InvalidRequestException;
import io.spacecloud.api.request.Stage.Accumulator;
import io.spacecloud.api.request.Stage.Function;
import io.spacecloud.api.request.Stage.Key;
import io.spacecloud.api.request.Stage.Projection;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads the portable subset of MongoDB's aggregation pipeline; other stages are refused. */
final class PipelineParser {
  private static final int MAX_STAGES = 32;
  private static final int MAX_FIELDS = 256;

  private PipelineParser() {}

  static List<Stage> parse(List<?> pipeline) {
    check(pipeline.size() <= MAX_STAGES, "pipe", "more than " + MAX_STAGES + " stages");
    List<Stage> stages = new ArrayList<>(pipeline.size());
    for (Object stage : pipeline) {
      String place = "pipe." + stages.size();
      Map<?, ?> map = object(place, stage);
      check(map.size() == 1, place, "a stage is an object with one key");
      Map.Entry<?, ?> entry = map.entrySet().iterator().next();
      stages.add(stage(place, String.valueOf(entry.getKey()), entry.getValue()));
    }
    return stages;
  }

  private static Stage stage(String place, String name, @Nullable Object operand) {
    return switch (name) {
      case "$match" ->
          new Stage.Match(Conditions.parse(place + ".$match", object(place + ".$match", operand)));
      case "$group" -> group(place + ".$group", object(place + ".$group", operand));
      case "$sort" -> new Stage.Order(sort(place + ".$sort", object(place + ".$sort", operand)));
      case "$skip" -> new Stage.Skip(count(place + ".$skip", operand));
      case "$limit" -> new Stage.Limit(count(place + ".$limit", operand));
      case "$project" -> project(place + ".$project", object(place + ".$project", operand));
      case "$count" -> new Stage.Count(name(place + ".$count", operand));
      default -> throw new InvalidRequestException(place, "unknown stage");
    };
  }

  private static Stage group(String place, Map<?, ?> operand) {
    check(operand.containsKey("_id"), place, "expected _id");
    check(operand.size() <= MAX_FIELDS, place, "more than " + MAX_FIELDS + " fields");
    List<Key> keys = new ArrayList<>();
    Object id = operand.get("_id");
    if (id instanceof Map<?, ?> map) {
      check(!map.isEmpty(), place + "._id", "an empty object");
      map.forEach(
          (name, path) ->
              keys.add(new Key(name(place + "._id", name), reference(place + "._id", path))));
    } else if (id != null) {
      keys.add(new Key("_id", reference(place + "._id", id)));
    }
    List<Accumulator> accumulators = new ArrayList<>();
    operand.forEach(
        (key, value) -> {
          if (!"_id".equals(key)) {
            accumulators.add(accumulator(place, name(place, key), value));
          }
        });
    return new Stage.Group(keys, id instanceof Map, accumulators);
  }

  private static Accumulator accumulator(String place, String name, @Nullable Object operand) {
    String inner = place + "." + name;
    Map<?, ?> map = object(inner, operand);
    check(map.size() == 1, inner, "an accumulator is an object with one key");
    Map.Entry<?, ?> entry = map.entrySet().iterator().next();
    for (Function function : Function.values()) {
      if (function.wire().equals(entry.getKey())) {
        return accumulator(inner, name, function, entry.getValue());
      }
    }
    throw new InvalidRequestException(inner, "unknown accumulator");
  }

  private static Accumulator accumulator(
      String place, String name, Function function, @Nullable Object operand) {
    if (function == Function.COUNT) {
      check(operand instanceof Map<?, ?> map && map.isEmpty(), place, "$count takes {}");
      return new Accumulator(name, function, null, 1);
    } else if (function == Function.SUM && operand instanceof Number number) {
      long constant = whole(number, Long.MIN_VALUE);
      check(constant != Long.MIN_VALUE, place, "$sum takes a whole number or a field");
      return new Accumulator(name, function, null, constant);
    }
    return new Accumulator(name, function, reference(place, operand), 0);
  }

  private static List<Sort> sort(String place, Map<?, ?> operand) {
    check(!operand.isEmpty() && operand.size() <= 32, place, "expected 1 to 32 fields");
    List<Sort> keys = new ArrayList<>();
    operand.forEach(
        (path, direction) -> keys.add(new Sort(path(place, path), descending(place, direction))));
    return keys;
  }

  private static boolean descending(String place, @Nullable Object direction) {
    long value = whole(direction, 0);
    check(value == 1 || value == -1, place, "a direction is 1 or -1");
    return value == -1;
  }

  private static Stage project(String place, Map<?, ?> operand) {
    check(
        !operand.isEmpty() && operand.size() <= MAX_FIELDS,
        place,
        "expected 1 to " + MAX_FIELDS + " fields");
    List<Projection> fields = new ArrayList<>();
    operand.forEach(
        (key, value) -> {
          String name = name(place, key);
          boolean kept = Boolean.TRUE.equals(value) || whole(value, 0) == 1;
          boolean dropped = Boolean.FALSE.equals(value) || whole(value, 1) == 0;
          if (!dropped || !name.equals("_id")) {
            fields.add(
                new Projection(
                    name, kept ? FieldPath.of(name) : reference(place + "." + name, value)));
          }
        });
    check(!fields.isEmpty(), place, "keeps no field");
    return new Stage.Project(fields);
  }

  private static FieldPath reference(String place, @Nullable Object operand) {
    if (operand instanceof String text && text.startsWith("$")) {
      return path(place, text.substring(1));
    }
    throw new InvalidRequestException(place, "expected a field such as \"$price\"");
  }

  private static FieldPath path(String place, @Nullable Object text) {
    try {
      return FieldPath.of(text instanceof String name ? name : "");
    } catch (InvalidRequestException e) {
      throw new InvalidRequestException(place, "not a valid field path");
    }
  }

  private static long count(String place, @Nullable Object operand) {
    long count = whole(operand, -1);
    check(count >= 0, place, "expected a whole number that is not negative");
    return count;
  }

  /** The number if it is a whole one that a long holds, else the other. */
  private static long whole(@Nullable Object value, long otherwise) {
    if (!(value instanceof Number number)) {
      return otherwise;
    }
    try {
      return new BigDecimal(number.toString()).longValueExact();
    } catch (ArithmeticException | NumberFormatException e) {
      return otherwise;
    }
  }

  private static String name(String place, @Nullable Object name) {
    FieldPath path = path(place, name);
    check(!path.isNested(), place, "a name without dots");
    return path.root();
  }

  private static Map<?, ?> object(String place, @Nullable Object value) {
    if (value instanceof Map<?, ?> map) {
      return map;
    }
    throw new InvalidRequestException(place, "expected an object");
  }

  private static void check(boolean valid, String place, String problem) {
    if (!valid) {
      throw new InvalidRequestException(place, problem);
    }
  }
}
