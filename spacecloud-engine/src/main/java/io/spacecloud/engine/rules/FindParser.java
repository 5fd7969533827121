package io.spacecloud.engine.rules;

import io.spacecloud.api.condition.Condition;
import io.spacecloud.api.condition.Conditions;
import io.spacecloud.api.condition.FieldPath;
import io.spacecloud.api.error.InvalidRequestException;
import io.spacecloud.api.value.Values;
import io.spacecloud.engine.config.Problems;
import io.spacecloud.engine.rules.FindTemplate.Fixed;
import io.spacecloud.engine.rules.FindTemplate.Test;
import io.spacecloud.engine.rules.FindTemplate.Tested;
import io.spacecloud.engine.rules.Operand.Entries;
import io.spacecloud.engine.rules.Operand.Items;
import io.spacecloud.engine.rules.Operand.Literal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Reads the {@code find} of a rule. Parts without variables are conditions as requests have them;
 * around variables the same grammar is read here, so that their values can come later.
 */
final class FindParser {
  private static final int MAX_NODES = 1_000;

  /** Stands for a part that has a problem: parsing goes on, to find the others. */
  private static final FindTemplate UNSOUND =
      new Tested(FieldPath.of("unsound"), Test.EQ, new Literal(null));

  private final Problems problems;
  private final OperandParser operands;
  private final Scope scope;
  private int nodes;

  FindParser(Problems problems, OperandParser operands, Scope scope) {
    this.problems = problems;
    this.operands = operands;
    this.scope = scope;
  }

  FindTemplate parse(String place, @Nullable Object node) {
    return query(place, node, Values.MAX_DEPTH);
  }

  private FindTemplate query(String place, @Nullable Object node, int depth) {
    if (!(node instanceof Map<?, ?> map)) {
      return problem(place, "expected an object");
    } else if (depth == 0) {
      return problem(place, "nested deeper than " + Values.MAX_DEPTH);
    } else if (map.isEmpty() && depth < Values.MAX_DEPTH) {
      return problem(place, "an empty object");
    }
    List<FindTemplate> parts = new ArrayList<>(map.size());
    map.forEach((key, value) -> parts.add(entry(place, key, value, depth)));
    return all(parts);
  }

  private FindTemplate entry(
      String place, @Nullable Object name, @Nullable Object value, int depth) {
    return name instanceof String key
        ? part(place, key, value, depth)
        : problem(place, "keys must be strings");
  }

  private FindTemplate part(String place, String key, @Nullable Object value, int depth) {
    if (++nodes > MAX_NODES) {
      return nodes == MAX_NODES + 1 ? problem(place, "more than 1,000 nodes") : UNSOUND;
    } else if (!OperandParser.isDynamic(value)) {
      return fixed(place, key, value);
    }
    String inner = place + "." + key;
    return switch (key) {
      case "$and" -> all(queries(inner, value, depth));
      case "$or" -> any(queries(inner, value, depth));
      case "$nor" -> not(any(queries(inner, value, depth)));
      case "$not" -> not(query(inner, value, depth - 1));
      default ->
          key.startsWith("$") ? problem(inner, "unknown operator") : field(inner, key, value);
    };
  }

  private List<FindTemplate> queries(String place, @Nullable Object node, int depth) {
    if (!(node instanceof List<?> list)) {
      return List.of(problem(place, "expected a list"));
    }
    List<FindTemplate> parts = new ArrayList<>(list.size());
    for (Object query : list) {
      parts.add(query(place + "." + parts.size(), query, depth - 1));
    }
    return parts;
  }

  private FindTemplate field(String place, String name, @Nullable Object value) {
    FieldPath path;
    try {
      path = FieldPath.of(name);
    } catch (InvalidRequestException e) {
      return problem(place, "not a valid field path");
    }
    return tests(place, path, value, Values.MAX_DEPTH);
  }

  private FindTemplate tests(String place, FieldPath path, @Nullable Object value, int depth) {
    if (depth == 0) {
      return problem(place, "nested deeper than " + Values.MAX_DEPTH);
    }
    if (!(value instanceof Map<?, ?> map) || OperandParser.isEscape(map)) {
      return tested(place, path, Test.EQ, value);
    }
    List<FindTemplate> parts = new ArrayList<>(map.size());
    map.forEach(
        (key, argument) ->
            parts.add(operator(place + "." + key, path, String.valueOf(key), argument, depth)));
    return all(parts);
  }

