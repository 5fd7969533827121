package io.spacecloud.engine.rules;

import static org.assertj.core.api.Assertions.assertThat;

import io.spacecloud.api.error.BackendException;
import io.spacecloud.api.file.FilePath;
import io.spacecloud.api.request.FileOperation;
import io.spacecloud.api.result.Document;
import io.spacecloud.api.rule.Access;
import io.spacecloud.api.rule.CallInput;
import io.spacecloud.api.rule.Caller;
import io.spacecloud.api.rule.FileInput;
import io.spacecloud.api.rule.FunctionCaller;
import io.spacecloud.api.rule.RowReader;
import io.spacecloud.api.rule.RuleTrace.Outcome;
import io.spacecloud.api.rule.Verdict;
import io.spacecloud.api.value.Values;
import io.spacecloud.engine.ProjectConfig;
import io.spacecloud.engine.config.InvalidConfigException;
import io.spacecloud.engine.config.Problems.Problem;
import io.spacecloud.engine.lint.LintWarning;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The rules of functions and files: the same kinds, other variables. */
class AccessRulesTest {
  private static final Caller ANN = Caller.of(Map.of("id", "ann", "n", 5));

  private final List<Object> called = new ArrayList<>();
  private RowReader reader = RowReader.NONE;
  private @Nullable Object reply;

  private static DeclarativeRules compile(ProjectConfig config) {
    return DeclarativeRules.compile(
        config.databases(), config.modules(), Rules.CLOCK, Ciphers.NONE);
  }

  private static ProjectConfig calls(String rule) {
    return ProjectConfig.builder().id("p").secret("s").function("mail", "send", rule).build();
  }

  private static ProjectConfig files(String rule) {
    return ProjectConfig.builder()
        .id("p")
        .secret("s")
        .files("/images/:userId", "{create: " + rule + "}")
        .build();
  }

  private CallInput call(Caller caller, @Nullable Object params) {
    FunctionCaller functions =
        (service, function, sent, timeout) -> {
          called.add(Arrays.asList(service, function, sent, timeout.toSeconds()));
          if (reply instanceof RuntimeException e) {
            throw e;
          }
          return reply;
        };
    return new CallInput(caller, "mail", "send", Values.normalize("", params), reader, functions);
  }

  private FileInput file(Caller caller, String path, Map<String, ?> meta) {
    FunctionCaller functions = call(caller, null).functions();
    return new FileInput(
        FileOperation.CREATE,
        caller,
        FilePath.of(path),
        false,
        Document.empty(),
        Document.of("meta", meta),
        reader,
        functions);
  }

