package io.spacecloud.api.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spacecloud.api.error.BackendException;
import io.spacecloud.api.error.BackendException.Reason;
import io.spacecloud.api.error.FunctionException;
import io.spacecloud.api.error.InvalidRequestException;
import io.spacecloud.api.error.NotFoundException;
import io.spacecloud.api.error.SpaceCloudException;
import io.spacecloud.api.function.FunctionCall;
import io.spacecloud.api.function.FunctionRequest;
import io.spacecloud.api.rule.Caller;
import io.spacecloud.api.spi.FunctionBus;
import io.spacecloud.api.value.ObjectId;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What every bus for calls of functions does while its broker is well. */
@Timeout(120)
public abstract class FunctionBusContract {
  protected static final Duration PATIENCE = Duration.ofSeconds(60);
  protected static final Caller ANN = Caller.of(Map.of("id", "ann", "roles", List.of("a", "b")));
  private static final String SECRET = "a-secret-for-this-test-alone-0123456789";

  private final ExecutorService executor = Executors.newCachedThreadPool();
  private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
  protected FunctionBus here;
  protected FunctionBus there;

  /** A bus of another process on the same broker, which is not started. */
  protected abstract FunctionBus open();

  @BeforeEach
  void openBoth() {
    here = started(open());
    there = started(open());
  }

  @AfterEach
  void closeAll() throws InterruptedException {
    here.close();
    there.close();
    executor.shutdownNow();
    timer.shutdownNow();
    assertThat(executor.awaitTermination(60, TimeUnit.SECONDS)).isTrue();
  }

  /** The bus, in the project that the others are of. */
  protected final FunctionBus started(FunctionBus bus) {
    return started(bus, "test", SECRET, Clock.systemUTC());
  }

  /** The bus, as a process of that project has it. */
  protected final FunctionBus started(FunctionBus bus, String project, String secret, Clock clock) {
    bus.start(
        new FunctionBus.Context(
            project,
            secret.getBytes(java.nio.charset.StandardCharsets.UTF_8),
            clock,
            executor,
            (delay, task) -> {
              var future = timer.schedule(task, delay.toNanos(), TimeUnit.NANOSECONDS);
              return () -> future.cancel(false);
            }));
    return bus;
  }

  protected static FunctionRequest request(
      String service, String function, @Nullable Object params) {
    return new FunctionRequest(service, function, params, PATIENCE);
  }

  protected static @Nullable Object ask(FunctionBus bus, String service, @Nullable Object params) {
    return await(bus.call(request(service, "f", params), ANN));
  }

  /** The reply; what the call ended by is thrown. */
  protected static @Nullable Object await(CompletableFuture<@Nullable Object> call) {
    try {
      return call.get(60, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException failure) {
        throw failure;
      }
      throw new AssertionError(e);
    } catch (InterruptedException | TimeoutException e) {
      throw new AssertionError(e);
    }
  }

  private static CompletionStage<@Nullable Object> done(@Nullable Object reply) {
    return CompletableFuture.completedFuture(reply);
  }

  private static FunctionBus.Server failing(Throwable failure) {
    return call -> CompletableFuture.failedFuture(failure);
  }

  private static Map<String, @Nullable Object> everyKind() {
    Map<String, @Nullable Object> values = new HashMap<>();
    values.put("null", null);
    values.put("true", true);
    values.put("long", Long.MIN_VALUE);
    values.put("beyond", new BigDecimal("9223372036854775808"));
    values.put("decimal", new BigDecimal("0.10"));
    values.put("tiny", new BigDecimal("1E-300"));
    values.put("longest", new BigDecimal("0." + "9".repeat(1_000)).negate());
    values.put("text", "\u00e4 \ud83d\ude00 \u2028 \" \\ \u0001 </script>");
    values.put("", List.of());
    values.put("nested", List.of(Map.of("a", Arrays.asList(1L, null, Map.of()))));
    values.put("oid", new ObjectId("0123456789abcdef01234567"));
    return values;
  }

  @Test
  void valuesArriveAndComeBackAsTheyAre() throws Exception {
    try (AutoCloseable line = there.serve("echo", call -> done(call.params()))) {
      assertThat(ask(here, "echo", everyKind())).isEqualTo(everyKind());
      for (Object each : everyKind().values()) {
        assertThat(ask(here, "echo", each)).isEqualTo(each);
      }
    }
  }

  @Test
  void whatJsonHasNoKindForTravelsAsText() throws Exception {
    UUID uuid = UUID.randomUUID();
    try (AutoCloseable line = there.serve("echo", call -> done(call.params()))) {
      assertThat(ask(here, "echo", Instant.EPOCH)).isEqualTo("1970-01-01T00:00:00Z");
      assertThat(ask(here, "echo", uuid)).isEqualTo(uuid.toString());
      assertThat(ask(here, "echo", new byte[] {1, 2})).isEqualTo("AQI=");
      assertThat(ask(here, "echo", 1.5)).isEqualTo(new BigDecimal("1.5"));
    }
  }

