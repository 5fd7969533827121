package io.spacecloud.engine.testing;

import static io.spacecloud.api.condition.Conditions.field;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spacecloud.api.error.ConflictException;
import io.spacecloud.api.error.InvalidRequestException;
import io.spacecloud.api.request.Aggregate;
import io.spacecloud.api.request.Batch;
import io.spacecloud.api.request.Create;
import io.spacecloud.api.request.Delete;
import io.spacecloud.api.request.Read;
import io.spacecloud.api.request.Update;
import io.spacecloud.engine.ProjectConfig;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RulesTesterTest {
  private static final String CONFIG =
      """
      id: tested
      secret: a-secret-for-this-test-alone-0123456789
      modules:
        crud:
          db:
            type: sql-h2
            collections:
              todos:
                rules:
                  create:
                    rule: and
                    clauses:
                      - {rule: force, field: args.doc.owner, value: args.auth.id}
                      - {rule: match, eval: "!=", type: string, f1: args.doc.title, f2: ""}
                  read: {rule: filter, find: {owner: args.auth.id}, fields: {deny: [pin]}}
                  update: {rule: filter, find: {owner: args.auth.id}}
                  delete:
                    rule: or
                    name: owner-only
                    error: not yours
                    clauses:
                      - {rule: match, name: admin, eval: ==, type: string, f1: args.auth.role, f2: admin}
                      - {rule: query, db: db, col: members, find: {user: args.auth.id, keeper: true}}
                  aggr: {rule: deny}
              members: {}
      """;
  private static final Read ALL = Read.all("db", "todos");
  private static final Delete FIRST = Delete.one("db", "todos").where(field("id").eq("1"));

  private final RulesTester rules =
      RulesTester.of(ProjectConfig.parse(CONFIG))
          .given(
              "db",
              "todos",
              Map.of("id", "1", "owner", "ann", "title", "a", "pin", "x"),
              Map.of("id", "2", "owner", "bob", "title", "b", "pin", "y"),
              Map.of("id", "3", "owner", "ann", "title", "c", "pin", "z"))
          .given("db", "members", Map.of("id", 1, "user", "kim", "keeper", true));
  private final TestCaller ann = rules.as(Map.of("id", "ann"));
  private final TestCaller bob = rules.as(Map.of("id", "bob"));

  private static void fails(Runnable expectation, String... parts) {
    assertThatThrownBy(expectation::run)
        .isInstanceOf(AssertionError.class)
        .hasMessageContainingAll(parts);
  }

  @Test
  void aReadSaysWhatItSees() {
    ann.read(ALL)
        .isAllowed()
        .sees("3", "1")
        .seesInOrder("1", "3")
        .seesFields("id", "owner", "title")
        .hides("pin")
        .affects(2)
        .isRestrictedTo(field("owner").eq("ann"));
    rules.as(Map.of("id", "nobody")).read(ALL).seesNothing();
    ann.read(Read.count("db", "todos")).affects(2);
    ann.read(Read.distinct("db", "todos", "title")).affects(2);
  }

  @Test
  void whatIsOtherwiseFailsWithTheExplanation() {
    fails(() -> ann.read(ALL).sees("1"), "see exactly [1]", "it was allowed", "GRANTED", "owner");
    fails(() -> ann.read(ALL).sees("1", "1"), "see exactly");
    fails(() -> ann.read(ALL).sees("1", "2"), "see exactly");
    fails(() -> ann.read(ALL).seesInOrder("3", "1"), "in this order");
    fails(() -> ann.read(ALL).seesNothing(), "see nothing");
    fails(() -> ann.read(ALL).seesFields("id"), "exactly the fields");
    fails(() -> ann.read(ALL).hides("title"), "hide [title]");
    fails(() -> rules.as(Map.of("id", "nobody")).read(ALL).hides("pin"), "read documents");
    fails(() -> ann.read(ALL).affects(3), "affect 3 rows");
    fails(() -> ann.read(ALL).isDenied(), "to be denied");
    fails(() -> ann.read(ALL).isRestrictedTo(field("owner").eq("bob")), "restricted to");
    fails(() -> bob.delete(FIRST).isAllowed(), "be allowed", "DENIED by owner-only", "not yours");
    fails(() -> bob.delete(FIRST).sees("1"), "be allowed");
  }

  @Test
  void aDenialSaysByWhat() {
    bob.delete(FIRST).isDenied().byRule("owner-only").byRule("rules.delete").saying("not yours");
    bob.delete(FIRST).isDenied().because("no clause grants");
    rules.anonymous().read(ALL).isDenied().because("not verified");
    fails(() -> bob.delete(FIRST).isDenied().byRule("admin"), "denied by the rule admin");
    fails(() -> bob.delete(FIRST).isDenied().byRule("delete.clauses"), "by the rule");
    fails(() -> bob.delete(FIRST).isDenied().saying("no"), "saying no");
    fails(() -> bob.delete(FIRST).isDenied().because("rain"), "because rain");
  }

  @Test
  void aWriteSaysWhatItLeaves() {
    ann.update(Update.all("db", "todos").set("title", "x"))
        .affects(2)
        .leaves(
            "db",
            "todos",
            Map.of("id", "1", "owner", "ann", "title", "x", "pin", "x"),
            Map.of("id", "2", "owner", "bob", "title", "b", "pin", "y"),
            Map.of("id", "3", "owner", "ann", "title", "x", "pin", "z"));
    fails(
        () ->
            ann.update(Update.all("db", "todos").set("title", "x"))
                .leaves("db", "todos", Map.of("id", "2")),
        "leave [",
        "afterwards");
    rules
        .as(Map.of("id", "eve"))
        .given("db", "todos")
        .create(Create.one("db", "todos", Map.of("id", "9", "owner", "ann", "title", "t")))
        .isAllowed();
    assertThatCode(
            () ->
                RulesTester.of(ProjectConfig.parse(CONFIG))
                    .as(Map.of("id", "eve"))
                    .given("db", "todos")
                    .create(
                        Create.one("db", "todos", Map.of("id", "9", "owner", "ann", "title", "t")))
                    .leaves("db", "todos", Map.of("id", "9", "owner", "eve", "title", "t")))
        .doesNotThrowAnyException();
  }

  @Test
  void noRequestSeesWhatAnotherDid() {
    rules.as(Map.of("role", "admin", "id", "root")).delete(FIRST).affects(0).isAllowed();
    TestCaller kim = rules.as(Map.of("id", "kim"));
    kim.given("db", "todos", Map.of("id", "7", "owner", "kim")).read(ALL).sees("7");
    kim.read(ALL).seesNothing();
    ann.batch(Batch.of("db", Update.all("db", "todos").set("owner", "ann"))).isAllowed();
    ann.read(ALL).sees("1", "3");
  }

  @Test
  void otherFailuresAreNoDenials() {
    ann.create(Create.one("db", "todos", Map.of("id", "2", "title", "t")))
        .failsWith(ConflictException.class);
    ann.create(Create.one("db", "todos", Map.of("id", 1.5, "title", "t", "$bad", 1)))
        .failsWith(InvalidRequestException.class);
    fails(
        () -> ann.create(Create.one("db", "todos", Map.of("id", "2", "title", "t"))).isDenied(),
        "to be denied",
        "ConflictException");
    fails(() -> ann.read(ALL).failsWith(ConflictException.class), "fail with ConflictException");
    ann.aggregate(Aggregate.all("db", "todos", List.of())).isDenied().byRule("aggr");
  }
}
