package io.spacecloud.engine.rules;

import static io.spacecloud.api.condition.Conditions.and;
import static io.spacecloud.api.condition.Conditions.field;
import static io.spacecloud.api.condition.Conditions.not;
import static io.spacecloud.api.condition.Conditions.or;
import static org.assertj.core.api.Assertions.assertThat;

import io.spacecloud.api.condition.Condition;
import io.spacecloud.api.request.Aggregate;
import io.spacecloud.api.request.Assignment;
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
import io.spacecloud.engine.ProjectConfig;
import io.spacecloud.engine.ProjectConfigBuilder;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What becomes of a request that a rule changes, part by part, and why it fails otherwise. */
class RequestEffectTest {
  private static final String KEY = Base64.getEncoder().encodeToString(new byte[32]);
  private static final Caller ANN = Caller.of(Map.of("id", "ann"));
  private static final Update UPDATE = Update.all("db", "todos");
  private static final String HASHED = "{rule: hash, field: args.find.pin}";

  private static final Ciphers CIPHERS = new Ciphers("p", project().build().encryption());

  /** Of {@code x} in this field. */
  private static final Object HASH = CIPHERS.hash(new Ciphers.Place("db", "todos", "pin"), "x");

  private static ProjectConfigBuilder project() {
    return ProjectConfig.builder()
        .id("p")
        .secret("a-secret-for-this-test-alone-0123456789")
        .encryption(Map.of("keys", List.of(Map.of("id", "k", "key", KEY)), "hashKey", KEY));
  }

  private static DeclarativeRules rules(Operation operation, String rule) {
    ProjectConfig config =
        project().collection("db", "todos", "{" + operation.key() + ": " + rule + "}").build();
    return DeclarativeRules.compile(config.databases(), Rules.CLOCK, CIPHERS);
  }

  private static RuleInput input(CollectionRequest request) {
    Document doc = request instanceof Create create ? create.docs().get(0) : null;
    return Rules.input(request.operation(), ANN, request, doc);
  }

  private static Verdict verdict(String rule, CollectionRequest request) {
    return rules(request.operation(), rule).evaluate(input(request));
  }

  private static CollectionRequest changed(String rule, CollectionRequest request) {
    return Objects.requireNonNull(verdict(rule, request).effects().request());
  }

  private static List<Assignment> updated(String rule, Update update) {
    return ((Update) changed(rule, update)).assignments();
  }

  private static void refused(String rule, CollectionRequest request, String reason) {
    assertThat(verdict(rule, request))
        .isInstanceOfSatisfying(
            Verdict.Denied.class, denied -> assertThat(denied.reason()).isEqualTo(reason));
  }

  @Test
  void nothingIsRenamedToWhatIsForcedOrRemoved() {
    Update renamed = UPDATE.with(Map.of("$rename", Map.of("b", "a", "c", "d")));
    String force = "{rule: force, field: args.update.$set.a, value: 5}";
    assertThat(updated(force, renamed))
        .extracting(each -> each.operator().wire() + " " + each.path() + " " + each.value())
        .containsExactlyInAnyOrder("$rename c d", "$set a 5");
    assertThat(updated("{rule: remove, field: args.update.$set.a}", renamed))
        .extracting(each -> each.path().toString())
        .containsExactly("c");
  }

  @Test
  void whatIsForcedStandsInAListOrAnObjectThatIsSet() {
    String force = "{rule: force, field: args.update.$set.l.x, value: 5}";
    assertThat(updated(force, UPDATE.set("l", List.of(Map.of("x", 1), Map.of("y", 2)))))
        .extracting(Assignment::value)
        .containsExactly(List.of(Map.of("x", 5L), Map.of("y", 2L, "x", 5L)));
    assertThat(updated(force, UPDATE.set("l", Map.of("y", 2))))
        .extracting(Assignment::value)
        .containsExactly(Map.of("y", 2L, "x", 5L));
    for (Update around :
        List.of(
            UPDATE.set("l", 5),
            UPDATE.set("l", null),
            UPDATE.push("l", Map.of("y", 2)),
            UPDATE.unset("l"))) {
      refused(force, around, "the request reaches around the field");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "force, field: args.doc.a, value: args.auth.none      | the value does not resolve",
        "force, field: args.doc.a, value: 5, clause: {rule: filter, find: {n: 1}}"
            + " | the clause neither grants nor denies",
        "remove, field: args.doc.a, clause: {rule: filter, find: {n: 1}}"
            + " | the clause neither grants nor denies",
        "hash, field: args.doc.a, clause: {rule: filter, find: {n: 1}}"
            + " | the clause neither grants nor denies",
        "encrypt, field: args.doc.n                           | a value that cannot be sealed",
        "hash, field: args.doc.n                              | a value that cannot be sealed",
      })
  void anEffectThatFailsSaysWhy(String rule, String reason) {
    refused("{rule: " + rule + "}", Create.one("db", "todos", Map.of("a", "x", "n", 5)), reason);
  }