  private FindTemplate operator(
      String place, FieldPath path, String name, @Nullable Object argument, int depth) {
    if (!name.startsWith("$")) {
      return problem(place, "expected operators; compare objects with $eq");
    } else if (!OperandParser.isDynamic(argument)) {
      return fixedTest(place, path, name, argument);
    }
    return switch (name) {
      case "$eq" -> tested(place, path, Test.EQ, argument);
      case "$ne" -> not(tested(place, path, Test.EQ, argument));
      case "$gt" -> tested(place, path, Test.GT, argument);
      case "$gte" -> tested(place, path, Test.GTE, argument);
      case "$lt" -> tested(place, path, Test.LT, argument);
      case "$lte" -> tested(place, path, Test.LTE, argument);
      case "$in" -> tested(place, path, Test.IN, argument);
      case "$nin" -> not(tested(place, path, Test.IN, argument));
      case "$like" -> tested(place, path, Test.LIKE, argument);
      case "$contains" -> tested(place, path, Test.CONTAINS, argument);
      case "$not" ->
          argument instanceof Map<?, ?> map && !OperandParser.isEscape(map)
              ? not(tests(place, path, map, depth - 1))
              : problem(place, "expected an object");
      case "$exists" -> problem(place, "expected true or false");
      default -> problem(place, "unknown operator");
    };
  }

  private FindTemplate tested(String place, FieldPath path, Test test, @Nullable Object argument) {
    Operand operand = operands.parse(place, argument, scope);
    if (operand == null) {
      return UNSOUND;
    }
    String misfit = misfit(test, operand);
    return misfit == null ? new Tested(path, test, operand) : problem(place, misfit);
  }

  /** Why the operand can never go with the test, or null. */
  private static @Nullable String misfit(Test test, Operand operand) {
    boolean composed = operand instanceof Items || operand instanceof Entries;
    Object literal = operand instanceof Literal l ? l.value() : null;
    boolean variable = operand instanceof Operand.Variable;
    if (operand instanceof Literal && literal == null) {
      return "null cannot be escaped";
    }
    return switch (test) {
      case EQ, CONTAINS -> null;
      case GT, GTE, LT, LTE ->
          composed || (literal != null && !Values.kindOf(literal).isOrdered())
              ? "expected a value that has an order"
              : null;
      case IN ->
          variable || operand instanceof Items || literal instanceof List
              ? null
              : "expected a list";
      case LIKE -> variable || literal instanceof String ? null : "expected a pattern";
    };
  }

  private FindTemplate fixed(String place, String key, @Nullable Object value) {
    try {
      return new Fixed(Conditions.parse(place, Collections.singletonMap(key, value)));
    } catch (InvalidRequestException e) {
      return problem(e.path(), text(e));
    }
  }

  /** A test without variables, somewhere inside a field. */
  private FindTemplate fixedTest(
      String place, FieldPath path, String name, @Nullable Object argument) {
    Map<String, ?> test = Collections.singletonMap(name, argument);
    try {
      return new Fixed(Conditions.parse("", Map.of(path.toString(), test)));
    } catch (InvalidRequestException e) {
      String here = "." + path + "." + name;
      return problem(
          e.path().startsWith(here) ? place + e.path().substring(here.length()) : place, text(e));
    }
  }

  /** The error's message without its path. */
  private static String text(InvalidRequestException e) {
    String message = Objects.requireNonNullElse(e.getMessage(), "");
    String prefix = e.path() + ": ";
    return message.startsWith(prefix) ? message.substring(prefix.length()) : message;
  }

  private FindTemplate problem(String place, String text) {
    problems.add(place, text);
    return UNSOUND;
  }

  private static FindTemplate all(List<FindTemplate> parts) {
    if (parts.stream().allMatch(Fixed.class::isInstance)) {
      return new Fixed(Conditions.and(conditions(parts)));
    }
    return parts.size() == 1 ? parts.get(0) : new FindTemplate.All(parts);
  }

  private static FindTemplate any(List<FindTemplate> parts) {
    return parts.size() == 1 ? parts.get(0) : new FindTemplate.Any(parts);
  }

  private static FindTemplate not(FindTemplate part) {
    return part instanceof Fixed fixed
        ? new Fixed(Conditions.not(fixed.condition()))
        : new FindTemplate.Negated(part);
  }

  private static List<Condition> conditions(List<FindTemplate> parts) {
    return parts.stream().map(part -> ((Fixed) part).condition()).toList();
  }
}
