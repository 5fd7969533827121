package io.spacecloud.engine.dispatch;

import static io.spacecloud.api.condition.Conditions.field;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spacecloud.api.condition.Conditions;
import io.spacecloud.api.condition.FieldPath;
import io.spacecloud.api.error.AccessDeniedException;
import io.spacecloud.api.error.ConflictException;
import io.spacecloud.api.error.InvalidRequestException;
import io.spacecloud.api.error.UnsupportedFeatureException;
import io.spacecloud.api.request.Aggregate;
import io.spacecloud.api.request.Batch;
import io.spacecloud.api.request.Create;
import io.spacecloud.api.request.Delete;
import io.spacecloud.api.request.Operation;
import io.spacecloud.api.request.Read;
import io.spacecloud.api.request.Request;
import io.spacecloud.api.request.Update;
import io.spacecloud.api.rule.Explanation;
import io.spacecloud.api.rule.FieldAccess;
import io.spacecloud.api.rule.RuleEvaluator;
import io.spacecloud.api.rule.RuleInput;
import io.spacecloud.api.rule.RuleTrace;
import io.spacecloud.api.rule.Verdict;
import io.spacecloud.api.spi.Capability;
import io.spacecloud.api.spi.TransactionOptions;
import io.spacecloud.api.value.Kind;
import io.spacecloud.engine.ProjectConfig;
import io.spacecloud.engine.Session;
import io.spacecloud.engine.SpaceCloud;
import io.spacecloud.engine.TestProject;
import io.spacecloud.engine.config.Limits;
import io.spacecloud.engine.testing.MemoryBackend;
import io.spacecloud.engine.testing.Schemas;
import io.spacecloud.engine.testing.TestRules;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What isolation, capability and time each request needs: no less, and no more. */
class DispatchEdgeTest {
  private static final String PLAIN = "{rule: authenticated}";
  private static final String READING = "{rule: query, db: db, col: t, find: {id: '1'}}";
  private static final Update UPDATE = Update.all("db", "t").set("s", "x");
  private static final Update UPSERT =
      Update.upsert("db", "t").where(field("id").eq("9")).set("s", "x");
  private static final Create CREATE = Create.one("db", "t", Map.of("id", "8"));
  private static final Delete DELETE = Delete.all("db", "t");

  private final MemoryBackend backend =
      new MemoryBackend()
          .with(
              Schemas.of("t")
                  .required("id", Kind.STRING)
                  .field("s", Kind.STRING)
                  .field("n", Kind.INTEGER, 64)
                  .key("id")
                  .build(),
              Map.of("id", "1", "s", "a", "n", 1));

  private Session ann(String create, String read, String update, String delete) {
    return cloud(create, read, update, delete, Limits.NONE).authenticated(Map.of("id", "ann"));
  }

  private SpaceCloud cloud(
      String create, String read, String update, String delete, Limits limits) {
    String rules =
        "{create: %s, read: %s, update: %s, delete: %s, aggr: %s}"
            .formatted(create, read, update, delete, PLAIN);
    ProjectConfig config =
        ProjectConfig.builder()
            .id("edges")
            .secret("a-secret-for-this-test-alone-0123456789")
            .collection("db", "t", rules)
            .build();
    return SpaceCloud.builder().config(config).backend("db", backend).limits(limits).build();
  }

  private List<Boolean> isolation(Session session, Request request) {
    backend.transactions().clear();
    session.execute(request);
    return backend.transactions().stream().map(TransactionOptions::strongest).toList();
  }

  @Test
  void onlyAWriteWhoseRulesLookAtDataIsIsolatedMost() {
    Session plain = ann(PLAIN, PLAIN, PLAIN, PLAIN);
    for (Request request : List.of(CREATE, UPDATE, UPSERT, DELETE)) {
      assertThat(isolation(plain, request)).as("%s", request).isEmpty();
    }
    assertThat(isolation(plain, Batch.of("db", CREATE))).containsExactly(false);

    Session reads = ann(PLAIN, READING, PLAIN, PLAIN);
    assertThat(isolation(reads, Create.one("db", "t", Map.of("id", "1")))).isEmpty();
    for (Request request : List.of(UPDATE, UPSERT, Batch.of("db", UPDATE), DELETE)) {
      assertThat(isolation(reads, request)).as("%s", request).containsExactly(true);
    }
  }

