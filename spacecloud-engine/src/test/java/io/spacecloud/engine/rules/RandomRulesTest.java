package io.spacecloud.engine.rules;

import static io.spacecloud.api.condition.Conditions.field;
import static org.assertj.core.api.Assertions.assertThat;

import io.spacecloud.api.condition.Condition;
import io.spacecloud.api.condition.ConditionEvaluator;
import io.spacecloud.api.condition.Conditions;
import io.spacecloud.api.condition.RowPredicate;
import io.spacecloud.api.request.CollectionRequest;
import io.spacecloud.api.request.Create;
import io.spacecloud.api.request.Delete;
import io.spacecloud.api.request.Operation;
import io.spacecloud.api.request.Read;
import io.spacecloud.api.request.Update;
import io.spacecloud.api.result.Document;
import io.spacecloud.api.rule.Caller;
import io.spacecloud.api.rule.RuleInput;
import io.spacecloud.api.rule.RuleTrace;
import io.spacecloud.api.rule.Verdict;
import io.spacecloud.engine.lint.LintCode;
import io.spacecloud.engine.lint.LintWarning;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Compiled rules against the interpreter: {@code -Drules.seed}, {@code -Drules.cases}. */
class RandomRulesTest {
  private static final long SEED = Long.getLong("rules.seed", System.nanoTime());
  private static final int CASES = Integer.getInteger("rules.cases", 20_000);
  private static final List<Operation> OPERATIONS =
      List.of(Operation.CREATE, Operation.READ, Operation.UPDATE, Operation.DELETE);

  private int warned;
  private int granted;
  private int conditional;
  private int denied;

  @Test
  void compiled_rules_agree_with_the_interpreter_row_by_row() {
    System.out.println("-Drules.seed=" + SEED + " -Drules.cases=" + CASES);
    for (int i = 0; i < CASES; i++) {
      check(new Random(SEED + i), "replay with -Drules.cases=1 -Drules.seed=" + (SEED + i));
    }
    assertThat(List.of(granted, conditional, denied))
        .as("granted, conditional, denied")
        .allMatch(count -> CASES < 1_000 || count > CASES / 20);
    assertThat(warned).as("warnings that were checked").isGreaterThan(CASES / 50);
  }

  private void check(Random random, String replay) {
    RandomRules rules = new RandomRules(random, OPERATIONS.get(random.nextInt(4)));
    Map<String, Object> rule = rules.rule(3);
    List<Document> rows = rules.rows();
    List<Document> members = rules.rows();
    Caller caller = rules.caller();
    CollectionRequest request = rules.request(rows);
    Document doc = rules.operation() == Operation.CREATE ? rows.get(0) : null;
    DeclarativeRules compiled = new Rules().of(rules.operation(), rule);
    RuleInput input =
        new RuleInput(rules.operation(), caller, request, doc, read -> select(read, members));

    Verdict verdict = compiled.evaluate(input);
    count(verdict);
    RowPredicate visible = ConditionEvaluator.compile(verdict.residual());
    RuleInterpreter interpreter =
        new RuleInterpreter(rule, Rules.CLOCK, (database, collection) -> members);
    for (Document row : doc == null ? rows : List.of(doc)) {
      assertThat(visible.test(row))
          .as("%s%n%s%n%s%n%s%n%s%n%s", replay, rule, caller.claims(), request, row, verdict)
          .isEqualTo(interpreter.grants(caller, request, doc, row));
    }
    RuleTrace trace = compiled.trace(input);
    checkTrace(trace, verdict, replay);
    if (caller.authenticated()) {
      checkWarnings(Rules.lint(rules.operation(), rule), trace, replay + " " + rule);
    }
  }

  /** What is said never to pass never does, and what always passes always does. */
  private void checkWarnings(List<LintWarning> warnings, RuleTrace trace, String replay) {
    for (LintWarning warning : warnings) {
      if (warning.path().equals(trace.path()) && trace.outcome() != RuleTrace.Outcome.SKIPPED) {
        boolean passes = trace.outcome() == RuleTrace.Outcome.GRANTED;
        boolean mayPass = passes || trace.outcome() == RuleTrace.Outcome.CONDITIONAL;
        if (warning.code() == LintCode.NEVER_PASSES) {
          assertThat(mayPass).as("%s %s", warning, replay).isFalse();
          warned++;
        } else if (warning.code() == LintCode.ALWAYS_PASSES) {
          assertThat(passes).as("%s %s", warning, replay).isTrue();
          warned++;
        }
      }
    }
    trace.clauses().forEach(clause -> checkWarnings(warnings, clause, replay));
  }

