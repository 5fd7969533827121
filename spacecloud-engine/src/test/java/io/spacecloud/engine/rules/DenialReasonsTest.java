package io.spacecloud.engine.rules;

import static org.assertj.core.api.Assertions.assertThat;

import io.spacecloud.api.request.Operation;
import io.spacecloud.api.request.Read;
import io.spacecloud.api.result.Document;
import io.spacecloud.api.rule.Caller;
import io.spacecloud.api.rule.FunctionCaller;
import io.spacecloud.api.rule.RuleInput;
import io.spacecloud.api.rule.RuleTrace;
import io.spacecloud.api.rule.Verdict;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Why a rule denies, in words; and what the rules around it make of that. */
class DenialReasonsTest {
  private static final Caller ANN = Caller.of(claims());

  private final AtomicInteger calls = new AtomicInteger();

  private static Map<String, Object> claims() {
    Map<String, Object> claims = new LinkedHashMap<>();
    claims.put("id", "ann");
    claims.put("n", 5);
    claims.put("all", List.of("ann", "bob"));
    claims.put("mixed", List.of("ann", 5));
    claims.put("holes", Arrays.asList("ann", null));
    claims.put("nothing", List.of());
    return claims;
  }

  private static DeclarativeRules rules(String yaml) {
    return new Rules().read(yaml);
  }

  private RuleInput input() {
    FunctionCaller functions =
        (service, function, params, timeout) -> {
          calls.incrementAndGet();
          return switch (function) {
            case "yes" -> Map.of("ack", true);
            case "no" -> Map.of("ack", false);
            case "odd" -> Map.of("ack", "true");
            default -> throw new IllegalStateException("secret");
          };
        };
    return new RuleInput(
        Operation.READ,
        ANN,
        Read.all("db", "todos"),
        null,
        read -> {
          if (read.collection().equals("broken")) {
            throw new IllegalStateException("secret");
          }
          int rows = read.collection().equals("many") ? 101 : 0;
          return IntStream.range(0, rows).mapToObj(i -> Document.of(Map.of("i", i))).toList();
        },
        functions);
  }

