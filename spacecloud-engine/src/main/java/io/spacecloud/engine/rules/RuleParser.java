package io.spacecloud.engine.rules;

import io.spacecloud.api.condition.Conditions;
import io.spacecloud.api.request.Operation;
import io.spacecloud.engine.config.Problems;
import io.spacecloud.engine.rules.Rule.Deny;
import io.spacecloud.engine.rules.Rule.Label;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads a rule from a configuration; what it does not understand wholly, it reports. */
public final class RuleParser {
  private static final int MAX_DEPTH = 32;
  private static final int MAX_NODES = 1_000;
  private static final String DEFAULT_STORE = "args.result";
  private static final Set<String> COMMON = Set.of("rule", "name", "error", "fields");
  private static final Map<String, Set<String>> KEYS =
      Map.ofEntries(
          Map.entry("allow", Set.of()),
          Map.entry("authenticated", Set.of()),
          Map.entry("deny", Set.of()),
          Map.entry("match", Set.of("type", "eval", "f1", "f2")),
          Map.entry("and", Set.of("clauses")),
          Map.entry("or", Set.of("clauses")),
          Map.entry("not", Set.of("clause")),
          Map.entry("filter", Set.of("find")),
          Map.entry("query", Set.of("db", "col", "find", "store", "clause")),
          Map.entry("func", Set.of("service", "func", "timeout")),
          Map.entry("force", Set.of("field", "value", "clause")),
          Map.entry("remove", Set.of("field", "fields", "clause")),
          Map.entry("encrypt", Set.of("field", "fields", "clause")),
          Map.entry("decrypt", Set.of("field", "fields", "clause")),
          Map.entry("hash", Set.of("field", "fields", "clause")));
  private static final Set<String> OF_ROWS =
      Set.of("filter", "force", "remove", "encrypt", "decrypt", "hash");
  private static final int DEFAULT_SECONDS = 5;
  private static final int MAX_SECONDS = 60;

  private final Problems problems;
  private final OperandParser operands;
  private final LimitParser limits;
  private int nodes;

  private RuleParser(Problems problems) {
    this.problems = problems;
    this.operands = new OperandParser(problems);
    this.limits = new LimitParser(problems);
  }

  /**
   * The rule that the node describes. Where it has problems they are added, and the rule, which is
   * then of no use, denies.
   *
   * @param path where the node stands in the configuration
   * @param node what was read from YAML or JSON
   * @param operation whose rule it is: what variables can resolve depends on it
   */
  public static Rule parse(
      String path, @Nullable Object node, Operation operation, Problems problems) {
    return parse(path, node, Scope.of(operation), problems);
  }

  /** The rule of a function, as the other one. */
  public static Rule parseCall(String path, @Nullable Object node, Problems problems) {
    return parse(path, node, Scope.ofCall(), problems);
  }

  /** The rule of files below a prefix, as the other one. */
  public static Rule parseFile(
      String path, @Nullable Object node, FilePrefix prefix, Problems problems) {
    return parse(path, node, Scope.ofFile(prefix.variables()), problems);
  }

  private static Rule parse(String path, @Nullable Object node, Scope scope, Problems problems) {
    Problems found = new Problems();
    Rule rule = new RuleParser(found).rule(path, node, scope, MAX_DEPTH);
    found.all().forEach(problem -> problems.add(problem.path(), problem.text()));
    return found.isEmpty() ? rule : new Deny(path);
  }

  private Rule rule(String path, @Nullable Object node, Scope scope, int depth) {
    if (++nodes > MAX_NODES) {
      return nodes == MAX_NODES + 1
          ? problem(path, "more than 1,000 rules in one")
          : new Deny(path);
    } else if (depth == 0) {
      return problem(path, "nested deeper than " + MAX_DEPTH);
    } else if (!(node instanceof Map<?, ?> map)) {
      return problem(path, "expected an object with a rule");
    } else if (!(map.get("rule") instanceof String kind)) {
      return problem(path + ".rule", "expected the kind of rule");
    } else if (!KEYS.containsKey(kind)) {
      return problem(path + ".rule", refusal(kind));
    } else if (!scope.purpose().hasRows() && isOfRows(kind, map)) {
      String where = OF_ROWS.contains(kind) ? ".rule" : ".fields";
      return problem(
          path + where, "is about rows and their fields, which " + scope.purpose().key() + " lack");
    } else {
      checkKeys(path, map, kind);
      Rule rule = rule(label(path, map), kind, map, scope, depth);
      return map.containsKey("fields") && !KEYS.get(kind).contains("fields")
          ? limits.limited(rule, map.get("fields"), scope)
          : rule;
    }
  }

  private static String refusal(String kind) {
    if (kind.equals("webhook")) {
      return "webhook is not supported: the library makes no HTTP calls; use func, or plug in a"
          + " RuleEvaluator";
    }
    return "unknown rule";
  }

  private static boolean isOfRows(String kind, Map<?, ?> node) {
    return OF_ROWS.contains(kind) || node.containsKey("fields");
  }

  private void checkKeys(String path, Map<?, ?> node, String kind) {
    Set<String> own = KEYS.getOrDefault(kind, Set.of());
    for (Object key : node.keySet()) {
      if (!(key instanceof String name) || !(COMMON.contains(name) || own.contains(name))) {
        problems.add(path + "." + key, "unknown key");
      }
    }
  }

  private Label label(String path, Map<?, ?> node) {
    return new Label(path, text(path, node, "name"), text(path, node, "error"));
  }

