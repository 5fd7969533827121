package io.spacecloud.engine.testing;

import static io.spacecloud.api.condition.Conditions.and;
import static io.spacecloud.api.condition.Conditions.field;
import static io.spacecloud.api.condition.Conditions.or;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spacecloud.api.condition.Conditions;
import io.spacecloud.api.error.NotFoundException;
import io.spacecloud.api.error.UnsupportedFeatureException;
import io.spacecloud.api.request.Create;
import io.spacecloud.api.request.Delete;
import io.spacecloud.api.request.Read;
import io.spacecloud.api.request.Update;
import io.spacecloud.api.rule.AuditEvent.Decision;
import io.spacecloud.api.value.ObjectId;
import io.spacecloud.engine.ProjectConfig;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class ExpectationTest {
  private static final String CONFIG =
      """
      id: expected
      secret: a-secret-for-this-test-alone-0123456789
      encryption: {keys: [{id: k1, key: AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=}]}
      modules:
        crud:
          db:
            type: sql-h2
            collections:
              people:
                rules:
                  create: {rule: authenticated}
                  read:
                    rule: and
                    clauses:
                      - {rule: filter, find: {team: args.auth.team}}
                      - {rule: remove, fields: [res.salary, res.home.street, res.jobs.pay]}
                  update:
                    rule: and
                    clauses:
                      - {rule: filter, name: mine, find: {owner: args.auth.id}}
                      - {rule: authenticated, name: no salaries, fields: {deny: [salary]}}
                  delete: {rule: match, eval: "<", type: date, f1: utils.now, f2: "2026-01-01T00:00:00Z"}
              seats:
                declare: {fields: {hall: string, row: integer, free: boolean}, key: [hall, row]}
                rules:
                  read: {rule: allow}
              log:
                declare: {fields: {text: string}}
                rules:
                  create: {rule: allow}
              secrets:
                rules:
                  create: {rule: encrypt, field: args.doc.text}
                  read: {rule: decrypt, field: res.text}
      """;
  private static final Read PEOPLE = Read.all("db", "people");
  private static final Read SEATS = Read.all("db", "seats");

  private final RulesTester rules =
      RulesTester.of(ProjectConfig.parse(CONFIG), clock("2025-05-05T05:05:05Z"))
          .given(
              "db",
              "people",
              Map.of(
                  "id",
                  1,
                  "owner",
                  "ann",
                  "team",
                  "red",
                  "salary",
                  9,
                  "home",
                  Map.of("street", "s", "city", "c"),
                  "jobs",
                  List.of(Map.of("pay", 1, "name", "j"))),
              Map.of("id", 2, "owner", "bob", "team", "red"))
          .given("db", "seats", Map.of("hall", "a", "row", 1), Map.of("hall", "a", "row", 2));
  private final TestCaller ann = rules.as(Map.of("id", "ann", "team", "red"));

  private static Clock clock(String time) {
    return Clock.fixed(Instant.parse(time), ZoneOffset.UTC);
  }

  private static Create person(Object id) {
    return Create.one("db", "people", Map.of("id", id, "owner", "ann", "team", "red"));
  }

  private static void fails(ThrowingCallable expectation, String... parts) {
    assertThatThrownBy(expectation)
        .isInstanceOf(AssertionError.class)
        .hasMessageContainingAll(parts);
  }

  @Test
  void aFailureSaysWhoAskedWhatCameAndWhy() {
    assertThatThrownBy(() -> ann.read(PEOPLE).sees(7))
        .isInstanceOf(AssertionError.class)
        .hasMessageMatching(
            "(?s)expected Read\\[.*\n"
                + "  of a caller with the claims \\{.*id=ann.*}\n"
                + "  to see exactly \\[7]\n"
                + "  but it was allowed: \\[.*afterwards .*\n"
                + "GRANTED .*team.*CONDITIONAL filter at modules.*args.auth.team = red.*");
    fails(
        () -> rules.anonymous().read(PEOPLE).isAllowed(),
        "of an anonymous caller",
        "to be allowed",
        "it failed with AccessDeniedException: denied",
        "DENIED by modules.crud.db.collections.people.rules.read: the caller is not verified");
    fails(
        () -> ann.read(Read.all("db", "nowhere")).isAllowed(),
        "NotFoundException",
        "the rules were not asked");
  }

  @Test
  void fieldsInsideAreHiddenOrNot() {
    ann.read(PEOPLE).hides("salary", "home.street", "jobs.pay");
    fails(() -> ann.read(PEOPLE).hides("home.city"), "hide [home.city]");
    fails(() -> ann.read(PEOPLE).hides("jobs.name"), "hide [jobs.name]");
    fails(() -> ann.read(PEOPLE).hides("salary", "owner"), "hide [salary, owner]");
  }

  @Test
  void whatNoRowHasIsNotHidden() {
    fails(() -> ann.read(PEOPLE).hides("celery"), "hide [celery]");
    fails(
        () -> ann.given("db", "people").read(PEOPLE.where(field("id").eq(9))).hides("salary"),
        "hide");
  }

  @Test
  void fieldsOfNoDocumentAreNotSeen() {
    ann.read(PEOPLE.where(field("id").eq(2))).seesFields("id", "owner", "team");
    fails(() -> ann.read(PEOPLE.where(field("id").eq(9))).seesFields(), "see exactly the fields");
  }

  @Test
  void keysOfSeveralFieldsAreLists() {
    ann.read(SEATS)
        .sees(List.of("a", 2), List.of("a", 1))
        .seesInOrder(List.of("a", 1), List.of("a", 2));
    fails(() -> ann.read(SEATS).sees(List.of("a", 1)), "see exactly [[a, 1]]");
  }

  @Test
  void documentsWithoutTheirKeyCannotBeNamed() {
    fails(() -> ann.read(SEATS.select("row")).sees(1, 2), "known by their key [hall, row]");
    ann.read(SEATS.select("row")).affects(2).seesFields("row");
  }

  @Test
  void theOrderOfConjoinedConditionsIsOfNoMatter() {
    Update update = Update.all("db", "people").set("x", 1);

    ann.update(update)
        .isRestrictedTo(and(field("team").eq("red"), field("owner").eq("ann")))
        .isRestrictedTo(and(field("owner").eq("ann"), field("team").eq("red")))
        .isRestrictedTo(Map.of("owner", "ann", "team", "red"));
    ann.read(SEATS).isRestrictedTo(Conditions.TRUE);
    fails(() -> ann.update(update).isRestrictedTo(Map.of("owner", "ann")), "restricted to {owner");
    fails(
        () ->
            ann.update(update)
                .isRestrictedTo(
                    Map.of("$or", List.of(Map.of("owner", "ann"), Map.of("team", "red")))),
        "restricted to");
    fails(() -> rules.anonymous().read(PEOPLE).isRestrictedTo(Conditions.TRUE), "restricted to");
  }

  @Test
  void aRestrictionThatDeniesIsNamedToo() {
    Update mine = Update.all("db", "people").where(field("id").eq(1));

    ann.update(mine.set("owner", "bob")).isDenied().byRule("mine").byRule("clauses.0");
    ann.update(mine.set("salary", 1)).isDenied().byRule("no salaries");
    fails(() -> ann.update(mine.set("owner", "bob")).isDenied().byRule("his"), "the rule his");
    fails(
        () -> ann.update(mine.set("owner", "bob")).isDenied().byRule("people.rules.read"), "read");
    ann.read(PEOPLE.where(field("salary").gt(1))).isDenied().byRule("read.clauses.1");
  }

  @Test
  void decisionsAreForTables() {
    ann.read(PEOPLE).is(Decision.RESTRICTED);
    ann.read(SEATS).is(Decision.GRANTED);
    rules.anonymous().read(PEOPLE).is(Decision.DENIED);
    fails(() -> ann.read(SEATS).is(Decision.DENIED), "be DENIED");
    fails(() -> ann.read(PEOPLE).is(Decision.GRANTED), "be GRANTED");
  }

  @Test
  void whatIsInvalidIsNotDenied() {
    ann.read(SEATS.where(field("row").eq("x"))).isInvalid();
    ann.read(Read.all("db", "nowhere")).failsWith(NotFoundException.class);
    fails(() -> ann.read(SEATS).isInvalid(), "fail with InvalidRequestException");
    fails(() -> rules.anonymous().read(PEOPLE).isInvalid(), "fail with InvalidRequestException");
  }

  @Test
  void theResultIsThereForAllElse() {
    assertThat(ann.read(Read.distinct("db", "people", "team")).result().values())
        .containsExactly("red");
    fails(() -> rules.anonymous().read(PEOPLE).result(), "be allowed");
  }

  @Test
  void equalRowsAreLeftAsOftenAsTheyAre() {
    Create twice = Create.all("db", "log", List.of(Map.of("text", "a"), Map.of("text", "a")));

    ann.create(twice).leaves("db", "log", Map.of("text", "a"), Map.of("text", "a"));
    fails(() -> ann.create(twice).leaves("db", "log", Map.of("text", "a")), "leave [{text=a}]");
  }

  @Test
  void whatIsLeftElsewhereIsNotKnown() {
    assertThatThrownBy(() -> ann.read(SEATS).leaves("db", "log"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("no rows were given to db.log");
  }

  @Test
  void oneRequestFollowsAnother() {
    TestCaller bob = rules.as(Map.of("id", "bob", "team", "red"));

    ann.create(person(3)).isAllowed().then(bob).read(PEOPLE).sees(1, 2, 3);
    ann.create(person(3))
        .then(bob)
        .update(Update.all("db", "people").set("n", 1))
        .affects(1)
        .then(ann)
        .read(PEOPLE.where(or(field("n").eq(1), field("id").eq(3))))
        .sees(2, 3);
    ann.read(PEOPLE).sees(1, 2);
  }

  @Test
  void whatWasDeniedBeforeHasNotHappened() {
    TestCaller nobody = rules.anonymous();

    Expectation denied = nobody.create(person(3));
    denied.isDenied();
    denied.then(ann).read(PEOPLE).sees(1, 2);
  }

  @Test
  void whatWasGivenToAnotherCallerCountsForThoseWhoFollow() {
    ann.given("db", "people", Map.of("id", 5, "team", "red"))
        .delete(Delete.all("db", "people").where(field("id").eq(1)))
        .affects(1)
        .then(ann)
        .read(PEOPLE)
        .sees(2, 5);
  }

  @Test
  void encryptedFieldsAreTestedByWritingThem() {
    Create secret = Create.one("db", "secrets", Map.of("id", 1, "text", "hush"));

    assertThat(
            ann.create(secret)
                .then(ann)
                .read(Read.all("db", "secrets"))
                .sees(1)
                .result()
                .documents()
                .get(0))
        .containsEntry("text", "hush");
    fails(
        () -> ann.create(secret).leaves("db", "secrets", Map.of("id", 1, "text", "hush")), "leave");
  }

  @Test
  void theClockIsTheTestsOwn() {
    Delete all = Delete.all("db", "people");

    ann.delete(all).isAllowed();
    RulesTester.of(ProjectConfig.parse(CONFIG), clock("2026-05-05T05:05:05Z"))
        .as(Map.of("id", "ann"))
        .delete(all)
        .isDenied()
        .byRule("rules.delete");
  }

  @Test
  void memoryLacksWhatTheDatabaseLacks() {
    Update rename = Update.all("db", "people").with(Map.of("$rename", Map.of("team", "crew")));

    ann.update(rename).failsWith(UnsupportedFeatureException.class);
    mongo("{rules: {read: {rule: allow}, update: {rule: allow}}}")
        .given("db", "people", Map.of("_id", 1, "team", "red"))
        .as(Map.of())
        .update(rename)
        .leaves("db", "people", Map.of("_id", 1, "crew", "red"));
  }

  @Test
  void documentsOfMongoHaveTheirKey() {
    String open = "{rules: {read: {rule: allow}, create: {rule: allow}}}";
    Create create = Create.one("db", "people", Map.of("team", "red"));

    assertThat(mongo(open).anonymous().create(create).result().keys().get(0).get("_id"))
        .isInstanceOf(ObjectId.class);
    String declared = open.replace("{rules", "{declare: {fields: {team: string}}, rules");
    TestCaller anybody =
        mongo(declared).given("db", "people", Map.of("_id", "x", "team", "red")).anonymous();
    anybody.read(PEOPLE).sees("x").seesFields("_id", "team");
    anybody.read(PEOPLE.where(field("_id").eq("x"))).sees("x");
  }

  @Test
  void rowsThatHaveTheKeyOfMongoAreKnownByIt() {
    rules
        .as(Map.of("id", "ann", "team", "red"))
        .given("db", "secrets", Map.of("_id", 4))
        .read(Read.all("db", "secrets"))
        .sees(4);
  }

  private static RulesTester mongo(String people) {
    return RulesTester.of(
        ProjectConfig.parse(
            "{id: m, secret: a-secret-for-this-test-alone-0123456789, modules: {crud: {db:"
                + " {type: mongo, collections: {people: "
                + people
                + "}}}}}"));
  }
}
