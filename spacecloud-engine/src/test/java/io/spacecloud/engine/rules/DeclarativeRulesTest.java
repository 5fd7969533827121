package io.spacecloud.engine.rules;

import static io.spacecloud.api.condition.Conditions.field;
import static org.assertj.core.api.Assertions.assertThat;

import io.spacecloud.api.condition.Condition;
import io.spacecloud.api.condition.ConditionEvaluator;
import io.spacecloud.api.condition.Conditions;
import io.spacecloud.api.request.Aggregate;
import io.spacecloud.api.request.CollectionRequest;
import io.spacecloud.api.request.Create;
import io.spacecloud.api.request.Delete;
import io.spacecloud.api.request.Operation;
import io.spacecloud.api.request.Read;
import io.spacecloud.api.request.Update;
import io.spacecloud.api.result.Document;
import io.spacecloud.api.rule.Caller;
import io.spacecloud.api.rule.RowReader;
import io.spacecloud.api.rule.RuleGrounds;
import io.spacecloud.api.rule.RuleInput;
import io.spacecloud.api.rule.RuleTrace;
import io.spacecloud.api.rule.Verdict;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DeclarativeRulesTest {
  private static final Caller ALICE =
      Caller.of(
          Map.of(
              "id",
              "alice",
              "role",
              "admin",
              "age",
              18,
              "verified",
              true,
              "born",
              "2000-02-29",
              "groups",
              List.of("a", "b"),
              "mixed",
              List.of("alice", 1),
              "org",
              Map.of("id", "acme", "admins", Map.of("alice", "owner")),
              "injection",
              Map.of("$ne", "x")));

  private static final Map<String, Object> ERROR =
      Map.of("rule", "match", "type", "string", "eval", "==", "f1", "args.auth.none", "f2", "x");

  private final Rules rules = new Rules();

  private static Map<String, Object> match(String type, String eval, Object f1, Object f2) {
    return Map.of("rule", "match", "type", type, "eval", eval, "f1", f1, "f2", f2);
  }

  private static Map<String, Object> filter(Map<String, ?> find) {
    return Map.of("rule", "filter", "find", find);
  }

  private static Map<String, Object> not(Object clause) {
    return Map.of("rule", "not", "clause", clause);
  }

  private static Map<String, Object> all(String rule, Object... clauses) {
    return Map.of("rule", rule, "clauses", List.of(clauses));
  }

  private Verdict read(Map<String, ?> rule, Read read) {
    return rules.read(rule).evaluate(Rules.input(Operation.READ, ALICE, read, null));
  }

  private Verdict read(Map<String, ?> rule) {
    return read(rule, Read.all("db", "todos"));
  }

  private Verdict update(Map<String, ?> rule, Update update) {
    return rules
        .of(Operation.UPDATE, rule)
        .evaluate(Rules.input(Operation.UPDATE, ALICE, update, null));
  }

  private Verdict create(Map<String, ?> rule, Map<String, ?> doc) {
    Create create = Create.one("db", "todos", doc);
    return rules
        .of(Operation.CREATE, rule)
        .evaluate(Rules.input(Operation.CREATE, ALICE, create, create.docs().get(0)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "string | ==    | args.auth.id        | alice        | true",
        "string | ==    | args.auth.id        | bob          | false",
        "string | !=    | args.auth.id        | bob          | true",
        "string | <     | args.auth.id        | bob          | true",
        "string | >=    | args.auth.id        | bob          | false",
        "string | ==    | args.auth.org.id    | acme         | true",
        "string | ==    | args.auth.groups.1  | b            | true",
        "string | ==    | args.auth.groups.2  | b            | error",
        "string | ==    | args.auth.org.admins[args.auth.id] | owner | true",
        "string | ==    | args.auth.org.admins[args.auth.role] | owner | error",
        "string | in    | args.auth.id        | args.auth.groups | false",
        "string | notIn | args.auth.id        | args.auth.groups | true",
        "string | in    | args.auth.id        | args.auth.mixed | error",
        "string | notIn | args.auth.role      | args.auth.mixed | error",
        "string | in    | args.auth.id        | args.auth.role | error",
        "string | !=    | args.auth.none      | bob          | error",
        "string | !=    | args.auth.age       | bob          | error",
        "string | ==    | args.op             | all          | true",
        "number | ==    | args.auth.age       | 18           | true",
        "number | ==    | args.auth.age       | 18.0         | true",
        "number | >=    | args.auth.age       | 9            | true",
        "number | <     | args.auth.age       | 18.5         | true",
        "number | <=    | args.auth.age       | 17           | false",
        "number | !=    | args.auth.id        | 17           | error",
        "number | ==    | utils.length(args.auth.groups) | 2 | true",
        "number | ==    | utils.length(args.auth.org)    | 2 | true",
        "number | ==    | utils.length(args.auth.id)     | 5 | true",
        "number | ==    | utils.length(args.auth.age)    | 2 | error",
        "bool   | ==    | args.auth.verified  | true         | true",
        "bool   | ==    | utils.exists(args.auth.id) | true  | true",
        "bool   | ==    | utils.exists(args.auth.none) | true | false",
        "bool   | !=    | args.auth.id        | true         | error",
        "date   | ==    | args.auth.born      | 2000-02-29T00:00:00Z | true",
        "date   | <     | args.auth.born      | utils.now    | true",
        "date   | ==    | utils.roundUpDate(utils.now(), 'month') | 2024-05-01 | true",
        "date   | ==    | utils.roundUpDate(utils.now, year) | 2024-01-01 | true",
        "date   | ==    | utils.roundUpDate(utils.now, hour) | 2024-05-06T07:00:00Z | true",
        "date   | ==    | utils.addDuration(args.auth.born, '1d1h30m') | 2000-03-01T01:30:00Z | true",
        "date   | ==    | utils.addDuration(args.auth.born, '-1.5h') | 2000-02-28T22:30:00Z | true",
        "date   | ==    | utils.addDuration(args.auth.born, args.auth.role) | 2000-02-29 | error",
        "date   | !=    | args.auth.id        | 2000-02-29   | error",
      })
  void matches(String type, String eval, String f1, String f2, String expected) {
    Object right =
        switch (type) {
          case "number" -> Double.valueOf(f2);
          case "bool" -> Boolean.valueOf(f2);
          default -> f2;
        };
    Map<String, Object> rule = match(type, eval, f1, right);

    assertThat(read(rule).isDenied()).isEqualTo(!expected.equals("true"));
    assertThat(read(not(rule)).isDenied()).isEqualTo(!expected.equals("false"));
  }

  @Test
  void lists_may_be_written_out_and_hold_variables() {
    assertThat(read(match("string", "in", "args.auth.id", List.of("x", "alice"))).isDenied())
        .isFalse();
    assertThat(read(match("string", "in", "alice", List.of("x", "args.auth.id"))).isDenied())
        .isFalse();
    assertThat(read(match("string", "in", "alice", List.of("alice", "args.auth.no"))).isDenied())
        .isTrue();
    assertThat(read(match("string", "in", "alice", List.of())).isDenied()).isTrue();
    assertThat(read(match("string", "notIn", "alice", List.of())).isDenied()).isFalse();
  }

  @Test
  void an_escaped_literal_is_no_variable() {
    Map<String, Object> escaped = Map.of("$literal", "args.auth.id");

    assertThat(read(match("string", "==", escaped, "args.auth.id")).isDenied()).isTrue();
    assertThat(read(filter(Map.of("owner", escaped))).residual())
        .isEqualTo(field("owner").eq("args.auth.id"));
  }

  @Test
  void find_resolves_where_there_is_exactly_one_conjoined_equality() {
    Map<String, Object> rule = match("string", "==", "args.find.owner", "args.auth.id");
    Read all = Read.all("db", "todos");
    Condition mine = field("owner").eq("alice");

    assertThat(read(rule, all.where(mine)).isDenied()).isFalse();
    assertThat(read(rule, all.where(mine).where(field("done").eq(true))).isDenied()).isFalse();
    assertThat(read(rule, all).isDenied()).isTrue();
    assertThat(read(rule, all.where(field("owner").eq("bob"))).isDenied()).isTrue();
    assertThat(read(rule, all.where(mine).where(field("owner").eq("bob"))).isDenied()).isTrue();
    assertThat(read(rule, all.where(Conditions.not(mine))).isDenied()).isTrue();
    assertThat(read(rule, all.where(Conditions.or(mine, field("a").eq(1)))).isDenied()).isTrue();
    assertThat(read(rule, all.where(field("owner").in("alice", "bob"))).isDenied()).isTrue();
    assertThat(read(rule, all.where(field("owner").gte("alice"))).isDenied()).isTrue();
    assertThat(read(rule, all.where(field("owner.x").eq("alice"))).isDenied()).isTrue();
  }

  @Test
  void update_values_resolve_at_their_path_and_inside() {
    Update update = Update.all("db", "todos");
    Map<String, Object> rule = match("string", "==", "args.update.$set.a.b", "x");

    assertThat(update(rule, update.set("a.b", "x")).isDenied()).isFalse();
    assertThat(update(rule, update.set("a", Map.of("b", "x"))).isDenied()).isFalse();
    assertThat(update(rule, update.set("a.c", "x")).isDenied()).isTrue();
    assertThat(update(rule, update.set("a.b.c", "x")).isDenied()).isTrue();
    assertThat(update(rule, update.push("a.b", "x")).isDenied()).isTrue();
    assertThat(
            update(match("bool", "==", "args.update.$unset.a", true), update.unset("a")).isDenied())
        .isFalse();
    Map<String, Object> count = match("number", "==", "utils.length(args.update.$set)", 2);
    assertThat(update(count, update.set("a", 1).set("b", null)).isDenied()).isFalse();
    assertThat(update(count, update.unset("a")).isDenied()).isTrue();
  }

  @Test
  void writes_are_seen_at_the_field_its_parent_its_child_and_a_rename() {
    Update update = Update.all("db", "todos");
    Map<String, Object> rule = match("bool", "==", "args.writes.a.b", false);

    assertThat(update(rule, update.set("a.c", 1)).isDenied()).isFalse();
    assertThat(update(rule, update.set("ab", 1)).isDenied()).isFalse();
    assertThat(update(rule, update.set("a.bc", 1)).isDenied()).isFalse();
    assertThat(update(rule, update.set("a.b", 1)).isDenied()).isTrue();
    assertThat(update(rule, update.set("a", 1)).isDenied()).isTrue();
    assertThat(update(rule, update.inc("a.b.c", 1)).isDenied()).isTrue();
    assertThat(update(rule, update.unset("a")).isDenied()).isTrue();
    assertThat(update(rule, update.with(Map.of("$rename", Map.of("x", "a.b")))).isDenied())
        .isTrue();
    assertThat(create(rule, Map.of("a", Map.of("c", 1))).isDenied()).isFalse();
    assertThat(create(rule, Map.of("a", Collections.singletonMap("b", null))).isDenied()).isTrue();
  }

  @Test
  void documents_options_and_pipelines_resolve() {
    assertThat(
            create(
                    match("string", "==", "args.doc.tags.0.name", "x"),
                    Map.of("tags", List.of(Map.of("name", "x"))))
                .isDenied())
        .isFalse();
    Map<String, Object> limited = match("number", "<=", "args.opts.limit", 10);
    assertThat(read(limited, Read.all("db", "todos").limit(10)).isDenied()).isFalse();
    assertThat(read(limited, Read.all("db", "todos")).isDenied()).isTrue();
    assertThat(
            read(
                    match("string", "notIn", "-salary", "args.opts.sort"),
                    Read.all("db", "todos").sort("-salary"))
                .isDenied())
        .isTrue();
    Aggregate aggregate =
        Aggregate.all(
            "db",
            "todos",
            List.of(Map.of("$match", Map.of("owner", "alice")), Map.of("$count", "n")));
    Map<String, Object> matched =
        match("string", "==", "args.pipeline.0.$match.owner", "args.auth.id");
    assertThat(
            rules
                .of(Operation.AGGREGATE, matched)
                .evaluate(Rules.input(Operation.AGGREGATE, ALICE, aggregate, null))
                .isDenied())
        .isFalse();
  }

  @Test
  void a_filter_grants_where_its_find_holds() {
    assertThat(read(filter(Map.of("owner", "args.auth.id"))).residual())
        .isEqualTo(field("owner").eq("alice"));
    assertThat(read(filter(Map.of("n", Map.of("$gte", "args.auth.age", "$lt", 99)))).residual())
        .isIn(
            Conditions.and(field("n").gte(18), field("n").lt(99)),
            Conditions.and(field("n").lt(99), field("n").gte(18)));
    assertThat(read(filter(Map.of("group", Map.of("$in", "args.auth.groups")))).residual())
        .isEqualTo(field("group").in("a", "b"));
    assertThat(read(filter(Map.of("x", Map.of("$nin", List.of("args.auth.id", "z"))))).residual())
        .isEqualTo(field("x").notIn("alice", "z"));
    assertThat(
            read(filter(Map.of("$or", List.of(Map.of("a", "args.auth.id"), Map.of("b", true)))))
                .residual())
        .isEqualTo(Conditions.or(field("a").eq("alice"), field("b").eq(true)));
    assertThat(
            read(filter(Map.of("m", Map.of("$contains", Map.of("o", "args.auth.id"))))).residual())
        .isEqualTo(field("m").contains(Map.of("o", "alice")));
  }

  @Test
  void a_filter_with_a_variable_that_does_not_go_there_denies() {
    for (Object operand :
        List.of(
            "args.auth.none",
            Map.of("$in", "args.auth.id"),
            Map.of("$nin", "args.auth.none"),
            Map.of("$ne", "args.auth.none"),
            Map.of("$gt", "args.auth.groups"),
            Map.of("$like", "args.auth.age"),
            Map.of("$in", List.of("a", "args.auth.none")))) {
      assertThat(read(filter(Map.of("a", operand))).isDenied()).as("%s", operand).isTrue();
      assertThat(read(not(filter(Map.of("a", operand)))).isDenied()).as("%s", operand).isTrue();
    }
    assertThat(
            read(filter(Map.of("$or", List.of(Map.of("a", 1), Map.of("b", "args.auth.none")))))
                .isDenied())
        .isTrue();
  }

  @Test
  void an_object_of_a_client_is_data() {
    assertThat(read(filter(Map.of("a", "args.auth.injection"))).residual())
        .isEqualTo(field("a").eq(Map.of("$ne", "x")));
  }

  @Test
  void combinations_follow_the_table() {
    Map<String, Object> yes = Map.of("rule", "authenticated");
    Map<String, Object> no = Map.of("rule", "deny");
    Map<String, Object> mine = filter(Map.of("owner", "args.auth.id"));
    Condition residual = field("owner").eq("alice");

    assertThat(read(all("or", yes, mine))).isEqualTo(Verdict.granted());
    assertThat(read(all("or", mine, yes))).isEqualTo(Verdict.granted());
    assertThat(read(all("or", no, mine)).residual()).isEqualTo(residual);
    assertThat(read(all("or", ERROR, mine)).residual()).isEqualTo(residual);
    assertThat(read(all("or", ERROR, yes))).isEqualTo(Verdict.granted());
    assertThat(read(all("and", yes, mine)).residual()).isEqualTo(residual);
    assertThat(read(all("and", mine, no)).isDenied()).isTrue();
    assertThat(read(all("and", mine, ERROR)).isDenied()).isTrue();
    assertThat(read(not(mine)).residual()).isEqualTo(Conditions.not(residual));
    assertThat(read(not(yes)).isDenied()).isTrue();
    assertThat(read(not(no))).isEqualTo(Verdict.granted());
    assertThat(read(not(ERROR)).isDenied()).isTrue();
    assertThat(read(not(all("or", no, ERROR))).isDenied()).isTrue();
    assertThat(read(not(all("or", mine, ERROR))).isDenied()).isTrue();
    assertThat(read(not(all("and", no, ERROR)))).isEqualTo(Verdict.granted());
    assertThat(read(not(not(all("or", mine, ERROR)))).residual()).isEqualTo(residual);
  }

  @Test
  void only_a_top_level_allow_lets_an_anonymous_caller_in() {
    Map<String, Object> allow = Map.of("rule", "allow");
    for (Map<String, Object> rule :
        List.of(
            Map.<String, Object>of("rule", "authenticated"),
            all("and", allow),
            all("or", allow),
            not(Map.of("rule", "deny")),
            filter(Map.of("public", true)),
            match("string", "==", "a", "a"))) {
      Verdict verdict =
          rules
              .read(rule)
              .evaluate(
                  Rules.input(Operation.READ, Caller.ANONYMOUS, Read.all("db", "todos"), null));
      assertThat(verdict.isDenied()).as("%s", rule).isTrue();
    }
    assertThat(
            rules
                .read(allow)
                .evaluate(
                    Rules.input(Operation.READ, Caller.ANONYMOUS, Read.all("db", "todos"), null)))
        .isEqualTo(Verdict.granted());
  }

  @Test
  void a_query_passes_if_a_row_exists() {
    Map<String, Object> query =
        Map.of(
            "rule", "query", "db", "db", "col", "members", "find", Map.of("user", "args.auth.id"));
    List<Read> reads = new ArrayList<>();
    DeclarativeRules compiled = rules.read(query);

    assertThat(compiled.evaluate(reading(compiled, reads, List.of(Map.of("user", "alice")))))
        .isEqualTo(Verdict.granted());
    assertThat(compiled.evaluate(reading(compiled, reads, List.of())).isDenied()).isTrue();
    assertThat(reads.get(0))
        .isEqualTo(Read.all("db", "members").where(field("user").eq("alice")).limit(1));
    assertThat(compiled.readsData("db", "todos", Operation.READ)).isTrue();
    assertThat(compiled.readsData("db", "todos", Operation.DELETE)).isFalse();
    assertThat(
            compiled
                .evaluate(Rules.input(Operation.READ, ALICE, Read.all("db", "todos"), null))
                .isDenied())
        .as("a reader that fails")
        .isTrue();
  }

  @Test
  void the_clause_of_a_query_judges_its_rows() {
    Map<String, Object> query =
        Map.of(
            "rule", "query",
            "db", "db",
            "col", "members",
            "find", Map.of("user", "args.auth.id"),
            "store", "args.members",
            "clause", filter(Map.of("team", "args.members.0.team")));
    DeclarativeRules compiled = rules.read(query);

    assertThat(
            compiled
                .evaluate(reading(compiled, new ArrayList<>(), List.of(Map.of("team", 7))))
                .residual())
        .isEqualTo(field("team").eq(7));
    assertThat(compiled.evaluate(reading(compiled, new ArrayList<>(), List.of())).isDenied())
        .isTrue();
  }

  @Test
  void a_clause_never_judges_a_part_of_the_rows() {
    Map<String, Object> query =
        Map.of(
            "rule", "query",
            "db", "db",
            "col", "members",
            "find", Map.of(),
            "clause", match("number", ">=", "utils.length(args.result)", 0));
    DeclarativeRules compiled = rules.read(query);
    List<Map<String, Object>> rows =
        IntStream.range(0, 101).mapToObj(i -> Map.<String, Object>of("n", i)).toList();

    assertThat(
            compiled
                .evaluate(reading(compiled, new ArrayList<>(), rows.subList(0, 100)))
                .isDenied())
        .isFalse();
    assertThat(compiled.evaluate(reading(compiled, new ArrayList<>(), rows)).isDenied()).isTrue();
  }

  @Test
  void a_reader_that_fails_denies_also_under_not_and_is_skipped_by_or() {
    Map<String, Object> query =
        Map.of("rule", "query", "db", "db", "col", "members", "find", Map.of());
    for (RowReader reader :
        List.<RowReader>of(
            RowReader.NONE,
            read -> null,
            read -> {
              throw new UnsupportedOperationException();
            })) {
      RuleInput input = new RuleInput(Operation.READ, ALICE, Read.all("db", "todos"), null, reader);
      assertThat(rules.read(query).evaluate(input).isDenied()).isTrue();
      assertThat(rules.read(not(query)).evaluate(input).isDenied()).isTrue();
      assertThat(rules.read(not(query)).trace(input).outcome()).isEqualTo(RuleTrace.Outcome.ERROR);
      assertThat(rules.read(all("or", query, Map.of("rule", "allow"))).evaluate(input).isDenied())
          .isFalse();
    }
  }

  @Test
  void the_trace_of_an_anonymous_caller_stops_at_the_top() {
    RuleTrace trace =
        rules
            .read(all("or", Map.of("rule", "allow")))
            .trace(Rules.input(Operation.READ, Caller.ANONYMOUS, Read.all("db", "todos"), null));

    assertThat(trace.outcome()).isEqualTo(RuleTrace.Outcome.DENIED);
    assertThat(trace.reason()).isEqualTo("the caller is not verified");
    assertThat(trace.clauses()).isEmpty();
  }

  private static RuleInput reading(
      DeclarativeRules rules, List<Read> reads, List<? extends Map<String, ?>> rows) {
    RowReader reader =
        read -> {
          reads.add(read);
          return rows.stream().map(Document::of).toList();
        };
    return new RuleInput(Operation.READ, ALICE, Read.all("db", "todos"), null, reader);
  }

  @Test
  void a_denial_names_the_innermost_rule_and_what_its_author_says() {
    Map<String, Object> rule =
        Map.of(
            "rule", "and",
            "name", "owner-only",
            "error", "not yours",
            "clauses",
                List.of(
                    Map.of("rule", "authenticated"), match("string", "==", "args.auth.id", "bob")));
    Verdict.Denied denied = (Verdict.Denied) read(rule);

    assertThat(denied.rule()).isEqualTo("rules.clauses.1");
    assertThat(denied.name()).isEqualTo("owner-only");
    assertThat(denied.message()).isEqualTo("not yours");
    assertThat(denied.reason()).isEqualTo("args.auth.id == 'bob' does not hold");
    assertThat(((Verdict.Denied) read(ERROR)).reason())
        .isEqualTo("args.auth.none does not resolve");
    assertThat(((Verdict.Denied) read(all("or", ERROR, rule))).reason())
        .isEqualTo("no clause grants");
  }

  @Test
  void a_trace_shows_every_clause_with_its_values() {
    Map<String, Object> rule =
        all(
            "or",
            ERROR,
            match("string", "==", "args.auth.id", "bob"),
            filter(Map.of("owner", "args.auth.id")),
            Map.of("rule", "allow", "name", "everyone"),
            Map.of("rule", "deny"));
    RuleTrace trace =
        rules.read(rule).trace(Rules.input(Operation.READ, ALICE, Read.all("db", "todos"), null));

    assertThat(trace.outcome()).isEqualTo(RuleTrace.Outcome.GRANTED);
    assertThat(trace.clauses())
        .extracting(RuleTrace::outcome)
        .containsExactly(
            RuleTrace.Outcome.ERROR,
            RuleTrace.Outcome.DENIED,
            RuleTrace.Outcome.CONDITIONAL,
            RuleTrace.Outcome.GRANTED,
            RuleTrace.Outcome.SKIPPED);
    assertThat(trace.clauses().get(0).operands().get(0))
        .isEqualTo(new RuleTrace.Operand("args.auth.none", false, null));
    assertThat(trace.clauses().get(1).operands())
        .containsExactly(
            new RuleTrace.Operand("args.auth.id", true, "alice"),
            new RuleTrace.Operand("'bob'", true, "bob"));
    assertThat(trace.clauses().get(2).residual()).isEqualTo(field("owner").eq("alice"));
    assertThat(trace.clauses().get(3).name()).isEqualTo("everyone");
    assertThat(trace.clauses().get(4).path()).isEqualTo("rules.clauses.4");
  }

  @Test
  void no_rule_means_deny_and_default_serves_declared_collections_without_rules() {
    DeclarativeRules lookup = rules.lookups();
    for (String collection : List.of("plain", "ruled", "undeclared", "default")) {
      for (Operation operation : List.of(Operation.READ, Operation.DELETE)) {
        boolean denied =
            lookup
                .evaluate(Rules.input(operation, ALICE, Delete.all("db", collection), null))
                .isDenied();
        assertThat(denied)
            .as("%s %s", collection, operation)
            .isEqualTo(!(collection.equals("plain") && operation == Operation.READ));
      }
      CollectionRequest open = Read.all("open", collection);
      assertThat(lookup.evaluate(Rules.input(Operation.READ, ALICE, open, null)).isDenied())
          .isEqualTo(collection.equals("ruled"));
    }
    assertThat(
            lookup
                .evaluate(Rules.input(Operation.READ, ALICE, Read.all("none", "plain"), null))
                .isDenied())
        .isTrue();
  }

  /** Few collections are looked for otherwise than many. */
  @ParameterizedTest
  @ValueSource(ints = {1, 4, 5, 20})
  void every_collection_has_the_rule_of_its_database(int collections) {
    List<String> names = IntStream.range(0, collections).mapToObj(i -> "c" + i).toList();
    DeclarativeRules own = Rules.own(Map.of("a", names, "b", names));
    Caller a = Caller.of(Map.of("id", "a"));
    for (String name : names) {
      for (String alias : List.of("a", "b")) {
        Read read = Read.all(new String(alias), new String(name));
        assertThat(own.evaluate(Rules.input(Operation.READ, a, read, null)).isDenied())
            .isEqualTo(!alias.equals("a"));
        assertThat(own.place(alias, name, Operation.READ)).isEqualTo("rules");
        assertThat(own.place(alias, name, Operation.DELETE)).isNull();
      }
    }
    for (Read unknown : List.of(Read.all("a", "none"), Read.all("none", "c0"))) {
      assertThat(own.evaluate(Rules.input(Operation.READ, a, unknown, null)).isDenied()).isTrue();
      assertThat(own.grounds(unknown.database(), unknown.collection(), Operation.READ))
          .isEqualTo(RuleGrounds.NONE);
    }
  }

  @Test
  void only_a_rule_with_a_query_reads_data() {
    Map<String, Object> query =
        Map.of("rule", "query", "db", "db", "col", "members", "find", Map.of());
    Map<String, Object> limited = new LinkedHashMap<>(query);
    limited.put("fields", Map.of("deny", List.of("a")));
    for (Map<String, ?> reads : List.of(query, not(query), all("or", ERROR, query), limited)) {
      assertThat(rules.read(reads).readsData("db", "todos", Operation.READ)).isTrue();
    }
    for (Map<String, ?> none :
        List.<Map<String, ?>>of(ERROR, not(ERROR), filter(Map.of("a", "args.auth.id")))) {
      assertThat(rules.read(none).readsData("db", "todos", Operation.READ)).isFalse();
    }
    assertThat(rules.read(query).readsData("db", "none", Operation.READ)).isFalse();
  }

  @Test
  void a_duration_is_signed_parts_without_anything_between() {
    assertThat(Dates.duration("1h30m")).isEqualTo(Duration.ofMinutes(90));
    assertThat(Dates.duration("+1h")).isEqualTo(Duration.ofHours(1));
    assertThat(Dates.duration("-1h30m")).isEqualTo(Duration.ofMinutes(-90));
    for (String none : List.of("", "-", "+", "--1h", "1h 30m", "h", "1", "1h-30m", "x1h", "1hx")) {
      assertThat(Dates.duration(none)).as(none).isNull();
    }
    assertThat(Dates.duration(5)).isNull();
    assertThat(Dates.duration("1h".repeat(32))).isEqualTo(Duration.ofHours(32));
    assertThat(Dates.duration("+" + "1h".repeat(32))).as("of 65 characters").isNull();
  }

  @Test
  void the_same_predicate_is_given_for_rows() {
    Condition residual = read(not(filter(Map.of("owner", "args.auth.id")))).residual();

    assertThat(ConditionEvaluator.compile(residual).test(Map.of("owner", "bob"))).isTrue();
    assertThat(ConditionEvaluator.compile(residual).test(Map.of())).isTrue();
  }
}