  @Test
  void theCallerItsClaimsAndNamesArrive() throws Exception {
    List<Object> seen = new ArrayList<>();
    FunctionBus.Server server =
        call -> {
          seen.add(call.service() + " " + call.function());
          seen.add(call.caller());
          return done(null);
        };
    try (AutoCloseable line = there.serve("s v", server)) {
      assertThat(await(here.call(request("s v", "f n", null), ANN))).isNull();
      await(here.call(request("s v", "g", null), Caller.ANONYMOUS));
      await(here.call(request("s v", "h", null), Caller.of(Map.of())));
      assertThat(seen)
          .containsExactly("s v f n", ANN, "s v g", Caller.ANONYMOUS, "s v h", Caller.of(Map.of()));
    }
  }

  @Test
  void theDeadlineIsNotBeforeTheTimeoutHasPassed() throws Exception {
    Instant before = Instant.now();
    List<FunctionCall> seen = new ArrayList<>();
    FunctionBus.Server server =
        call -> {
          seen.add(call);
          return done(null);
        };
    try (AutoCloseable line = there.serve("s", server)) {
      ask(here, "s", null);
      assertThat(seen.get(0).deadline()).isAfterOrEqualTo(before.plus(PATIENCE));
      assertThat(seen.get(0).isCancelled()).isFalse();
    }
  }

  @Test
  void servicesAreAnyTextAndNoneIsAnothers() throws Exception {
    List<String> services =
        List.of(
            "a",
            "a.b",
            "a.",
            ".a",
            "*",
            ">",
            "a.>",
            "a.*",
            "a b",
            "a\r\nPUB b 0",
            "A",
            "a=2eb",
            "=",
            "\u00e4",
            "\ud83d\ude00",
            ":",
            "a:b",
            "_INBOX",
            "x".repeat(256));
    List<AutoCloseable> lines = new ArrayList<>();
    for (String each : services) {
      lines.add(there.serve(each, call -> done(List.of(each, call.service()))));
    }
    for (String each : services) {
      assertThat(ask(here, each, null)).isEqualTo(List.of(each, each));
    }
    assertUnserved("b");
    for (AutoCloseable line : lines) {
      line.close();
    }
  }

  private void assertUnserved(String service) {
    assertReason(Reason.UNSERVED, () -> ask(here, service, null));
  }

