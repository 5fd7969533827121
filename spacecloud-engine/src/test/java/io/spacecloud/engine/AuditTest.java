package io.spacecloud.engine;

import static io.spacecloud.api.condition.Conditions.field;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.observation.DefaultMeterObservationHandler;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.observation.ObservationRegistry;
import io.spacecloud.api.error.AccessDeniedException;
import io.spacecloud.api.error.NotFoundException;
import io.spacecloud.api.error.SpaceCloudException;
import io.spacecloud.api.request.Batch;
import io.spacecloud.api.request.Create;
import io.spacecloud.api.request.Delete;
import io.spacecloud.api.request.Operation;
import io.spacecloud.api.request.Read;
import io.spacecloud.api.request.Update;
import io.spacecloud.api.rule.Access;
import io.spacecloud.api.rule.AuditEvent;
import io.spacecloud.api.rule.AuditEvent.Decision;
import io.spacecloud.api.value.Kind;
import io.spacecloud.engine.metrics.MicrometerObserver;
import io.spacecloud.engine.testing.MemoryBackend;
import io.spacecloud.engine.testing.Schemas;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** Every request is told once, when it is settled, and without values. */
class AuditTest {
  private static final String RULES =
      """
      create: {rule: match, name: own, eval: ==, type: string, f1: args.doc.owner, f2: args.auth.id}
      read: {rule: filter, find: {owner: args.auth.id}, fields: {deny: [pin]}}
      update: {rule: authenticated}
      aggr: {rule: authenticated}
      """;

  private final List<AuditEvent> events = new ArrayList<>();
  private final MemoryBackend backend =
      new MemoryBackend()
          .with(
              Schemas.of("todos")
                  .required("id", Kind.STRING)
                  .field("owner", Kind.STRING)
                  .field("pin", Kind.STRING)
                  .key("id")
                  .build(),
              Map.of("id", "1", "owner", "ann", "pin", "psst"),
              Map.of("id", "2", "owner", "bob"));

  private SpaceCloud cloud(UnaryOperator<SpaceCloudBuilder> more) {
    ProjectConfig config =
        ProjectConfig.builder()
            .id("audited")
            .secret("a-secret-for-this-test-alone-0123456789")
            .collection("db", "todos", RULES)
            .build();
    return more.apply(SpaceCloud.builder().config(config).backend("db", backend)).build();
  }

  private Session ann() {
    return ann(cloud(builder -> builder.audit(events::add)));
  }

  private static Session ann(SpaceCloud cloud) {
    return cloud.session(cloud.tokens().issue(Map.of("id", "ann"), Duration.ofHours(1)));
  }

  private static void fail() {
    throw new IllegalStateException("mine");
  }

  private AuditEvent only() {
    assertThat(events).hasSize(1);
    return events.remove(0);
  }

  private static Create todo(String id, String owner) {
    return Create.one("db", "todos", Map.of("id", id, "owner", owner));
  }

  @Test
  void aReadIsToldWithItsCallerRuleDecisionAndCount() {
    ann().read(Read.all("db", "todos"));

    AuditEvent event = only();
    assertThat(event.caller()).isEqualTo("ann");
    assertThat(event.trusted()).isFalse();
    assertThat(event.access()).isEqualTo(new Access.ToCollection("db", "todos", Operation.READ));
    assertThat(event.decision()).isEqualTo(Decision.RESTRICTED);
    assertThat(event.rule()).isEqualTo("modules.crud.db.collections.todos.rules.read");
    assertThat(event.failure()).isNull();
    assertThat(event.count()).isEqualTo(1);
    assertThat(event.duration()).isPositive();
    assertThat(event.explanation()).isNull();
  }

  @Test
  void aDenialIsToldWithTheRuleThatDenied() {
    Session ann = ann();

    assertThatThrownBy(() -> ann.create(todo("3", "bob")))
        .isInstanceOf(AccessDeniedException.class);
    AuditEvent event = only();
    assertThat(event.decision()).isEqualTo(Decision.DENIED);
    assertThat(event.name()).isEqualTo("own");
    assertThat(event.rule()).endsWith("todos.rules.create");
    assertThat(event.failure()).isEqualTo("AccessDeniedException");
    assertThat(event.count()).isZero();
  }

  @Test
  void aDenialByAFieldThatIsKeptBackIsOne() {
    Session ann = ann();

    assertThatThrownBy(() -> ann.read(Read.all("db", "todos").where(field("pin").eq("psst"))))
        .isInstanceOf(AccessDeniedException.class);
    AuditEvent event = only();
    assertThat(event.decision()).isEqualTo(Decision.DENIED);
    assertThat(event.rule()).endsWith("rules.read");
    assertThat(event.toString()).doesNotContain("psst");
  }

  @Test
  void whatIsRefusedBeforeARuleIsAskedIsToldSo() {
    Session ann = ann();

    assertThatThrownBy(() -> ann.read(Read.all("db", "nothing")))
        .isInstanceOf(NotFoundException.class);
    assertThat(only())
        .extracting(AuditEvent::decision, AuditEvent::failure)
        .containsExactly(Decision.NONE, "NotFoundException");
    assertThatThrownBy(() -> ann.read(Read.all("db", "todos").where(field("x").eq(1))))
        .isInstanceOf(SpaceCloudException.class);
    assertThat(only().decision()).isEqualTo(Decision.NONE);
  }

