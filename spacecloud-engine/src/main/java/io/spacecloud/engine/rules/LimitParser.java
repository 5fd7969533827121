package io.spacecloud.engine.rules;

import io.spacecloud.api.condition.FieldPath;
import io.spacecloud.api.error.InvalidRequestException;
import io.spacecloud.api.request.Operation;
import io.spacecloud.api.rule.FieldAccess;
import io.spacecloud.engine.config.Problems;
import io.spacecloud.engine.rules.Rule.Deny;
import io.spacecloud.engine.rules.Rule.Label;
import io.spacecloud.engine.rules.Rule.Part;
import io.spacecloud.engine.rules.Rule.Target;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashMap;
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
  private static final String MISPLACED =
      "has no effect under not, or in a clause that only judges";
  private static final Map<String, Part> PARTS = new LinkedHashMap<>();

  static {
    PARTS.put("args.doc.", Part.DOC);
    PARTS.put("args.update.$set.", Part.UPDATE);
    PARTS.put("args.find.", Part.FIND);
  }

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
      return problem(path, MISPLACED);
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

  /** {@code remove} of fields of the result, or of the request. */
  Rule remove(Label label, Map<?, ?> node, Scope scope, @Nullable Rule clause) {
    boolean several = node.containsKey("fields");
    String path = label.path() + (several ? ".fields" : ".field");
    Object named = several ? node.get("fields") : node.get("field");
    if (!scope.grants()) {
      return problem(label.path() + ".rule", MISPLACED);
    } else if (several && node.containsKey("field")) {
      return problem(path, "field or fields, not both");
    } else if (READING.contains(scope.operation())) {
      return new Rule.Remove(label, paths(path, named, RESULT), clause);
    }
    List<Target> targets = new ArrayList<>();
    List<?> list = named instanceof List<?> each ? each : Arrays.asList(named);
    list.forEach(each -> addTarget(path, each, scope, targets));
    if (targets.stream().anyMatch(target -> target.part() == Part.FIND)) {
      return problem(path, "no condition is taken away");
    }
    return new Rule.Change(label, targets, null, clause);
  }

  /** {@code force} of a value into the request. */
  Rule force(
      Label label, Map<?, ?> node, Scope scope, @Nullable Rule clause, OperandParser operands) {
    if (!scope.grants()) {
      return problem(label.path() + ".rule", MISPLACED);
    } else if (node.get("value") == null) {
      return problem(label.path() + ".value", "expected a value or a variable");
    }
    List<Target> targets = new ArrayList<>();
    addTarget(label.path() + ".field", node.get("field"), scope, targets);
    Operand value = operands.parse(label.path() + ".value", node.get("value"), scope);
    return value == null ? new Deny(label) : new Rule.Change(label, targets, value, clause);
  }

  /** {@code encrypt} and {@code hash} of the request's texts. */
  Rule seal(Label label, boolean hash, Map<?, ?> node, Scope scope, @Nullable Rule clause) {
    if (!scope.grants()) {
      return problem(label.path() + ".rule", MISPLACED);
    }
    String path = label.path() + (node.containsKey("fields") ? ".fields" : ".field");
    Object named = node.containsKey("fields") ? node.get("fields") : node.get("field");
    List<Target> targets = new ArrayList<>();
    List<?> list = named instanceof List<?> each ? each : Arrays.asList(named);
    list.forEach(each -> addTarget(path, each, scope, targets));
    if (!hash && targets.stream().anyMatch(target -> target.part() == Part.FIND)) {
      return problem(path, "what is encrypted anew each time cannot be looked up");
    }
    return new Rule.Seal(label, hash, targets, clause);
  }

  /** {@code decrypt} of fields of the result. */
  Rule decrypt(Label label, Map<?, ?> node, Scope scope, @Nullable Rule clause) {
    if (!scope.grants()) {
      return problem(label.path() + ".rule", MISPLACED);
    } else if (scope.operation() != Operation.READ) {
      return problem(label.path() + ".rule", "decrypts fields of what is read");
    }
    String path = label.path() + (node.containsKey("fields") ? ".fields" : ".field");
    Object named = node.containsKey("fields") ? node.get("fields") : node.get("field");
    return new Rule.Decrypt(label, paths(path, named, RESULT), clause);
  }

  private void addTarget(String path, @Nullable Object field, Scope scope, List<Target> targets) {
    for (Map.Entry<String, Part> each : PARTS.entrySet()) {
      if (field instanceof String name && name.startsWith(each.getKey())) {
        if (!hasPart(scope.operation(), each.getValue())) {
          problem(path, "there is no such part in this operation's requests");
        }
        Set<FieldPath> paths = new LinkedHashSet<>();
        add(path, name.substring(each.getKey().length()), paths);
        paths.forEach(at -> targets.add(new Target(each.getValue(), at)));
        return;
      }
    }
    problem(path, "expected a field such as " + String.join("a, ", PARTS.keySet()) + "a");
  }

  private static boolean hasPart(Operation operation, Part part) {
    return switch (part) {
      case DOC -> operation == Operation.CREATE;
      case UPDATE -> operation == Operation.UPDATE;
      case FIND ->
          operation == Operation.READ
              || operation == Operation.UPDATE
              || operation == Operation.DELETE;
    };
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
