package io.spacecloud.engine.users;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spacecloud.api.condition.Conditions;
import io.spacecloud.api.error.InvalidRequestException;
import io.spacecloud.api.request.Read;
import io.spacecloud.api.result.Document;
import io.spacecloud.api.spi.Backend;
import io.spacecloud.api.spi.Command;
import io.spacecloud.engine.ProjectConfig;
import io.spacecloud.engine.ProjectConfigBuilder;
import io.spacecloud.engine.Session;
import io.spacecloud.engine.SpaceCloud;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** An engine whose users sign in, cheaply and at a time that stands still. */
final class Town implements AutoCloseable {
  static final String PASS = "correct horse";
  static final int THREADS = 8;

  final Backend backend;
  final String key;
  final SpaceCloud cloud;
  final Users users;
  private final Watch watch = new Watch();

  private Town(Backend backend, Map<String, ?> settings, UserHooks hooks) {
    this.backend = backend;
    this.key = backend.keyName();
    this.cloud =
        SpaceCloud.builder()
            .config(config(settings))
            .backend("db", backend)
            .clock(watch)
            .users(hooks)
            .build();
    cloud.schema("db").create();
    this.users = cloud.users("db");
  }

  static Town of(Backend backend) {
    return of(backend, Map.of());
  }

  /** With settings of its own beside, or in the place of, cheap ones. */
  static Town of(Backend backend, Map<String, ?> settings) {
    return of(backend, settings, new UserHooks() {});
  }

  static Town of(Backend backend, Map<String, ?> settings, UserHooks hooks) {
    return new Town(backend, settings, hooks);
  }

  ProjectConfig config(Map<String, ?> settings) {
    Map<String, Object> all = new HashMap<>();
    all.put("passwords", Map.of("memory", 1_024, "iterations", 1));
    all.put("refresh", Map.of("lifetime", "24h"));
    all.putAll(settings);
    return builder()
        .collection(
            "db",
            "users",
            """
            read: {rule: or, clauses: [%1$s, %2$s]}
            update: {rule: or, clauses: [%1$s, %2$s]}
            delete: %1$s
            """
                .formatted(
                    "{rule: filter, find: {" + key + ": args.auth.id}}",
                    "{rule: match, eval: ==, type: string, f1: args.auth.role, f2: admin}"))
        .users(all)
        .build();
  }

  private static ProjectConfigBuilder builder() {
    return ProjectConfig.builder().id("town").secret("a-secret-for-this-test-alone-0123456789");
  }

  void pass(Duration time) {
    watch.now = watch.now.plus(time);
  }

  Session session(SignedIn who) {
    return cloud.session(who.token());
  }

  Object id(SignedIn who) {
    return who.user().get(key);
  }

  SignedIn signUp(String email) {
    return users.signUp(email, null, PASS);
  }

  /** All that is stored of accounts, or of refresh tokens. */
  List<Document> stored(String collection) {
    Read read = Read.all("db", collection).where(Conditions.TRUE).limit(1_000);
    return backend.execute(new Command.Query(read, false)).result().documents();
  }

  /** The simple name of what the request throws. */
  static String failure(Runnable request) {
    try {
      request.run();
      return "none";
    } catch (RuntimeException e) {
      return e.getClass().getSimpleName();
    }
  }

  static void assertInvalid(String path, Runnable request) {
    assertThatThrownBy(request::run)
        .isInstanceOfSatisfying(
            InvalidRequestException.class, e -> assertThat(e.path()).isEqualTo(path));
  }

  /** What came of the work, done by many threads at once. */
  static <T> List<Object> atOnce(int times, Callable<T> work) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    CyclicBarrier start = new CyclicBarrier(THREADS);
    try {
      List<Future<List<Object>>> running = new ArrayList<>();
      for (int i = 0; i < THREADS; i++) {
        running.add(
            threads.submit(
                () -> {
                  start.await();
                  List<Object> outcomes = new ArrayList<>();
                  for (int j = 0; j < times; j++) {
                    try {
                      outcomes.add(work.call());
                    } catch (RuntimeException e) {
                      outcomes.add(e);
                    }
                  }
                  return outcomes;
                }));
      }
      List<Object> all = new ArrayList<>();
      for (Future<List<Object>> each : running) {
        all.addAll(each.get());
      }
      return all;
    } finally {
      threads.shutdownNow();
    }
  }

  @Override
  public void close() {
    cloud.close();
  }

  private static final class Watch extends Clock {
    private volatile Instant now = Instant.parse("2026-01-01T00:00:00Z");

    @Override
    public Instant instant() {
      return now;
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }
  }
}
