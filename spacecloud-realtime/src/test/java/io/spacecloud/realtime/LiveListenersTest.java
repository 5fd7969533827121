package io.spacecloud.realtime;

import static io.spacecloud.api.condition.Conditions.field;
import static org.assertj.core.api.Assertions.assertThat;

import io.spacecloud.api.error.UnauthenticatedException;
import io.spacecloud.api.live.LiveDocuments;
import io.spacecloud.api.live.LiveEvent;
import io.spacecloud.api.live.LiveQuery;
import io.spacecloud.api.live.LiveQueryListener;
import io.spacecloud.api.request.Create;
import io.spacecloud.api.request.Delete;
import io.spacecloud.api.request.Read;
import io.spacecloud.api.request.Update;
import io.spacecloud.engine.ProjectConfig;
import io.spacecloud.engine.Session;
import io.spacecloud.engine.SpaceCloud;
import io.spacecloud.engine.SpaceCloudBuilder;
import io.spacecloud.engine.testing.InMemoryBackend;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Flow;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Listeners that are slow, ask for little, close themselves, come and go. */
@Timeout(300)
class LiveListenersTest {
  private static final String CONFIG =
      """
      id: listeners
      secret: a-secret-for-this-test-alone-0123456789
      modules:
        crud:
          db:
            type: sql-h2
            collections:
              todos:
                isRealtimeEnabled: true
                declare: { key: id, fields: { id: integer, n: integer } }
                rules: { read: { rule: authenticated } }
      """;

  private final LocalRealtime realtime =
      LocalRealtime.create(LiveOptions.DEFAULT.withQueue(50).withRecheck(Duration.ofDays(1)));
  private SpaceCloud cloud;
  private Session session;

  private void open(UnaryOperator<SpaceCloudBuilder> more) {
    ProjectConfig config = ProjectConfig.parse(CONFIG);
    InMemoryBackend backend = InMemoryBackend.create();
    config.databases().get("db").declarations().forEach(backend::create);
    cloud =
        more.apply(SpaceCloud.builder().config(config).backend("db", backend).realtime(realtime))
            .build();
    session = cloud.authenticated(Map.of("id", "ann"));
    cloud.trusted().create(Create.one("db", "todos", Map.of("id", 1, "n", 0)));
  }

  @AfterEach
  void close() {
    if (cloud != null) {
      cloud.close();
    }
  }

  private void write(int n) {
    cloud.trusted().update(Update.one("db", "todos").where(field("id").eq(1)).set("n", n));
  }

  private static Read todos() {
    return Read.all("db", "todos").sort("id");
  }

  @Test
  void aSlowListenerIsToldAllAtOnceLaterAndDelaysNoOther() throws Exception {
    open(builder -> builder);
    CountDownLatch busy = new CountDownLatch(1);
    CountDownLatch free = new CountDownLatch(1);
    List<LiveEvent> events = new ArrayList<>();
    LiveDocuments view = new LiveDocuments();
    Told fast = new Told();
    LiveQuery slow =
        session.subscribe(
            todos(),
            event -> {
              synchronized (events) {
                events.add(event);
              }
              view.onEvent(event);
              busy.countDown();
              awaitUninterruptibly(free);
            });
    busy.await();
    session.subscribe(todos(), fast);
    for (int n = 1; n <= 500; n++) {
      write(n);
      fast.awaitValues("n", (long) n);
    }
    free.countDown();
    fast.await("what is new", () -> view.documents().equals(fast.documents()));
    slow.close();
    synchronized (events) {
      assertThat(events).hasSize(2);
      assertThat(events.get(1))
          .isInstanceOfSatisfying(
              LiveEvent.Snapshot.class, snapshot -> assertThat(snapshot.resync()).isTrue());
    }
  }

  private static void awaitUninterruptibly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void aListenerMayCloseItsOwnLiveQuery() throws Exception {
    open(builder -> builder);
    CompletableFuture<LiveQuery> own = new CompletableFuture<>();
    CountDownLatch ended = new CountDownLatch(1);
    own.complete(
        session.subscribe(
            todos(),
            new LiveQueryListener() {
              @Override
              public void onEvent(LiveEvent event) {
                own.join().close();
              }

              @Override
              public void onClosed(io.spacecloud.api.error.SpaceCloudException reason) {
                ended.countDown();
              }
            }));
    assertThat(ended.await(60, TimeUnit.SECONDS)).isTrue();
    assertThat(own.join().state()).isEqualTo(LiveQuery.State.CLOSED);
  }

  /** A subscriber that asks for events one by one. */
  private static final class Asking implements Flow.Subscriber<LiveEvent> {
    private final Told told = new Told();
    private final CompletableFuture<Flow.Subscription> subscription = new CompletableFuture<>();
    private final AtomicReference<Throwable> failure = new AtomicReference<>();
    private volatile boolean complete;

    @Override
    public void onSubscribe(Flow.Subscription begun) {
      subscription.complete(begun);
    }

    @Override
    public void onNext(LiveEvent event) {
      told.onEvent(event);
    }

    @Override
    public void onError(Throwable cause) {
      failure.set(cause);
    }

    @Override
    public void onComplete() {
      complete = true;
    }
  }

