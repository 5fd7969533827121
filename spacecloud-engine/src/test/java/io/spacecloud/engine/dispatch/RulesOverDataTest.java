package io.spacecloud.engine.dispatch;

import static io.spacecloud.engine.testing.TestRules.denied;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spacecloud.api.error.BackendException;
import io.spacecloud.api.error.ConflictException;
import io.spacecloud.api.request.Operation;
import io.spacecloud.api.request.Read;
import io.spacecloud.api.rule.Verdict;
import io.spacecloud.api.spi.TransactionOptions;
import io.spacecloud.engine.Session;
import io.spacecloud.engine.testing.TestRules;
import org.junit.jupiter.api.Test;

class RulesOverDataTest extends DispatchFixture {

  @Test
  void aRuleThatReadsIsAskedInTheWritesOwnTransaction() {
    Session session = session(quota());

    session.create(create(row("4", "alice", 4)));

    assertThat(backend.transactions()).containsExactly(new TransactionOptions(true, false, null));
    assertDenied(() -> session.create(create(row("5", "alice", 5))));
  }

  @Test
  void aWriteThatLostAgainstAnotherIsTriedAgain() {
    ConflictException lost = new ConflictException(ConflictException.Reason.WRITE_CONFLICT, "lost");
    backend.failNext(lost);
    backend.failNext(lost);

    session(quota()).create(create(row("4", "alice", 4)));

    assertThat(backend.transactions()).hasSize(3);
    assertThat(backend.rows("todos")).hasSize(4);
  }

  @Test
  void afterSomeAttemptsTheConflictIsReported() {
    for (int i = 0; i < 5; i++) {
      backend.failNext(new ConflictException(ConflictException.Reason.WRITE_CONFLICT, "lost"));
    }

    assertThatThrownBy(() -> session(quota()).create(create(row("4", "alice", 4))))
        .isInstanceOf(ConflictException.class);
    assertThat(backend.transactions()).hasSize(5);
  }

  @Test
  void aReadThatFailsLeavesNoVerdictEvenWhereTheRuleIgnoresIt() {
    TestRules careless =
        new TestRules()
            .on(
                Operation.CREATE,
                i -> {
                  try {
                    i.reader().read(all());
                  } catch (BackendException e) {
                    // carelessly passed over
                  }
                  return Verdict.granted();
                })
            .readingData();
    backend.failNext(new BackendException(BackendException.Reason.TIMEOUT, "late", null));

    assertThatThrownBy(() -> session(careless).create(create(row("4", "alice", 4))))
        .isInstanceOf(BackendException.class);
    assertThat(backend.rows("todos")).hasSize(3);
  }

  @Test
  void aRuleReadsUndeniedButOnlyDocumentsOfDeclaredDatabases() {
    TestRules rules =
        new TestRules()
            .on(
                Operation.READ,
                i -> i.reader().read(all()).size() == 3 ? Verdict.granted() : denied());
    assertThat(session(rules).count(all())).isEqualTo(3);

    TestRules counting =
        new TestRules()
            .on(
                Operation.READ,
                i -> {
                  i.reader().read(Read.count("db", "todos"));
                  return Verdict.granted();
                });
    assertDenied(() -> session(counting).read(all()));
  }
}
