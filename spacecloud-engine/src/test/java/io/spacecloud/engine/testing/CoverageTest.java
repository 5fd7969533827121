package io.spacecloud.engine.testing;

import static io.spacecloud.api.condition.Conditions.field;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.spacecloud.api.request.Create;
import io.spacecloud.api.request.Delete;
import io.spacecloud.api.request.Operation;
import io.spacecloud.api.request.Read;
import io.spacecloud.api.request.Update;
import io.spacecloud.api.rule.Caller;
import io.spacecloud.api.rule.Explanation;
import io.spacecloud.api.rule.RuleInput;
import io.spacecloud.api.rule.RuleTrace;
import io.spacecloud.engine.ProjectConfig;
import io.spacecloud.engine.testing.Coverage.Entry;
import io.spacecloud.engine.testing.Coverage.Reached;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class CoverageTest {
  private static final String TODOS = "modules.crud.db.collections.todos.rules.";
  private static final String CONFIG =
      """
      id: covered
      secret: a-secret-for-this-test-alone-0123456789
      encryption:
        hashKey: AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=
        keys: [{id: k1, key: AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=}]
      modules:
        crud:
          db:
            type: sql-h2
            collections:
              todos:
                rules:
                  create: {rule: force, field: args.doc.owner, value: args.auth.id}
                  read: {rule: filter, find: {owner: args.auth.id}, fields: {deny: [pin]}}
                  update: {rule: match, eval: ==, type: string, f1: args.auth.role, f2: admin}
                  delete:
                    rule: or
                    name: owner-only
                    clauses:
                      - {rule: match, name: admin, eval: ==, type: string, f1: args.auth.role, f2: admin}
                      - {rule: query, db: db, col: members, find: {user: args.auth.id}}
                  aggr: {rule: deny}
              default:
                rules: {read: {rule: allow}}
              members: {}
          off:
            enabled: false
            collections: {ghosts: {rules: {read: {rule: allow}}}}
      """;
  private static final Read ALL = Read.all("db", "todos");
  private static final Delete FIRST = Delete.one("db", "todos").where(field("id").eq(1));

  private final RulesTester rules =
      RulesTester.of(ProjectConfig.parse(CONFIG))
          .given("db", "todos", Map.of("id", 1, "owner", "ann"))
          .given("db", "members", Map.of("id", 1, "user", "kim"));
  private final TestCaller ann = rules.as(Map.of("id", "ann", "role", "user"));

  private Entry entry(String path) {
    return rules.coverage().rules().stream()
        .filter(each -> each.path().equals(TODOS + path))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void everyRuleOfEveryServedDatabaseIsThere() {
    assertThat(rules.coverage().rules())
        .extracting(
            each ->
                CoverageWriter.place(each.access()).substring(3)
                    + " "
                    + each.access().verb()
                    + " "
                    + each.rule())
        .containsExactly(
            "todos create force",
            "todos read filter",
            "todos update match",
            "todos delete or",
            "todos delete match",
            "todos delete query",
            "todos aggr deny",
            "default read allow");
    assertThat(rules.coverage().rules()).extracting(Entry::depth).contains(0, 1);
  }

  @Test
  void aCoverageIsOfItsTime() {
    Coverage before = rules.coverage();
    ann.read(ALL).isAllowed();

    assertThat(before.count(Reached.ONE_WAY)).isZero();
    assertThat(before.percentReached()).isZero();
    assertThat(rules.coverage().count(Reached.ONE_WAY)).isEqualTo(1);
  }

  @Test
  void outcomesAreCounted() {
    ann.delete(FIRST).isDenied();
    rules.as(Map.of("id", "kim", "role", "user")).delete(FIRST).isAllowed();
    rules.as(Map.of("id", "kim")).delete(FIRST).isAllowed();
    rules.as(Map.of("id", "x", "role", "admin")).delete(FIRST).isAllowed();

    assertThat(entry("delete.clauses.0").outcomes())
        .containsOnly(
            Map.entry(RuleTrace.Outcome.DENIED, 2L),
            Map.entry(RuleTrace.Outcome.ERROR, 1L),
            Map.entry(RuleTrace.Outcome.GRANTED, 1L));
    assertThat(entry("delete.clauses.1").outcomes())
        .containsOnly(
            Map.entry(RuleTrace.Outcome.DENIED, 1L),
            Map.entry(RuleTrace.Outcome.GRANTED, 2L),
            Map.entry(RuleTrace.Outcome.SKIPPED, 1L));
  }

  @Test
  void whatOnlyLetsPassOrOnlyStopsWentOneWay() {
    assertThat(entry("update").reached()).isEqualTo(Reached.NOT);
    ann.update(Update.all("db", "todos").set("x", 1)).isDenied();
    assertThat(entry("update").reached()).isEqualTo(Reached.ONE_WAY);
    rules.as(Map.of("role", "admin")).update(Update.all("db", "todos").set("x", 1));
    assertThat(entry("update").reached()).isEqualTo(Reached.WHOLLY);
  }

  @Test
  void whatIsSkippedIsNotReached() {
    rules.as(Map.of("id", "x", "role", "admin")).delete(FIRST).isAllowed();
    assertThat(entry("delete.clauses.1").reached()).isEqualTo(Reached.NOT);
  }

  @Test
  void whatHoldsForSomeRowsWentBothWays() {
    rules.as(Map.of("role", "user")).read(ALL).isDenied();
    assertThat(entry("read").outcomes()).containsOnlyKeys(RuleTrace.Outcome.ERROR);
    assertThat(entry("read").reached()).isEqualTo(Reached.ONE_WAY);
    ann.read(ALL).isAllowed();
    assertThat(entry("read").reached()).isEqualTo(Reached.WHOLLY);
  }

  @Test
  void whatCanComeToOneThingOnlyMustComeToIt() {
    Create create = Create.one("db", "todos", Map.of("id", 2));
    rules.as(Map.of("role", "user")).create(create).isDenied();
    assertThat(entry("create").reached()).isEqualTo(Reached.ONE_WAY);
    ann.create(create).isAllowed();
    assertThat(entry("create").reached()).isEqualTo(Reached.WHOLLY);
    assertThat(entry("create").constant()).isTrue();
    assertThat(entry("read").constant()).isFalse();
  }

  @Test
  void whatHoldsNothingButConstantsIsOne() {
    String constant = "{rule: and, clauses: [{rule: allow}, {rule: authenticated}]}";
    String match =
        "{rule: match, eval: ==, type: string, f1: args.auth.id, f2: ann, fields: {deny: [x]}}";
    ProjectConfig config =
        ProjectConfig.builder()
            .id("constants")
            .collection("db", "a", "{read: " + constant + "}")
            .collection("db", "b", "{read: {rule: or, clauses: [{rule: deny}, " + match + "]}}")
            .build();

    assertThat(RulesTester.of(config).coverage().rules())
        .extracting(Entry::rule, Entry::constant)
        .containsExactly(
            tuple("and", true),
            tuple("allow", true),
            tuple("authenticated", true),
            tuple("or", false),
            tuple("deny", true),
            tuple("match", false));
  }

  @Test
  void percentagesAreOfAllRulesAndOfThoseThatBranch() {
    ann.read(ALL).isAllowed();
    ann.delete(FIRST).isDenied();
    Coverage coverage = rules.coverage();

    assertThat(coverage.percentReached()).isEqualTo(50); // filter, or, match, query of eight
    assertThat(coverage.percentBothWays()).isEqualTo(20); // filter of filter, match, or and its two
    ann.create(Create.one("db", "todos", Map.of("id", 2))).isAllowed();
    assertThat(rules.coverage().percentReached()).isEqualTo(62);
    assertThat(rules.coverage().percentBothWays()).as("a constant is no branch").isEqualTo(20);
    assertThat(coverage.missing(Reached.ONE_WAY))
        .contains(TODOS + "create")
        .doesNotContain(TODOS + "read");
    assertThat(coverage.missing(Reached.WHOLLY)).contains(TODOS + "delete");
    assertThat(RulesTester.of(ProjectConfig.builder().id("none").build()).coverage())
        .matches(each -> each.percentReached() == 100 && each.percentBothWays() == 100);
  }

  @Test
  void textIsATree() {
    ann.read(ALL).isAllowed();
    ann.delete(FIRST).isDenied();

    assertThat(rules.coverage().toString().lines())
        .startsWith(
            "4 of 8 rules and clauses reached (50%), 1 of 5 that can go both ways did (20%)")
        .contains(
            "  [not reached] force of db.todos for create",
            "  [reached] filter of db.todos for read: conditional 1×",
            "  [one way] or \"owner-only\" of db.todos for delete: denied 1×",
            "    [one way] match \"admin\": denied 1×");
  }

  @Test
  void theMapIsWhatJsonHas() throws JsonProcessingException {
    ann.read(ALL).isAllowed();
    Map<String, Object> map = rules.coverage().toMap();
    ObjectMapper mapper = new ObjectMapper();

    assertThat(map)
        .containsEntry("rules", 8)
        .containsEntry("reached", 1L)
        .containsEntry("percentReached", 12)
        .containsEntry("percentBothWays", 20);
    String written = mapper.writeValueAsString(map);
    assertThat(mapper.readTree(written).at("/entries/1").toString())
        .isEqualTo(
            "{\"path\":\"modules.crud.db.collections.todos.rules.read\",\"database\":\"db\","
                + "\"collection\":\"todos\",\"operation\":\"read\",\"rule\":\"filter\","
                + "\"reached\":\"wholly\",\"outcomes\":{\"conditional\":1}}");
  }

  @Test
  void thePageNeedsNothingElseAndSaysInWordsWhatItColours() {
    ann.read(ALL).isAllowed();
    ann.delete(FIRST).isDenied();

    assertThat(rules.coverage().toHtml())
        .startsWith("<!DOCTYPE html>")
        .contains("4 of 8 rules and clauses reached (50%)")
        .contains("1 wholly reached", "3 one way", "4 not reached")
        .contains("prefers-color-scheme: dark", "db.todos: read", "&ldquo;owner-only&rdquo;")
        .contains("<b class=\"not\">not reached</b>", "<b class=\"one_way\">one way</b>")
        .contains("<code>query</code><small>clauses.1</small>")
        .doesNotContain("src=", "href=", "url(", "@import", "<script");
  }

  @Test
  void thePageIsATree() {
    String page = rules.coverage().toHtml();
    String tags =
        page.substring(page.indexOf("db.todos: delete"))
            .replaceAll("(?s)<(?!/?(ul|li|h2)>)[^>]*>", "");

    assertThat(tags.replaceAll("\\s+|not reached", ""))
        .startsWith(
            "db.todos:delete</h2><ul><li>or&ldquo;owner-only&rdquo;"
                + "<ul><li>match&ldquo;admin&rdquo;clauses.0</li><li>queryclauses.1</li></ul></li></ul>"
                + "<h2>db.todos:aggr</h2><ul><li>deny</li></ul>");
    for (String tag : List.of("ul", "li")) {
      assertThat(page.split("<" + tag + ">", -1)).hasSameSizeAs(page.split("</" + tag + ">", -1));
    }
  }

  @Test
  void whatRulesAreCalledIsNoMarkup() {
    String hostile = CONFIG.replace("name: owner-only", "name: '<script>\"&'");

    assertThat(RulesTester.of(ProjectConfig.parse(hostile)).coverage().toHtml())
        .contains("&lt;script&gt;&quot;&amp;")
        .doesNotContain("<script>");
  }

  @Test
  void neitherExplanationsNorRequestsBeforeAreCounted() {
    Expectation read = ann.read(ALL);
    assertThat(entry("read").count(RuleTrace.Outcome.CONDITIONAL)).isEqualTo(1);
    read.isRestrictedTo(Map.of("owner", "ann"));
    read.then(ann).delete(FIRST).isDenied();
    assertThat(entry("read").count(RuleTrace.Outcome.CONDITIONAL)).isEqualTo(1);
  }

  @Test
  void testersThatComeFromOneAnotherShareTheirCoverage() {
    rules.given("db", "todos", Map.of("id", 2)).as(Map.of("id", "bob")).read(ALL).isAllowed();
    assertThat(entry("read").count(RuleTrace.Outcome.CONDITIONAL)).isEqualTo(1);
  }

  @Test
  void whileOneTesterExplainsTheOthersAreCounted() {
    RecordingRules one = new RecordingRules(TestRules.allowing(Operation.READ));
    RecordingRules other = one.sharing();
    RuleInput input = new RuleInput(Operation.READ, Caller.ANONYMOUS, ALL, null, read -> List.of());

    one.pause(true);
    one.evaluate(input);
    assertThat(one.outcomes("read")).isEmpty();
    other.evaluate(input);
    assertThat(one.outcomes("read")).containsEntry(RuleTrace.Outcome.GRANTED, 1L);
  }

  /** Every kind of rule is called, and stands, as in the traces that are counted. */
  @Test
  void rulesAreWalkedAsTheyAreTraced() {
    String all =
        """
        create:
          rule: and
          clauses:
            - {rule: force, field: args.doc.a, value: args.auth.id, clause: {rule: authenticated}}
            - {rule: remove, field: args.doc.b, clause: {rule: allow}}
            - {rule: encrypt, field: args.doc.c, clause: {rule: allow}}
            - {rule: hash, field: args.doc.d, clause: {rule: allow}}
        read:
          rule: and
          fields: {deny: [x]}
          clauses:
            - {rule: or, clauses: [{rule: deny}, {rule: match, eval: ==, type: string, f1: args.auth.id, f2: ann}]}
            - {rule: not, clause: {rule: deny}}
            - {rule: authenticated, fields: {deny: [y]}}
            - {rule: allow}
            - {rule: query, db: db, col: todos, find: {}, clause: {rule: allow}}
            - {rule: filter, find: {a: args.auth.id}}
            - {rule: remove, field: res.b, clause: {rule: allow}}
            - {rule: decrypt, field: res.c, clause: {rule: allow}}
            - {rule: force, field: res.e, value: x, clause: {rule: allow}}
            - {rule: encrypt, field: res.f, clause: {rule: allow}}
            - {rule: hash, field: res.g, clause: {rule: allow}}
        """;
    RulesTester tester =
        RulesTester.of(
            ProjectConfig.builder()
                .id("all")
                .encryption(
                    Map.of(
                        "hashKey",
                        "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=",
                        "keys",
                        List.of(
                            Map.of(
                                "id", "k", "key", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="))))
                .collection("db", "todos", all)
                .build());
    TestCaller caller = tester.as(Map.of("id", "ann"));
    Map<String, String> traced = new TreeMap<>();
    add(traced, caller.read(ALL).explanation());
    add(traced, caller.create(Create.one("db", "todos", Map.of("id", 1))).explanation());

    Map<String, String> walked = new TreeMap<>();
    tester.coverage().rules().forEach(each -> walked.put(each.path(), each.rule()));
    assertThat(walked).isEqualTo(traced).hasSizeGreaterThan(25);
  }

  private static void add(Map<String, String> kinds, Explanation explanation) {
    Objects.requireNonNull(explanation).traces().forEach(each -> add(kinds, each));
  }

  private static void add(Map<String, String> kinds, RuleTrace trace) {
    assertThat(kinds.put(trace.path(), trace.rule())).as(trace.path()).isNull();
    trace.clauses().forEach(each -> add(kinds, each));
  }
}
