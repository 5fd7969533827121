package io.spacecloud.engine.rules;

import static org.assertj.core.api.Assertions.assertThat;

import io.spacecloud.api.request.Operation;
import io.spacecloud.engine.config.Problems;
import io.spacecloud.engine.config.Problems.Problem;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is wrong with a rule, in words; and the last of what is right. */
class RuleProblemsTest {
  private static List<String> problems(Object node, Operation operation) {
    Problems problems = new Problems();
    RuleParser.parse("r", node, operation, problems);
    return problems.all().stream().map(Problem::toString).toList();
  }

  private static List<String> variable(String text) {
    return problems(
        Map.of("rule", "match", "type", "string", "eval", "==", "f1", text, "f2", "x"),
        Operation.READ);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "args.auth.a b            | malformed; {\"$literal\": …} makes it plain text",
        "args.auth.               | malformed: a name is missing",
        "args.op.x                | args.op has no parts",
        "args.find                | expected the name of a field",
        "args.find.$a             | not a valid field path",
        "args.find[args.auth.x]   | brackets do not go here",
        "args.result.0.a          | resolves only in the clause of a query",
        "args.what.a              | unknown variable",
        "args.doc.a               | never resolves in a rule for read",
        "args.auth[x]             | expected a variable that begins with args.",
        "args.auth[args.auth.id   | a bracket is not closed",
        "args.opts.skip.x         | expected skip, limit, sort, select or distinct of args.opts",
        "utils.none(args.auth.a)  | unknown function",
        "utils.length             | expected the function's arguments in parentheses",
        "utils.length()           | takes 1 arguments",
        "utils.length(args.auth.a | expected a comma or a closing parenthesis",
        "utils.length('x')        | takes a variable of args",
        "utils.addDuration(args.auth.at '1h')     | expected a comma or a closing parenthesis",
        "utils.addDuration('x', '1h')             | takes a date",
        "utils.addDuration(utils.length(args.auth.a), '1h') | takes a date",
        "utils.addDuration(args.auth.at, 'soon')  | takes a duration such as 1h30m",
        "utils.addDuration(args.auth.at, '1h)     | a quote is not closed",
        "utils.roundUpDate(args.auth.at, week)    | takes year, month, day, hour, minute or second",
      })
  void a_variable_says_what_is_wrong_with_it(String text, String problem) {
    assertThat(variable(text)).containsExactly("r.f1: " + text + ": " + problem);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "args.auth.a",
        "args.auth[args.auth.id].b",
        "utils.addDuration( args.auth.at , '1h' )",
        "utils.addDuration(utils.now, \"1h\")",
        "utils.now( )",
        "utils.roundUpDate(utils.now(), day)",
      })
  void spaces_quotes_and_brackets_are_fine(String text) {
    assertThat(
            problems(
                Map.of(
                    "rule", "match", "type", "date", "eval", "==", "f1", text, "f2", "2020-01-01"),
                Operation.READ))
        .isEmpty();
  }

  @Test
  void a_variable_is_bounded_in_length_and_depth() {
    String start = "args.auth.";
    assertThat(variable(start + "a".repeat(990))).isEmpty();
    String tooLong = start + "a".repeat(991);
    assertThat(variable(tooLong))
        .containsExactly(
            "r.f1: " + tooLong.substring(0, 64) + "…: a variable of more than 1,000 characters");
    assertThat(variable("args.what." + "a".repeat(54)))
        .containsExactly("r.f1: args.what." + "a".repeat(54) + ": unknown variable");

    String brackets = "args.auth.a";
    for (int i = 1; i < 8; i++) {
      brackets = "args.auth[" + brackets + "]";
    }
    assertThat(variable(brackets)).isEmpty();
    assertThat(variable("args.auth[" + brackets + "]").get(0)).endsWith("nested too deeply");

    String calls = "utils.now()";
    for (int i = 1; i < 8; i++) {
      calls = "utils.addDuration(" + calls + ", '1h')";
    }
    Map<String, String> dates = Map.of("rule", "match", "type", "date", "eval", "==", "f2", calls);
    assertThat(problems(with(dates, "f1", calls), Operation.READ)).isEmpty();
    String deeper = "utils.addDuration(" + calls + ", '1h')";
    assertThat(problems(with(dates, "f1", deeper), Operation.READ).get(0))
        .endsWith("nested too deeply");
  }

  private static Map<String, Object> with(Map<String, ?> map, String key, Object value) {
    Map<String, Object> copy = new LinkedHashMap<>(map);
    copy.put(key, value);
    return copy;
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "READ   | r.rule: unknown rule | {rule: what}",
        "READ   | r.rule: has no effect under not, or in a clause that only judges"
            + " | {rule: remove, field: res.a}",
        "READ   | r.find: restricts nothing; authenticated says so | {rule: filter, find: {}}",
        "READ   | r.find: expected an object | {rule: filter, find: x}",
        "READ   | r.find.$and.0: an empty object"
            + " | {rule: filter, find: {$and: [{}, {a: args.auth.x}]}}",
        "READ   | r.find.$and: expected a list | {rule: filter, find: {$and: args.auth.x}}",
        "READ   | r.find.a: null cannot be escaped"
            + " | {rule: filter, find: {a: {$literal: null}}}",
        "READ   | r.find.a.$gt: expected a value that has an order"
            + " | {rule: filter, find: {a: {$gt: {$literal: [1]}}}}",
        "READ   | r.find.a.$in: expected a list | {rule: filter, find: {a: {$in: {$literal: 1}}}}",
        "READ   | r.find.a.$like: expected a pattern"
            + " | {rule: filter, find: {a: {$like: {$literal: 1}}}}",
        "UPDATE | r.f1: args.update.$set.$a: not a valid field path"
            + " | {rule: match, type: bool, eval: ==, f1: args.update.$set.$a, f2: true}",
        "UPDATE | r.f1: args.update: expected an update operator such as args.update.$set"
            + " | {rule: match, type: bool, eval: ==, f1: args.update, f2: true}",
        "READ   | r.find.a.$not.$foo: unknown operator"
            + " | {rule: filter, find: {a: {$not: {$foo: 1}, $gt: args.auth.x}}}",
        "READ   | r.find.a.$foo: unknown operator | {rule: filter, find: {a: {$foo: args.auth.x}}}",
        "READ   | r.find.a.$foo: unknown operator"
            + " | {rule: filter, find: {a: {$foo: 1, $gt: args.auth.x}}}",
        "READ   | r.find.a.$in: expected a list"
            + " | {rule: filter, find: {a: {$in: 5, $ne: args.auth.x}}}",
        "READ   | r.fields: expected allow or deny, with a list of fields"
            + " | {rule: allow, fields: {hide: [a]}}",
        "READ   | r.fields: expected allow or deny, with a list of fields"
            + " | {rule: allow, fields: {allow: [a], deny: [b]}}",
        "READ   | r.fields.deny: expected the names of fields | {rule: allow, fields: {deny: [5]}}",
        "READ   | r.fields.deny: expected 1 to 100 fields | {rule: allow, fields: {deny: []}}",
        "READ   | r.field: expected the names of fields, such as res.a | {rule: remove, field: a}",
        "READ   | r.fields: field or fields, not both"
            + " | {rule: remove, field: res.a, fields: [res.b]}",
        "DELETE | r.fields: a delete touches whole documents | {rule: allow, fields: {allow: [a]}}",
        "UPDATE | r.field: no condition is taken away | {rule: remove, field: args.find.a}",
        "UPDATE | r.rule: changes fields of what is read, in a rule for read"
            + " | {rule: force, field: res.a, value: 5}",
        "UPDATE | r.field: what is encrypted anew each time cannot be looked up"
            + " | {rule: encrypt, field: args.find.a}",
        "UPDATE | r.field: there is no such part in this operation's requests"
            + " | {rule: force, field: args.doc.a, value: 5}",
        "UPDATE | r.value: expected a value or a variable | {rule: force, field: args.find.a}",
        "READ   | r.eval: bool has no order"
            + " | {rule: match, type: bool, eval: <, f1: args.auth.a, f2: true}",
        "READ   | r.f1: not of type number"
            + " | {rule: match, type: number, eval: ==, f1: x, f2: args.auth.a}",
        "READ   | r.f2: expected a list"
            + " | {rule: match, type: number, eval: in, f1: args.auth.a, f2: utils.now()}",
        "READ   | r.f2.1: not of type number"
            + " | {rule: match, type: number, eval: in, f1: args.auth.a, f2: [1, x, 3]}",
        "READ   | r.f1: not of type string"
            + " | {rule: match, type: string, eval: ==, f1: [args.auth.a], f2: x}",
      })
  void a_rule_says_what_is_wrong_with_it(Operation operation, String problem, String yaml) {
    Object node = Rules.yaml(yaml);
    if (problem.contains("under not")) {
      assertThat(problems(Map.of("rule", "not", "clause", node), operation))
          .containsExactly(problem.replace("r.rule", "r.clause.rule"));
    } else {
      assertThat(problems(node, operation)).containsExactly(problem);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "READ | {rule: func, service: s, func: f, timeout: 1}",
        "READ | {rule: func, service: s, func: f, timeout: 60}",
        "READ | {rule: query, db: d, col: c, find: {}, clause: {rule: query, db: d, col: c, find:"
            + " {}, clause: {rule: allow}}}",
        "READ | {rule: query, db: d, col: c, find: {}, store: args.x, clause: {rule: query, db: d,"
            + " col: c, find: {}, store: args.y, clause: {rule: allow}}}",
        "UPDATE | {rule: hash, field: args.find.a}",
      })
  void what_is_right_is_right(Operation operation, String yaml) {
    assertThat(problems(Rules.yaml(yaml), operation)).isEmpty();
  }

  @Test
  void no_two_queries_call_their_rows_the_same() {
    assertThat(
            problems(
                Rules.yaml(
                    "{rule: query, db: d, col: c, find: {}, store: args.x, clause: {rule: query, db:"
                        + " d, col: c, find: {}, store: args.x, clause: {rule: allow}}}"),
                Operation.READ))
        .containsExactly("r.clause.store: expected a variable of its own, such as args.result");
  }

  private static List<Object> times(int count, Object each) {
    return Collections.nCopies(count, each);
  }

  @Test
  void a_rule_has_1000_parts() {
    Map<String, ?> allow = Map.of("rule", "allow");
    Map<String, Object> most = Map.of("rule", "or", "clauses", times(999, allow));
    assertThat(problems(most, Operation.READ)).isEmpty();
    assertThat(Rules.parse(most, Operation.READ).clauses()).hasOnlyElementsOfType(Rule.Allow.class);
    assertThat(problems(Map.of("rule", "or", "clauses", times(1_000, allow)), Operation.READ))
        .containsExactly("r.clauses.999: more than 1,000 rules in one");
    Map<String, ?> leaf = Map.of("a", "args.auth.x");
    Map<String, Object> widest = Map.of("rule", "filter", "find", Map.of("$or", times(999, leaf)));
    assertThat(problems(widest, Operation.READ)).isEmpty();
    assertThat(Rules.parse(widest, Operation.READ).toString()).doesNotContain("unsound");
    assertThat(filter(Map.of("$or", times(1_001, leaf))))
        .containsExactly("r.find.$or.999: more than 1,000 nodes");
  }

  private static List<String> filter(Map<String, ?> find) {
    return problems(Map.of("rule", "filter", "find", find), Operation.READ);
  }

  @Test
  void an_effect_names_100_fields() {
    List<String> names = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      names.add("f" + i);
    }
    Map<String, ?> allow = Map.of("rule", "allow", "fields", Map.of("deny", names));
    assertThat(problems(allow, Operation.READ)).isEmpty();
    names.add("one more");
    assertThat(problems(allow, Operation.READ))
        .containsExactly("r.fields.deny: expected 1 to 100 fields");
  }

  static Stream<Arguments> nesting() {
    Map<String, ?> query = Map.of("rule", "query", "db", "d", "col", "c", "find", Map.of());
    return Stream.of(
        nested("not", clause -> Map.of("rule", "not", "clause", clause)),
        nested("and", clause -> Map.of("rule", "and", "clauses", List.of(clause))),
        nested("or", clause -> Map.of("rule", "or", "clauses", List.of(clause))),
        nested("query", clause -> with(query, "clause", clause)));
  }

  private static Arguments nested(String name, UnaryOperator<Object> outer) {
    return Arguments.of(name, outer);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource
  void nesting(String name, UnaryOperator<Object> outer) {
    Object rule = Map.of("rule", "allow");
    for (int i = 1; i < 32; i++) {
      rule = outer.apply(rule);
    }
    assertThat(problems(rule, Operation.READ)).isEmpty();
    assertThat(problems(outer.apply(rule), Operation.READ).get(0))
        .endsWith("nested deeper than 32");
    Map<String, Object> remove = Map.of("rule", "remove", "field", "res.a", "clause", rule);
    assertThat(problems(remove, Operation.READ).get(0)).endsWith("nested deeper than 32");
  }

  @ParameterizedTest
  @ValueSource(strings = {"$not", "$and", "$or", "$nor"})
  void a_find_is_nested_32_deep(String operator) {
    Object find = Map.of("a", "args.auth.x");
    for (int i = 1; i < 32; i++) {
      find = Map.of(operator, operator.equals("$not") ? find : List.of(find));
    }
    assertThat(problems(Map.of("rule", "filter", "find", find), Operation.READ)).isEmpty();
    Object deeper = Map.of(operator, operator.equals("$not") ? find : List.of(find));
    assertThat(problems(Map.of("rule", "filter", "find", deeper), Operation.READ).get(0))
        .endsWith("nested deeper than 32");
  }

  @Test
  void a_negation_in_a_field_is_nested_32_deep() {
    Object test = Map.of("$gt", "args.auth.x");
    for (int i = 1; i < 32; i++) {
      test = Map.of("$not", test);
    }
    assertThat(filter(Map.of("a", test))).isEmpty();
    assertThat(filter(Map.of("a", Map.of("$not", test))).get(0)).endsWith("nested deeper than 32");
  }

  @Test
  void a_value_is_nested_32_deep() {
    for (UnaryOperator<Object> outer :
        List.<UnaryOperator<Object>>of(List::of, inner -> Map.of("k", inner))) {
      Object value = "args.auth.x";
      Object plain = "x";
      for (int i = 1; i < 32; i++) {
        value = outer.apply(value);
        plain = outer.apply(plain);
      }
      assertThat(forced(value)).isEmpty();
      assertThat(forced(plain)).isEmpty();
      assertThat(forced(outer.apply(value)).get(0)).endsWith("nested deeper than 32");
      assertThat(forced(outer.apply(outer.apply(value))).get(0))
          .endsWith("not a value that rules can compare");
      assertThat(forced(outer.apply(outer.apply(plain))).get(0))
          .endsWith("not a value that rules can compare");
    }
  }

  private static List<String> forced(Object value) {
    return problems(
        Map.of("rule", "force", "field", "args.find.a", "value", value), Operation.READ);
  }
}
