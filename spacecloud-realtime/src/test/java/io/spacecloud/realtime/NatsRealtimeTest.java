package io.spacecloud.realtime;

import static io.spacecloud.api.condition.Conditions.field;
import static org.assertj.core.api.Assertions.assertThat;

import io.nats.client.Connection;
import io.nats.client.Nats;
import io.nats.client.Options;
import io.spacecloud.api.request.Create;
import io.spacecloud.api.request.Delete;
import io.spacecloud.api.request.Read;
import io.spacecloud.api.request.Update;
import io.spacecloud.engine.ProjectConfig;
import io.spacecloud.engine.SpaceCloud;
import io.spacecloud.engine.testing.InMemoryBackend;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Two engines on one database, over a real server. */
@Timeout(120)
class NatsRealtimeTest {
  private static final String CONFIG =
      """
      id: shop
      %s
      modules:
        realtime: { enabled: true, broker: nats, conn: %s }
        crud:
          db:
            type: sql-h2
            collections:
              todos:
                isRealtimeEnabled: true
                declare: { key: id, fields: { id: integer, n: integer } }
                rules: { read: { rule: authenticated } }
      """;
  private static final String SECRET = "secret: a-secret-for-this-test-alone-0123456789";
  private static final LiveOptions QUICK =
      LiveOptions.DEFAULT.withBeat(Duration.ofMillis(50)).withJitter(Duration.ZERO);

  private static NatsServer server;

  private final InMemoryBackend backend = InMemoryBackend.create();
  private final ProjectConfig config = ProjectConfig.parse(CONFIG.formatted(SECRET, "nats://x:1"));
  private NatsRealtime live;
  private SpaceCloud here;
  private SpaceCloud there;

  @BeforeAll
  static void start() {
    server = NatsServer.start();
  }

  @AfterAll
  static void stop() {
    if (server != null) {
      server.close();
    }
  }

  @BeforeEach
  void open() {
    config.databases().get("db").declarations().forEach(backend::create);
    live = realtime();
    here = engine(config, live);
    there = engine(config, realtime());
  }

  @AfterEach
  void close() {
    here.close();
    there.close();
  }

  private static NatsRealtime realtime() {
    return NatsRealtime.connect(
        Options.builder()
            .server(server.url())
            .maxReconnects(-1)
            .reconnectWait(Duration.ofMillis(20))
            .build(),
        QUICK);
  }

  private SpaceCloud engine(ProjectConfig project, NatsRealtime realtime) {
    return SpaceCloud.builder().config(project).backend("db", backend).realtime(realtime).build();
  }

  private static Told follow(SpaceCloud cloud) {
    Told told = new Told();
    cloud.authenticated(Map.of("id", "ann")).subscribe(Read.all("db", "todos").sort("id"), told);
    return told;
  }

  private static void put(SpaceCloud cloud, int id) {
    cloud.trusted().create(Create.one("db", "todos", Map.of("id", id)));
  }

  @Test
  void whatOneProcessWritesAnotherSees() throws Exception {
    Told told = follow(here);
    told.awaitValues("id");
    put(there, 1);
    told.awaitValues("id", 1L);
    there.trusted().update(Update.all("db", "todos").set("n", 5));
    told.awaitValues("n", 5L);
    there.trusted().delete(Delete.one("db", "todos").where(field("id").eq(1)));
    told.awaitValues("id");
    put(here, 2);
    told.awaitValues("id", 2L);
  }

  @Test
  void aBrokerThatDiesAndComesBackLosesNothingForGood() throws Exception {
    Told told = follow(here);
    told.awaitValues("id");
    server.kill();
    put(there, 1);
    server.restart();
    told.awaitValues("id", 1L);
    put(there, 2);
    told.awaitValues("id", 1L, 2L);
  }

  @Test
  void whoHasNoKeyIsCountedAndNotHeard() throws Exception {
    Told told = follow(here);
    told.awaitValues("id");
    try (Connection stranger = Nats.connect(server.url())) {
      byte[] noise = "{\"keys\":[]}".getBytes(StandardCharsets.UTF_8);
      stranger.publish("spacecloud.live.shop.db.todos", noise);
      stranger.publish("spacecloud.live.shop.db.todos", new byte[100]);
      Message message = new Message("x", 9, 1, Instant.now(), Message.Kind.LOST, List.of());
      byte[] forged = new Wire(noise).encode("shop/db/todos", message);
      stranger.publish("spacecloud.live.shop.db.todos", forged);
      Counters counters = live.counters();
      told.await("the counts", () -> counters.forged.sum() == 1 && counters.malformed.sum() == 2);
      assertThat(counters.gaps.sum()).isZero();
    }
  }

  @Test
  void aConfigurationOpensWhatItAsksFor() throws Exception {
    ProjectConfig own = ProjectConfig.parse(CONFIG.formatted(SECRET, server.url()));
    try (SpaceCloud configured =
        SpaceCloud.builder().config(own).backend("db", InMemoryBackend.create()).build()) {
      configured.schema("db").create();
      Told told = follow(configured);
      told.awaitValues("id");
      put(configured, 3);
      told.awaitValues("id", 3L);
    }
  }
}
