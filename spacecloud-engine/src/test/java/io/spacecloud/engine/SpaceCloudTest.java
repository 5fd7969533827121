package io.spacecloud.engine;

import static io.spacecloud.api.condition.Conditions.field;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spacecloud.api.error.AccessDeniedException;
import io.spacecloud.api.error.NotFoundException;
import io.spacecloud.api.error.UnauthenticatedException;
import io.spacecloud.api.request.Batch;
import io.spacecloud.api.request.Delete;
import io.spacecloud.api.request.Operation;
import io.spacecloud.api.request.Read;
import io.spacecloud.api.rule.RuleEvaluator;
import io.spacecloud.api.rule.RuleInput;
import io.spacecloud.api.rule.Verdict;
import io.spacecloud.api.spi.BackendConfig;
import io.spacecloud.api.value.Kind;
import io.spacecloud.engine.auth.TokenKey;
import io.spacecloud.engine.config.DatabaseConfig;
import io.spacecloud.engine.config.InvalidConfigException;
import io.spacecloud.engine.testing.MemoryBackend;
import io.spacecloud.engine.testing.Schemas;
import io.spacecloud.engine.testing.TestRules;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class SpaceCloudTest {
  private static final Read TODOS = Read.all("db", "todos");

  private final MemoryBackend backend =
      new MemoryBackend()
          .with(
              Schemas.of("todos").required("id", Kind.STRING).key("id").build(), Map.of("id", "1"));
  private final HandClock clock = new HandClock();

  private SpaceCloudBuilder builder(RuleEvaluator rules) {
    return SpaceCloud.builder()
        .config(TestProject.config("todos"))
        .backend("db", backend)
        .rules(rules)
        .clock(clock);
  }

  private SpaceCloud cloud() {
    return builder(
            new TestRules()
                .on(
                    Operation.READ,
                    i -> i.caller().authenticated() ? Verdict.granted() : TestRules.denied()))
        .build();
  }

  private static String token(SpaceCloud cloud) {
    return cloud.tokens().issue(Map.of("id", "alice"), Duration.ofMinutes(1));
  }

  @Test
  void aTokenMakesASession() {
    try (SpaceCloud cloud = cloud()) {
      Session alice = cloud.session(token(cloud));

      assertThat(alice.caller().claims().get("id")).isEqualTo("alice");
      assertThat(alice.count(TODOS)).isEqualTo(1);
      assertThatThrownBy(() -> cloud.anonymous().read(TODOS))
          .isInstanceOf(AccessDeniedException.class);
    }
  }

  @Test
  void anInvalidTokenIsRefused() {
    try (SpaceCloud cloud = builder(TestRules.allowing(Operation.READ)).build()) {
      assertThatThrownBy(() -> cloud.session("nonsense"))
          .isInstanceOf(UnauthenticatedException.class);
      assertThatThrownBy(() -> cloud.session("")).isInstanceOf(UnauthenticatedException.class);
    }
  }

  @Test
  void aSessionEndsWithItsToken() {
    try (SpaceCloud cloud = cloud()) {
      Session alice = cloud.session(token(cloud));

      clock.now = clock.now.plusSeconds(61);

      assertThatThrownBy(() -> alice.read(TODOS)).isInstanceOf(UnauthenticatedException.class);
      assertThatThrownBy(() -> alice.explain(TODOS)).isInstanceOf(UnauthenticatedException.class);
      assertThatThrownBy(() -> alice.stream(TODOS, d -> {}))
          .isInstanceOf(UnauthenticatedException.class);
      assertThatThrownBy(() -> alice.transaction("db", tx -> {}))
          .isInstanceOf(UnauthenticatedException.class);
    }
  }

  @Test
  void aTokenThatExpiresEndsATransactionToo() {
    try (SpaceCloud cloud = cloud()) {
      Session alice = cloud.session(token(cloud));

      assertThatThrownBy(
              () ->
                  alice.transaction(
                      "db",
                      tx -> {
                        clock.now = clock.now.plusSeconds(61);
                        tx.read(TODOS);
                      }))
          .isInstanceOf(UnauthenticatedException.class);
    }
  }

  @Test
  void aSessionWhoseKeyWasTakenAwayIsRefused() {
    try (SpaceCloud cloud = cloud()) {
      Session alice = cloud.session(token(cloud));
      TokenKey other =
          new TokenKey.Secret(
              null, TokenKey.Algorithm.HS256, "another secret of thirty-two characters");

      cloud.reload(TestProject.config(other, TestProject.database("db", false, "todos")));

      assertThatThrownBy(() -> alice.read(TODOS)).isInstanceOf(UnauthenticatedException.class);
    }
  }

  @Test
  void aReloadTakesCollectionsAwayAndBrings() {
    try (SpaceCloud cloud = builder(TestRules.allowing(Operation.READ)).build()) {
      Session anyone = cloud.anonymous();
      cloud.reload(TestProject.config("logs"));
      assertThatThrownBy(() -> anyone.read(TODOS)).isInstanceOf(NotFoundException.class);
      cloud.reload(TestProject.config(TestProject.database("db", true)));
      assertThat(anyone.count(TODOS)).isEqualTo(1);
    }
  }

  @Test
  void aReloadThatCannotBeUsedChangesNothing() {
    try (SpaceCloud cloud = builder(TestRules.allowing(Operation.READ)).build()) {
      ProjectConfig more =
          TestProject.config(
              TestProject.database("db", false), TestProject.database("more", false));

      assertThatThrownBy(() -> cloud.reload(more)).isInstanceOf(InvalidConfigException.class);
      assertThat(cloud.anonymous().count(TODOS)).isEqualTo(1);
    }
  }

  @Test
  void aRequestEndsByTheProjectThatItBeganWith() {
    SpaceCloud[] cloud = new SpaceCloud[1];
    RuleEvaluator reloading =
        new RuleEvaluator() {
          @Override
          public Verdict evaluate(RuleInput input) {
            cloud[0].reload(TestProject.config("logs"));
            return Verdict.granted();
          }

          @Override
          public boolean readsData(String database, String collection, Operation operation) {
            return true;
          }
        };
    cloud[0] = builder(reloading).build();
    Delete delete = Delete.all("db", "todos").where(field("id").eq("none"));

    assertThat(cloud[0].anonymous().batch(Batch.of("db", delete, delete)).counts())
        .containsExactly(0L, 0L);
    assertThatThrownBy(() -> cloud[0].anonymous().read(TODOS))
        .isInstanceOf(NotFoundException.class);
  }

  @Test
  void closingClosesEveryBackendOnce() {
    MemoryBackend second = new MemoryBackend();
    SpaceCloud cloud =
        SpaceCloud.builder()
            .config(
                TestProject.config(
                    TestProject.database("db", false), TestProject.database("two", false)))
            .backend("db", backend)
            .backend("two", second)
            .rules(new TestRules())
            .build();
    Session trusted = cloud.trusted();

    cloud.close();
    cloud.close();

    assertThat(backend.isClosed()).isTrue();
    assertThat(second.isClosed()).isTrue();
    assertThatThrownBy(() -> trusted.read(TODOS)).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void everyProblemIsReportedAtOnceAndNothingStaysOpen() {
    DatabaseConfig unreachable =
        new DatabaseConfig(
            "far",
            new BackendConfig("far", "no-such-type", "url", null, null),
            false,
            true,
            false,
            Map.of());
    SpaceCloudBuilder builder =
        SpaceCloud.builder()
            .config(TestProject.config(TestProject.database("near", false), unreachable))
            .backend("db", backend)
            .pageLimit(0);

    assertThatThrownBy(builder::build)
        .isInstanceOfSatisfying(
            InvalidConfigException.class,
            e ->
                assertThat(e.problems())
                    .extracting(p -> p.path())
                    .containsExactly(
                        "pageLimit", "modules.crud.db", "modules.crud.near", "modules.crud.far"));
    assertThat(backend.isClosed()).isTrue();
  }

  record Everything(
      String id,
      int n,
      Double r,
      BigDecimal d,
      boolean b,
      Instant at,
      LocalDate day,
      LocalTime clock,
      UUID u,
      byte[] raw,
      Nested j,
      List<String> tags) {}

  record Nested(Instant at, long n) {}

  public static final class Bean {
    private String id;
    private Instant at;

    public String getId() {
      return id;
    }

    public void setId(String id) {
      this.id = id;
    }

    public Instant getAt() {
      return at;
    }

    public void setAt(Instant at) {
      this.at = at;
    }
  }

  private Session sessionOf(Map<String, ?> row) {
    MemoryBackend rows = new MemoryBackend();
    rows.with(
        Schemas.of("todos")
            .required("id", Kind.STRING)
            .field("n", Kind.INTEGER)
            .field("r", Kind.REAL)
            .field("d", Kind.DECIMAL)
            .field("b", Kind.BOOLEAN)
            .field("at", Kind.TIMESTAMP)
            .field("day", Kind.DATE)
            .field("clock", Kind.TIME)
            .field("u", Kind.UUID)
            .field("raw", Kind.BYTES)
            .field("j", Kind.OBJECT)
            .field("tags", Kind.LIST)
            .key("id")
            .build(),
        row);
    return TestProject.cloud(rows, TestRules.allowing(Operation.READ)).anonymous();
  }

  @Test
  void documentsBecomeRecordsAndBeansOfEveryKind() {
    Instant at = Instant.parse("2024-01-02T03:04:05.123456789Z");
    UUID id = new UUID(1, 2);
    Session session =
        sessionOf(
            Map.ofEntries(
                Map.entry("id", "1"),
                Map.entry("n", 5),
                Map.entry("r", 0.1),
                Map.entry("d", new BigDecimal("1.10")),
                Map.entry("b", true),
                Map.entry("at", at),
                Map.entry("day", LocalDate.EPOCH),
                Map.entry("clock", LocalTime.NOON),
                Map.entry("u", id),
                Map.entry("raw", new byte[] {1, 2}),
                Map.entry("j", Map.of("at", "1970-01-01T00:00:00Z", "n", 7)),
                Map.entry("tags", List.of("x"))));

    Everything record = session.read(TODOS).document(Everything.class).orElseThrow();
    Bean bean = session.read(TODOS).documents(Bean.class).get(0);

    assertThat(record.n()).isEqualTo(5);
    assertThat(record.r()).isEqualTo(0.1);
    assertThat(record.d()).isEqualTo(new BigDecimal("1.10"));
    assertThat(record.b()).isTrue();
    assertThat(record.at()).isEqualTo(at);
    assertThat(record.day()).isEqualTo(LocalDate.EPOCH);
    assertThat(record.clock()).isEqualTo(LocalTime.NOON);
    assertThat(record.u()).isEqualTo(id);
    assertThat(record.raw()).containsExactly(1, 2);
    assertThat(record.j()).isEqualTo(new Nested(Instant.EPOCH, 7));
    assertThat(record.tags()).containsExactly("x");
    assertThat(bean.getAt()).isEqualTo(at);
  }

  record Wrong(Instant id) {}

  @Test
  void whatDoesNotFitARecordIsReportedWithoutItsValue() {
    Session session = sessionOf(Map.of("id", "secret"));

    assertThatThrownBy(() -> session.read(TODOS).documents(Wrong.class))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("id")
        .hasMessageNotContaining("secret");
  }

  /** A clock that is set by hand. */
  private static final class HandClock extends Clock {
    private Instant now = Instant.parse("2024-01-01T00:00:00Z");

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Instant instant() {
      return now;
    }
  }
}