  private static void checkTrace(RuleTrace trace, Verdict verdict, String replay) {
    boolean agrees =
        switch (trace.outcome()) {
          case GRANTED -> verdict instanceof Verdict.Granted;
          case CONDITIONAL -> verdict.residual().equals(trace.residual());
          case DENIED, ERROR -> verdict.isDenied() && !trace.reason().isEmpty();
          case SKIPPED -> false;
        };
    assertThat(agrees).as("%s%n%s%n%s", replay, trace, verdict).isTrue();
  }

  private void count(Verdict verdict) {
    if (verdict instanceof Verdict.Granted) {
      granted++;
    } else if (verdict.isDenied()) {
      denied++;
    } else {
      conditional++;
    }
  }

  private static List<Document> select(Read read, List<Document> rows) {
    RowPredicate predicate = ConditionEvaluator.compile(read.where());
    return rows.stream().filter(predicate::test).limit(read.limit()).toList();
  }

  /** Makes rules whose variables often resolve, to values that often meet. */
  private static final class RandomRules {
    private static final List<String> FIELDS = List.of("a", "b", "c.d", "n");
    private static final List<Object> VALUES =
        List.of(
            "x",
            "y",
            "z",
            1L,
            2L,
            2.0,
            1.5,
            true,
            false,
            List.of("x", "y"),
            List.of("x", 1L),
            List.of(),
            Collections.unmodifiableList(Arrays.asList("x", null)),
            Map.of("d", "x"));

    private final Random random;
    private final Operation operation;
    private final List<String> stores = new ArrayList<>();

    RandomRules(Random random, Operation operation) {
      this.random = random;
      this.operation = operation;
    }

    Operation operation() {
      return operation;
    }

    private <T> T any(List<T> choices) {
      return choices.get(random.nextInt(choices.size()));
    }

    Map<String, Object> rule(int depth) {
      int kind = random.nextInt(depth == 0 ? 8 : 16);
      if (kind == 0) {
        return Map.of("rule", any(List.of("allow", "authenticated", "deny")));
      } else if (kind < 4) {
        return match();
      } else if (kind < 7) {
        return Map.of("rule", "filter", "find", find(2));
      } else if (kind == 7) {
        return query(depth);
      } else if (kind < 13) {
        List<Object> clauses = new ArrayList<>();
        for (int i = random.nextInt(3); i >= 0; i--) {
          clauses.add(rule(depth - 1));
        }
        return Map.of("rule", any(List.of("and", "or")), "clauses", clauses);
      }
      return Map.of("rule", "not", "clause", rule(depth - 1));
    }

    private Map<String, Object> query(int depth) {
      Map<String, Object> query = new LinkedHashMap<>();
      query.putAll(Map.of("rule", "query", "db", "db", "col", "members", "find", find(1)));
      if (depth > 0 && random.nextBoolean()) {
        String store = random.nextBoolean() ? "args.result" : "args.rows" + depth;
        if (!store.equals("args.result") || random.nextBoolean()) {
          query.put("store", store);
        }
        stores.add(store);
        query.put("clause", random.nextInt(4) == 0 ? query(depth - 1) : rule(depth - 1));
        stores.remove(stores.size() - 1);
      }
      return query;
    }

    private Map<String, Object> match() {
      String type = any(List.of("string", "string", "number", "bool"));
      List<String> evals =
          type.equals("bool")
              ? List.of("==", "!=", "in", "notIn")
              : List.of("==", "==", "!=", "<", "<=", ">", ">=", "in", "notIn");
      String eval = any(evals);
      Object f2 =
          !eval.endsWith("n") && !eval.endsWith("In")
              ? operand(type)
              : random.nextBoolean() ? variable() : List.of(operand(type), literal(type));
      return Map.of("rule", "match", "type", type, "eval", eval, "f1", operand(type), "f2", f2);
    }

    private Object operand(String type) {
      int kind = random.nextInt(10);
      if (kind < (type.equals("bool") ? 2 : 6)) {
        return variable();
      } else if (kind < 8) {
        return switch (type) {
          case "string" -> "args.op";
          case "number" -> "utils.length(" + variable() + ")";
          default -> writesOrExists();
        };
      }
      return literal(type);
    }

    private String writesOrExists() {
      boolean writes = operation == Operation.CREATE || operation == Operation.UPDATE;
      return writes && random.nextBoolean()
          ? "args.writes." + any(List.of("a", "b", "c", "c.d", "c.d.e", "n"))
          : "utils.exists(" + variable() + ")";
    }

    private Object literal(String type) {
      return switch (type) {
        case "string" -> any(List.of("x", "y", "all", Map.of("$literal", "args.auth.a")));
        case "number" -> any(List.of(1, 2.0, 1.5));
        default -> random.nextBoolean();
      };
    }