  @Test
  void eachWritesOwnRuleDecidesItsIsolation() {
    Session creates = ann(READING, PLAIN, PLAIN, PLAIN);
    assertThat(isolation(creates, UPSERT)).containsExactly(true);
    assertThat(isolation(creates, CREATE)).containsExactly(true);
    assertThat(isolation(creates, UPDATE)).isEmpty();
    Session updates = ann(PLAIN, PLAIN, READING, PLAIN);
    assertThat(isolation(updates, UPDATE)).containsExactly(true);
    assertThat(isolation(updates, Create.one("db", "t", Map.of("id", "7")))).isEmpty();
    Session deletes = ann(PLAIN, PLAIN, PLAIN, READING);
    assertThat(isolation(deletes, UPDATE)).isEmpty();
    assertThat(isolation(deletes, DELETE)).containsExactly(true);
  }

  @Test
  void aTransactionIsIsolatedMostIfAnyWriteInItMightLookAtData() {
    for (int reading = 0; reading < 5; reading++) {
      Session session =
          ann(
              reading == 1 ? READING : PLAIN,
              reading == 2 ? READING : PLAIN,
              reading == 3 ? READING : PLAIN,
              reading == 4 ? READING : PLAIN);
      backend.transactions().clear();
      session.transaction("db", tx -> {});
      assertThat(backend.transactions().get(0).strongest()).isEqualTo(reading > 0);
    }
  }

  @Test
  void anUpsertWithoutTransactionsMayNeedNone() {
    backend.without(Capability.TRANSACTIONS);
    String small = "{rule: filter, find: {n: {$lt: 10}}}";
    assertThat(ann(PLAIN, PLAIN, PLAIN, PLAIN).update(UPSERT).affected()).isEqualTo(1);
    assertThatThrownBy(() -> ann(PLAIN, PLAIN, small, PLAIN).update(UPSERT.inc("n", 1)))
        .isInstanceOf(UnsupportedFeatureException.class);
    for (Update update : List.of(UPSERT.asDryRun(), UPSERT.maxAffected(1), UPDATE.asDryRun())) {
      assertThatThrownBy(() -> ann(PLAIN, PLAIN, PLAIN, PLAIN).update(update))
          .as("%s", update)
          .isInstanceOf(UnsupportedFeatureException.class);
    }
    for (Delete delete : List.of(DELETE.asDryRun(), DELETE.maxAffected(1))) {
      assertThatThrownBy(() -> ann(PLAIN, PLAIN, PLAIN, PLAIN).delete(delete))
          .isInstanceOf(UnsupportedFeatureException.class);
    }
    assertThat(ann(PLAIN, PLAIN, PLAIN, PLAIN).delete(DELETE).affected()).isEqualTo(2);
  }

  @Test
  void aCreateOfSeveralWithoutTransactionsIsRefusedUnlessPartIsEnough() {
    backend.without(Capability.TRANSACTIONS);
    Session ann = ann(PLAIN, PLAIN, PLAIN, PLAIN);
    Create two = Create.all("db", "t", List.of(Map.of("id", "5"), Map.of("id", "6")));
    assertThatThrownBy(() -> ann.create(two)).isInstanceOf(UnsupportedFeatureException.class);
    assertThat(ann.create(two.withPartialAllowed()).affected()).isEqualTo(2);
    Create one = Create.all("db", "t", List.of(Map.of("id", "7")));
    assertThat(ann.create(one).affected()).isEqualTo(1);
    assertThatThrownBy(() -> ann.create(CREATE.asDryRun()))
        .isInstanceOf(UnsupportedFeatureException.class);
  }

  @Test
  void everyKindOfRequestGetsItsTime() {
    Duration longest = Duration.ofSeconds(5);
    SpaceCloud cloud = cloud(PLAIN, PLAIN, PLAIN, PLAIN, Limits.NONE.withLongest(longest));
    Session ann = cloud.authenticated(Map.of("id", "ann"));
    for (Request request :
        List.of(
            Read.all("db", "t"),
            CREATE,
            UPDATE,
            Aggregate.all("db", "t", List.of(Map.of("$limit", 1))),
            DELETE)) {
      ann.execute(request);
      int last = backend.commands().size() - 1;
      assertThat(backend.commands().get(last).request().timeout())
          .as("%s", request)
          .isEqualTo(longest);
    }
    assertThatThrownBy(() -> ann.stream(Read.all("db", "t").timeout(longest.plusNanos(1)), r -> {}))
        .isInstanceOf(InvalidRequestException.class);
  }

