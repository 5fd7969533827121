package io.spacecloud.sql;

import static io.spacecloud.api.condition.Conditions.field;
import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import io.spacecloud.api.error.AccessDeniedException;
import io.spacecloud.api.error.ConflictException;
import io.spacecloud.api.request.Batch;
import io.spacecloud.api.request.Create;
import io.spacecloud.api.request.Delete;
import io.spacecloud.api.request.Read;
import io.spacecloud.api.request.Update;
import io.spacecloud.api.result.Document;
import io.spacecloud.engine.ProjectConfig;
import io.spacecloud.engine.Session;
import io.spacecloud.engine.SpaceCloud;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Eight threads at once. A short form runs in every build; {@code -Dspacecloud.soak.seconds} makes
 * the mixed requests go on for that long.
 */
@Timeout(600)
class ConcurrencyTest {
  private static final int THREADS = 8;
  private static final int REQUESTS = 150;
  private static final int SOAK_SECONDS = Integer.getInteger("spacecloud.soak.seconds", 0);
  private static final long SEED = Long.getLong("spacecloud.seed", System.nanoTime());

  private final ExecutorService threads = Executors.newFixedThreadPool(THREADS + 1);

  @AfterEach
  void stop() {
    threads.shutdownNow();
  }

  /** Rules under which a caller sees and changes one tenant's rows, and no others. */
  private static ProjectConfig rules(String tenant) {
    Map<String, Object> own = Map.of("rule", "filter", "find", Map.of("tenant", tenant));
    return ProjectConfig.builder()
        .id("concurrency")
        .secret("a-secret-for-this-test-alone-0123456789")
        .database("db")
        .collection("db", "jobs", Map.of("create", own, "read", own, "update", own, "delete", own))
        .build();
  }

  private static SpaceCloud open(Databases database) {
    database.execute("DROP TABLE IF EXISTS " + database.quote("jobs"));
    database.execute(
        String.format(
            "CREATE TABLE %s (%s BIGINT PRIMARY KEY, %s VARCHAR(10), %s VARCHAR(10), %s BIGINT)",
            database.quote("jobs"),
            database.quote("id"),
            database.quote("tenant"),
            database.quote("state"),
            database.quote("n")));
    return SpaceCloud.builder()
        .config(rules("a"))
        .backend("db", SqlBackend.of(database.dataSource()))
        .build();
  }

  private void everywhere(Runnable body) throws Exception {
    List<Future<?>> running = new ArrayList<>();
    for (int i = 0; i < THREADS; i++) {
      running.add(threads.submit(body));
    }
    for (Future<?> future : running) {
      future.get();
    }
  }

