package io.spacecloud.engine.rules;

import io.spacecloud.api.condition.FieldPath;
import io.spacecloud.api.error.InvalidRequestException;
import io.spacecloud.api.rule.FieldAccess;
import io.spacecloud.api.rule.ResultEffect.Kind;
import io.spacecloud.engine.config.Problems;
import io.spacecloud.engine.rules.Rule.Deny;
import io.spacecloud.engine.rules.Rule.Label;
import io.spacecloud.engine.rules.Rule.Part;
import io.spacecloud.engine.rules.Rule.Target;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads what rules say of fields: {@code fields} beside a rule, and {@code remove}. */
final class LimitParser {
  private static final Set<Purpose> READING = EnumSet.of(Purpose.READ, Purpose.AGGREGATE);
  private static final String RESULT = "res.";
  private static final int MAX_FIELDS = 100;
  private static final String MISPLACED =
      "has no effect under not, or in a clause that only judges";

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
    } else if (scope.purpose() == Purpose.DELETE) {
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
    String path = place(label, node);
    Object named = named(node);
    if (!scope.grants()) {
      return problem(label.path() + ".rule", MISPLACED);
    } else if (node.containsKey("fields") && node.containsKey("field")) {
      return problem(path, "field or fields, not both");
    } else if (READING.contains(scope.purpose())) {
      return new Rule.Remove(label, paths(path, named, RESULT), clause);
    }
    List<Target> targets = new ArrayList<>();
    list(named).forEach(each -> addTarget(path, each, scope, targets));
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
    Operand value = operands.parse(label.path() + ".value", node.get("value"), scope);
    if (value == null) {
      return new Deny(label);
    } else if (isOfResult(node.get("field"))) {
      return show(label, Kind.FORCE, node, scope, value, clause);
    }
    List<Target> targets = new ArrayList<>();
    addTarget(label.path() + ".field", node.get("field"), scope, targets);
    return new Rule.Change(label, targets, value, clause);
  }

  /** {@code encrypt} and {@code hash} of texts of the request, or of the result. */
  Rule seal(Label label, boolean hash, Map<?, ?> node, Scope scope, @Nullable Rule clause) {
    if (!scope.grants()) {
      return problem(label.path() + ".rule", MISPLACED);
    } else if (isOfResult(named(node))) {
      return show(label, hash ? Kind.HASH : Kind.ENCRYPT, node, scope, null, clause);
    }
    String path = place(label, node);
    List<Target> targets = new ArrayList<>();
    list(named(node)).forEach(each -> addTarget(path, each, scope, targets));
    if (!hash && targets.stream().anyMatch(target -> target.part() == Part.FIND)) {
      return problem(path, "what is encrypted anew each time cannot be looked up");
    }
    return new Rule.Seal(label, hash, targets, clause);
  }

  /** {@code decrypt} of fields of the result. */
  Rule decrypt(Label label, Map<?, ?> node, Scope scope, @Nullable Rule clause) {
    return scope.grants()
        ? show(label, Kind.DECRYPT, node, scope, null, clause)
        : problem(label.path() + ".rule", MISPLACED);
  }

  private Rule show(
      Label label,
      Kind kind,
      Map<?, ?> node,
      Scope scope,
      @Nullable Operand value,
      @Nullable Rule clause) {
    if (scope.purpose() != Purpose.READ) {
      return problem(label.path() + ".rule", "changes fields of what is read, in a rule for read");
    }
    return new Rule.Show(
        label, kind, paths(place(label, node), named(node), RESULT), value, clause);
  }

  private static String place(Label label, Map<?, ?> node) {
    return label.path() + (node.containsKey("fields") ? ".fields" : ".field");
  }

  private static @Nullable Object named(Map<?, ?> node) {
    return node.containsKey("fields") ? node.get("fields") : node.get("field");
  }

  private static List<?> list(@Nullable Object named) {
    return named instanceof List<?> each ? each : Arrays.asList(named);
  }

  private static boolean isOfResult(@Nullable Object named) {
    List<?> list = list(named);
    return !list.isEmpty() && list.get(0) instanceof String name && name.startsWith(RESULT);
  }

  private void addTarget(String path, @Nullable Object field, Scope scope, List<Target> targets) {
    for (Part part : Part.values()) {
      if (field instanceof String name && name.startsWith(part.prefix())) {
        if (!hasPart(scope.purpose(), part)) {
          problem(path, "there is no such part in this operation's requests");
        }
        Set<FieldPath> paths = new LinkedHashSet<>();
        add(path, name.substring(part.prefix().length()), paths);
        paths.forEach(at -> targets.add(new Target(part, at)));
        return;
      }
    }
    problem(path, "expected a field such as args.doc.a, args.update.$set.a, args.find.a");
  }

  private static boolean hasPart(Purpose purpose, Part part) {
    return switch (part) {
      case DOC -> purpose == Purpose.CREATE;
      case UPDATE -> purpose == Purpose.UPDATE;
      case FIND ->
          purpose == Purpose.READ || purpose == Purpose.UPDATE || purpose == Purpose.DELETE;
    };
  }

  private Set<FieldPath> paths(String path, @Nullable Object value, String prefix) {
    Set<FieldPath> paths = new LinkedHashSet<>();
    List<?> list = list(value);
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
