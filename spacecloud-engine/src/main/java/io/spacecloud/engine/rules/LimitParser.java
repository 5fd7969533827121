package io.spacecloud.engine.rules;

import io.spacecloud.api.condition.FieldPath;
import io.spacecloud.api.error.InvalidRequestException;
import io.spacecloud.api.request.Operation;
import io.spacecloud.api.rule.FieldAccess;
import io.spacecloud.engine.config.Problems;
import io.spacecloud.engine.rules.Rule.Deny;
import io.spacecloud.engine.rules.Rule.Label;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads what rules say of fields: {@code fields} beside a rule, and {@code remove}. */
final class LimitParser {
  private static final Set<Operation> READING = EnumSet.of(Operation.READ, Operation.AGGREGATE);
  private static final String RESULT = "res.";
  private static final int MAX_FIELDS = 100;

  private final Problems problems;

  LimitParser(Problems problems) {
    this.problems = problems;
  }

  /**
   * The rule, granting only for the fields of {@code allow}, or for all but those of {@code deny}.
   */
  Rule limited(Rule rule, @Nullable Object fields, Scope scope) {
    String path = rule.path() + ".fields";
    if (!scope.grants()) {
      return problem(path, "has no effect under not, or in a clause that only judges");
    } else if (scope.operation() == Operation.DELETE) {
      return problem(path, "a delete touches whole documents");
    } else if (!(fields instanceof Map<?, ?> map) || map.size() != 1) {
      return problem(path, "expected allow or deny, with a list of fields");
    } else if (map.containsKey("allow")) {
      return new Rule.Limited(
          rule.label(), rule, FieldAccess.allow(paths(path + ".allow", map.get("allow"), "")));
    } else if (map.containsKey("deny")) {
      return new Rule.Limited(
          rule.label(), rule, FieldAccess.deny(paths(path + ".deny", map.get("deny"), "")));
    }
    return problem(path, "expected allow or deny, with a list of fields");
  }

  /** {@code remove} of fields of the result. */
  Rule remove(Label label, Map<?, ?> node, Scope scope, @Nullable Rule clause) {
    boolean several = node.containsKey("fields");
    String path = label.path() + (several ? ".fields" : ".field");
    Object named = several ? node.get("fields") : node.get("field");
    if (!scope.grants()) {
      return problem(
          label.path() + ".rule", "has no effect under not, or in a clause that only judges");
    } else if (!READING.contains(scope.operation())) {
      return problem(label.path() + ".rule", "removes fields of what is read");
    } else if (several && node.containsKey("field")) {
      return problem(path, "field or fields, not both");
    }
    Set<FieldPath> fields = paths(path, named, RESULT);
    return new Rule.Remove(label, fields, clause);
  }

  private Set<FieldPath> paths(String path, @Nullable Object value, String prefix) {
    Set<FieldPath> paths = new LinkedHashSet<>();
    List<?> list = value instanceof List<?> several ? several : Arrays.asList(value);
    if (list.isEmpty() || list.size() > MAX_FIELDS) {
      problem(path, "expected 1 to " + MAX_FIELDS + " fields");
    }
    for (Object each : list) {
      if (each instanceof String name && name.startsWith(prefix)) {
        add(path, name.substring(prefix.length()), paths);
      } else {
        problem(path, "expected the names of fields" + (prefix.isEmpty() ? "" : ", such as res.a"));
      }
    }
    return paths;
  }

  private void add(String path, String name, Set<FieldPath> paths) {
    try {
      paths.add(FieldPath.of(name));
    } catch (InvalidRequestException e) {
      problem(path, "not a valid field path");
    }
  }

  private Rule problem(String path, String text) {
    problems.add(path, text);
    return new Deny(path);
  }
}
