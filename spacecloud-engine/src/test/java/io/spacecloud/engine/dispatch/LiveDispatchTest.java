package io.spacecloud.engine.dispatch;

import static io.spacecloud.api.condition.Conditions.field;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spacecloud.api.condition.Conditions;
import io.spacecloud.api.error.AccessDeniedException;
import io.spacecloud.api.error.BackendException;
import io.spacecloud.api.error.ConflictException;
import io.spacecloud.api.error.InvalidRequestException;
import io.spacecloud.api.error.UnsupportedFeatureException;
import io.spacecloud.api.request.Batch;
import io.spacecloud.api.request.Create;
import io.spacecloud.api.request.Delete;
import io.spacecloud.api.request.Operation;
import io.spacecloud.api.request.Read;
import io.spacecloud.api.request.Update;
import io.spacecloud.api.result.Document;
import io.spacecloud.api.rule.Access;
import io.spacecloud.api.rule.AuditEvent;
import io.spacecloud.api.rule.AuditEvent.Decision;
import io.spacecloud.api.spi.Capability;
import io.spacecloud.api.spi.Command;
import io.spacecloud.api.spi.LiveView;
import io.spacecloud.api.value.Kind;
import io.spacecloud.engine.ProjectConfig;
import io.spacecloud.engine.Session;
import io.spacecloud.engine.SpaceCloud;
import io.spacecloud.engine.config.Limits;
import io.spacecloud.engine.testing.MemoryBackend;
import io.spacecloud.engine.testing.RecordingRealtime;
import io.spacecloud.engine.testing.Schemas;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the dispatcher lets be followed, and what it tells of writes. */
class LiveDispatchTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final Read TODOS = Read.all("db", "todos");
  private static final String KEY = Base64.getEncoder().encodeToString(new byte[32]);
  private static final String OPEN = "{rule: authenticated}";

  private final MemoryBackend backend =
      new MemoryBackend()
          .with(
              Schemas.of("todos")
                  .required("id", Kind.STRING)
                  .field("owner", Kind.STRING)
                  .field("note", Kind.STRING)
                  .field("n", Kind.INTEGER, 64)
                  .key("id")
                  .build(),
              Map.of("id", "1", "owner", "ann", "n", 1, "note", "x"),
              Map.of("id", "2", "owner", "bob", "n", 2, "note", "y"))
          .with(Schemas.of("members").required("user", Kind.STRING).key("user").build())
          .with(Schemas.of("keyless").field("a", Kind.STRING).build());
  private final RecordingRealtime realtime = new RecordingRealtime();
  private final List<AuditEvent> events = new ArrayList<>();
  private SpaceCloud cloud;

  private Session ann(String read, String... live) {
    var config =
        ProjectConfig.builder()
            .id("live")
            .secret("a-secret-for-this-test-alone-0123456789")
            .encryption(Map.of("keys", List.of(Map.of("id", "k", "key", KEY)), "hashKey", KEY))
            .collection(
                "db",
                "todos",
                "{create: %1$s, read: %2$s, update: %1$s, delete: %1$s}".formatted(OPEN, read))
            .collection("db", "members", "{read: " + OPEN + ", create: " + OPEN + "}")
            .collection("db", "keyless", "{read: " + OPEN + "}");
    for (String each : live) {
      config.realtime("db", each);
    }
    close();
    cloud =
        SpaceCloud.builder()
            .config(config.build())
            .backend("db", backend)
            .realtime(realtime)
            .limits(Limits.NONE.withConcurrent(1))
            .audit(events::add)
            .clock(Clock.fixed(NOW, ZoneOffset.UTC))
            .build();
    return cloud.session(cloud.tokens().issue(Map.of("id", "ann"), Duration.ofHours(1)));
  }

  @AfterEach
  void close() {
    if (cloud != null) {
      cloud.close();
    }
  }

  private LiveView follow(Session session, Read read) {
    session.subscribe(read, event -> {}).close();
    return realtime.views().get(realtime.views().size() - 1);
  }

  @Test
  void whatIsFollowedIsWhatTheReadIsRestrictedTo() {
    Session ann = ann("{rule: filter, find: {owner: args.auth.id}}", "todos");
    LiveView.Query query = follow(ann, TODOS.where(field("n").gt(0)).sort("-n")).query();

    assertThat(query.read().where())
        .isEqualTo(Conditions.and(field("n").gt(0), field("owner").eq("ann")));
    assertThat(query.read().limit()).isEqualTo(1_000);
    assertThat(query.key()).containsExactly("id");
    assertThat(query.sorted()).isTrue();
    assertThat(follow(ann, TODOS).query().sorted()).isFalse();
    assertThat(follow(ann, TODOS.limit(5)).query().read().limit()).isEqualTo(5);
    assertThat(follow(ann, Read.one("db", "todos")).query().read().limit()).isEqualTo(1);
  }

  @Test
  void aQueryIsJudgedAndToldWhenItBegins() {
    Session ann = ann("{rule: filter, find: {owner: args.auth.id}}", "todos");
    follow(ann, TODOS);
    follow(ann, TODOS);
    assertThat(events)
        .hasSize(2)
        .allSatisfy(
            event -> {
              assertThat(event.access())
                  .isEqualTo(new Access.ToCollection("db", "todos", Operation.READ));
              assertThat(event.decision()).isEqualTo(Decision.RESTRICTED);
              assertThat(event.failure()).isNull();
              assertThat(event.count()).isZero();
            });
  }

  @Test
  void theKeyIsAlwaysPartOfWhatIsSelected() {
    Session ann = ann(OPEN, "todos");
    assertThat(follow(ann, TODOS.select("note")).query().read().select())
        .extracting(Object::toString)
        .containsExactly("id", "note");
    assertThat(follow(ann, TODOS.select("note", "id")).query().read().select()).hasSize(2);
    assertThat(follow(ann, TODOS).query().read().select()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{rule: authenticated, fields: {deny: [id]}}",
        "{rule: authenticated, fields: {allow: [note]}}",
        "{rule: force, field: res.id, value: x}"
      })
  void withoutTheKeyNothingIsFollowed(String read) {
    Session ann = ann(read, "todos");
    assertThatThrownBy(() -> follow(ann, TODOS)).isInstanceOf(AccessDeniedException.class);
    Read selected = TODOS.select("note").where(field("note").eq("x"));
    assertThatThrownBy(() -> follow(ann, selected)).isInstanceOf(AccessDeniedException.class);
    Read pinned = TODOS.select("note").where(field("id").eq("1"));
    assertThatThrownBy(() -> follow(ann, pinned)).isInstanceOf(AccessDeniedException.class);
    Read one = Read.one("db", "todos").select("note");
    assertThatThrownBy(() -> follow(ann, one)).isInstanceOf(AccessDeniedException.class);
    assertThat(realtime.views()).isEmpty();
  }

  @Test
  void whatIsHiddenOrForcedDecidesNothing() {
    Session ann =
        ann(
            "{rule: and, clauses: [{rule: remove, field: res.note}, {rule: force, field: res.n,"
                + " value: 7}]}",
            "todos");
    var view = follow(ann, TODOS).query().view();
    Document row = Document.of(Map.of("id", "1", "note", "x", "n", 1));

    assertThat(view.visible(row)).isEqualTo(Document.of(Map.of("id", "1")));
    assertThat(view.shown(row)).isEqualTo(Document.of(Map.of("id", "1", "n", 7)));
    var removed = follow(ann("{rule: remove, field: res.note}", "todos"), TODOS).query().view();
    assertThat(removed.visible(row)).isEqualTo(Document.of(Map.of("id", "1", "n", 1)));
    assertThat(removed.shown(row)).isEqualTo(Document.of(Map.of("id", "1", "n", 1)));
    var hashed = follow(ann("{rule: hash, field: res.note}", "todos"), TODOS).query().view();
    assertThat(hashed.visible(row)).as("a change of it is seen").isEqualTo(row);
    assertThat(hashed.shown(row).get("note")).isNotNull().isNotEqualTo("x");
  }

  @Test
  void whatCannotBeFollowedIsRefused() {
    Session ann = ann(OPEN, "todos", "keyless");
    for (Read each : List.of(Read.count("db", "todos"), Read.distinct("db", "todos", "n"))) {
      assertThatThrownBy(() -> follow(ann, each)).isInstanceOf(InvalidRequestException.class);
    }
    for (String each : List.of("members", "keyless")) {
      assertThatThrownBy(() -> follow(ann, Read.all("db", each)))
          .isInstanceOf(UnsupportedFeatureException.class);
    }
    backend.without(Capability.TOUCHED_KEYS);
    assertThatThrownBy(() -> follow(ann, TODOS))
        .isInstanceOf(UnsupportedFeatureException.class)
        .hasMessageContaining("live queries");
  }

  @Test
  void theGroundsAreWhatTheRuleLooksAt() {
    String members = "{rule: query, db: db, col: members, find: {user: args.auth.id}}";
    backend.with(
        Schemas.of("members").required("user", Kind.STRING).key("user").build(),
        Map.of("user", "ann"));
    LiveView.Grounds seen = follow(ann(members, "todos", "members"), TODOS).grounds();
    assertThat(seen.collections()).isEqualTo(Set.of(new LiveView.Collection("db", "members")));
    assertThat(seen.unstable()).isFalse();
    assertThat(seen.until()).isEqualTo(NOW.plus(Duration.ofHours(1)));

    LiveView.Grounds unseen = follow(ann(members, "todos"), TODOS).grounds();
    assertThat(unseen.collections()).isEmpty();
    assertThat(unseen.unstable()).isTrue();

    String now = "{rule: match, eval: '>', type: date, f1: utils.now(), f2: '2020-01-01'}";
    assertThat(follow(ann(now, "todos"), TODOS).grounds().unstable()).isTrue();
    assertThat(follow(ann(OPEN, "todos"), TODOS).grounds().unstable()).isFalse();
    assertThat(follow(cloud.trusted(), TODOS).grounds()).isEqualTo(LiveView.Grounds.NONE);
    assertThat(follow(cloud.authenticated(Map.of("id", "x")), TODOS).grounds().until()).isNull();
  }

  @Test
  void theTruthIsReadWithoutRules() {
    Session ann = ann("{rule: filter, find: {owner: args.auth.id}}", "todos");
    List<Object> seen = new ArrayList<>();
    ann.subscribe(TODOS, seen::add).close();
    assertThat(seen.toString()).contains("owner=ann").doesNotContain("owner=bob");
    assertThat(follow(cloud.trusted(), TODOS).query().read().where()).isEqualTo(Conditions.TRUE);
  }

  private static Update one(String id) {
    return Update.all("db", "todos").where(field("id").eq(id));
  }

  private static Create create(String id) {
    return Create.one("db", "todos", Map.of("id", id));
  }

  @Test
  void keysAreToldWhereSomebodyIsConcerned() {
    Session ann = ann(OPEN, "todos");
    realtime.concerned("todos");

    ann.create(create("3"));
    assertThat(realtime.told()).containsExactly("changed db.todos [{id=3}]");
    ann.update(one("3").set("n", 1));
    assertThat(realtime.told()).containsExactly("changed db.todos [{id=3}]");
    ann.delete(Delete.all("db", "todos").where(field("id").eq("3")));
    assertThat(realtime.told()).containsExactly("changed db.todos [{id=3}]");
    ann.update(Update.upsert("db", "todos").where(field("id").eq("4")).set("n", 1));
    assertThat(realtime.told()).containsExactly("changed db.todos [{id=4}]");
    ann.batch(Batch.of("db", one("1").set("n", 5), create("5"), one("1").set("n", 6)));
    assertThat(realtime.told()).containsExactly("changed db.todos [{id=1}, {id=5}]");
    ann.transaction(
        "db",
        tx -> {
          tx.create(create("6"));
          tx.update(one("2").set("n", 6));
          assertThat(realtime.told()).isEmpty();
        });
    assertThat(realtime.told()).containsExactly("changed db.todos [{id=6}, {id=2}]");
  }

  @Test
  void whatChangedNothingIsNotTold() {
    Session ann = ann(OPEN, "todos");
    realtime.concerned("todos").concerned("members");

    ann.read(TODOS);
    ann.update(one("none").set("n", 1));
    ann.update(one("1").set("n", 1).asDryRun());
    ann.batch(Batch.of("db", create("8").asDryRun()));
    assertThat(lastInsert().capture()).isTrue();
    ann.create(Create.one("db", "members", Map.of("user", "x")));
    assertThat(lastInsert().capture()).as("it is not live").isFalse();
    ann.create(create("8").asDryRun());
    assertThat(lastInsert().capture()).as("it is undone").isFalse();
    assertThatThrownBy(() -> ann.create(create("1"))).isInstanceOf(ConflictException.class);
    assertThatThrownBy(() -> ann.batch(Batch.of("db", create("9"), create("1"))))
        .isInstanceOf(ConflictException.class);
    assertThatThrownBy(
            () ->
                ann.transaction(
                    "db",
                    tx -> {
                      tx.create(create("9"));
                      fail();
                    }))
        .isInstanceOf(IllegalStateException.class);
    assertThat(realtime.told()).isEmpty();
  }

  private Command.Insert lastInsert() {
    return (Command.Insert) backend.commands().get(backend.commands().size() - 1);
  }

  private static void fail() {
    throw new IllegalStateException("no");
  }

  @Test
  void whoBecameConcernedMeanwhileMissedSomething() {
    Session ann = ann(OPEN, "todos");
    ann.create(create("3"));
    assertThat(realtime.told()).isEmpty();
    realtime.concernedAfter(1, "todos");
    ann.create(create("4"));
    assertThat(realtime.told()).containsExactly("lost db.todos");
  }

  @Test
  void whatFailedPerhapsAfterItWasDoneIsTold() {
    Session ann = ann(OPEN, "todos");
    realtime.concerned("todos");
    for (RuntimeException each :
        List.of(
            new BackendException(BackendException.Reason.DOWN, "down", null),
            new ConflictException(ConflictException.Reason.PARTIAL, "partly"))) {
      backend.failNext(each);
      assertThatThrownBy(() -> ann.update(one("1").set("n", 3))).isSameAs(each);
      assertThat(realtime.told()).containsExactly("lost db.todos");
    }
    ConflictException other = new ConflictException(ConflictException.Reason.CONSTRAINT, "no");
    backend.failNext(other);
    assertThatThrownBy(() -> ann.update(one("1").set("n", 3))).isSameAs(other);
    assertThat(realtime.told()).isEmpty();
  }

  @Test
  void anAttemptThatIsTriedAgainIsToldOnce() {
    Session ann = ann(OPEN, "todos");
    realtime.concerned("todos");
    Batch batch = Batch.of("db", create("3"), one("1").set("n", 3));
    backend.failAfter(1, new ConflictException(ConflictException.Reason.WRITE_CONFLICT, "again"));

    ann.batch(batch);
    assertThat(realtime.told()).containsExactly("changed db.todos [{id=3}, {id=1}]");
  }

  @Test
  void whoCannotBeToldDoesNotUndoTheWrite() {
    Session ann = ann(OPEN, "todos");
    realtime.concerned("todos");
    realtime.failing(new IllegalStateException("broken"));
    ann.create(create("3"));
    assertThat(ann.count(TODOS)).isEqualTo(3);
    assertThat(realtime.told()).hasSize(1);
  }
}