  private @Nullable String text(String path, Map<?, ?> node, String key) {
    Object value = node.get(key);
    if (value == null || value instanceof String) {
      return (String) value;
    }
    problems.add(path + "." + key, "expected text");
    return null;
  }

  private Rule rule(Label label, String kind, Map<?, ?> node, Scope scope, int depth) {
    return switch (kind) {
      case "allow" -> new Rule.Allow(label);
      case "authenticated" -> new Rule.Authenticated(label);
      case "deny" -> new Deny(label);
      case "match" -> match(label, node, scope);
      case "and" -> new Rule.And(label, clauses(label, node, scope, depth));
      case "or" -> new Rule.Or(label, clauses(label, node, scope, depth));
      case "not" ->
          new Rule.Not(
              label,
              rule(label.path() + ".clause", node.get("clause"), scope.judging(), depth - 1));
      case "filter" -> filter(label, node, scope);
      case "query" -> query(label, node, scope, depth);
      case "func" -> func(label, node);
      case "remove", "force", "encrypt", "decrypt", "hash" ->
          effect(label, kind, node, scope, depth);
      default -> throw new AssertionError(kind);
    };
  }

  private Rule match(Label label, Map<?, ?> node, Scope scope) {
    Rule match = new MatchParser(problems, operands).parse(label, node, scope);
    return match == null ? new Deny(label) : match;
  }

  private List<Rule> clauses(Label label, Map<?, ?> node, Scope scope, int depth) {
    String path = label.path() + ".clauses";
    if (!(node.get("clauses") instanceof List<?> list) || list.isEmpty()) {
      problems.add(path, "expected a list of at least one rule");
      return List.of();
    }
    List<Rule> clauses = new ArrayList<>(list.size());
    for (Object clause : list) {
      clauses.add(rule(path + "." + clauses.size(), clause, scope, depth - 1));
    }
    return clauses;
  }

  private Rule filter(Label label, Map<?, ?> node, Scope scope) {
    FindTemplate find = find(label.path() + ".find", node, scope);
    if (find instanceof FindTemplate.Fixed fixed && fixed.condition().equals(Conditions.TRUE)) {
      return problem(label.path() + ".find", "restricts nothing; authenticated says so");
    }
    return new Rule.Filter(label, find);
  }

  private Rule query(Label label, Map<?, ?> node, Scope scope, int depth) {
    String path = label.path();
    String database = required(path, node, "db");
    String collection = required(path, node, "col");
    FindTemplate find = find(path + ".find", node, scope);
    String store = store(path + ".store", node, scope);
    Object clause = node.get("clause");
    Rule judge =
        clause == null
            ? null
            : rule(path + ".clause", clause, scope.storing(store).judging(), depth - 1);
    if (node.containsKey("clause") && clause == null) {
      problems.add(path + ".clause", "expected an object with a rule");
    } else if (node.containsKey("store") && clause == null) {
      problems.add(path + ".store", "is of no use without a clause");
    }
    return new Rule.Query(label, database, collection, find, store, judge);
  }

  private Rule func(Label label, Map<?, ?> node) {
    String service = required(label.path(), node, "service");
    String function = required(label.path(), node, "func");
    Object seconds = node.containsKey("timeout") ? node.get("timeout") : DEFAULT_SECONDS;
    if (!(seconds instanceof Number number
        && number.doubleValue() == number.intValue()
        && number.intValue() >= 1
        && number.intValue() <= MAX_SECONDS)) {
      return problem(label.path() + ".timeout", "expected whole seconds, from 1 to " + MAX_SECONDS);
    }
    return new Rule.Func(label, service, function, Duration.ofSeconds(number.intValue()));
  }

  private Rule effect(Label label, String kind, Map<?, ?> node, Scope scope, int depth) {
    Object clause = node.get("clause");
    Rule judge =
        node.containsKey("clause")
            ? rule(label.path() + ".clause", clause, scope.judging(), depth - 1)
            : null;
    return switch (kind) {
      case "force" -> limits.force(label, node, scope, judge, operands);
      case "remove" -> limits.remove(label, node, scope, judge);
      case "decrypt" -> limits.decrypt(label, node, scope, judge);
      default -> limits.seal(label, kind.equals("hash"), node, scope, judge);
    };
  }

  private FindTemplate find(String path, Map<?, ?> node, Scope scope) {
    return new FindParser(problems, operands, scope).parse(path, node.get("find"));
  }

  private String required(String path, Map<?, ?> node, String key) {
    if (node.get(key) instanceof String text && !text.isEmpty()) {
      return text;
    }
    problems.add(path + "." + key, "expected a name");
    return "";
  }

  /** A variable of its own: it may not hide another. */
  private String store(String path, Map<?, ?> node, Scope scope) {
    if (!node.containsKey("store")) {
      return DEFAULT_STORE;
    }
    boolean valid =
        node.get("store") instanceof String text
            && text.matches("args\\.[A-Za-z_][A-Za-z0-9_]*")
            && !isTaken(text, scope);
    if (!valid) {
      problems.add(path, "expected a variable of its own, such as " + DEFAULT_STORE);
    }
    return valid ? String.valueOf(node.get("store")) : DEFAULT_STORE;
  }

  private static boolean isTaken(String store, Scope scope) {
    String name = store.substring("args.".length());
    boolean known = false;
    for (Operand.Root root : Operand.Root.values()) {
      known |= Operand.key(root).equals(name);
    }
    return known || (scope.isStore(store) && !store.equals(DEFAULT_STORE));
  }

  private Rule problem(String path, String text) {
    problems.add(path, text);
    return new Deny(path);
  }
}