  private Outcome calling(String rule, @Nullable Object params) {
    DeclarativeRules rules = compile(calls(rule));
    CallInput input = call(ANN, params);
    Outcome outcome = rules.trace(input).outcome();
    boolean granted = rules.evaluate(input).equals(Verdict.granted());
    assertThat(granted).isEqualTo(outcome == Outcome.GRANTED);
    return outcome;
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{rule: allow}         | null | GRANTED",
        "{rule: authenticated} | null | GRANTED",
        "{rule: deny}          | null | DENIED",
        "{rule: match, type: string, eval: ==, f1: args.params.to, f2: args.auth.id} | {to: ann} | GRANTED",
        "{rule: match, type: string, eval: ==, f1: args.params.to, f2: args.auth.id} | {to: bob} | DENIED",
        "{rule: match, type: string, eval: ==, f1: args.params.to, f2: args.auth.id} | {to: 5}   | ERROR",
        "{rule: match, type: string, eval: ==, f1: args.params.to, f2: args.auth.id} | {}        | ERROR",
        "{rule: match, type: string, eval: ==, f1: args.params.to, f2: args.auth.id} | null      | ERROR",
        "{rule: match, type: string, eval: ==, f1: args.params.to, f2: args.auth.id} | [ann]     | ERROR",
        "{rule: match, type: string, eval: ==, f1: args.params, f2: args.auth.id}    | ann       | GRANTED",
        "{rule: match, type: number, eval: <, f1: args.params.list.0, f2: args.auth.n} | {list: [4]} | GRANTED",
        "{rule: match, type: bool, eval: ==, f1: utils.exists(args.params.x), f2: false} | {y: 1} | GRANTED",
        "{rule: match, type: string, eval: ==, f1: 'args.auth[args.params.key]', f2: ann} | {key: id} | GRANTED",
        "{rule: not, clause: {rule: match, type: string, eval: ==, f1: args.params.x, f2: a}} | {}      | ERROR",
        "{rule: not, clause: {rule: match, type: string, eval: ==, f1: args.params.x, f2: a}} | {x: b}  | GRANTED",
        "{rule: and, clauses: [{rule: authenticated}, {rule: match, type: string, eval: ==, f1: args.params.x, f2: a}]} | {x: a} | GRANTED",
        "{rule: or, clauses: [{rule: match, type: string, eval: ==, f1: args.params.x, f2: a}, {rule: deny}]} | {} | ERROR",
        "{rule: or, clauses: [{rule: match, type: string, eval: ==, f1: args.params.x, f2: a}, {rule: authenticated}]} | {} | GRANTED",
        "{rule: query, db: db, col: c, find: {a: args.params.x}} | {x: 1} | ERROR",
        "{rule: func, service: s, func: f}                       | {x: 1} | ERROR",
      })
  void aCallIsJudged(String rule, String params, Outcome outcome) throws Exception {
    assertThat(calling(rule, Rules.yaml(params))).isEqualTo(outcome);
  }

  @Test
  void whoIsNotVerifiedMayCallWhatIsAllowedToAllAndNothingElse() {
    CallInput anonymous = call(Caller.ANONYMOUS, Map.of());
    assertThat(compile(calls("{rule: allow}")).evaluate(anonymous).isDenied()).isFalse();
    for (String rule :
        List.of(
            "{rule: authenticated}",
            "{rule: and, clauses: [{rule: allow}]}",
            "{rule: not, clause: {rule: deny}}",
            "{rule: match, type: string, eval: ==, f1: a, f2: a}")) {
      assertThat(compile(calls(rule)).evaluate(anonymous).isDenied()).as(rule).isTrue();
    }
  }

  @ParameterizedTest
  @CsvSource({"mail, read", "sms, send", "Mail, send", "mail, ''", "'', send", "default, send"})
  void whatNoRuleIsForIsDenied(String service, String function) {
    DeclarativeRules rules = compile(calls("{rule: allow}"));
    CallInput input =
        new CallInput(ANN, service, function, null, RowReader.NONE, FunctionCaller.NONE);
    assertThat(rules.evaluate(input).isDenied()).isTrue();
    assertThat(rules.trace(input).reason()).isEqualTo("there is no rule for it");
    assertThat(rules.place(input.access())).isNull();
  }

  @Test
  void theRulesPlaceIsTold() {
    assertThat(compile(calls("{rule: allow}")).place(new Access.ToFunction("mail", "send")))
        .isEqualTo("modules.functions.rules.mail.send");
    DeclarativeRules rules = compile(files("{rule: allow}"));
    assertThat(rules.place(new Access.ToFile(FileOperation.CREATE, "/images/7/x")))
        .isEqualTo("modules.fileStore.rules.0.rule.create");
    assertThat(rules.place(new Access.ToFile(FileOperation.READ, "/images/7/x"))).isNull();
  }

  @Test
  void whatStandsBelowOnePrefixIsJudgedAsOne() {
    DeclarativeRules rules = compile(files("{rule: allow}"));
    assertThat(rules.judgesAsOne(new Access.ToFile(FileOperation.READ, "/images/7"))).isTrue();
    assertThat(rules.judgesAsOne(new Access.ToFile(FileOperation.READ, "/images"))).isFalse();
    assertThat(rules.judgesAsOne(new Access.ToFile(FileOperation.READ, "/images/.."))).isFalse();
  }

  @Test
  void aQueryReadsForACallThroughTheReader() {
    List<Object> wheres = new ArrayList<>();
    reader =
        read -> {
          wheres.add(io.spacecloud.api.condition.Conditions.toMap(read.where()));
          return List.of(Document.of(Map.of("left", 3)));
        };
    String rule =
        "{rule: query, db: db, col: quotas, find: {owner: args.auth.id, kind: args.params.kind},"
            + " clause: {rule: match, type: number, eval: <=, f1: args.params.n,"
            + " f2: args.result.0.left}}";
    assertThat(calling(rule, Map.of("kind", "mail", "n", 3))).isEqualTo(Outcome.GRANTED);
    assertThat(calling(rule, Map.of("kind", "mail", "n", 4))).isEqualTo(Outcome.DENIED);
    assertThat(wheres.get(0).toString()).contains("owner", "ann", "kind", "mail");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{ack: true}         | GRANTED",
        "{ack: true, x: 1}   | GRANTED",
        "{ack: false}        | DENIED",
        "{ack: 'true'}       | ERROR",
        "{ack: 1}            | ERROR",
        "{ack: null}         | ERROR",
        "{ack: {}}           | ERROR",
        "{ACK: true}         | ERROR",
        "{}                  | ERROR",
        "null                | ERROR",
        "true                | ERROR",
        "[{ack: true}]       | ERROR",
      })
  void aFunctionGrantsOnlyByTheBooleanTrue(String answer, Outcome outcome) throws Exception {
    reply = Rules.yaml(answer);
    assertThat(calling("{rule: func, service: s, func: f}", null)).isEqualTo(outcome);
    Outcome opposite =
        outcome == Outcome.GRANTED
            ? Outcome.DENIED
            : outcome == Outcome.DENIED ? Outcome.GRANTED : outcome;
    assertThat(calling("{rule: not, clause: {rule: func, service: s, func: f}}", null))
        .isEqualTo(opposite);
  }

  @Test
  void aFunctionThatFailsOrIsLateIsAnErrorAlsoUnderNot() {
    for (RuntimeException failure :
        List.of(
            new BackendException(BackendException.Reason.TIMEOUT, "late", null),
            new IllegalStateException("broken"))) {
      reply = failure;
      for (String rule :
          List.of(
              "{rule: func, service: s, func: f}",
              "{rule: not, clause: {rule: func, service: s, func: f}}",
              "{rule: or, clauses: [{rule: func, service: s, func: f}]}")) {
        assertThat(calling(rule, null)).isEqualTo(Outcome.ERROR);
      }
    }
  }

  @Test
  void aFunctionIsToldWhatTheRuleCanNameButNotTheCaller() {
    reply = Map.of("ack", true);
    calling("{rule: func, service: s, func: f, timeout: 3}", Map.of("x", 1));
    assertThat(called.get(0)).isEqualTo(List.of("s", "f", Map.of("params", Map.of("x", 1L)), 3L));

    called.clear();
    DeclarativeRules rules = compile(files("{rule: func, service: s, func: f}"));
    rules.evaluate(file(ANN, "/images/7/a", Map.of("size", 2)));
    assertThat(called)
        .containsExactly(
            List.of(
                "s", "f", Map.of("params", Map.of("userId", "7"), "meta", Map.of("size", 2L)), 5L));
  }

  @Test
  void aFunctionInAQueryIsToldItsRows() {
    reply = Map.of("ack", true);
    reader = read -> List.of(Document.of(Map.of("a", 1)));
    calling(
        "{rule: query, db: db, col: c, find: {}, store: args.found,"
            + " clause: {rule: func, service: s, func: f}}",
        null);
    Map<String, Object> told = new HashMap<>();
    told.put("params", null);
    told.put("found", List.of(Map.of("a", 1L)));
    assertThat(called.get(0)).isEqualTo(List.of("s", "f", told, 5L));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "/images/ann/a.png | {}              | GRANTED",
        "/images/ann       | {}              | GRANTED",
        "/images/bob/a.png | {}              | DENIED",
        "/images/Ann/a.png | {}              | DENIED",
        "/images           | {}              | NONE",
        "/other/ann        | {}              | NONE",
      })
  void aFileIsJudgedByTheVariablesOfItsPrefix(String path, String meta, String expected)
      throws Exception {
    DeclarativeRules rules =
        compile(
            files(
                "{rule: match, type: string, eval: ==, f1: args.params.userId, f2: args.auth.id}"));
    FileInput input = file(ANN, path, Map.of());
    assertThat(rules.evaluate(input).isDenied()).isEqualTo(!expected.equals("GRANTED"));
    boolean ruled = rules.place(input.access()) != null;
    assertThat(ruled).isEqualTo(!expected.equals("NONE"));
    if (ruled) {
      assertThat(rules.trace(input).outcome()).isEqualTo(Outcome.valueOf(expected));
    }
  }

  @Test
  void aFileIsJudgedByWhatIsSaidOfIt() {
    DeclarativeRules rules =
        compile(
            files("{rule: match, type: string, eval: in, f1: args.meta.kind, f2: [png, jpeg]}"));
    assertThat(rules.evaluate(file(ANN, "/images/7/a", Map.of("kind", "png"))).isDenied())
        .isFalse();
    assertThat(rules.evaluate(file(ANN, "/images/7/a", Map.of("kind", "exe"))).isDenied()).isTrue();
    assertThat(rules.evaluate(file(ANN, "/images/7/a", Map.of())).isDenied()).isTrue();
  }

  @Test
  void anOperationThatThePrefixHasNoRuleForIsDeniedThoughAShorterOneHas() {
    DeclarativeRules rules =
        compile(
            ProjectConfig.builder()
                .id("p")
                .secret("s")
                .files("/", "{create: {rule: allow}}")
                .files("/images/:userId", "{read: {rule: allow}}")
                .build());
    assertThat(rules.evaluate(file(ANN, "/images/7", Map.of())).isDenied()).isTrue();
    assertThat(rules.evaluate(file(ANN, "/images", Map.of())).isDenied()).isFalse();
  }

  private static List<String> problems(Runnable building) {
    try {
      building.run();
    } catch (InvalidConfigException e) {
      return e.problems().stream().map(Problem::path).toList();
    }
    return List.of();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        ".rule     | {rule: filter, find: {a: 1}}",
        ".rule     | {rule: force, field: args.params.a, value: 1}",
        ".rule     | {rule: remove, field: res.a}",
        ".rule     | {rule: encrypt, field: args.doc.a}",
        ".rule     | {rule: decrypt, field: res.a}",
        ".rule     | {rule: hash, field: args.doc.a}",
        ".rule     | {rule: webhook, url: x}",
        ".fields   | {rule: authenticated, fields: {allow: [a]}}",
        ".clause.rule | {rule: not, clause: {rule: filter, find: {a: 1}}}",
        ".clauses.1.fields | {rule: or, clauses: [{rule: deny}, {rule: deny, fields: {deny: [a]}}]}",
        ".clause.rule | {rule: query, db: d, col: c, find: {}, clause: {rule: filter, find: {a: 1}}}",
        ".f1       | {rule: match, type: string, eval: ==, f1: args.find.a, f2: a}",
        ".f1       | {rule: match, type: string, eval: ==, f1: args.doc.a, f2: a}",
        ".f1       | {rule: match, type: string, eval: ==, f1: args.op, f2: a}",
        ".f1       | {rule: match, type: bool, eval: ==, f1: args.writes.a, f2: true}",
        ".f1       | {rule: match, type: string, eval: ==, f1: args.opts.distinct, f2: a}",
      })
  void whatIsAboutRowsIsRefusedWithItsPath(String path, String rule) {
    assertThat(problems(() -> calls(rule)))
        .containsExactly("modules.functions.rules.mail.send" + path);
    assertThat(problems(() -> files(rule)))
        .containsExactly("modules.fileStore.rules.0.rule.create" + path);
  }

  @ParameterizedTest
  @ValueSource(strings = {"args.params.id", "args.params.userId.x", "args.params.0", "args.path"})
  void whatNoVariableOfThePrefixIsCalledIsRefused(String variable) {
    String rule = "{rule: match, type: string, eval: ==, f1: '" + variable + "', f2: a}";
    assertThat(problems(() -> files(rule)))
        .containsExactly("modules.fileStore.rules.0.rule.create.f1");
  }

  @Test
  void theVariablesOfAPrefixCanBeIndexed() {
    String rule =
        "{rule: match, type: string, eval: ==, f1: 'args.params[args.auth.name]', f2: ann}";
    DeclarativeRules rules = compile(files(rule));
    Caller caller = Caller.of(Map.of("name", "userId"));
    assertThat(rules.evaluate(file(caller, "/images/ann/x", Map.of())).isDenied()).isFalse();
  }

  @Test
  void callsHaveNoMeta() {
    assertThat(
            problems(() -> calls("{rule: match, type: string, eval: ==, f1: args.meta.a, f2: a}")))
        .containsExactly("modules.functions.rules.mail.send.f1");
  }

  @Test
  void everyProblemOfFunctionsAndFilesIsReportedAtOnce() {
    String yaml =
        """
        id: p
        secret: s
        modules:
          functions:
            rules:
              a: {f: {rule: nope}, g: 5}
              b: [x]
          fileStore:
            rules:
              one: {prefix: "/x/:id", rule: {create: {rule: filter, find: {a: 1}}, move: {rule: deny}}}
              two: {prefix: "/x/:user/", rule: {read: {rule: deny}}}
              three: {prefix: "x", rule: {read: {rule: deny}}}
              four: {prefix: "/:a/:a"}
        """;
    assertThat(problems(() -> ProjectConfig.parse(yaml)))
        .containsExactlyInAnyOrder(
            "modules.functions.rules.a.f.rule",
            "modules.functions.rules.a.g",
            "modules.functions.rules.b",
            "modules.fileStore.rules.one.rule.create.rule",
            "modules.fileStore.rules.one.rule.move",
            "modules.fileStore.rules.two.prefix",
            "modules.fileStore.rules.three.prefix",
            "modules.fileStore.rules.four.prefix",
            "modules.fileStore.rules.four.rule");
  }

  @Test
  void whatIsHardlyMeantIsWarnedOf() {
    ProjectConfig config =
        ProjectConfig.builder()
            .id("p")
            .secret("s")
            .function("mail", "send", "{rule: match, type: string, eval: ==, f1: a, f2: a}")
            .function(
                "mail",
                "read",
                "{rule: or, clauses: [{rule: func, service: s, func: f},"
                    + " {rule: func, service: s, func: g}, {rule: func, service: s, func: f}]}")
            .files("/x", "{create: {rule: allow}, read: {rule: allow}}")
            .build();
    assertThat(config.warnings())
        .extracting(LintWarning::path)
        .containsExactly(
            "modules.functions.rules.mail.send",
            "modules.functions.rules.mail.read.clauses.2",
            "modules.fileStore.rules.0.rule.create");
  }
}