  @Test
  void aPublisherTellsNoMoreThanIsAskedFor() throws Exception {
    open(builder -> builder);
    Asking asking = new Asking();
    Told other = new Told();
    session.publisher(todos()).subscribe(asking);
    session.subscribe(todos(), other);
    other.awaitValues("n", 0L);
    assertThat(asking.told.events()).isEmpty();
    asking.subscription.join().request(1);
    asking.told.awaitValues("n", 0L);
    write(1);
    other.awaitValues("n", 1L);
    assertThat(asking.told.events()).hasSize(1);
    asking.subscription.join().request(Long.MAX_VALUE);
    asking.told.awaitValues("n", 1L);
    asking.subscription.join().cancel();
    write(2);
    other.awaitValues("n", 2L);
    assertThat(asking.told.values("n")).containsExactly(1L);
    assertThat(asking.failure.get()).isNull();
  }

  @Test
  void aPublisherThatIsAskedForNothingIsAnError() throws Exception {
    open(builder -> builder);
    Asking asking = new Asking();
    session.publisher(todos()).subscribe(asking);
    asking.subscription.join().request(0);
    asking.told.await("an error", () -> asking.failure.get() instanceof IllegalArgumentException);
    assertThat(asking.complete).isFalse();
  }

  @Test
  void aTokenThatExpiresEndsWhatItFollowed() throws Exception {
    open(builder -> builder);
    Told told = new Told();
    String token = cloud.tokens().issue(Map.of("id", "ann"), Duration.ofSeconds(2));
    cloud.session(token).subscribe(todos(), told);
    told.awaitClosed();
    assertThat(told.reason()).isInstanceOf(UnauthenticatedException.class);
  }

  @Test
  void whatIsWrittenPastTheEngineIsSeenWhenItIsTold() throws Exception {
    InMemoryBackend shared = InMemoryBackend.create();
    ProjectConfig config = ProjectConfig.parse(CONFIG);
    config.databases().get("db").declarations().forEach(shared::create);
    cloud = SpaceCloud.builder().config(config).backend("db", shared).realtime(realtime).build();
    SpaceCloud other = SpaceCloud.builder().config(config).backend("db", shared).build();
    Told told = new Told();
    cloud.authenticated(Map.of("id", "ann")).subscribe(todos(), told);
    told.awaitValues("id");
    other.trusted().create(Create.one("db", "todos", Map.of("id", 7)));
    cloud.changed("db", "todos");
    told.awaitValues("id", 7L);
    other.close();
  }

  @Test
  void virtualThreadsWillDo() throws Exception {
    ExecutorService virtual = virtualThreads();
    Assumptions.assumeTrue(virtual != null, "this JDK has no virtual threads");
    open(builder -> builder.executor(Objects.requireNonNull(virtual)));
    AtomicReference<String> thread = new AtomicReference<>();
    Told told = new Told();
    session.subscribe(todos(), event -> thread.set(Thread.currentThread().toString()));
    session.subscribe(todos(), told);
    for (int n = 1; n <= 100; n++) {
      write(n);
      told.awaitValues("n", (long) n);
    }
    told.await("the other", () -> thread.get() != null);
    assertThat(thread.get()).startsWith("VirtualThread");
    cloud.close();
    virtual.shutdown();
    assertThat(virtual.awaitTermination(60, TimeUnit.SECONDS)).isTrue();
  }

  private static ExecutorService virtualThreads() {
    try {
      return (ExecutorService)
          Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
    } catch (ReflectiveOperationException e) {
      return null;
    }
  }

  @Test
  void whoComesAndGoesLeavesNothing() throws Exception {
    int cycles = Integer.getInteger("spacecloud.cycles", 2_000);
    ExecutorService executor = Executors.newFixedThreadPool(2);
    ScheduledThreadPoolExecutor scheduler = new ScheduledThreadPoolExecutor(1);
    scheduler.setRemoveOnCancelPolicy(true);
    open(builder -> builder.executor(executor).scheduler(scheduler));
    String token = cloud.tokens().issue(Map.of("id", "ann"), Duration.ofHours(1));
    comeAndGo(cloud.session(token), cycles / 10);
    long before = heap();
    comeAndGo(cloud.session(token), cycles);
    long after = heap();

    new Told().await("the end of timers", () -> scheduler.getQueue().isEmpty());
    System.out.printf("%,d live queries came and went: %+,d bytes%n", cycles, after - before);
    assertThat(after - before).isLessThan(1_000_000);
    cloud.close();
    executor.shutdown();
    scheduler.shutdown();
    assertThat(executor.awaitTermination(60, TimeUnit.SECONDS)).isTrue();
  }

  private void comeAndGo(Session caller, int cycles) throws Exception {
    for (int i = 0; i < cycles; i++) {
      Told told = new Told();
      try (LiveQuery live = caller.subscribe(todos().where(field("n").lt(i)), told)) {
        if (i % 2 == 0) {
          told.await("a snapshot", () -> live.state() == LiveQuery.State.LIVE);
          write(i);
        }
      }
    }
    new Told().await("the end of all", () -> !realtime.isConcerned("db", "todos"));
  }

  private static long heap() {
    for (int i = 0; i < 3; i++) {
      System.gc();
    }
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }

  @Test
  void everythingThatIsDeletedIsTold() throws Exception {
    open(builder -> builder);
    Told told = new Told();
    session.subscribe(todos(), told);
    told.awaitValues("n", 0L);
    cloud.trusted().delete(Delete.all("db", "todos"));
    told.awaitValues("n");
  }
}