  @Test
  void aFieldThatMayNotBeWrittenIsNotReachedByRenaming() {
    String limited = "{rule: authenticated, fields: {deny: [s]}}";
    Session ann = ann(PLAIN, PLAIN, limited, PLAIN);
    for (Update update :
        List.of(UPDATE, Update.all("db", "t").unset("s"), Update.all("db", "t").min("s", "a"))) {
      assertThatThrownBy(() -> ann.update(update)).isInstanceOf(AccessDeniedException.class);
    }
    assertThat(ann.update(Update.all("db", "t").set("n", 2)).affected()).isEqualTo(1);
  }

  @Test
  void aPageIsExactlyAsLongAsItMayBe() {
    SpaceCloud cloud = cloud(PLAIN, PLAIN, PLAIN, PLAIN, Limits.NONE);
    cloud.trusted().create(CREATE);
    Session ann = cloud.authenticated(Map.of("id", "ann"));
    assertThat(ann.read(Read.all("db", "t").limit(2)).truncated()).isFalse();
    assertThat(ann.read(Read.all("db", "t").limit(1)).truncated()).isFalse();
    assertThat(ann.read(Read.one("db", "t").limit(0)).documents()).isEmpty();
    assertThat(ann.read(Read.one("db", "t").limit(5)).documents()).hasSize(1);
    assertThat(ann.read(Read.all("db", "t").limit(1_000)).documents()).hasSize(2);
  }

  @Test
  void whatOnlyTheDatabaseCanCheckNeedsTransactionsForOneDocumentToo() {
    backend
        .with(
            Schemas.of("t")
                .required("id", Kind.STRING)
                .defaulted("s", Kind.STRING)
                .field("n", Kind.INTEGER, 64)
                .key("id")
                .build())
        .without(Capability.TRANSACTIONS);
    String open = "{rule: filter, find: {s: open}}";
    Session ann = ann(open, PLAIN, PLAIN, PLAIN);
    Create known = Create.one("db", "t", Map.of("id", "7", "s", "open"));
    assertThatThrownBy(() -> ann.create(CREATE)).isInstanceOf(UnsupportedFeatureException.class);
    Create both = Create.all("db", "t", List.of(Map.of("id", "8"), Map.of("id", "9", "s", "open")));
    assertThatThrownBy(() -> ann.create(both.withPartialAllowed()))
        .isInstanceOf(UnsupportedFeatureException.class);
    assertThat(ann.create(known).affected()).isEqualTo(1);
  }

  @Test
  void aPageThatIsAsLongAsWasAskedForIsNotCut() {
    ProjectConfig config =
        ProjectConfig.builder()
            .id("edges")
            .secret("a-secret-for-this-test-alone-0123456789")
            .collection("db", "t", "read: " + PLAIN)
            .build();
    SpaceCloud cloud =
        SpaceCloud.builder().config(config).backend("db", backend).pageLimit(2).build();
    for (String id : List.of("2", "3")) {
      cloud.trusted().create(Create.one("db", "t", Map.of("id", id)));
    }
    Session ann = cloud.authenticated(Map.of("id", "ann"));
    assertThat(ann.read(Read.all("db", "t").limit(2)).truncated()).isFalse();
    assertThat(ann.read(Read.all("db", "t").limit(3)).truncated()).isTrue();
    assertThat(ann.read(Read.all("db", "t")).truncated()).isTrue();
  }

  @Test
  void aCallersTransactionHasItsTimeAndTheEmbeddersOwnHasNone() {
    Duration longest = Duration.ofSeconds(5);
    SpaceCloud cloud = cloud(PLAIN, PLAIN, PLAIN, PLAIN, Limits.NONE.withLongest(longest));
    cloud.authenticated(Map.of("id", "ann")).transaction("db", tx -> {});
    cloud.trusted().transaction("db", tx -> {});
    assertThat(backend.transactions())
        .extracting(TransactionOptions::timeout)
        .containsExactly(longest, null);
  }

