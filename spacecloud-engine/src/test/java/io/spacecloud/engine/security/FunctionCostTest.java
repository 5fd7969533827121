package io.spacecloud.engine.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spacecloud.api.error.AccessDeniedException;
import io.spacecloud.api.error.BackendException;
import io.spacecloud.api.error.BackendException.Reason;
import io.spacecloud.api.error.InvalidRequestException;
import io.spacecloud.api.function.FunctionCall;
import io.spacecloud.api.function.FunctionRequest;
import io.spacecloud.api.request.Read;
import io.spacecloud.engine.SpaceCloudBuilder;
import io.spacecloud.engine.config.FunctionOptions;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What a call may cost is bounded (class 13): what it brings, what it returns, how many are served
 * and wait, and how deep functions and rules call one another.
 *
 * <p>Falls without the bounds on bytes in {@code FunctionModule#call} and {@code Work#settle},
 * those in {@code FunctionRequest}, those on running and waiting calls in {@code Bench#serve},
 * without {@code Bench#leave}, or without the timers of both {@code LocalFunctionBus#call} and
 * {@code Bench#endInTime}, either of which is enough.
 */
@Timeout(120)
class FunctionCostTest {
  private static UnaryOperator<SpaceCloudBuilder> options(UnaryOperator<FunctionOptions> change) {
    return builder -> builder.functionOptions(change.apply(FunctionHouse.OPTIONS));
  }

  private static Object nested(int depth) {
    Object value = 1;
    for (int i = 0; i < depth; i++) {
      value = i % 2 == 0 ? List.of(value) : Map.of("a", value);
    }
    return value;
  }

  @ParameterizedTest
  @EnumSource
  void whatIsTooLargeIsRefusedAndNotServed(FunctionDoor door) {
    try (FunctionHouse house =
        FunctionHouse.of(FunctionHouse.OPEN, options(o -> o.withBytes(1_000)))) {
      List<Object> large =
          List.of(
              "x".repeat(1_000),
              List.of("x".repeat(500), "x".repeat(500)),
              Map.of("x".repeat(1_000), 1),
              Collections.nCopies(1_000, 1),
              Collections.nCopies(1_000, null));
      for (Object each : large) {
        if (door != FunctionDoor.EXPLAIN) { // which carries nothing anywhere
          assertRefused(house, door, "s", each);
        }
      }
      List<Object> never =
          List.of(
              nested(33),
              new BigDecimal("1e1001"),
              new BigDecimal("1e-1001"),
              new BigDecimal("1".repeat(1_001)),
              "a\0b",
              "\ud800");
      for (Object each : never) {
        assertRefused(house, door, "s", each);
      }
      for (String name : List.of("", "x".repeat(257), "a\0b", "\ud800")) {
        assertRefused(house, door, name, null);
      }
      door.enter(house.cloud, house.ann(), "s", "f", "x".repeat(900));
    }
  }

  private static void assertRefused(
      FunctionHouse house, FunctionDoor door, String service, Object params) {
    assertThatThrownBy(() -> door.enter(house.cloud, house.ann(), service, "f", params))
        .isInstanceOf(InvalidRequestException.class);
    assertThat(house.served).isEmpty();
  }

  @Test
  void aReplyThatIsTooLargeIsAFailure() {
    try (FunctionHouse house =
        FunctionHouse.of(FunctionHouse.OPEN, options(o -> o.withBytes(1_000)))) {
      List<Object> replies =
          List.of("x".repeat(1_000), Collections.nCopies(1_000, 1), nested(33), new Object());
      for (int i = 0; i < replies.size(); i++) {
        Object reply = replies.get(i);
        house.serve("large", "f" + i, call -> reply);
        FunctionRequest request = FunctionRequest.of("large", "f" + i, null);
        assertReason(Reason.FAILED, house.cloud.trusted().callAsync(request));
      }
    }
  }

  private static void assertReason(Reason reason, CompletableFuture<Object> call) {
    assertThatThrownBy(() -> call.get(60, TimeUnit.SECONDS))
        .isInstanceOf(ExecutionException.class)
        .cause()
        .isInstanceOfSatisfying(
            BackendException.class, e -> assertThat(e.reason()).isEqualTo(reason));
  }

  /** Eight threads call without end; so many are served, so many wait, the others are told so. */
  @Test
  void soManyAreServedAndSoManyWait() throws Exception {
    AtomicInteger present = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    AtomicInteger turnedAway = new AtomicInteger();
    AtomicInteger ended = new AtomicInteger();
    ExecutorService pool = Executors.newFixedThreadPool(8);
    try (FunctionHouse house =
        FunctionHouse.of("{rule: allow}", options(o -> o.withConcurrent(2).withWaiting(3)))) {
      house.serve(
          "counted",
          "f",
          call -> {
            most.accumulateAndGet(present.incrementAndGet(), Math::max);
            Thread.yield();
            present.decrementAndGet();
            return 1;
          });
      List<Future<?>> all = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        all.add(
            pool.submit(
                () -> {
                  for (int j = 0; j < 500; j++) {
                    try {
                      house.cloud.trusted().call(FunctionRequest.of("counted", "f", null));
                    } catch (BackendException e) {
                      assertThat(e.reason()).isEqualTo(Reason.EXHAUSTED);
                      turnedAway.incrementAndGet();
                    }
                    ended.incrementAndGet();
                  }
                }));
      }
      for (Future<?> each : all) {
        each.get(60, TimeUnit.SECONDS);
      }
    } finally {
      pool.shutdownNow();
    }
    assertThat(most).hasValueBetween(1, 2);
    assertThat(turnedAway).hasPositiveValue();
    assertThat(ended).hasValue(8 * 500);
  }

  /** Who gives up, or is late, leaves room for another. */
  @Test
  void whoWaitsNoMoreTakesUpNoRoom() throws Exception {
    try (FunctionHouse house =
        FunctionHouse.of(FunctionHouse.OPEN, options(o -> o.withConcurrent(1).withWaiting(1)))) {
      CountDownLatch begun = new CountDownLatch(1);
      Semaphore gate = new Semaphore(0);
      house.serve("hold", "f", call -> held(begun, gate));
      FunctionRequest hold = FunctionRequest.of("hold", "f", null);
      CompletableFuture<Object> first =
          house.cloud.trusted().callAsync(hold.withTimeout(Duration.ofMinutes(1)));
      assertThat(begun.await(60, TimeUnit.SECONDS)).isTrue();
      for (int i = 0; i < 100; i++) {
        CompletableFuture<Object> waiting = house.cloud.trusted().callAsync(hold);
        assertThat(waiting).isNotDone();
        assertReason(Reason.EXHAUSTED, house.cloud.trusted().callAsync(hold));
        waiting.cancel(true);
      }
      assertReason(
          Reason.TIMEOUT, house.cloud.trusted().callAsync(hold.withTimeout(Duration.ofMillis(1))));
      CompletableFuture<Object> last =
          house.cloud.trusted().callAsync(hold.withTimeout(Duration.ofMinutes(1)));
      gate.release(2);
      assertThat(first.get(60, TimeUnit.SECONDS)).isEqualTo("held");
      assertThat(last.get(60, TimeUnit.SECONDS)).isEqualTo("held");
    }
  }

  private static Object held(CountDownLatch begun, Semaphore gate) throws InterruptedException {
    begun.countDown();
    gate.acquire();
    return "held";
  }

  @Test
  void aFunctionThatCallsItselfWithoutEndIsEnded() {
    AtomicInteger deep = new AtomicInteger();
    try (FunctionHouse house =
        FunctionHouse.of("{rule: allow}", options(o -> o.withConcurrent(8).withWaiting(2)))) {
      house.serve(
          "again",
          "f",
          call -> {
            deep.incrementAndGet();
            return house.cloud.trusted().call("again", "f", null, left(call));
          });
      assertThatThrownBy(
              () -> house.cloud.trusted().call("again", "f", null, Duration.ofSeconds(2)))
          .isInstanceOf(BackendException.class);
      assertThat(deep).as("eight at once, and who waits that one ends").hasValueLessThan(100);
    }
  }

  private static Duration left(FunctionCall call) {
    Duration left = Duration.between(Instant.now(), call.deadline());
    return left.isNegative() || left.isZero() ? Duration.ofMillis(1) : left;
  }

  /** No rule is asked whether a rule may call a function, not even the function's own. */
  @Test
  void aFunctionWhoseRuleAsksItselfIsAskedOnce() {
    AtomicInteger asked = new AtomicInteger();
    try (FunctionHouse house =
        FunctionHouse.of("{rule: func, service: self, func: f, timeout: 5}")) {
      house.cloud.reload(
          FunctionHouse.config()
              .function("self", "f", "{rule: func, service: self, func: f, timeout: 5}")
              .build());
      house.serve(
          "self",
          "f",
          call -> {
            asked.incrementAndGet();
            return Map.of("ack", true);
          });
      assertThat(house.ann().call("self", "f", 1, Duration.ofMinutes(1)))
          .isEqualTo(Map.of("ack", true));
      assertThat(asked).as("by the rule, and by the caller").hasValue(2);
    }
  }

  /** A guard does what it is to guard, as the caller whom it judges. */
  @Test
  void rulesAndFunctionsThatAskEachOtherWithoutEndAreEndedByADenial() {
    AtomicInteger asked = new AtomicInteger();
    House house = House.of(House.rules("{rule: func, service: guard, func: check, timeout: 1}"));
    try (house.cloud) {
      house
          .cloud
          .functions()
          .register(
              "guard",
              "check",
              call -> {
                asked.incrementAndGet();
                house.ann().read(Read.all("db", "todos"));
                return Map.of("ack", true);
              });
      assertThatThrownBy(() -> house.ann().read(Read.all("db", "todos")))
          .isInstanceOf(AccessDeniedException.class)
          .hasMessage("denied");
      assertThat(asked.get()).isBetween(1, FunctionOptions.DEFAULT.concurrent());
    }
  }
}
