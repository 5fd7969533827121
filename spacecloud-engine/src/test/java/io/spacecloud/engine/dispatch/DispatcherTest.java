package io.spacecloud.engine.dispatch;

import static io.spacecloud.api.condition.Conditions.and;
import static io.spacecloud.api.condition.Conditions.field;
import static io.spacecloud.api.condition.Conditions.or;
import static io.spacecloud.engine.testing.TestRules.denied;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spacecloud.api.condition.Condition;
import io.spacecloud.api.condition.Conditions;
import io.spacecloud.api.error.AccessDeniedException;
import io.spacecloud.api.error.BackendException;
import io.spacecloud.api.error.ConflictException;
import io.spacecloud.api.error.InvalidRequestException;
import io.spacecloud.api.error.NotFoundException;
import io.spacecloud.api.error.UnsupportedFeatureException;
import io.spacecloud.api.request.Aggregate;
import io.spacecloud.api.request.Batch;
import io.spacecloud.api.request.Create;
import io.spacecloud.api.request.Delete;
import io.spacecloud.api.request.Operation;
import io.spacecloud.api.request.Read;
import io.spacecloud.api.request.Update;
import io.spacecloud.api.result.Document;
import io.spacecloud.api.result.Result;
import io.spacecloud.api.rule.Explanation;
import io.spacecloud.api.rule.RuleTrace;
import io.spacecloud.api.rule.Verdict;
import io.spacecloud.api.spi.Capability;
import io.spacecloud.api.spi.Command;
import io.spacecloud.api.spi.TransactionOptions;
import io.spacecloud.api.value.Kind;
import io.spacecloud.engine.Session;
import io.spacecloud.engine.TestProject;
import io.spacecloud.engine.Transaction;
import io.spacecloud.engine.testing.MemoryBackend;
import io.spacecloud.engine.testing.Schemas;
import io.spacecloud.engine.testing.TestRules;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class DispatcherTest {
  private static final Condition MINE = field("owner").eq("alice");
  private static final Operation[] EVERYTHING = Operation.values();

  private final MemoryBackend backend =
      new MemoryBackend()
          .with(
              Schemas.of("todos")
                  .required("id", Kind.STRING)
                  .field("owner", Kind.STRING)
                  .field("n", Kind.INTEGER, 64)
                  .defaulted("state", Kind.STRING)
                  .field("j", Kind.OBJECT)
                  .key("id")
                  .build(),
              row("1", "alice", 1),
              row("2", "bob", 2),
              row("3", "alice", 3))
          .with(Schemas.of("logs").required("id", Kind.STRING).key("id").build());

  private static Map<String, Object> row(String id, String owner, int n) {
    return Map.of("id", id, "owner", owner, "n", n, "state", "open");
  }

  private Session session(TestRules rules) {
    return TestProject.cloud(backend, rules).anonymous();
  }

  private static Read all() {
    return Read.all("db", "todos");
  }

  private static Update update() {
    return Update.all("db", "todos");
  }

  private static Delete delete() {
    return Delete.all("db", "todos");
  }

  private static Create create(Map<String, ?> doc) {
    return Create.one("db", "todos", doc);
  }

  private static List<Object> ids(Result result) {
    return new ArrayList<>(result.documents().stream().map(d -> d.get("id")).toList());
  }

  private Object value(String id, String name) {
    return backend.rows("todos").stream()
        .filter(r -> id.equals(r.get("id")))
        .findFirst()
        .orElseThrow()
        .get(name);
  }

  private <T extends Command> T last(Class<T> type) {
    return type.cast(backend.commands().get(backend.commands().size() - 1));
  }

  private void assertDenied(ThrowingCallable request) {
    List<Document> before = backend.rows("todos");
    assertThatThrownBy(request).isInstanceOf(AccessDeniedException.class).hasMessage("denied");
    assertThat(backend.rows("todos")).isEqualTo(before);
  }

  // Names

  @Test
  void whatIsNotDeclaredDoesNotExist() {
    Session session = session(TestRules.allowing(EVERYTHING));

    assertThatThrownBy(() -> session.read(Read.all("db", "users")))
        .isInstanceOf(NotFoundException.class);
    assertThatThrownBy(() -> session.read(Read.all("db", "Todos")))
        .isInstanceOf(NotFoundException.class);
    assertThatThrownBy(() -> session.read(Read.all("other", "todos")))
        .isInstanceOf(NotFoundException.class);
    assertThat(backend.refreshes()).isZero();
  }

  @Test
  void aDeclaredCollectionIsLookedForAnewBeforeItIsNotThere() {
    MemoryBackend late = new MemoryBackend();
    Session session = TestProject.cloud(late, TestRules.allowing(EVERYTHING)).anonymous();

    assertThatThrownBy(() -> session.read(all())).isInstanceOf(NotFoundException.class);
    late.withUnseen(Schemas.of("todos").required("id", Kind.STRING).key("id").build());

    assertThat(session.count(all())).isZero();
  }

  // Reading

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

  // Creating

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
  void whatTheDatabaseFillsInIsCheckedOnceItIsThere() {
    Condition open = field("state").eq("open");
    Session session = session(new TestRules().where(Operation.CREATE, and(MINE, open)));

    assertDenied(() -> session.create(create(Map.of("id", "4", "owner", "alice"))));
    assertThat(last(Command.Insert.class).checks()).containsExactly(open);
    session.create(create(row("5", "alice", 5)));
  }

  // Changing

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

  private TestRules owned() {
    return TestRules.allowing(Operation.READ).where(Operation.UPDATE, MINE);
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

  // Rules that read

  private TestRules quota() {
    return TestRules.allowing(Operation.READ)
        .on(Operation.CREATE, i -> i.reader().read(all()).size() < 4 ? Verdict.granted() : denied())
        .readingData();
  }

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

  // Batches and transactions

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

  // Trust and explanation

  @Test
  void theEmbeddingCodeIsBoundByNoRuleButByTheCollection() {
    Session trusted = TestProject.cloud(backend, new TestRules()).trusted();

    assertThat(trusted.read(all()).documents()).hasSize(3);
    assertThat(trusted.delete(delete()).affected()).isEqualTo(3);
    assertThatThrownBy(() -> trusted.read(all().where(field("nope").eq(1))))
        .isInstanceOf(InvalidRequestException.class);
    assertThat(trusted.explain(all()).denial()).isNull();
  }

  @Test
  void anExplanationAsksWhatExecutionWouldAsk() {
    Session session = session(owned());

    Explanation granted = session.explain(update().set("n", 1));
    assertThat(granted.verdict().residual()).isEqualTo(MINE);
    assertThat(granted.traces())
        .extracting(RuleTrace::outcome)
        .containsExactly(RuleTrace.Outcome.CONDITIONAL, RuleTrace.Outcome.GRANTED);
    assertThat(session.explain(delete()).denial().rule()).isEqualTo("test");
    assertThat(session.explain(update().set("owner", "bob")).denial()).isNotNull();
    assertThat(session.explain(Batch.of("db", update().set("n", 1), delete())).denial())
        .isNotNull();
    assertThat(backend.commands()).isEmpty();
  }
}
