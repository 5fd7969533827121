package io.spacecloud.engine.dispatch;

import static io.spacecloud.api.condition.Conditions.and;
import static io.spacecloud.api.condition.Conditions.field;
import static io.spacecloud.api.condition.Conditions.or;
import static io.spacecloud.engine.testing.TestRules.denied;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spacecloud.api.condition.Condition;
import io.spacecloud.api.condition.Conditions;
import io.spacecloud.api.error.ConflictException;
import io.spacecloud.api.error.UnsupportedFeatureException;
import io.spacecloud.api.request.Batch;
import io.spacecloud.api.request.Create;
import io.spacecloud.api.request.Operation;
import io.spacecloud.api.request.Update;
import io.spacecloud.api.result.Document;
import io.spacecloud.api.rule.Verdict;
import io.spacecloud.api.spi.Capability;
import io.spacecloud.api.spi.Command;
import io.spacecloud.engine.Session;
import io.spacecloud.engine.testing.TestRules;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class WriteAuthorizationTest extends DispatchFixture {

  @Test
  void oneRefusedDocumentRefusesAll() {
    Session session =
        session(
            new TestRules()
                .on(
                    Operation.CREATE,
                    i -> "alice".equals(i.doc().get("owner")) ? Verdict.granted() : denied()));

    assertDenied(
        () ->
            session.create(
                Create.all("db", "todos", List.of(row("4", "alice", 4), row("5", "bob", 5)))));
    assertThat(session.create(Create.all("db", "todos", List.of(row("4", "alice", 4)))).affected())
        .isEqualTo(1);
  }

  @Test
  void aCreatedDocumentSatisfiesTheResidual() {
    Session session = session(new TestRules().where(Operation.CREATE, MINE));

    assertDenied(() -> session.create(create(row("4", "bob", 4))));
    assertDenied(() -> session.create(create(Map.of("id", "4"))));
    session.create(create(row("4", "alice", 4)));
    assertThat(last(Command.Insert.class).checks()).containsExactly(Conditions.TRUE);
  }

  @Test
  void whatNoRowSatisfiesIsNotCreatedNorChanged() {
    Session session =
        session(
            TestRules.allowing(Operation.READ)
                .where(Operation.CREATE, Conditions.FALSE)
                .where(Operation.UPDATE, Conditions.FALSE));

    assertDenied(() -> session.create(create(row("4", "alice", 4))));
    assertThat(session.update(update().set("n", 4)).affected()).isZero();
  }

  @Test
  void whatTheDatabaseFillsInIsCheckedOnceItIsThere() {
    Condition open = field("state").eq("open");
    Session session = session(new TestRules().where(Operation.CREATE, and(MINE, open)));

    assertDenied(() -> session.create(create(Map.of("id", "4", "owner", "alice"))));
    assertThat(last(Command.Insert.class).checks()).containsExactly(open);
    session.create(create(row("5", "alice", 5)));
  }

  @Test
  void anUpdateTouchesOnlyWhatItMayChangeAndRead() {
    TestRules rules =
        new TestRules().where(Operation.UPDATE, field("n").gt(1)).where(Operation.READ, MINE);

    assertThat(session(rules).update(update().set("state", "done")).affected()).isEqualTo(1);
    assertThat(value("3", "state")).isEqualTo("done");
  }

  @Test
  void whereReadIsDeniedAWriteNamesItsRowByTheKey() {
    Session session = session(TestRules.allowing(Operation.UPDATE, Operation.DELETE));
    Condition key = field("id").eq("2");

    assertDenied(() -> session.update(update().set("n", 0)));
    assertDenied(() -> session.update(update().where(field("n").gt(1)).set("n", 0)));
    assertDenied(() -> session.update(update().where(key).where(field("n").eq(2)).set("n", 0)));
    assertDenied(() -> session.delete(delete().where(or(key, field("id").eq("3")))));
    assertDenied(() -> session.delete(delete()));
    assertThat(session.update(update().where(key).set("n", 0)).affected()).isEqualTo(1);
    assertThat(session.delete(delete().where(key)).affected()).isEqualTo(1);
  }

  @Test
  void aDeleteTouchesOnlyWhatItMayDeleteAndRead() {
    TestRules rules =
        new TestRules().where(Operation.DELETE, field("n").gt(1)).where(Operation.READ, MINE);

    assertThat(session(rules).delete(delete()).affected()).isEqualTo(1);
    assertThat(backend.rows("todos")).hasSize(2);
  }

  @Test
  void aRowSatisfiesTheResidualAfterTheUpdateToo() {
    assertDenied(() -> session(owned()).update(update().set("owner", "bob")));
    assertThat(backend.commands()).isEmpty(); // known before anything runs
    assertDenied(() -> session(owned()).update(update().unset("owner")));
    assertThat(session(owned()).update(update().set("owner", "alice")).affected()).isEqualTo(2);
  }

  @Test
  void anUpdateElsewhereNeedsNoCheck() {
    session(owned()).update(update().set("n", 7));

    assertThat(last(Command.Modify.class).check()).isEqualTo(Conditions.TRUE);
  }

  @Test
  void whatTheRequestDoesNotTellIsCheckedAfterwards() {
    Condition small = field("n").lt(3);
    TestRules rules = TestRules.allowing(Operation.READ).where(Operation.UPDATE, and(MINE, small));

    assertDenied(() -> session(rules).update(update().where(field("id").eq("1")).inc("n", 5)));
    assertThat(last(Command.Modify.class).check()).isEqualTo(small);
    assertThat(session(rules).update(update().inc("n", 1)).affected()).isEqualTo(1);
  }

  @Test
  void anAlternativeThatAnUpdateTakesAwayLeavesTheOthersToBeChecked() {
    TestRules rules =
        TestRules.allowing(Operation.READ).where(Operation.UPDATE, or(MINE, field("n").eq(2)));

    assertDenied(() -> session(rules).update(update().set("owner", "carol")));
    assertThat(last(Command.Modify.class).check()).isEqualTo(field("n").eq(2));
    assertThat(
            session(rules)
                .update(update().where(field("id").eq("2")).set("owner", "carol"))
                .affected())
        .isEqualTo(1);
  }

  @Test
  void aValueSetInsideAnObjectIsKnownToo() {
    TestRules rules =
        TestRules.allowing(Operation.READ)
            .where(Operation.UPDATE, or(field("j.a").eq(null), field("j.a").eq(1)));

    assertThat(session(rules).update(update().set("j.a", 1)).affected()).isEqualTo(3);
    assertThat(last(Command.Modify.class).check()).isEqualTo(Conditions.TRUE);
    assertDenied(() -> session(rules).update(update().set("j", Map.of("a", 2))));
    assertDenied(() -> session(rules).update(update().set("j.a", Map.of("b", 2))));
  }

  @Test
  void anUpsertNeedsBothRulesAndLeavesForeignRowsAlone() {
    Update mine =
        Update.upsert("db", "todos")
            .where(field("id").eq("1"))
            .set("owner", "alice")
            .set("state", "x");
    Update foreign = mine.where(Conditions.TRUE).withWhere(field("id").eq("2"));
    Update fresh = mine.withWhere(field("id").eq("9"));
    TestRules rules = owned().where(Operation.CREATE, MINE);

    assertThat(session(rules).update(mine).affected()).isEqualTo(1);
    assertThatThrownBy(() -> session(rules).update(foreign)).isInstanceOf(ConflictException.class);
    assertThat(session(rules).update(fresh).keys()).containsExactly(Document.of(Map.of("id", "9")));
    assertDenied(() -> session(owned()).update(mine));
    assertDenied(() -> session(TestRules.allowing(Operation.READ, Operation.CREATE)).update(mine));
    assertDenied(
        () -> session(owned().where(Operation.CREATE, field("owner").eq("bob"))).update(fresh));
  }

  @Test
  void noMoreRowsChangeThanAllowed() {
    Session session = session(TestRules.allowing(EVERYTHING));

    assertThatThrownBy(() -> session.update(update().maxAffected(2).set("n", 0)))
        .isInstanceOf(ConflictException.class);
    assertThat(session.delete(delete().asDryRun()).affected()).isEqualTo(3);
    assertThat(backend.rows("todos")).hasSize(3);
  }

  @Test
  void withoutTransactionsWhatNeedsThemIsRefused() {
    backend.without(Capability.TRANSACTIONS);
    Session session = session(TestRules.allowing(EVERYTHING).where(Operation.UPDATE, MINE));
    List<Map<String, Object>> two = List.of(row("4", "alice", 4), row("5", "alice", 5));

    for (ThrowingCallable request :
        List.<ThrowingCallable>of(
            () -> session.create(Create.all("db", "todos", two)),
            () -> session.create(create(two.get(0)).asDryRun()),
            () -> session.update(update().set("n", 1).maxAffected(5)),
            () -> session.update(update().with(Map.of("$max", Map.of("owner", "b")))),
            () -> session.delete(delete().asDryRun()),
            () -> session.batch(Batch.of("db", delete())),
            () -> session.transaction("db", tx -> {}))) {
      assertThatThrownBy(request).isInstanceOf(UnsupportedFeatureException.class);
    }
    assertThat(backend.commands()).isEmpty();
    session.update(update().set("owner", "alice"));
    session.create(Create.all("db", "todos", two).withPartialAllowed());
  }
}
