package io.spacecloud.engine.dispatch;

import static io.spacecloud.api.condition.Conditions.field;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spacecloud.api.condition.Conditions;
import io.spacecloud.api.condition.FieldPath;
import io.spacecloud.api.request.Aggregate;
import io.spacecloud.api.request.Operation;
import io.spacecloud.api.request.Read;
import io.spacecloud.api.result.Document;
import io.spacecloud.api.rule.FieldAccess;
import io.spacecloud.api.rule.Verdict;
import io.spacecloud.api.spi.Command;
import io.spacecloud.api.value.Kind;
import io.spacecloud.engine.Session;
import io.spacecloud.engine.testing.Schemas;
import io.spacecloud.engine.testing.TestRules;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ReadAuthorizationTest extends DispatchFixture {

  @Test
  void aReadIsRestrictedToItsResidual() {
    Session session = session(new TestRules().where(Operation.READ, MINE));

    assertThat(ids(session.read(all()))).containsExactly("1", "3");
    assertThat(ids(session.read(all().where(field("n").gt(1))))).containsExactly("3");
    assertThat(session.count(all())).isEqualTo(2);
    assertThat(session.read(Read.distinct("db", "todos", "owner")).values())
        .containsExactly("alice");
    List<Document> streamed = new ArrayList<>();
    session.stream(all(), streamed::add);
    assertThat(streamed).hasSize(2);
  }

  @Test
  void whatMayNotBeReadIsNotFetched() {
    FieldAccess noN = FieldAccess.deny(Set.of(FieldPath.of("n")));
    Session session =
        session(new TestRules().on(Operation.READ, i -> Verdict.where(Conditions.TRUE, noN)));

    for (Read read :
        List.of(
            all(),
            all().limit(2),
            all().limit(3),
            Read.one("db", "todos").limit(1),
            all().select("id", "n"))) {
      session.read(read);
      assertThat(last(Command.Query.class).request().select())
          .as("%s", read)
          .contains(FieldPath.of("id"))
          .doesNotContain(FieldPath.of("n"));
    }
    session.read(all().select("n"));
    assertThat(last(Command.Query.class).request().select()).hasSize(1);
    session.read(all().select("owner"));
    assertThat(last(Command.Query.class).request().select()).containsExactly(FieldPath.of("owner"));
  }

  /** Nobody knows before what an open collection holds. */
  @Test
  void ofAnOpenCollectionAllIsFetchedAndMuchOfItMasked() {
    backend.with(
        Schemas.of("logs")
            .required("id", Kind.STRING)
            .field("n", Kind.INTEGER, 64)
            .key("id")
            .open(),
        Map.of("id", "1", "n", 5, "free", true));
    FieldAccess noN = FieldAccess.deny(Set.of(FieldPath.of("n")));
    Session session =
        session(new TestRules().on(Operation.READ, i -> Verdict.where(Conditions.TRUE, noN)));

    assertThat(session.read(Read.all("db", "logs")).documents())
        .containsExactly(Document.of(Map.of("id", "1", "free", true)));
    assertThat(last(Command.Query.class).request().select()).isEmpty();
    session.read(Read.all("db", "logs").select("id", "n"));
    assertThat(last(Command.Query.class).request().select()).containsExactly(FieldPath.of("id"));
  }

  @Test
  void withoutARuleNothingIsRead() {
    Session session = session(new TestRules());

    assertDenied(() -> session.read(all()));
    assertDenied(() -> session.count(all()));
    assertDenied(() -> session.stream(all(), document -> {}));
    assertThat(backend.commands()).isEmpty();
  }

  @Test
  void aRuleThatThrowsOrIsWronglyMadeDenies() {
    for (TestRules rules :
        List.of(
            new TestRules()
                .on(
                    Operation.READ,
                    i -> {
                      throw new IllegalStateException("secret");
                    }),
            new TestRules()
                .on(
                    Operation.READ,
                    i -> {
                      throw new StackOverflowError();
                    }),
            new TestRules().on(Operation.READ, i -> null),
            new TestRules().where(Operation.READ, field("nope").eq(1)),
            new TestRules().where(Operation.READ, field("n").eq("five")))) {
      assertDenied(() -> session(rules).read(all()));
    }
  }

  @Test
  void aResidualIsBoundAsTheCallersConditionIs() {
    Session session = session(new TestRules().where(Operation.READ, field("n").gt(1.5)));

    assertThat(ids(session.read(all()))).containsExactly("2", "3");
    assertThat(last(Command.Query.class).request().where()).isEqualTo(field("n").gte(2));
  }

  @Test
  void aRulesOwnMessageReachesTheCaller() {
    Session session =
        session(
            new TestRules()
                .on(Operation.READ, i -> new Verdict.Denied("path", null, "why", "not you")));

    assertThatThrownBy(() -> session.read(all())).hasMessage("not you");
  }

  @Test
  void thePageLimitCutsAndSaysSo() {
    backend.with(
        Schemas.of("logs").required("id", Kind.STRING).key("id").build(),
        Map.of("id", "1"),
        Map.of("id", "2"),
        Map.of("id", "3"),
        Map.of("id", "4"));
    Session session = session(TestRules.allowing(EVERYTHING));
    Read logs = Read.all("db", "logs");

    assertThat(session.read(logs).truncated()).isTrue();
    assertThat(session.read(logs).documents()).hasSize(3);
    assertThat(session.read(logs.limit(100)).truncated()).isTrue();
    assertThat(session.read(logs.limit(2)).truncated()).isFalse();
    assertThat(session.read(logs.limit(2)).documents()).hasSize(2);
    assertThat(session.read(Read.one("db", "logs").sort("-id")).document())
        .contains(Document.of(Map.of("id", "4")));
    assertThat(session.read(Read.one("db", "logs").limit(0)).document()).isEmpty();
  }

  @Test
  void anAggregateSeesWhatBothItsRuleAndTheReadRuleAllow() {
    Aggregate count = Aggregate.one("db", "todos", List.of(Map.of("$count", "n")));
    TestRules rules =
        new TestRules().where(Operation.AGGREGATE, field("n").gt(1)).where(Operation.READ, MINE);

    assertThat(session(rules).aggregate(count).document()).contains(Document.of(Map.of("n", 1)));
    assertDenied(() -> session(TestRules.allowing(Operation.AGGREGATE)).aggregate(count));
    assertDenied(() -> session(TestRules.allowing(Operation.READ)).aggregate(count));
  }
}