  private static void untilDone(Runnable request) {
    for (boolean done = false; !done; ) {
      try {
        request.run();
        done = true;
      } catch (ConflictException e) {
        assertThat(e.isRetryable()).isTrue();
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Databases.class)
  void anOpenJobIsTakenByExactlyOne(Databases database) throws Exception {
    try (SpaceCloud cloud = open(database)) {
      Session session = cloud.trusted();
      for (long id = 0; id < 40; id++) {
        session.create(
            Create.one("db", "jobs", Map.of("id", id, "tenant", "a", "state", "open", "n", 0)));
      }
      AtomicLong taken = new AtomicLong();
      Update take =
          Update.one("db", "jobs")
              .where(field("state").eq("open"))
              .set("state", "taken")
              .inc("n", 1);
      everywhere(
          () -> {
            for (int i = 0; i < 40 / THREADS; i++) {
              untilDone(() -> taken.addAndGet(session.update(take).affected()));
            }
          });
      assertThat(taken.get()).isEqualTo(40);
      assertThat(session.read(Read.all("db", "jobs")).documents())
          .allSatisfy(
              job -> assertThat(job).containsEntry("n", 1L).containsEntry("state", "taken"));
    }
  }

  @ParameterizedTest
  @EnumSource(Databases.class)
  void upsertsOfOneKeyMakeOneRow(Databases database) throws Exception {
    try (SpaceCloud cloud = open(database)) {
      Session session = cloud.trusted();
      Update upsert =
          Update.upsert("db", "jobs").where(field("id").eq(1)).inc("n", 1).set("tenant", "a");
      everywhere(
          () -> {
            for (int i = 0; i < 20; i++) {
              untilDone(() -> session.update(upsert));
            }
          });
      assertThat(session.read(Read.all("db", "jobs")).documents())
          .singleElement()
          .satisfies(row -> assertThat(row).containsEntry("n", 20L * THREADS));
    }
  }

  @ParameterizedTest
  @EnumSource(value = Databases.class, names = "POSTGRES")
  void everyRequestIsJudgedByOneSetOfRules(Databases database) throws Exception {
    System.out.println("seed " + SEED);
    try (SpaceCloud cloud = open(database)) {
      String token = cloud.tokens().issue(Map.of("id", "x"), Duration.ofHours(1));
      AtomicBoolean over = new AtomicBoolean();
      AtomicLong reloads = new AtomicLong();
      Future<?> reloading =
          threads.submit(
              () -> {
                while (!over.get()) {
                  cloud.reload(rules(reloads.incrementAndGet() % 2 == 0 ? "a" : "b"));
                  Thread.onSpinWait();
                }
              });
      AtomicLong seeds = new AtomicLong(SEED);
      Tally tally = new Tally();
      long end = System.nanoTime() + Duration.ofSeconds(SOAK_SECONDS).toNanos();
      everywhere(
          () -> {
            Random random = new Random(seeds.incrementAndGet());
            for (int i = 0; SOAK_SECONDS > 0 ? System.nanoTime() < end : i < REQUESTS; i++) {
              mixed(cloud, cloud.session(token), random, tally);
            }
          });
      over.set(true);
      reloading.get();
      System.out.println(
          tally.requests + " requests, " + tally.denied + " denied, " + reloads + " reloads");
      long stored =
          cloud.trusted().read(Read.all("db", "jobs").limit(1_000)).documents().stream()
              .mapToLong(row -> (Long) row.get("n"))
              .sum();
      assertThat(stored).isEqualTo(tally.sum.get());
      assertThat(reloads.get()).isPositive();
    }
    assertThat(database.dataSource())
        .isInstanceOfSatisfying(
            HikariDataSource.class,
            pool -> assertThat(pool.getHikariPoolMXBean().getActiveConnections()).isZero());
  }

  /** What the table must hold in the end. */
  private static final class Tally {
    final AtomicLong requests = new AtomicLong();
    final AtomicLong denied = new AtomicLong();
    final AtomicLong sum = new AtomicLong();
    final AtomicLong ids = new AtomicLong();
  }

  private static void mixed(SpaceCloud cloud, Session session, Random random, Tally tally) {
    tally.requests.incrementAndGet();
    try {
      switch (random.nextInt(7)) {
        case 0 -> create(session, random, tally);
        case 1 -> oneTenant(session.read(Read.all("db", "jobs").limit(200)).documents());
        case 2 -> session.count(Read.count("db", "jobs"));
        case 3 ->
            tally.sum.addAndGet(session.update(Update.one("db", "jobs").inc("n", 1)).affected());
        case 4 -> batch(session, tally);
        case 5 -> transaction(session, tally);
        default -> session.delete(Delete.all("db", "jobs").where(field("n").lt(0)));
      }
    } catch (AccessDeniedException e) {
      tally.denied.incrementAndGet();
    } catch (ConflictException e) {
      assertThat(e.isRetryable()).isTrue();
    }
  }

  private static void create(Session session, Random random, Tally tally) {
    String tenant = random.nextBoolean() ? "a" : "b";
    session.create(
        Create.one(
            "db", "jobs", Map.of("id", tally.ids.incrementAndGet(), "tenant", tenant, "n", 0)));
  }

  private static void oneTenant(List<Document> rows) {
    Set<Object> tenants = new HashSet<>();
    rows.forEach(row -> tenants.add(row.get("tenant")));
    assertThat(tenants).hasSizeLessThanOrEqualTo(1);
  }

  /** Under one set of rules, only one of the two tenants can be served: this is always refused. */
  private static void batch(Session session, Tally tally) {
    long id = tally.ids.addAndGet(2);
    session.batch(
        Batch.of(
            "db",
            Create.one("db", "jobs", Map.of("id", id, "tenant", "a", "n", 0)),
            Create.one("db", "jobs", Map.of("id", id - 1, "tenant", "b", "n", 0))));
    throw new AssertionError("two sets of rules judged one batch");
  }

  private static void transaction(Session session, Tally tally) {
    long added =
        session.transaction(
            "db",
            tx -> {
              List<Document> before = tx.read(Read.all("db", "jobs").limit(200)).documents();
              oneTenant(before);
              long changed = tx.update(Update.one("db", "jobs").inc("n", 1)).affected();
              List<Document> both = new ArrayList<>(before);
              both.addAll(tx.read(Read.all("db", "jobs").limit(200)).documents());
              oneTenant(both);
              return changed;
            });
    tally.sum.addAndGet(added);
  }
}