  @ParameterizedTest
  @CsvSource({"force, args.doc.b", "hash, args.doc.a", "encrypt, args.doc.a", "remove, args.doc.a"})
  void aTraceNamesTheEffect(String kind, String field) {
    String value = kind.equals("force") ? ", value: 5" : "";
    String rule = "{rule: " + kind + ", field: " + field + value + "}";
    RuleInput input = input(Create.one("db", "todos", Map.of("a", "x")));
    RuleTrace trace = rules(Operation.CREATE, rule).trace(input);
    assertThat(trace.rule()).isEqualTo(kind);
    assertThat(trace.outcome()).isEqualTo(RuleTrace.Outcome.GRANTED);
    assertThat(trace.effects()).singleElement().asString().startsWith(kind);
  }

  @Test
  void whatCannotBeSealedIsNotWritten() {
    String hash = "{rule: hash, field: args.update.$set.pin}";
    for (Update each :
        List.of(
            UPDATE.with(Map.of("$rename", Map.of("b", "pin"))),
            UPDATE.with(Map.of("$rename", Map.of("pin", "b"))),
            UPDATE.max("pin", "x"),
            UPDATE.set("pin.deep", "x"),
            UPDATE.set("pin", 5))) {
      refused(hash, each, "a value that cannot be sealed");
    }
    Update beside = UPDATE.with(Map.of("$rename", Map.of("b", "c"))).unset("pin");
    assertThat(verdict(hash, beside)).isEqualTo(Verdict.granted());
    for (Update each : List.of(UPDATE.set("pin", "x"), UPDATE.push("pin", "x"))) {
      assertThat(updated(hash, each).get(0).value()).isEqualTo(HASH);
    }
  }

  @Test
  void aFindIsHashedWhereverItIs() {
    Condition open = field("pin").eq("x");
    Condition hashed = field("pin").eq(HASH);
    Condition other = field("n").gt(1);
    for (CollectionRequest each :
        List.of(
            Read.all("db", "todos").where(open),
            UPDATE.where(open).set("n", 1),
            Delete.all("db", "todos").where(open))) {
      assertThat(where(changed(HASHED, each))).isEqualTo(hashed);
    }
    assertThat(found(and(open, other))).isEqualTo(and(hashed, other));
    assertThat(found(or(open, other))).isEqualTo(or(hashed, other));
    assertThat(found(and(other, not(field("pin").in("x", null)))))
        .isEqualTo(and(other, not(field("pin").in(HASH, null))));
    assertThat(verdict(HASHED, Read.all("db", "todos").where(field("pin").exists())))
        .isEqualTo(Verdict.granted());
    for (Condition each :
        List.of(
            field("pin").gt("x"),
            field("pin").eq(5),
            field("pin").in("x", 5),
            field("pin.deep").eq("x"),
            field("pin").like("x%"))) {
      refused(
          HASHED, Read.all("db", "todos").where(and(other, each)), "a value that cannot be sealed");
    }
  }

  private static Condition found(Condition where) {
    return where(changed(HASHED, Read.all("db", "todos").where(where)));
  }

  private static Condition where(CollectionRequest request) {
    if (request instanceof Read read) {
      return read.where();
    }
    return request instanceof Update update ? update.where() : ((Delete) request).where();
  }

  @Test
  void aHashIsBoundToItsPlace() {
    String hash = CIPHERS.hash(new Ciphers.Place("db", "todos", "pin"), "x");
    assertThat(CIPHERS.hash(new Ciphers.Place("db", "todos", "pin"), "x")).isEqualTo(hash);
    for (Ciphers.Place other :
        List.of(
            new Ciphers.Place("other", "todos", "pin"),
            new Ciphers.Place("db", "other", "pin"),
            new Ciphers.Place("db", "todos", "pi"))) {
      assertThat(CIPHERS.hash(other, "x")).isNotEqualTo(hash);
    }
    assertThat(CIPHERS.hash(new Ciphers.Place("db", "todos", "pi"), "nx")).isNotEqualTo(hash);
  }

  @Test
  void aPipelineOnAHashedFieldIsRefused() {
    Aggregate aggregate = Aggregate.all("db", "todos", List.of(Map.of("$limit", 1)));
    DeclarativeRules rules = rules(Operation.READ, HASHED);
    RuleInput input = Rules.input(Operation.READ, ANN, aggregate, null);
    assertThat(rules.evaluate(input))
        .isInstanceOfSatisfying(
            Verdict.Denied.class,
            denied -> assertThat(denied.reason()).isEqualTo("a value that cannot be sealed"));
  }
}
