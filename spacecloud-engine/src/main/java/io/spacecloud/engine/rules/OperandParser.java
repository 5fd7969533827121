package io.spacecloud.engine.rules;

import io.spacecloud.api.error.InvalidRequestException;
import io.spacecloud.api.value.Values;
import io.spacecloud.engine.config.Problems;
import io.spacecloud.engine.rules.Operand.Literal;
import java.util.ArrayList;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads operands: strings that begin with {@code args.} or {@code utils.} are variables. */
final class OperandParser {
  static final String ESCAPE = "$literal";

  private final Problems problems;

  OperandParser(Problems problems) {
    this.problems = problems;
  }

  /** The operand, or null after a problem. */
  @Nullable Operand parse(String path, @Nullable Object node, Scope scope) {
    return parse(path, node, scope, Values.MAX_DEPTH);
  }

  private @Nullable Operand parse(String path, @Nullable Object node, Scope scope, int depth) {
    if (depth == 0) {
      problems.add(path, "nested deeper than " + Values.MAX_DEPTH);
      return null;
    } else if (node instanceof String text && VariableParser.isVariable(text)) {
      return variable(path, text, scope);
    } else if (node instanceof Map<?, ?> map && isEscape(map)) {
      return literal(path, map.get(ESCAPE));
    } else if (!isDynamic(node)) {
      return literal(path, node);
    } else if (node instanceof List<?> list) {
      return items(path, list, scope, depth);
    } else if (node instanceof Map<?, ?> map) {
      return entries(path, map, scope, depth);
    }
    throw new AssertionError("only text, lists and objects hold variables");
  }

  private @Nullable Operand variable(String path, String text, Scope scope) {
    try {
      return VariableParser.parse(text, scope);
    } catch (VariableParser.MalformedException e) {
      problems.add(path, shown(text) + ": " + e.getMessage());
      return null;
    }
  }

  private @Nullable Operand literal(String path, @Nullable Object node) {
    try {
      return new Literal(Values.normalize(path, node instanceof Date d ? d.toInstant() : node));
    } catch (InvalidRequestException e) {
      problems.add(path, "not a value that rules can compare");
      return null;
    }
  }

  private @Nullable Operand items(String path, List<?> list, Scope scope, int depth) {
    List<Operand> elements = new ArrayList<>(list.size());
    boolean sound = true;
    for (int i = 0; i < list.size(); i++) {
      Operand element = parse(path + "." + i, list.get(i), scope, depth - 1);
      sound &= element != null && elements.add(element);
    }
    return sound ? new Operand.Items(elements) : null;
  }

  private @Nullable Operand entries(String path, Map<?, ?> map, Scope scope, int depth) {
    Map<String, Operand> fields = new LinkedHashMap<>();
    boolean sound = true;
    for (Map.Entry<?, ?> entry : map.entrySet()) {
      String key = String.valueOf(entry.getKey());
      Operand field = parse(path + "." + key, entry.getValue(), scope, depth - 1);
      if (field == null) {
        sound = false;
      } else {
        fields.put(key, field);
      }
    }
    return sound ? new Operand.Entries(fields) : null;
  }

  /** Whether the node holds a variable, or an escape from one. */
  static boolean isDynamic(@Nullable Object node) {
    return isDynamic(node, Values.MAX_DEPTH);
  }

  private static boolean isDynamic(@Nullable Object node, int depth) {
    if (node instanceof String text) {
      return VariableParser.isVariable(text);
    } else if (depth == 0) {
      return false; // what nests so deeply is refused as a literal
    } else if (node instanceof List<?> list) {
      return list.stream().anyMatch(element -> isDynamic(element, depth - 1));
    }
    return node instanceof Map<?, ?> map
        && (isEscape(map) || map.values().stream().anyMatch(value -> isDynamic(value, depth - 1)));
  }

  static boolean isEscape(Map<?, ?> map) {
    return map.size() == 1 && map.containsKey(ESCAPE);
  }

  private static String shown(String text) {
    String clean = text.replaceAll("[\\p{Cntrl}\\p{Cs}]", "?");
    return clean.length() <= 64 ? clean : clean.substring(0, 64) + "…";
  }
}