  private Verdict verdict(String yaml) {
    return rules(yaml).evaluate(input());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "match, type: string, eval: ==, f1: args.auth.no, f2: x | args.auth.no does not resolve",
        "match, type: string, eval: ==, f1: args.auth.n, f2: x  | args.auth.n is no string",
        "match, type: string, eval: ==, f1: x, f2: args.auth.no | args.auth.no does not resolve",
        "match, type: number, eval: <, f1: args.auth.n, f2: args.auth.id | args.auth.id is no number",
        "match, type: string, eval: in, f1: args.auth.no, f2: [x] | args.auth.no does not resolve",
        "match, type: string, eval: in, f1: args.auth.id, f2: args.auth.id"
            + " | args.auth.id is no list of string",
        "match, type: string, eval: notIn, f1: args.auth.id, f2: args.auth.mixed"
            + " | args.auth.mixed is no list of string",
        "filter, find: {a: args.auth.no}          | args.auth.no does not resolve",
        "filter, find: {a: {$in: args.auth.id}}   | args.auth.id is no list of values",
        "filter, find: {a: {$in: args.auth.holes}} | args.auth.holes is no list of values",
        "filter, find: {a: {$like: args.auth.n}}  | args.auth.n is no pattern",
        "filter, find: {a: {$contains: args.auth.nothing}} | args.auth.nothing is empty",
        "filter, find: {a: {$gt: args.auth.all}}"
            + " | a variable has a value that cannot be compared there",
        "query, db: d, col: broken, find: {}      | its read failed",
        "query, db: d, col: many, find: {}, clause: {rule: authenticated}"
            + " | its find matches more than 100 rows",
        "query, db: d, col: c, find: {a: args.auth.no} | args.auth.no does not resolve",
        "func, service: s, func: broken           | the call of s.broken failed",
        "func, service: s, func: odd              | s.odd does not reply whether ack is true or false",
      })
  void an_error_denies_and_is_skipped_by_or_and_kept_by_not(String rule, String reason) {
    String broken = "{rule: " + rule + "}";
    assertThat(verdict(broken))
        .isInstanceOfSatisfying(
            Verdict.Denied.class, denied -> assertThat(denied.reason()).isEqualTo(reason));
    for (String or :
        List.of(
            "[" + broken + ", {rule: authenticated}]",
            "[{rule: deny}, " + broken + ", {rule: authenticated}]",
            "[{rule: deny}, {rule: deny}, " + broken + ", {rule: authenticated}]")) {
      assertThat(verdict("{rule: or, clauses: " + or + "}")).isEqualTo(Verdict.granted());
    }
    assertThat(verdict("{rule: not, clause: " + broken + "}").isDenied()).isTrue();
    assertThat(verdict("{rule: and, clauses: [{rule: authenticated}, " + broken + "]}").isDenied())
        .isTrue();
    RuleTrace trace = rules(broken).trace(input());
    assertThat(trace.outcome()).isEqualTo(RuleTrace.Outcome.ERROR);
    assertThat(trace.reason()).isEqualTo(reason);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "deny                                      | the rule denies everyone",
        "match, type: string, eval: ==, f1: args.auth.id, f2: bob"
            + " | args.auth.id == 'bob' does not hold",
        "match, type: number, eval: in, f1: args.auth.n, f2: [1, utils.length(args.auth.all)]"
            + " | args.auth.n in [1, utils.length(args.auth.all)] does not hold",
        "match, type: string, eval: ==, f1: args.auth.id, f2: args.auth.all.1"
            + " | args.auth.id == args.auth.all.1 does not hold",
        "query, db: d, col: c, find: {}            | no row matches its find",
        "func, service: s, func: 'no'              | s.no says no",
        "or, clauses: [{rule: deny}]               | no clause grants",
        "not, clause: {rule: authenticated}        | its clause grants",
        "filter, find: {$or: []}                   | no row can satisfy its condition",
      })
  void a_denial_is_turned_round_by_not(String rule, String reason) {
    String denying = "{rule: " + rule + "}";
    assertThat(rules(denying).trace(input()).outcome()).isEqualTo(RuleTrace.Outcome.DENIED);
    assertThat(verdict("{rule: not, clause: " + denying + "}")).isEqualTo(Verdict.granted());
    assertThat(verdict(denying))
        .isInstanceOfSatisfying(
            Verdict.Denied.class, denied -> assertThat(denied.reason()).isEqualTo(reason));
  }

  @Test
  void what_is_decided_is_not_asked_about() {
    String yes = "{rule: func, service: s, func: 'yes'}";
    String no = "{rule: func, service: s, func: 'no'}";
    String ann = "{rule: authenticated}";
    for (String rule :
        List.of(
            "{rule: and, clauses: [" + ann + ", " + no + ", " + yes + "]}",
            "{rule: and, clauses: [" + ann + ", " + ann + ", " + no + ", " + yes + "]}",
            "{rule: and, clauses: [" + no + ", " + yes + ", " + yes + "]}",
            "{rule: or, clauses: [{rule: deny}, " + yes + ", " + no + "]}",
            "{rule: or, clauses: [{rule: deny}, {rule: deny}, " + yes + ", " + no + "]}",
            "{rule: or, clauses: [" + yes + ", " + no + ", " + no + "]}")) {
      calls.set(0);
      verdict(rule);
      assertThat(calls).as(rule).hasValue(1);
      calls.set(0);
      rules(rule).trace(input());
      assertThat(calls).as(rule).hasValue(1);
    }
  }

  @Test
  void a_trace_says_by_whom_it_was_decided() {
    RuleTrace trace =
        rules(
                "{rule: and, clauses: [{rule: filter, find: {owner: args.auth.id}}, {rule: deny},"
                    + " {rule: authenticated, fields: {deny: [a]}}]}")
            .trace(input());
    assertThat(trace.reason()).isEqualTo("decided by rules.clauses.1");
    assertThat(trace.clauses())
        .extracting(RuleTrace::reason)
        .containsExactly("rows must satisfy a condition", "the rule denies everyone", "not needed");
    assertThat(rules("{rule: authenticated}").trace(input()).reason()).isEmpty();
  }

  @Test
  void a_query_that_cannot_be_read_is_traced_with_its_clause() {
    RuleTrace trace =
        rules("{rule: query, db: d, col: broken, find: {}, clause: {rule: authenticated}}")
            .trace(input());
    assertThat(trace.outcome()).isEqualTo(RuleTrace.Outcome.ERROR);
    assertThat(trace.clauses())
        .extracting(RuleTrace::outcome)
        .containsExactly(RuleTrace.Outcome.SKIPPED);
  }

  /** Whatever an embedder plugs in. */
  @Test
  void what_fails_unforeseen_denies() {
    Clock broken = Clock.offset(Clock.fixed(Instant.MAX, ZoneOffset.UTC), Duration.ofDays(1));
    Rule rule =
        Rules.parse(
            Map.of(
                "rule",
                "match",
                "type",
                "date",
                "eval",
                "==",
                "f1",
                "utils.now()",
                "f2",
                "2020-01-01"),
            Operation.READ);
    CompiledRule compiled = new CompiledRule(rule, Scope.of(Operation.READ), broken, Ciphers.NONE);
    assertThat(compiled.evaluate(input()))
        .isEqualTo(new Verdict.Denied("rules", null, "the rule failed", null));
    RuleTrace trace = compiled.trace(input());
    assertThat(trace.outcome()).isEqualTo(RuleTrace.Outcome.ERROR);
    assertThat(trace.reason()).isEqualTo("the rule failed");
  }

  @Test
  void where_clauses_have_effects_one_that_is_not_sure_fails_traced_or_not() {
    String unsure =
        "{rule: or, clauses: [{rule: and, clauses: [{rule: filter, find: {n: 1}}, {rule: force,"
            + " field: args.find.a, value: 1}]}, {rule: authenticated}]}";
    DeclarativeRules rules = rules(unsure);
    RuleTrace trace = rules.trace(input());
    boolean denied = rules.evaluate(input()).isDenied();
    assertThat(denied).isTrue();
    assertThat(trace.outcome()).isEqualTo(RuleTrace.Outcome.ERROR);
    assertThat(trace.reason()).isEqualTo("an effect in a clause that holds for some rows only");
  }
}