  @Test
  void theEmbeddersOwnAreTold() {
    SpaceCloud cloud = cloud(builder -> builder.audit(events::add));
    cloud.trusted().delete(Delete.all("db", "todos"));
    AuditEvent event = only();
    assertThat(event.trusted()).isTrue();
    assertThat(event.caller()).isNull();
    assertThat(event.count()).isEqualTo(2);
    assertThat(event.decision()).isEqualTo(Decision.GRANTED);
  }

  @Test
  void aBatchIsToldItemByItemAndWhatWasUndoneIsNoSuccess() {
    Session ann = ann();
    ann.batch(Batch.of("db", todo("3", "ann"), Update.all("db", "todos").set("owner", "ann")));
    assertThat(events)
        .extracting(each -> each.access().verb(), AuditEvent::failure, AuditEvent::count)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("create", null, 1L),
            org.assertj.core.groups.Tuple.tuple("update", null, 2L));
    events.clear();

    assertThatThrownBy(() -> ann.batch(Batch.of("db", todo("4", "ann"), todo("3", "ann"))))
        .isInstanceOf(SpaceCloudException.class);
    assertThat(events)
        .extracting(AuditEvent::failure)
        .containsExactly("rolled back", "ConflictException");
    assertThat(events).allMatch(event -> event.count() == 0);
    events.clear();

    assertThatThrownBy(() -> ann.batch(Batch.of("db", todo("4", "ann"), todo("5", "bob"))))
        .isInstanceOf(AccessDeniedException.class);
    assertThat(events)
        .extracting(AuditEvent::decision, AuditEvent::failure)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(Decision.GRANTED, "rolled back"),
            org.assertj.core.groups.Tuple.tuple(Decision.DENIED, "AccessDeniedException"));
  }

  @Test
  void aTransactionIsToldWhenItIsOver() {
    Session ann = ann();
    ann.transaction(
        "db",
        tx -> {
          tx.create(todo("3", "ann"));
          assertThat(events).isEmpty();
          assertThat(tx.read(Read.all("db", "todos")).documents()).hasSize(2);
        });
    assertThat(events).extracting(AuditEvent::failure).containsExactly(null, null);
    events.clear();

    assertThatThrownBy(
            () ->
                ann.transaction(
                    "db",
                    tx -> {
                      tx.create(todo("4", "ann"));
                      fail();
                    }))
        .hasMessage("mine");
    assertThat(only().failure()).isEqualTo("rolled back");
  }

  @Test
  void aStreamIsToldWithTheDocumentsThatWereHandedOver() {
    List<Object> seen = new ArrayList<>();
    ann().stream(Read.all("db", "todos"), seen::add);
    assertThat(only().count()).isEqualTo(1).isEqualTo(seen.size());
  }

  @Test
  void explainedOnDemandItHoldsWhy() {
    SpaceCloud cloud = cloud(builder -> builder.auditExplained(events::add));
    assertThatThrownBy(() -> ann(cloud).create(todo("3", "bob")))
        .isInstanceOf(AccessDeniedException.class);
    assertThat(Objects.requireNonNull(only().explanation()).toString())
        .contains("DENIED by own", "args.doc.owner = bob");
  }

  @Test
  void aListenerThatThrowsHarmsNobody() {
    SpaceCloud cloud =
        cloud(
            builder ->
                builder
                    .audit(
                        event -> {
                          throw new IllegalStateException("full disk");
                        })
                    .observe(
                        () -> {
                          throw new IllegalStateException("no observer");
                        })
                    .audit(events::add));
    ann(cloud).create(todo("3", "ann"));
    assertThat(only().count()).isEqualTo(1);
    assertThat(backend.rows("todos")).hasSize(3);
  }

  @Test
  void micrometerTimesRequestsByBoundedNames() {
    SimpleMeterRegistry meters = new SimpleMeterRegistry();
    ObservationRegistry registry = ObservationRegistry.create();
    registry.observationConfig().observationHandler(new DefaultMeterObservationHandler(meters));
    Session ann = ann(cloud(builder -> builder.observe(MicrometerObserver.of(registry))));

    ann.read(Read.all("db", "todos"));
    ann.read(Read.all("db", "todos"));
    for (int i = 0; i < 5; i++) {
      String made = "made-up-" + i;
      assertThatThrownBy(() -> ann.read(Read.all("db", made)))
          .isInstanceOf(NotFoundException.class);
    }

    assertThat(
            meters
                .get("spacecloud.request")
                .tags("collection", "todos", "operation", "read", "decision", "restricted")
                .tags("database", "db", "failure", "none")
                .timer()
                .count())
        .isEqualTo(2);
    assertThat(
            meters
                .get("spacecloud.request")
                .tags("collection", "unknown", "failure", "NotFoundException")
                .timer()
                .count())
        .isEqualTo(5);
  }
}
