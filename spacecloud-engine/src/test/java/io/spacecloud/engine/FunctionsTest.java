package io.spacecloud.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spacecloud.api.error.AccessDeniedException;
import io.spacecloud.api.error.BackendException;
import io.spacecloud.api.error.BackendException.Reason;
import io.spacecloud.api.error.FunctionException;
import io.spacecloud.api.error.InvalidRequestException;
import io.spacecloud.api.error.LimitExceededException;
import io.spacecloud.api.error.NotFoundException;
import io.spacecloud.api.error.UnauthenticatedException;
import io.spacecloud.api.function.FunctionCall;
import io.spacecloud.api.function.FunctionHandler;
import io.spacecloud.api.function.FunctionRequest;
import io.spacecloud.api.result.Document;
import io.spacecloud.api.rule.Access;
import io.spacecloud.api.rule.AuditEvent;
import io.spacecloud.api.rule.AuditEvent.Decision;
import io.spacecloud.api.rule.Caller;
import io.spacecloud.api.spi.FunctionBus;
import io.spacecloud.engine.config.FunctionOptions;
import io.spacecloud.engine.config.Limits;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Functions of one process, through a whole engine. */
@Timeout(120)
class FunctionsTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final String RULES =
      """
      id: functions
      secret: a-secret-for-this-test-alone-0123456789
      modules:
        functions:
          enabled: true
          rules:
            s:
              any: {rule: allow}
              own: {rule: match, name: own, error: not yours, type: string, eval: ==, f1: args.params.id, f2: args.auth.id}
              verified: {rule: authenticated}
      """;

  /** Closing waits for no function, as some here never end. */
  private static final FunctionOptions IMPATIENT = FunctionOptions.DEFAULT.withDrain(Duration.ZERO);

  private final List<AuditEvent> events = new CopyOnWriteArrayList<>();
  private final List<FunctionCall> calls = new CopyOnWriteArrayList<>();
  private @Nullable SpaceCloud cloud;

  private SpaceCloud cloud() {
    return cloud(builder -> builder);
  }

  private SpaceCloud cloud(UnaryOperator<SpaceCloudBuilder> more) {
    cloud =
        more.apply(
                SpaceCloud.builder()
                    .config(ProjectConfig.parse(RULES))
                    .audit(events::add)
                    .functionOptions(IMPATIENT))
            .build();
    return cloud;
  }

  private static SpaceCloudBuilder options(
      SpaceCloudBuilder builder, UnaryOperator<FunctionOptions> change) {
    return builder.functionOptions(change.apply(IMPATIENT));
  }

  @AfterEach
  void close() {
    if (cloud != null) {
      cloud.close();
    }
  }

  private static Session ann(SpaceCloud engine) {
    return engine.session(engine.tokens().issue(Map.of("id", "ann"), Duration.ofHours(1)));
  }

  private FunctionHandler recording(@Nullable Object reply) {
    return call -> {
      calls.add(call);
      return reply;
    };
  }

  /** Never replies. */
  private static FunctionHandler endless(CountDownLatch begun, CountDownLatch cancelled) {
    return call -> {
      call.onCancel(cancelled::countDown);
      begun.countDown();
      return new CompletableFuture<>();
    };
  }

  private static @Nullable Object call(Session session, String function, @Nullable Object params) {
    return session.call("s", function, params, PATIENCE);
  }

  private static void assertReason(Reason reason, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            BackendException.class, e -> assertThat(e.reason()).isEqualTo(reason));
  }

  @Test
  void aBusThatThrowsEndsTheCallAsOneThatFails() {
    FunctionBus broken =
        new FunctionBus() {
          @Override
          public void start(Context context) {}

          @Override
          public CompletableFuture<@Nullable Object> call(FunctionRequest request, Caller caller) {
            throw new IllegalStateException("broken");
          }

          @Override
          public AutoCloseable serve(String service, Server server) {
            return () -> {};
          }

          @Override
          public void close() {}
        };
    Session ann = ann(cloud(builder -> builder.functions(broken)));
    assertThat(ann.callAsync(FunctionRequest.of("s", "any", 1))).isCompletedExceptionally();
    assertThatThrownBy(() -> call(ann, "any", 1)).hasMessage("broken");
    assertThat(events)
        .extracting(AuditEvent::failure)
        .containsExactly("IllegalStateException", "IllegalStateException");
  }

  @Test
  void aFunctionGetsTheCallersClaimsAndParametersAndItsReplyIsReturned() {
    SpaceCloud engine = cloud();
    engine.functions().register("s", "verified", recording(Map.of("n", 1.5, "at", Instant.EPOCH)));

    assertThat(call(ann(engine), "verified", Map.of("a", 1, "d", 0.5)))
        .isEqualTo(Map.of("n", new BigDecimal("1.5"), "at", "1970-01-01T00:00:00Z"));
    FunctionCall seen = calls.get(0);
    assertThat(seen.claims().get("id")).isEqualTo("ann");
    assertThat(seen.caller().authenticated()).isTrue();
    assertThat(seen.params()).isEqualTo(Map.of("a", 1L, "d", new BigDecimal("0.5")));
    assertThat(seen.document().get("a")).isEqualTo(1L);
    assertThat(seen.service() + "." + seen.function()).isEqualTo("s.verified");
    assertThat(seen.isCancelled()).isFalse();
  }

  @Test
  void aCallerWithoutATokenHasNoClaims() {
    SpaceCloud engine = cloud();
    engine.functions().register("s", "any", recording(null));
    assertThat(call(engine.anonymous(), "any", null)).isNull();
    assertThat(calls.get(0).caller().authenticated()).isFalse();
    assertThat(calls.get(0).claims()).isEmpty();
    assertThatThrownBy(() -> calls.get(0).document()).isInstanceOf(InvalidRequestException.class);
  }

  @Test
  void theRulesDecideAndWhatIsDeniedDoesNotRun() {
    SpaceCloud engine = cloud();
    engine.functions().register("s", "own", recording(1));
    engine.functions().register("s", "none", recording(1));
    Session ann = ann(engine);

    assertThat(call(ann, "own", Map.of("id", "ann"))).isEqualTo(1L);
    calls.clear();
    assertThatThrownBy(() -> call(ann, "own", Map.of("id", "bob")))
        .isInstanceOf(AccessDeniedException.class)
        .hasMessage("not yours");
    assertThatThrownBy(() -> call(ann, "own", null)).isInstanceOf(AccessDeniedException.class);
    assertThatThrownBy(() -> call(ann, "none", null))
        .isInstanceOf(AccessDeniedException.class)
        .hasMessage("denied");
    assertThatThrownBy(() -> call(engine.anonymous(), "own", Map.of("id", "ann")))
        .isInstanceOf(AccessDeniedException.class);
    assertThatThrownBy(() -> ann.callAsync(FunctionRequest.of("s", "none", null)))
        .isInstanceOf(AccessDeniedException.class);
    assertThat(calls).isEmpty();
    assertThat(call(engine.trusted(), "none", null)).isEqualTo(1L);
  }

  @Test
  void explainingCallsNothing() {
    SpaceCloud engine = cloud();
    engine.functions().register("s", "own", recording(1));
    var why = ann(engine).explainCall("s", "own", Map.of("id", "bob"));
    assertThat(why.denial().name()).isEqualTo("own");
    assertThat(why.toString()).contains("args.params.id = bob");
    assertThat(ann(engine).explainCall("s", "own", Map.of("id", "ann")).denial()).isNull();
    assertThat(calls).isEmpty();
  }

  @Test
  void howAFunctionEndsIsToldApart() {
    SpaceCloud engine = cloud();
    Functions functions = engine.functions();
    functions.register(
        "s",
        "any",
        call -> {
          throw switch (String.valueOf(call.params())) {
            case "said" -> new FunctionException("no such order");
            case "read" -> new NotFoundException("a secret");
            default -> new java.io.IOException("a secret");
          };
        });
    Session session = engine.anonymous();
    assertThatThrownBy(() -> call(session, "any", "said"))
        .isInstanceOf(FunctionException.class)
        .hasMessage("no such order");
    for (String other : List.of("read", "broken")) {
      assertReason(Reason.FAILED, () -> call(session, "any", other));
      assertThatThrownBy(() -> call(session, "any", other)).hasMessage("the function failed");
    }
    assertThatThrownBy(() -> call(ann(engine), "verified", null))
        .isInstanceOf(NotFoundException.class);
    assertReason(Reason.UNSERVED, () -> engine.trusted().call("nobody", "f", null, PATIENCE));
  }

  @Test
  void aReplyThatIsNoJsonOrTooLargeIsAFailure() {
    SpaceCloud engine = cloud(builder -> options(builder, o -> o.withBytes(1_000)));
    engine
        .functions()
        .register(
            "s", "any", call -> "large".equals(call.params()) ? "x".repeat(1_001) : new Object());
    Session session = engine.anonymous();
    assertReason(Reason.FAILED, () -> call(session, "any", "large"));
    assertReason(Reason.FAILED, () -> call(session, "any", null));
    assertThatThrownBy(() -> call(session, "any", "x".repeat(1_000)))
        .isInstanceOf(InvalidRequestException.class)
        .hasMessageContaining("params");
    assertThatThrownBy(() -> call(session, "any", new Object()))
        .isInstanceOf(InvalidRequestException.class);
  }

  @Test
  void noReplyInTimeIsATimeoutAndTheFunctionLearnsOfIt() throws Exception {
    SpaceCloud engine = cloud();
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch cancelled = new CountDownLatch(1);
    engine.functions().register("s", "any", endless(begun, cancelled));
    // One whose time is over before the function begins never reaches it.
    for (int millis = 20; begun.getCount() > 0; millis *= 2) {
      Duration time = Duration.ofMillis(millis);
      assertReason(Reason.TIMEOUT, () -> engine.anonymous().call("s", "any", null, time));
    }
    assertThat(cancelled.await(60, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void whoDoesNotSayHowLongWaitsForTheDefault() {
    SpaceCloud engine =
        cloud(builder -> options(builder, o -> o.withTimeout(Duration.ofMillis(20))));
    engine.functions().register("s", "any", call -> new CompletableFuture<>());
    assertReason(
        Reason.TIMEOUT, () -> engine.anonymous().call(FunctionRequest.of("s", "any", null)));
  }

  @Test
  void cancellingReachesTheFunction() throws Exception {
    SpaceCloud engine = cloud();
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch cancelled = new CountDownLatch(1);
    engine.functions().register("s", "any", endless(begun, cancelled));
    CompletableFuture<@Nullable Object> call =
        engine.anonymous().callAsync(FunctionRequest.of("s", "any", null));
    assertThat(begun.await(60, TimeUnit.SECONDS)).isTrue();
    call.cancel(true);
    assertThat(cancelled.await(60, TimeUnit.SECONDS)).isTrue();
    assertThatThrownBy(call::get).isInstanceOf(CancellationException.class);
  }

  @Test
  void whoIsInterruptedWaitsNoLongerAndTheFunctionLearnsOfIt() throws Exception {
    SpaceCloud engine = cloud();
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch cancelled = new CountDownLatch(1);
    engine.functions().register("s", "any", endless(begun, cancelled));
    CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
    Thread caller =
        new Thread(
            () -> {
              try {
                call(engine.anonymous(), "any", null);
                interrupted.complete(false);
              } catch (BackendException e) {
                interrupted.complete(Thread.currentThread().isInterrupted());
              }
            });
    caller.start();
    assertThat(begun.await(60, TimeUnit.SECONDS)).isTrue();
    caller.interrupt();
    assertThat(interrupted.get(60, TimeUnit.SECONDS)).isTrue();
    assertThat(cancelled.await(60, TimeUnit.SECONDS)).isTrue();
    caller.join();
  }

  @Test
  void aStageIsWaitedForAndItsFailureTold() {
    SpaceCloud engine = cloud();
    engine
        .functions()
        .register(
            "s",
            "any",
            call ->
                CompletableFuture.supplyAsync(
                    () -> {
                      if (call.params() == null) {
                        throw new FunctionException("nothing to do");
                      }
                      return call.params();
                    }));
    assertThat(call(engine.anonymous(), "any", 7)).isEqualTo(7L);
    assertThatThrownBy(() -> call(engine.anonymous(), "any", null))
        .isInstanceOf(FunctionException.class)
        .hasMessage("nothing to do");
  }

  @Test
  void soManyAreServedAtOnceAndSoManyWait() throws Exception {
    SpaceCloud engine = cloud(builder -> options(builder, o -> o.withConcurrent(2).withWaiting(1)));
    CountDownLatch begun = new CountDownLatch(2);
    Semaphore gate = new Semaphore(0);
    engine
        .functions()
        .register(
            "s",
            "any",
            call -> {
              calls.add(call);
              begun.countDown();
              gate.acquire();
              return call.params();
            });
    List<CompletableFuture<@Nullable Object>> three = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      three.add(engine.anonymous().callAsync(FunctionRequest.of("s", "any", i)));
    }
    assertThat(begun.await(60, TimeUnit.SECONDS)).isTrue();
    assertReason(Reason.EXHAUSTED, () -> call(engine.anonymous(), "any", null));
    assertThat(calls).hasSize(2);
    gate.release(3);
    for (int i = 0; i < 3; i++) {
      assertThat(three.get(i).get(60, TimeUnit.SECONDS)).isEqualTo((long) i);
    }
  }

  @Test
  void aCallThatNobodyWaitsForAnyMoreIsNotBegun() throws Exception {
    SpaceCloud engine = cloud(builder -> options(builder, o -> o.withConcurrent(1)));
    CountDownLatch begun = new CountDownLatch(1);
    Semaphore gate = new Semaphore(0);
    Set<Object> ran = ConcurrentHashMap.newKeySet();
    engine
        .functions()
        .register(
            "s",
            "any",
            call -> {
              ran.add(call.params());
              begun.countDown();
              gate.acquire();
              return call.params();
            });
    Session session = engine.anonymous();
    CompletableFuture<@Nullable Object> first =
        session.callAsync(FunctionRequest.of("s", "any", "first"));
    assertThat(begun.await(60, TimeUnit.SECONDS)).isTrue();
    CompletableFuture<@Nullable Object> second =
        session.callAsync(FunctionRequest.of("s", "any", "second"));
    CompletableFuture<@Nullable Object> third =
        session.callAsync(FunctionRequest.of("s", "any", "third"));
    second.cancel(true);
    gate.release(2);
    assertThat(first.get(60, TimeUnit.SECONDS)).isEqualTo("first");
    assertThat(third.get(60, TimeUnit.SECONDS)).isEqualTo("third");
    assertThat(ran).containsExactlyInAnyOrder("first", "third");
  }

  @Test
  void closingLetsWhatRunsEndAndUseTheEngine() throws Exception {
    SpaceCloud engine = cloud(builder -> options(builder, o -> o.withDrain(PATIENCE)));
    CountDownLatch begun = new CountDownLatch(1);
    Semaphore gate = new Semaphore(0);
    engine
        .functions()
        .register(
            "s",
            "any",
            call -> {
              begun.countDown();
              gate.acquire();
              return engine.projectId();
            });
    CompletableFuture<@Nullable Object> call =
        engine.anonymous().callAsync(FunctionRequest.of("s", "any", null));
    assertThat(begun.await(60, TimeUnit.SECONDS)).isTrue();
    Thread closing = new Thread(engine::close);
    closing.start();
    awaitRefusal(engine);
    assertThat(call).isNotDone();
    gate.release();
    assertThat(call.get(60, TimeUnit.SECONDS)).isEqualTo("functions");
    closing.join();
    assertThatThrownBy(() -> call(engine.anonymous(), "any", null))
        .isInstanceOf(IllegalStateException.class);
  }

  /** Calls until none is let in any more: closing has begun. */
  private static void awaitRefusal(SpaceCloud engine) throws InterruptedException {
    for (boolean open = true; open; TimeUnit.MILLISECONDS.sleep(1)) {
      try {
        engine.trusted().call("s", "none", null, PATIENCE);
      } catch (BackendException e) {
        open = false;
      } catch (NotFoundException e) {
        // still served
      }
    }
  }

  @Test
  void whatDoesNotEndWhenTheEngineClosesEndsByAnException() throws Exception {
    SpaceCloud engine = cloud(builder -> options(builder, o -> o.withDrain(Duration.ofMillis(20))));
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch cancelled = new CountDownLatch(1);
    engine.functions().register("s", "any", endless(begun, cancelled));
    CompletableFuture<@Nullable Object> call =
        engine.anonymous().callAsync(FunctionRequest.of("s", "any", null));
    assertThat(begun.await(60, TimeUnit.SECONDS)).isTrue();
    engine.close();
    assertThatThrownBy(() -> call.get(60, TimeUnit.SECONDS))
        .isInstanceOf(ExecutionException.class)
        .cause()
        .isInstanceOfSatisfying(
            BackendException.class, e -> assertThat(e.reason()).isEqualTo(Reason.DOWN));
    assertThat(cancelled.await(60, TimeUnit.SECONDS)).isTrue();
    assertThatThrownBy(() -> engine.functions().register("s", "new", recording(1)))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void aFunctionIsServedUntilItsRegistrationIsClosed() {
    SpaceCloud engine = cloud();
    Functions.Registration any = engine.functions().register("s", "any", recording(1));
    Functions.Registration other = engine.functions().register("s", "verified", recording(2));
    assertThatThrownBy(() -> engine.functions().register("s", "any", recording(3)))
        .isInstanceOf(IllegalStateException.class);
    any.close();
    any.close();
    assertThatThrownBy(() -> call(engine.anonymous(), "any", null))
        .isInstanceOf(NotFoundException.class);
    other.close();
    assertReason(Reason.UNSERVED, () -> call(engine.anonymous(), "any", null));
    engine.functions().register("s", "any", recording(4));
    assertThat(call(engine.anonymous(), "any", null)).isEqualTo(4L);
    assertThatThrownBy(() -> engine.functions().register("", "any", recording(3)))
        .isInstanceOf(InvalidRequestException.class);
  }

  @Test
  void whereFunctionsAreSaidNotToBeThereTheyAreNot() {
    SpaceCloud engine =
        cloud(
            builder ->
                builder.config(
                    ProjectConfig.parse(RULES.replace("enabled: true", "enabled: false"))));
    engine.functions().register("s", "any", recording(1));
    assertThatThrownBy(() -> call(engine.anonymous(), "any", null))
        .isInstanceOf(NotFoundException.class);
    assertThat(call(engine.trusted(), "any", null)).isEqualTo(1L);
  }

  @Test
  void callsCountAmongTheRequestsUntilTheyEnd() throws Exception {
    SpaceCloud engine = cloud(builder -> builder.limits(Limits.NONE.withConcurrent(1)));
    CompletableFuture<String> later = new CompletableFuture<>();
    engine.functions().register("s", "any", call -> later);
    CompletableFuture<@Nullable Object> first =
        engine.anonymous().callAsync(FunctionRequest.of("s", "any", null));
    assertThatThrownBy(() -> call(engine.anonymous(), "any", null))
        .isInstanceOf(LimitExceededException.class);
    later.complete("done");
    assertThat(first.get(60, TimeUnit.SECONDS)).isEqualTo("done");
    assertThat(call(engine.anonymous(), "any", null)).isEqualTo("done");
  }

  @Test
  void aCallMayTakeNoLongerThanARequestMay() {
    SpaceCloud engine =
        cloud(builder -> builder.limits(Limits.NONE.withLongest(Duration.ofMillis(20))));
    engine.functions().register("s", "any", call -> new CompletableFuture<>());
    assertThatThrownBy(() -> call(engine.anonymous(), "any", null))
        .isInstanceOf(InvalidRequestException.class);
    assertReason(
        Reason.TIMEOUT, () -> engine.anonymous().call(FunctionRequest.of("s", "any", null)));
  }

  @Test
  void callsAreToldOnceTheyEnd() throws Exception {
    SpaceCloud engine = cloud();
    CompletableFuture<String> later = new CompletableFuture<>();
    engine.functions().register("s", "verified", call -> later);
    CompletableFuture<@Nullable Object> call =
        ann(engine).callAsync(FunctionRequest.of("s", "verified", Map.of("pin", "psst")));
    assertThat(events).isEmpty();
    later.complete("psst");
    call.get(60, TimeUnit.SECONDS);
    assertThatThrownBy(() -> call(ann(engine), "none", null))
        .isInstanceOf(AccessDeniedException.class);
    assertThatThrownBy(() -> call(engine.trusted(), "gone", null))
        .isInstanceOf(NotFoundException.class);

    assertThat(events).hasSize(3);
    AuditEvent first = events.get(0);
    assertThat(first.access()).isEqualTo(new Access.ToFunction("s", "verified"));
    assertThat(first.caller()).isEqualTo("ann");
    assertThat(first.decision()).isEqualTo(Decision.GRANTED);
    assertThat(first.rule()).isEqualTo("modules.functions.rules.s.verified");
    assertThat(first.failure()).isNull();
    assertThat(first.toString()).doesNotContain("psst");
    assertThat(events.get(1).decision()).isEqualTo(Decision.DENIED);
    assertThat(events.get(2).failure()).isEqualTo("NotFoundException");
    assertThat(events.get(2).trusted()).isTrue();
  }

  @Test
  void aTokenThatHasExpiredCallsNothing() {
    SpaceCloud engine = cloud();
    engine.functions().register("s", "any", recording(1));
    String token = engine.tokens().issue(Map.of("id", "ann"), Duration.ofHours(1));
    Session session = engine.session(token);
    engine.reload(ProjectConfig.parse(RULES.replace("a-secret-for", "another-secret-for")));
    assertThatThrownBy(() -> call(session, "any", null))
        .isInstanceOf(UnauthenticatedException.class);
    assertThat(calls).isEmpty();
  }

  @Test
  void otherRulesHoldOnceTheyAreLoaded() {
    SpaceCloud engine = cloud();
    engine.functions().register("s", "any", recording(1));
    call(engine.anonymous(), "any", null);
    engine.reload(ProjectConfig.parse(RULES.replace("{rule: allow}", "{rule: deny}")));
    assertThatThrownBy(() -> call(engine.anonymous(), "any", null))
        .isInstanceOf(AccessDeniedException.class);
  }

  @Test
  void callsAreReadFromJsonAndAnsweredInJson() {
    SpaceCloud engine = cloud();
    engine.functions().register("s", "any", FunctionCall::params);
    FunctionRequest request =
        engine.requests().call("s", "any", "{\"params\": {\"a\": [1, 2.50]}, \"timeout\": 5}");
    assertThat(request.timeout()).isEqualTo(Duration.ofSeconds(5));
    assertThat(engine.answers().reply(engine.anonymous().call(request)))
        .isEqualTo("{\"result\":{\"a\":[1,2.50]}}");
    assertThat(engine.answers().reply(null)).isEqualTo("{\"result\":null}");
    assertThat(engine.requests().call("s", "any", "{}"))
        .isEqualTo(FunctionRequest.of("s", "any", null));
    for (String wrong :
        List.of(
            "{\"timeout\": 0}",
            "{\"timeout\": 3601}",
            "{\"timeout\": \"5\"}",
            "{\"timeout\": 1.5}",
            "{\"param\": 1}",
            "[]",
            "{\"params\": 1, \"params\": 2}")) {
      assertThatThrownBy(() -> engine.requests().call("s", "any", wrong))
          .as(wrong)
          .isInstanceOf(InvalidRequestException.class);
    }
  }

  @Test
  void theApplicationsExecutorRunsTheFunctions() {
    ExecutorService own =
        Executors.newSingleThreadExecutor(task -> new Thread(task, "application's own"));
    SpaceCloud engine = cloud(builder -> builder.executor(own));
    engine.functions().register("s", "any", call -> Thread.currentThread().getName());
    assertThat(call(engine.anonymous(), "any", null)).isEqualTo("application's own");
    engine.close();
    assertThat(own.isShutdown()).isFalse();
    own.shutdownNow();
  }

  @Test
  void anExecutorThatTakesNothingMoreTurnsCallsAway() {
    ExecutorService own = Executors.newSingleThreadExecutor();
    own.shutdownNow();
    SpaceCloud engine = cloud(builder -> builder.executor(own));
    engine.functions().register("s", "any", recording(1));
    assertReason(Reason.EXHAUSTED, () -> call(engine.anonymous(), "any", null));
  }

  @Test
  void functionsCallFunctions() {
    SpaceCloud engine = cloud();
    engine
        .functions()
        .register(
            "s",
            "any",
            call ->
                engine
                    .authenticated(Map.of("id", "kim"))
                    .call("s", "verified", call.params(), PATIENCE));
    engine.functions().register("s", "verified", call -> List.of(call.claims(), call.params()));
    assertThat(call(engine.anonymous(), "any", 1)).isEqualTo(List.of(Map.of("id", "kim"), 1L));
  }

  @Test
  void manyThreadsCallAtOnceAndNothingIsMixedUp() throws Exception {
    SpaceCloud engine = cloud(builder -> options(builder, o -> o.withConcurrent(3)));
    engine
        .functions()
        .register("s", "verified", call -> List.of(call.claims().get("id"), call.params()));
    int threads = 8;
    CyclicBarrier start = new CyclicBarrier(threads);
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    List<java.util.concurrent.Future<?>> all = new ArrayList<>();
    for (int i = 0; i < threads; i++) {
      String id = "caller " + i;
      all.add(
          pool.submit(
              () -> {
                Session session = engine.authenticated(Map.of("id", id));
                start.await();
                for (long j = 0; j < 300; j++) {
                  assertThat(call(session, "verified", j)).isEqualTo(List.of(id, j));
                }
                return null;
              }));
    }
    for (var each : all) {
      each.get(60, TimeUnit.SECONDS);
    }
    pool.shutdownNow();
  }

  @Test
  void documentsAndResultsAreReplies() {
    SpaceCloud engine = cloud();
    engine.functions().register("s", "any", call -> List.of(Document.of(Map.of("a", 1))));
    assertThat(call(engine.anonymous(), "any", null)).isEqualTo(List.of(Map.of("a", 1L)));
  }

  @Test
  void theTimeThatIsAskedForIsAnHourAtMost() {
    for (Duration time : List.of(Duration.ZERO, Duration.ofSeconds(-1), Duration.ofHours(2))) {
      assertThatThrownBy(() -> new FunctionRequest("s", "f", null, time))
          .isInstanceOf(InvalidRequestException.class);
    }
  }
}
