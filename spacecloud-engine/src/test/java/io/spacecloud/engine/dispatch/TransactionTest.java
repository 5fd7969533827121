package io.spacecloud.engine.dispatch;

import static io.spacecloud.api.condition.Conditions.field;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spacecloud.api.error.AccessDeniedException;
import io.spacecloud.api.error.ConflictException;
import io.spacecloud.api.error.InvalidRequestException;
import io.spacecloud.api.request.Batch;
import io.spacecloud.api.request.Operation;
import io.spacecloud.api.request.Read;
import io.spacecloud.engine.Session;
import io.spacecloud.engine.Transaction;
import io.spacecloud.engine.testing.TestRules;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TransactionTest extends DispatchFixture {

  @Test
  void aBatchIsAuthorisedBeforeAnythingRuns() {
    Session session = session(TestRules.allowing(Operation.CREATE));

    assertDenied(() -> session.batch(Batch.of("db", create(row("4", "alice", 4)), delete())));
    assertThat(backend.commands()).isEmpty();
    assertThat(backend.transactions()).isEmpty();
  }

  @Test
  void aBatchThatFailsIsUndone() {
    Session session = session(TestRules.allowing(EVERYTHING));

    assertThatThrownBy(
            () -> session.batch(Batch.of("db", delete().where(MINE), create(row("2", "alice", 4)))))
        .isInstanceOf(ConflictException.class);
    assertThat(backend.rows("todos")).hasSize(3);
  }

  @Test
  void aBatchCountsEachOfItsWrites() {
    Session session = session(TestRules.allowing(EVERYTHING));
    Batch batch =
        Batch.of("db", create(row("4", "alice", 4)), update().where(MINE).set("n", 0), delete());

    assertThat(session.batch(batch).counts()).containsExactly(1L, 3L, 4L);
  }

  @Test
  void aBatchOfDryRunsIsTriedAsAWhole() {
    Session session = session(TestRules.allowing(EVERYTHING));
    Batch dry = Batch.of("db", delete().asDryRun(), create(row("1", "alice", 4)).asDryRun());

    assertThat(session.batch(dry).counts()).containsExactly(3L, 1L);
    assertThat(backend.rows("todos")).hasSize(3);
    session.batch(Batch.of("db", update().set("n", 9L).asDryRun()));
    assertThat(value("1", "n")).isEqualTo(1L);
    assertThatThrownBy(() -> session.batch(Batch.of("db", delete().asDryRun(), delete())))
        .isInstanceOf(InvalidRequestException.class);
  }

  @Test
  void anItemsPlaceInTheBatchIsNamed() {
    Session session = session(TestRules.allowing(EVERYTHING));

    assertThatThrownBy(
            () -> session.batch(Batch.of("db", delete(), delete().where(field("x").eq(1)))))
        .hasMessage("reqs.1.find.x: no such field");
  }

  @Test
  void inABatchARuleThatReadsSeesTheItemsBefore() {
    Session session = session(quota());

    assertDenied(
        () ->
            session.batch(
                Batch.of("db", create(row("4", "alice", 4)), create(row("5", "alice", 5)))));
  }

  @Test
  void aTransactionIsAuthorisedRequestByRequest() {
    Session session = session(owned());

    assertDenied(
        () ->
            session.transaction(
                "db",
                tx -> {
                  tx.update(update().set("n", 0));
                  tx.delete(delete());
                }));
    long changed =
        session.transaction(
            "db",
            tx -> {
              tx.update(update().set("n", 0));
              return tx.count(all().where(field("n").eq(0)));
            });
    assertThat(changed).isEqualTo(2);
  }

  @Test
  void aTransactionEndsWithItsBody() {
    Session session = session(TestRules.allowing(EVERYTHING));
    List<Transaction> kept = new ArrayList<>();
    session.transaction(
        "db",
        tx -> {
          kept.add(tx);
        });

    assertThatThrownBy(() -> kept.get(0).read(all())).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(
            () ->
                session.transaction(
                    "db",
                    tx -> {
                      tx.read(Read.all("other", "todos"));
                    }))
        .isInstanceOf(InvalidRequestException.class);
  }

  @Test
  void aBatchThatBrokeOffUndoesItsTransaction() {
    Session session = session(quota());
    Batch batch = Batch.of("db", create(row("4", "alice", 4)), create(row("5", "alice", 5)));

    assertDenied(
        () ->
            session.transaction(
                "db",
                tx -> {
                  try {
                    tx.batch(batch);
                  } catch (AccessDeniedException e) {
                    // the body makes light of it
                  }
                }));
  }
}
