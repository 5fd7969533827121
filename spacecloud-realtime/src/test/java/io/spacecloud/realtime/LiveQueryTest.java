package io.spacecloud.realtime;

import static io.spacecloud.api.condition.Conditions.field;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spacecloud.api.error.AccessDeniedException;
import io.spacecloud.api.error.InvalidRequestException;
import io.spacecloud.api.error.LimitExceededException;
import io.spacecloud.api.error.ListenerException;
import io.spacecloud.api.error.SpaceCloudException;
import io.spacecloud.api.error.UnsupportedFeatureException;
import io.spacecloud.api.live.LiveEvent;
import io.spacecloud.api.live.LiveQuery;
import io.spacecloud.api.live.LiveQueryListener;
import io.spacecloud.api.request.Batch;
import io.spacecloud.api.request.Create;
import io.spacecloud.api.request.Delete;
import io.spacecloud.api.request.Read;
import io.spacecloud.api.request.Update;
import io.spacecloud.api.result.Document;
import io.spacecloud.engine.ProjectConfig;
import io.spacecloud.engine.Session;
import io.spacecloud.engine.SpaceCloud;
import io.spacecloud.engine.config.Limits;
import io.spacecloud.engine.testing.InMemoryBackend;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LiveQueryTest {
  private static final String RULES =
      """
      id: live
      secret: a-secret-for-this-test-alone-0123456789
      modules:
        crud:
          db:
            type: sql-h2
            collections:
              todos:
                isRealtimeEnabled: true
                declare:
                  key: id
                  fields:
                    id: string
                    owner: string
                    title: string
                    n: integer
                    note: string
                rules:
                  create: { rule: authenticated }
                  read: %s
                  update: { rule: authenticated }
                  delete: { rule: authenticated }
              members:
                isRealtimeEnabled: true
                declare:
                  key: id
                  fields: { id: string }
                rules: {}
              quiet:
                declare: { key: id, fields: { id: string } }
                rules: { read: { rule: authenticated } }
      """;
  private static final String OWN =
      "{ rule: filter, find: { owner: args.auth.id }, fields: { deny: [note] } }";

  private final InMemoryBackend backend = InMemoryBackend.create();
  private SpaceCloud cloud;
  private Session trusted;
  private Session ann;

  private static ProjectConfig config(String read) {
    return ProjectConfig.parse(RULES.formatted(read));
  }

  @BeforeEach
  void open() {
    open(OWN);
  }

  private void open(String read) {
    close();
    cloud =
        SpaceCloud.builder()
            .config(config(read))
            .backend("db", backend)
            .realtime(LocalRealtime.create())
            .limits(Limits.NONE.withCallerLive(3))
            .build();
    config(read).databases().get("db").declarations().forEach(backend::create);
    trusted = cloud.trusted();
    ann = cloud.authenticated(Map.of("id", "ann"));
  }

  @AfterEach
  void close() {
    if (cloud != null) {
      cloud.close();
      cloud = null;
    }
  }

  private static Map<String, Object> row(String id, String owner, int n) {
    return Map.of("id", id, "owner", owner, "title", "t" + id, "n", n, "note", "hidden " + id);
  }

  private void put(String id, String owner, int n) {
    trusted.create(Create.one("db", "todos", row(id, owner, n)));
  }

  private static Read todos() {
    return Read.all("db", "todos").sort("n");
  }

  @Test
  void aListenerIsToldTheResultAndEveryChangeOfIt() throws Exception {
    put("1", "ann", 1);
    put("2", "bob", 2);
    Told told = new Told();
    try (LiveQuery live = ann.subscribe(todos(), told)) {
      told.awaitValues("id", "1");
      assertThat(live.state()).isEqualTo(LiveQuery.State.LIVE);
      put("3", "ann", 0);
      told.awaitValues("id", "3", "1");
      trusted.update(Update.one("db", "todos").where(field("id").eq("3")).set("n", 9));
      told.awaitValues("id", "1", "3");
      trusted.delete(Delete.one("db", "todos").where(field("id").eq("1")));
      told.awaitValues("id", "3");
    }
    assertThat(told.isClosed()).isTrue();
    assertThat(told.reason()).isNull();
    Document three = Document.of(Map.of("id", "3", "owner", "ann", "title", "t3", "n", 9L));
    assertThat(told.events()).element(2).isEqualTo(new LiveEvent.Modified(three, 1));
    assertThat(told.events())
        .last()
        .isEqualTo(new LiveEvent.Removed(Document.of(Map.of("id", "1")), 0));
  }

  @Test
  void whatAnotherOwnsIsNeverToldAndHiddenFieldsNeither() throws Exception {
    Told told = new Told();
    try (LiveQuery live = ann.subscribe(todos(), told)) {
      told.awaitValues("id");
      put("1", "bob", 1);
      put("2", "ann", 2);
      told.awaitValues("id", "2");
      trusted.update(Update.one("db", "todos").where(field("id").eq("2")).set("note", "other"));
      trusted.update(Update.one("db", "todos").where(field("id").eq("2")).set("owner", "bob"));
      told.awaitValues("id");
    }
    assertThat(told.events()).hasSize(3);
    assertThat(told.events().toString()).doesNotContain("bob", "hidden", "other");
  }

  @Test
  void everyWayToWriteIsHeard() throws Exception {
    Told told = new Told();
    try (LiveQuery live = ann.subscribe(todos(), told)) {
      trusted.create(Create.all("db", "todos", List.of(row("1", "ann", 1), row("2", "ann", 2))));
      told.awaitValues("id", "1", "2");
      trusted.update(
          Update.upsert("db", "todos").where(field("id").eq("3")).set("owner", "ann").set("n", 3));
      told.awaitValues("id", "1", "2", "3");
      trusted.batch(
          Batch.of(
              "db",
              Delete.one("db", "todos").where(field("id").eq("1")),
              Create.one("db", "todos", row("4", "ann", 4))));
      told.awaitValues("id", "2", "3", "4");
      trusted.transaction(
          "db",
          tx -> {
            tx.update(Update.all("db", "todos").set("n", 5));
            tx.delete(Delete.one("db", "todos").where(field("id").eq("2")));
          });
      told.awaitValues("n", 5L, 5L);
      assertThat(told.values("id")).containsExactly("3", "4");
    }
  }

  @Test
  void whatIsRolledBackOrOnlyTriedIsNotHeard() throws Exception {
    put("1", "ann", 1);
    Told told = new Told();
    try (LiveQuery live = ann.subscribe(todos(), told)) {
      told.awaitValues("id", "1");
      trusted.delete(Delete.all("db", "todos").asDryRun());
      assertThatThrownBy(
              () ->
                  trusted.transaction(
                      "db",
                      tx -> {
                        long affected = tx.delete(Delete.all("db", "todos")).affected();
                        if (affected == 1) {
                          throw new IllegalStateException("no");
                        }
                      }))
          .isInstanceOf(IllegalStateException.class);
      put("2", "ann", 2);
      told.awaitValues("id", "1", "2");
    }
    assertThat(told.events()).hasSize(2);
  }

  @Test
  void whoMayNotReadMayNotFollow() {
    Told told = new Told();
    assertThatThrownBy(() -> cloud.anonymous().subscribe(todos(), told))
        .isInstanceOf(AccessDeniedException.class);
    assertThatThrownBy(() -> ann.subscribe(todos().where(field("note").eq("x")), told))
        .isInstanceOf(AccessDeniedException.class);
    assertThatThrownBy(() -> ann.subscribe(Read.all("db", "todos").sort("note"), told))
        .isInstanceOf(AccessDeniedException.class);
    assertThatThrownBy(() -> ann.subscribe(Read.count("db", "todos"), told))
        .isInstanceOf(InvalidRequestException.class);
    assertThatThrownBy(() -> ann.subscribe(Read.all("db", "quiet"), told))
        .isInstanceOf(UnsupportedFeatureException.class);
    assertThat(told.events()).isEmpty();
  }

  @Test
  void aKeyThatIsHiddenCannotBeFollowed() {
    open("{ rule: authenticated, fields: { deny: [id] } }");
    assertThatThrownBy(() -> ann.subscribe(todos(), new Told()))
        .isInstanceOf(AccessDeniedException.class);
    assertThatThrownBy(() -> ann.subscribe(todos().select("title"), new Told()))
        .isInstanceOf(AccessDeniedException.class);
  }

  @Test
  void aReloadTakesAwayWhatOtherRulesDoNotAllow() throws Exception {
    put("1", "ann", 1);
    put("2", "bob", 2);
    Told told = new Told();
    Told closed = new Told();
    try (LiveQuery live = ann.subscribe(todos(), told)) {
      told.awaitValues("id", "1");
      cloud.reload(config("{ rule: authenticated, fields: { deny: [title, note] } }"));
      told.awaitValues("id", "1", "2");
      assertThat(told.events()).last().isInstanceOf(LiveEvent.Snapshot.class);
      assertThat(told.documents()).allMatch(each -> !each.containsKey("title"));
      ann.subscribe(todos(), closed);
      cloud.reload(config("{ rule: deny }"));
      told.awaitClosed();
      closed.awaitClosed();
      assertThat(told.reason()).isInstanceOf(AccessDeniedException.class);
      assertThat(live.state()).isEqualTo(LiveQuery.State.CLOSED);
    }
  }

  @Test
  void aRuleThatReadsAnotherCollectionIsJudgedAgainWhenThatChanges() throws Exception {
    open("{ rule: query, db: db, col: members, find: { id: args.auth.id } }");
    put("1", "x", 1);
    trusted.create(Create.one("db", "members", Map.of("id", "ann")));
    Told told = new Told();
    ann.subscribe(todos(), told);
    told.awaitValues("id", "1");
    trusted.delete(Delete.all("db", "members"));
    put("2", "x", 2);
    told.awaitClosed();
    assertThat(told.reason()).isInstanceOf(AccessDeniedException.class);
    assertThat(told.values("id")).containsExactly("1");
  }

  @Test
  void aListenerThatThrowsIsClosedAndHarmsNoOther() throws Exception {
    Told told = new Told();
    Told failing = new Told();
    ann.subscribe(
        todos(),
        new LiveQueryListener() {
          @Override
          public void onEvent(LiveEvent event) {
            throw new IllegalStateException("no");
          }

          @Override
          public void onClosed(SpaceCloudException reason) {
            failing.onClosed(reason);
          }
        });
    try (LiveQuery live = ann.subscribe(todos(), told)) {
      failing.awaitClosed();
      assertThat(failing.reason()).isInstanceOf(ListenerException.class);
      put("1", "ann", 1);
      told.awaitValues("id", "1");
    }
  }

  @Test
  void oneCallerHasABoundedNumberOfLiveQueries() throws Exception {
    LiveQuery first = ann.subscribe(todos(), new Told());
    ann.subscribe(todos(), new Told());
    ann.subscribe(todos(), new Told());
    assertThatThrownBy(() -> ann.subscribe(todos(), new Told()))
        .isInstanceOf(LimitExceededException.class);
    cloud.authenticated(Map.of("id", "bob")).subscribe(todos(), new Told());
    first.close();
    ann.subscribe(todos(), new Told());
  }

  @Test
  void nothingIsToldOnceItIsClosed() throws Exception {
    Told told = new Told();
    LiveQuery live = ann.subscribe(todos(), told);
    told.awaitValues("id");
    live.close();
    live.close();
    int events = told.events().size();
    Told other = new Told();
    try (LiveQuery second = ann.subscribe(todos(), other)) {
      put("1", "ann", 1);
      other.awaitValues("id", "1");
    }
    assertThat(told.events()).hasSize(events);
    assertThat(told.isClosed()).isTrue();
  }

  @Test
  void closingTheEngineEndsLiveQueriesAndItsThreads() throws Exception {
    Told told = new Told();
    ann.subscribe(todos(), told);
    told.awaitValues("id");
    close();
    told.awaitClosed();
    told.await(
        "the end of threads",
        () ->
            Thread.getAllStackTraces().keySet().stream()
                .noneMatch(thread -> thread.getName().startsWith("spacecloud-live")));
  }
}