  @Test
  void aLostRaceIsTriedAgainForUpsertsAlone() {
    Session ann = ann(PLAIN, PLAIN, PLAIN, PLAIN);
    ConflictException lost =
        new ConflictException(ConflictException.Reason.WRITE_CONFLICT, "lost a race");
    backend.failNext(lost);
    assertThat(ann.update(UPSERT).affected()).isEqualTo(1);
    backend.failNext(lost);
    assertThatThrownBy(() -> ann.update(UPDATE)).isSameAs(lost);
    assertThat(ann.update(UPDATE).affected()).isEqualTo(2);
  }

  @Test
  void whatCannotStreamIsNotStreamed() {
    backend.without(Capability.STREAMING);
    Session ann = ann(PLAIN, PLAIN, PLAIN, PLAIN);
    assertThatThrownBy(() -> ann.stream(Read.all("db", "t"), row -> {}))
        .isInstanceOf(UnsupportedFeatureException.class)
        .hasMessageContaining("streaming");
  }

  /** What a stage computes is no field of the collection, whatever it is called. */
  @Test
  void aComputedFieldIsNotTakenForAHiddenOne() {
    Session ann = ann(PLAIN, "{rule: authenticated, fields: {deny: [s]}}", PLAIN, PLAIN);
    for (Map<String, Object> stage :
        List.<Map<String, Object>>of(
            Map.of("$project", Map.of("s", "$n")),
            Map.of("$group", Map.of("_id", "$n", "s", Map.of("$sum", 1))),
            Map.of("$count", "s"))) {
      assertThat(ann.aggregate(Aggregate.all("db", "t", List.of(stage))).documents())
          .as("%s", stage)
          .allMatch(row -> row.containsKey("s"));
    }
  }

  /** The order of documents tells of their keys. */
  @Test
  void withoutTheKeyNoDocumentIsRead() {
    FieldAccess noKey = FieldAccess.deny(Set.of(FieldPath.of("id")));
    Session session =
        TestProject.cloud(
                new DispatchFixture() {}.backend,
                new TestRules().on(Operation.READ, i -> Verdict.where(Conditions.TRUE, noKey)))
            .anonymous();
    Read all = Read.all("db", "todos");
    for (Read read :
        List.of(
            all,
            all.select("n"),
            all.sort("n"),
            Read.one("db", "todos"),
            all.where(field("id").eq("1")))) {
      assertThatThrownBy(() -> session.read(read))
          .as("%s", read)
          .isInstanceOf(AccessDeniedException.class);
    }
    assertThat(session.count(all)).isEqualTo(3);
    assertThat(session.read(Read.distinct("db", "todos", "n")).values()).hasSize(3);
  }

  @Test
  void aRuleReadsTheDatabaseThatItNames() {
    MemoryBackend other =
        new MemoryBackend()
            .with(
                Schemas.of("members").required("id", Kind.STRING).key("id").build(),
                Map.of("id", "ann"));
    String member = "{rule: query, db: other, col: members, find: {id: args.auth.id}}";
    ProjectConfig config =
        ProjectConfig.builder()
            .id("edges")
            .secret("a-secret-for-this-test-alone-0123456789")
            .collection("db", "t", "{read: " + PLAIN + ", update: " + member + "}")
            .collection("other", "members", "read: {rule: deny}")
            .build();
    SpaceCloud cloud =
        SpaceCloud.builder().config(config).backend("db", backend).backend("other", other).build();
    assertThat(cloud.authenticated(Map.of("id", "ann")).update(UPDATE).affected()).isEqualTo(1);
    assertThat(other.commands()).hasSize(1);
    assertThatThrownBy(() -> cloud.authenticated(Map.of("id", "eve")).update(UPDATE))
        .isInstanceOf(AccessDeniedException.class);
  }

  @Test
  void anEvaluatorThatCannotTellHowStillTellsWhat() {
    RuleEvaluator silent =
        new RuleEvaluator() {
          @Override
          public Verdict evaluate(RuleInput input) {
            return Verdict.granted();
          }

          @Override
          public RuleTrace trace(RuleInput input) {
            throw new IllegalStateException("no trace");
          }
        };
    Explanation why =
        TestProject.cloud(new DispatchFixture() {}.backend, silent)
            .anonymous()
            .explain(Read.all("db", "todos"));
    assertThat(why.traces())
        .extracting(RuleTrace::outcome)
        .containsExactly(RuleTrace.Outcome.GRANTED);
  }
}
