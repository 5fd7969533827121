package io.spacecloud.engine.rules;

import static org.assertj.core.api.Assertions.assertThat;

import io.spacecloud.api.request.Operation;
import io.spacecloud.engine.config.Problems;
import io.spacecloud.engine.config.Problems.Problem;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class RuleParserTest {

  private static List<Problem> problems(Object node, Operation operation) {
    Problems problems = new Problems();
    Rule rule = RuleParser.parse("r", node, operation, problems);
    assertThat(rule instanceof Rule.Deny).as("a useless rule denies").isTrue();
    return problems.all();
  }

  private static List<String> paths(String yaml, Operation operation) throws Exception {
    return problems(Rules.yaml(yaml), operation).stream().map(Problem::path).toList();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "r                | allow",
        "r                | [{rule: allow}]",
        "r.rule           | {}",
        "r.rule           | {rule: 5}",
        "r.rule           | {rule: Allow}",
        "r.rule           | {rule: webhook, url: x}",
        "r.service        | {rule: func, func: f}",
        "r.func           | {rule: func, service: s, func: ''}",
        "r.params         | {rule: func, service: s, func: f, params: {}}",
        "r.timeout        | {rule: func, service: s, func: f, timeout: 0}",
        "r.timeout        | {rule: func, service: s, func: f, timeout: 1.5}",
        "r.timeout        | {rule: func, service: s, func: f, timeout: 61}",
        "r.timeout        | {rule: func, service: s, func: f, timeout: 5s}",
        "r.field          | {rule: encrypt}",
        "r.value          | {rule: force}",
        "r.field          | {rule: hash}",
        "r.clauses        | {rule: allow, clauses: []}",
        "r.Name           | {rule: allow, Name: x}",
        "r.name           | {rule: allow, name: 5}",
        "r.error          | {rule: deny, error: []}",
        "r.clauses        | {rule: and}",
        "r.clauses        | {rule: or, clauses: []}",
        "r.clauses        | {rule: and, clauses: {rule: allow}}",
        "r.clauses.1.rule | {rule: and, clauses: [{rule: allow}, {rule: no}]}",
        "r.clauses.0      | {rule: and, clauses: [null]}",
        "r.clause         | {rule: not}",
        "r.clauses        | {rule: not, clause: {rule: allow}, clauses: [{rule: allow}]}",
        "r.clause.rule    | {rule: not, clause: {rule: nope}}",
        "r.type           | {rule: match, eval: ==, f1: a, f2: b}",
        "r.type           | {rule: match, type: text, eval: ==, f1: a, f2: b}",
        "r.eval           | {rule: match, type: string, eval: =, f1: a, f2: b}",
        "r.eval           | {rule: match, type: string, f1: a, f2: b}",
        "r.eval           | {rule: match, type: bool, eval: <, f1: true, f2: false}",
        "r.f1             | {rule: match, type: string, eval: ==, f2: b}",
        "r.f2             | {rule: match, type: string, eval: ==, f1: a, f2: null}",
        "r.f2             | {rule: match, type: string, eval: ==, f1: args.auth.id, f2: 5}",
        "r.f2             | {rule: match, type: number, eval: ==, f1: args.auth.id, f2: '5'}",
        "r.f2             | {rule: match, type: bool, eval: ==, f1: args.auth.id, f2: 1}",
        "r.f1             | {rule: match, type: date, eval: ==, f1: tomorrow, f2: args.auth.id}",
        "r.f2             | {rule: match, type: string, eval: in, f1: args.auth.id, f2: a}",
        "r.f2.1           | {rule: match, type: string, eval: in, f1: args.auth.id, f2: [a, 1]}",
        "r.f2.0           | {rule: match, type: string, eval: in, f1: args.auth.id, f2: [args.no]}",
        "r.f1             | {rule: match, type: string, eval: in, f1: [a], f2: [a]}",
        "r.f1             | {rule: match, type: string, eval: ==, f1: {a: args.auth.id}, f2: a}",
        "r.f1             | {rule: match, type: string, eval: ==, f1: utils.now, f2: a}",
        "r.f1             | {rule: match, type: number, eval: ==, f1: args.op, f2: 1}",
        "r.f1             | {rule: match, type: string, eval: ==, f1: args.token, f2: a}",
        "r.f1             | {rule: match, type: string, eval: ==, f1: args., f2: a}",
        "r.f1             | {rule: match, type: string, eval: ==, f1: args.auth., f2: a}",
        "r.f1             | {rule: match, type: string, eval: ==, f1: args.auth..a, f2: a}",
        "r.f1             | {rule: match, type: string, eval: ==, f1: 'args.auth.a b', f2: a}",
        "r.f1             | {rule: match, type: string, eval: ==, f1: 'args.auth[a]', f2: a}",
        "r.f1             | {rule: match, type: string, eval: ==, f1: 'args.auth[args.op', f2: a}",
        "r.f1             | {rule: match, type: string, eval: ==, f1: 'args.auth]', f2: a}",
        "r.f1             | {rule: match, type: string, eval: ==, f1: args.op.x, f2: a}",
        "r.f1             | {rule: match, type: string, eval: ==, f1: args.find, f2: a}",
        "r.f1             | {rule: match, type: string, eval: ==, f1: args.find.$x, f2: a}",
        "r.f1             | {rule: match, type: string, eval: ==, f1: 'args.find[args.op]', f2: a}",
        "r.f1             | {rule: match, type: string, eval: ==, f1: args.opts.color, f2: a}",
        "r.f1             | {rule: match, type: string, eval: ==, f1: args.params.a, f2: a}",
        "r.f1             | {rule: match, type: string, eval: ==, f1: args.meta.a, f2: a}",
        "r.f1             | {rule: match, type: string, eval: ==, f1: args.result.0.a, f2: a}",
        "r.f1             | {rule: match, type: date, eval: ==, f1: utils.later(), f2: utils.now}",
        "r.f1             | {rule: match, type: date, eval: ==, f1: utils.now(1), f2: utils.now}",
        "r.f1             | {rule: match, type: bool, eval: ==, f1: utils.exists, f2: true}",
        "r.f1             | {rule: match, type: bool, eval: ==, f1: utils.exists(a), f2: true}",
        "r.f1             | {rule: match, type: bool, eval: ==, f1: utils.exists(args.doc.a), f2: true}",
        "r.f1             | {rule: match, type: date, eval: <, f1: 'utils.addDuration(utils.now, 1x)', f2: utils.now}",
        "r.f1             | {rule: match, type: date, eval: <, f1: 'utils.roundUpDate(utils.now, week)', f2: utils.now}",
        "r.f1             | {rule: match, type: date, eval: <, f1: 'utils.roundUpDate(later, day)', f2: utils.now}",
        "r.f1             | {rule: match, type: date, eval: <, f1: \"utils.roundUpDate(utils.now, 'day)\", f2: utils.now}",
        "r.f3             | {rule: match, type: string, eval: ==, f1: a, f2: a, f3: a}",
        "r.find           | {rule: filter}",
        "r.find           | {rule: filter, find: {}}",
        "r.find           | {rule: filter, find: [a]}",
        "r.find.a.$foo    | {rule: filter, find: {a: {$foo: 1}}}",
        "r.find.a.$foo    | {rule: filter, find: {a: {$foo: args.auth.id}}}",
        "r.find.$where    | {rule: filter, find: {$where: args.auth.id}}",
        "r.find.$or.1.b.$in | {rule: filter, find: {$or: [{a: args.auth.id}, {b: {$in: 5}}]}}",
        "r.find.$or       | {rule: filter, find: {$or: {a: args.auth.id}}}",
        "r.find.$or.0     | {rule: filter, find: {$or: [args.auth.id]}}",
        "r.find.$not      | {rule: filter, find: {$not: args.auth.id}}",
        "r.find.a.b       | {rule: filter, find: {a: {b: args.auth.id}}}",
        "r.find.a.$gt     | {rule: filter, find: {a: {$gt: [args.auth.id]}}}",
        "r.find.a.$gt     | {rule: filter, find: {a: {$gt: {b: 1}, $lt: args.auth.n}}}",
        "r.find.a.$not.$foo | {rule: filter, find: {a: {$not: {$foo: 1, $eq: args.auth.id}}}}",
        "r.find.a.$not.$in | {rule: filter, find: {a: {$not: {$in: 1, $eq: args.auth.id}}}}",
        "r.find.a.$not    | {rule: filter, find: {a: {$not: [args.auth.id]}}}",
        "r.find.a.b       | {rule: filter, find: {a: {b: 1, $eq: args.auth.id}}}",
        "r.find.$or.0     | {rule: filter, find: {$or: [{}, {a: args.auth.id}]}}",
        "r.find           | {rule: filter, find: {$or: [{}, {a: 1}]}}",
        "r.find.a.$in     | {rule: filter, find: {a: {$in: utils.now}}}",
        "r.find.a.$like   | {rule: filter, find: {a: {$like: utils.now}}}",
        "r.find.a.$exists | {rule: filter, find: {a: {$exists: args.auth.b}}}",
        "r.find.$a        | {rule: filter, find: {$a: 1}}",
        "r.find.a..b      | {rule: filter, find: {a..b: args.auth.id}}",
        "r.find.a.$in.1   | {rule: filter, find: {a: {$in: [1, args.doc.x]}}}",
        "r.db             | {rule: query, col: c, find: {}}",
        "r.col            | {rule: query, db: d, find: {}}",
        "r.find           | {rule: query, db: d, col: c}",
        "r.clause         | {rule: query, db: d, col: c, find: {}, clause: null}",
        "r.store          | {rule: query, db: d, col: c, find: {}, store: args.x}",
        "r.store          | {rule: query, db: d, col: c, find: {}, store: args.auth, clause: {rule: allow}}",
        "r.store          | {rule: query, db: d, col: c, find: {}, store: x, clause: {rule: allow}}",
        "r.find.a         | {rule: query, db: d, col: c, find: {a: args.result.0.b}, clause: {rule: allow}}",
      })
  void a_corruption_is_reported_with_its_path(String path, String yaml) throws Exception {
    assertThat(paths(yaml, Operation.READ)).containsExactly(path);
  }

  @ParameterizedTest
  @CsvSource({
    "args.doc.a, CREATE",
    "args.writes.a, CREATE UPDATE",
    "args.update.$set.a, UPDATE",
    "args.find.a, READ UPDATE DELETE",
    "args.opts.distinct, READ",
    "args.pipeline.0.$count, AGGREGATE",
    "args.auth.a, CREATE READ UPDATE DELETE AGGREGATE",
    "args.op, CREATE READ UPDATE DELETE AGGREGATE",
    "args.params.a, ",
    "args.result.0.a, ",
    "args.update.$foo.a, ",
  })
  void a_variable_that_can_never_resolve_is_refused(String variable, String operations)
      throws Exception {
    String type = variable.startsWith("args.writes") ? "bool" : "string";
    String other = type.equals("bool") ? "true" : "x";
    Object node =
        Rules.yaml(
            "{rule: match, type: %s, eval: ==, f1: %s, f2: %s}".formatted(type, variable, other));
    for (Operation operation : Operation.values()) {
      Problems problems = new Problems();
      RuleParser.parse("r", node, operation, problems);
      boolean resolves = operations != null && operations.contains(operation.name());
      assertThat(problems.isEmpty()).as("%s", operation).isEqualTo(resolves);
    }
  }

  @Test
  void every_problem_is_reported_at_once() throws Exception {
    assertThat(
            paths(
                "{rule: or, color: red, clauses: [{rule: x}, {rule: match, type: a, eval: b, f1:"
                    + " args.x, f2: args.y}, {rule: filter, find: {a: args.x, b: {$y: 1}}}]}",
                Operation.READ))
        .containsExactlyInAnyOrder(
            "r.color",
            "r.clauses.0.rule",
            "r.clauses.1.type",
            "r.clauses.1.eval",
            "r.clauses.1.f1",
            "r.clauses.1.f2",
            "r.clauses.2.find.a",
            "r.clauses.2.find.b.$y");
  }

  @Test
  void webhooks_say_what_to_do() {
    assertThat(problems(Map.of("rule", "webhook"), Operation.READ).get(0).text())
        .contains("func", "RuleEvaluator");
  }

  @ParameterizedTest
  @EnumSource(Operation.class)
  void depth_and_size_are_bounded(Operation operation) {
    Object deep = Map.of("rule", "deny");
    for (int i = 0; i < 1_000; i++) {
      deep = Map.of("rule", "not", "clause", deep);
    }
    assertThat(problems(deep, operation)).hasSize(1);
    Object wide = Collections.nCopies(2_000, Map.of("rule", "deny"));
    assertThat(problems(Map.of("rule", "or", "clauses", wide), operation)).hasSize(1);
    Object loop = "args.auth.a";
    for (int i = 0; i < 1_000; i++) {
      loop = List.of(loop);
    }
    Map<String, Object> find = Map.of("rule", "filter", "find", Map.of("a", loop));
    assertThat(problems(find, operation)).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"args", "utils", "argsy.auth", "Args.auth.id", " args.auth.id"})
  void other_strings_are_literals(String text) {
    Rule rule =
        Rules.parse(
            Map.of("rule", "match", "type", "string", "eval", "==", "f1", text, "f2", "x"),
            Operation.READ);
    assertThat(((Rule.Match) rule).f1()).isEqualTo(new Operand.Literal(text));
  }

  @Test
  void keys_that_are_no_strings_are_problems() {
    Map<Object, Object> rule = new HashMap<>();
    rule.put("rule", "allow");
    rule.put(5, "x");
    assertThat(problems(rule, Operation.READ)).extracting(Problem::path).containsExactly("r.5");
    Map<Object, Object> find = new HashMap<>();
    find.put(5, "x");
    assertThat(problems(Map.of("rule", "filter", "find", find), Operation.READ)).hasSize(1);
  }
}