  protected static void assertReason(
      Reason reason, org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            BackendException.class, e -> assertThat(e.reason()).isEqualTo(reason));
  }

  @Test
  void whatNobodyServesIsSaidToBeUnserved() throws Exception {
    assertUnserved("s");
    AutoCloseable line = there.serve("s", call -> done(1L));
    assertThat(ask(here, "s", null)).isEqualTo(1L);
    line.close();
    line.close();
    assertUnserved("s");
  }

  @Test
  void aServerInTheCallersOwnProcessServes() throws Exception {
    try (AutoCloseable line = here.serve("s", call -> done("own"))) {
      assertThat(ask(here, "s", null)).isEqualTo("own");
    }
  }

  @Test
  void howACallEndsIsTold() throws Exception {
    Map<String, SpaceCloudException> ends = new HashMap<>();
    ends.put("said", new FunctionException("no such order: \u00e4"));
    ends.put("none", new NotFoundException("no such function"));
    for (Reason reason : List.of(Reason.EXHAUSTED, Reason.TIMEOUT, Reason.DOWN, Reason.FAILED)) {
      ends.put(reason.name(), new BackendException(reason, "why", null));
    }
    for (Map.Entry<String, SpaceCloudException> end : ends.entrySet()) {
      try (AutoCloseable line = there.serve("s", failing(end.getValue()))) {
        assertThatThrownBy(() -> ask(here, "s", null))
            .isInstanceOfSatisfying(
                SpaceCloudException.class,
                e -> {
                  assertThat(e).hasSameClassAs(end.getValue());
                  if (e instanceof BackendException failed) {
                    assertThat(failed.reason().name()).isEqualTo(end.getKey());
                  }
                });
      }
    }
    try (AutoCloseable line = there.serve("s", failing(ends.get("said")))) {
      assertThatThrownBy(() -> ask(here, "s", null)).hasMessage("no such order: \u00e4");
    }
  }

  @Test
  void whatElseGoesWrongIsAFailureThatTellsNothing() throws Exception {
    List<FunctionBus.Server> broken =
        List.of(
            failing(new IllegalStateException("a secret")),
            failing(new InvalidRequestException("a", "a secret")),
            call -> {
              throw new IllegalStateException("a secret");
            });
    for (FunctionBus.Server each : broken) {
      try (AutoCloseable line = there.serve("s", each)) {
        assertReason(Reason.FAILED, () -> ask(here, "s", null));
        assertThatThrownBy(() -> ask(here, "s", null)).hasMessageNotContaining("secret");
      }
    }
  }

  @Test
  void noReplyInTimeIsATimeoutAndTheServerIsNotWaitedFor() throws Exception {
    CompletableFuture<@Nullable Object> never = new CompletableFuture<>();
    try (AutoCloseable line = there.serve("s", call -> never)) {
      FunctionRequest request = new FunctionRequest("s", "f", null, Duration.ofMillis(50));
      assertReason(Reason.TIMEOUT, () -> await(here.call(request, ANN)));
      never.complete(1L); // nobody is harmed by a reply that is late
    }
    try (AutoCloseable line = there.serve("s", call -> done(2L))) {
      assertThat(ask(here, "s", null)).isEqualTo(2L);
    }
  }

  @Test
  void cancellingTellsTheServer() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch cancelled = new CountDownLatch(1);
    FunctionBus.Server server =
        call -> {
          call.onCancel(cancelled::countDown);
          begun.countDown();
          return new CompletableFuture<>();
        };
    try (AutoCloseable line = there.serve("s", server)) {
      CompletableFuture<@Nullable Object> call = here.call(request("s", "f", null), ANN);
      assertThat(begun.await(60, TimeUnit.SECONDS)).isTrue();
      call.cancel(true);
      assertThat(cancelled.await(60, TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void serversShareCallsAndEachIsServedOnce() throws Exception {
    Map<Object, AtomicInteger> served = new ConcurrentHashMap<>();
    AtomicInteger first = new AtomicInteger();
    AtomicInteger second = new AtomicInteger();
    try (AutoCloseable a = here.serve("s", counting(first, served));
        AutoCloseable b = there.serve("s", counting(second, served))) {
      List<CompletableFuture<@Nullable Object>> calls =
          IntStream.range(0, 500)
              .mapToObj(i -> here.call(request("s", "f", (long) i), ANN))
              .toList();
      for (int i = 0; i < calls.size(); i++) {
        assertThat(await(calls.get(i))).isEqualTo((long) i);
      }
    }
    assertThat(served).hasSize(500).allSatisfy((key, count) -> assertThat(count).hasValue(1));
    assertThat(first.get() + second.get()).isEqualTo(500);
    assertThat(first).hasPositiveValue();
    assertThat(second).hasPositiveValue();
  }

  private static FunctionBus.Server counting(
      AtomicInteger count, Map<Object, AtomicInteger> served) {
    return call -> {
      count.incrementAndGet();
      served.computeIfAbsent(call.params(), key -> new AtomicInteger()).incrementAndGet();
      return done(call.params());
    };
  }

  @Test
  void whatABusyServerDidNotBeginAnotherServes() throws Exception {
    try (AutoCloseable a =
            here.serve("s", failing(new BackendException(Reason.EXHAUSTED, "busy", null)));
        AutoCloseable b = there.serve("s", call -> done("served"))) {
      for (int i = 0; i < 20; i++) {
        assertThat(ask(here, "s", null)).isEqualTo("served");
      }
    }
  }

  /** One leaves while it is called: what it took it answers, what it did not others do. */
  @Test
  void aServerThatLeavesLosesNothing() throws Exception {
    Set<Object> served = ConcurrentHashMap.newKeySet();
    AutoCloseable leaving = here.serve("s", later(served));
    AutoCloseable staying = there.serve("s", later(served));
    List<CompletableFuture<@Nullable Object>> calls = new ArrayList<>();
    for (int i = 0; i < 1_000; i++) {
      calls.add(here.call(request("s", "f", (long) i), ANN));
      if (i == 500) {
        leaving.close();
      }
    }
    for (int i = 0; i < calls.size(); i++) {
      assertThat(await(calls.get(i))).isEqualTo((long) i);
    }
    assertThat(served).hasSize(1_000);
    staying.close();
  }

  private FunctionBus.Server later(Set<Object> served) {
    return call ->
        CompletableFuture.supplyAsync(
            () -> {
              assertThat(served.add(call.params())).isTrue();
              return call.params();
            },
            executor);
  }

  @Test
  void closingTheBusEndsItsCalls() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    FunctionBus.Server server =
        call -> {
          begun.countDown();
          return new CompletableFuture<>();
        };
    try (AutoCloseable line = there.serve("s", server)) {
      CompletableFuture<@Nullable Object> call = here.call(request("s", "f", null), ANN);
      assertThat(begun.await(60, TimeUnit.SECONDS)).isTrue();
      here.close();
      here.close();
      assertReason(Reason.DOWN, () -> await(call));
      assertReason(Reason.DOWN, () -> ask(here, "s", null));
    }
  }

  @Test
  void largeParametersAndRepliesArrive() throws Exception {
    String large = "\u00e4".repeat(200_000);
    try (AutoCloseable line = there.serve("s", call -> done(call.params()))) {
      assertThat(ask(here, "s", large)).isEqualTo(large);
    }
  }

  @Test
  void manyThreadsCall() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(8);
    try (AutoCloseable line = there.serve("s", call -> done(call.params()))) {
      List<java.util.concurrent.Future<?>> all = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        long number = i;
        all.add(
            threads.submit(
                () -> {
                  for (long j = 0; j < 200; j++) {
                    List<Long> params = List.of(number, j);
                    assertThat(ask(here, "s", params)).isEqualTo(params);
                  }
                }));
      }
      for (var each : all) {
        each.get();
      }
    } finally {
      threads.shutdownNow();
    }
  }
}