    private String variable() {
      List<String> roots = new ArrayList<>(List.of("args.auth.", "args.auth."));
      switch (operation) {
        case CREATE -> roots.add("args.doc.");
        case READ, DELETE -> roots.add("args.find.");
        case UPDATE ->
            roots.addAll(List.of("args.find.", "args.update.$set.", "args.update.$inc."));
        default -> throw new AssertionError(operation);
      }
      stores.forEach(store -> roots.add(store + "." + random.nextInt(2) + "."));
      if (operation == Operation.READ && random.nextInt(10) == 0) {
        return any(List.of("args.opts.skip", "args.opts.limit"));
      } else if (random.nextInt(12) == 0) {
        return "args.auth.map[args.auth." + any(FIELDS) + "]";
      }
      return any(roots) + any(FIELDS);
    }

    private Map<String, Object> find(int depth) {
      Map<String, Object> find = new LinkedHashMap<>();
      if (depth > 0 && random.nextInt(3) == 0) {
        String logic = any(List.of("$and", "$or", "$nor", "$not"));
        find.put(
            logic,
            logic.equals("$not") ? find(depth - 1) : List.of(find(depth - 1), find(depth - 1)));
      }
      if (find.isEmpty() || random.nextBoolean()) {
        find.put(any(FIELDS), tests());
      }
      return find;
    }

    private Object tests() {
      return switch (random.nextInt(9)) {
        case 0 -> Map.of("$in", random.nextBoolean() ? variable() : List.of(value(), value()));
        case 1 -> Map.of("$nin", random.nextBoolean() ? variable() : List.of(value(), value()));
        case 2 -> Map.of(any(List.of("$gt", "$gte")), variable(), "$lt", any(List.of(2, "y")));
        case 3 -> Map.of(any(List.of("$ne", "$eq", "$contains")), value());
        case 4 -> Map.of("$not", Map.of("$eq", value()));
        case 5 -> Map.of("$exists", random.nextBoolean());
        case 6 -> Map.of("$like", any(List.of("%", "_", "args.auth.a")));
        case 7 -> Map.of("$contains", any(List.of(List.of(variable()), Map.of("d", variable()))));
        default -> value();
      };
    }

    private Object value() {
      return random.nextInt(4) == 0 ? any(List.<Object>of("x", 1, true)) : variable();
    }

    List<Document> rows() {
      List<Document> rows = new ArrayList<>();
      for (int i = 0; i < 6; i++) {
        rows.add(Document.of(object()));
      }
      return rows;
    }

    private Map<String, Object> object() {
      Map<String, Object> object = new LinkedHashMap<>();
      for (String name : List.of("a", "b", "n")) {
        if (random.nextInt(6) > 0) {
          object.put(name, random.nextInt(8) == 0 ? null : any(VALUES));
        }
      }
      if (random.nextBoolean()) {
        object.put("c", random.nextInt(5) == 0 ? "x" : Map.of("d", any(VALUES)));
      }
      return object;
    }

    Caller caller() {
      Map<String, Object> claims = object();
      claims.put("map", Map.of("x", "y", "y", List.of("x")));
      return random.nextInt(20) == 0 ? Caller.ANONYMOUS : Caller.of(claims);
    }

    CollectionRequest request(List<Document> rows) {
      return switch (operation) {
        case CREATE -> Create.all("db", "todos", rows);
        case READ -> {
          Read read = Read.all("db", "todos").where(where());
          yield random.nextBoolean() ? read.limit(random.nextInt(3)) : read.skip(1);
        }
        case DELETE -> Delete.all("db", "todos").where(where());
        case UPDATE -> update(Update.one("db", "todos").where(where()));
        default -> throw new AssertionError(operation);
      };
    }

    private Update update(Update update) {
      Update changed = random.nextBoolean() ? update.set("a", any(VALUES)) : update.unset("a");
      return switch (random.nextInt(4)) {
        case 0 -> changed.set("c", Map.of("d", "x")).inc("n", 1);
        case 1 -> changed.set("c.d", any(VALUES)).inc("n", 2);
        case 2 -> changed.with(Map.of("$rename", Map.of("e", "b")));
        default -> changed.set("b", null);
      };
    }

    private Condition where() {
      List<Condition> conditions = new ArrayList<>();
      for (int i = random.nextInt(4); i > 0; i--) {
        String path = any(FIELDS);
        conditions.add(
            random.nextInt(5) == 0 ? field(path).ne(any(VALUES)) : field(path).eq(any(VALUES)));
      }
      return Conditions.and(conditions);
    }
  }
}
