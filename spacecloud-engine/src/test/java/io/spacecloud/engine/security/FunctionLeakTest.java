package io.spacecloud.engine.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.spacecloud.api.error.AccessDeniedException;
import io.spacecloud.api.error.BackendException;
import io.spacecloud.api.error.BackendException.Reason;
import io.spacecloud.api.error.ConflictException;
import io.spacecloud.api.error.FunctionException;
import io.spacecloud.api.error.InvalidRequestException;
import io.spacecloud.api.error.NotFoundException;
import io.spacecloud.api.function.FunctionCall;
import io.spacecloud.api.function.FunctionHandler;
import io.spacecloud.api.function.FunctionRequest;
import io.spacecloud.api.rule.AuditEvent;
import io.spacecloud.api.rule.CallInput;
import io.spacecloud.api.rule.FunctionCaller;
import io.spacecloud.api.rule.RowReader;
import io.spacecloud.engine.testing.RecordedLogs;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * What goes wrong in a function tells its caller nothing, nor the log what it was called with
 * (class 11): but for the words of a {@link FunctionException}, which are meant for the caller.
 *
 * <p>Falls if {@code Work#failure} passed another exception on or logged it whole, if {@code
 * FunctionCall#cancel} ended with the first listener that throws, if {@code FuncNode} told its
 * caller why, or if {@code FunctionRequest}, {@code FunctionCall} or {@code CallInput} printed what
 * they hold.
 */
@Timeout(120)
class FunctionLeakTest {
  private static final String SECRET = "psst-4711";

  private static FunctionHandler throwing(Exception failure) {
    return call -> {
      throw failure;
    };
  }

  private static List<FunctionHandler> broken() {
    IllegalStateException own = new IllegalStateException(SECRET, new RuntimeException(SECRET));
    return List.of(
        throwing(own),
        throwing(new Exception(SECRET)),
        throwing(new NotFoundException(SECRET)),
        throwing(new AccessDeniedException(SECRET)),
        throwing(new InvalidRequestException(SECRET, SECRET)),
        throwing(new ConflictException(ConflictException.Reason.CONSTRAINT, SECRET)),
        throwing(new BackendException(Reason.EXHAUSTED, SECRET, own)),
        throwing(new BackendException(Reason.UNSERVED, SECRET, own)),
        call -> {
          throw new AssertionError(SECRET + call.params());
        },
        call -> CompletableFuture.failedFuture(own),
        call -> CompletableFuture.supplyAsync(() -> Integer.parseInt(SECRET)),
        call -> Map.of(SECRET, new StringBuilder(SECRET)),
        call -> SECRET.repeat(100_000),
        call -> SECRET + "\0");
  }

  private static String printed(Throwable failure) {
    StringWriter text = new StringWriter();
    failure.printStackTrace(new PrintWriter(text));
    return text.toString();
  }

  @Test
  void whatAFunctionThrowsIsNotToldAndNotLogged() throws Exception {
    for (FunctionHandler each : broken()) {
      try (FunctionHouse house = FunctionHouse.of(FunctionHouse.OPEN)) {
        house.serve("broken", "f", each);
        FunctionRequest request =
            FunctionRequest.of("broken", "f", Map.of("pin", SECRET))
                .withTimeout(Duration.ofMinutes(1));
        List<String> logged =
            RecordedLogs.during(
                () -> {
                  Throwable failure = catchThrowable(() -> house.cloud.trusted().call(request));
                  assertThat(failure)
                      .isInstanceOfSatisfying(
                          BackendException.class,
                          e -> assertThat(e.reason()).isEqualTo(Reason.FAILED))
                      .hasMessage("the function failed")
                      .hasNoCause();
                  assertThat(printed(failure)).doesNotContain(SECRET);
                  return null;
                });
        assertThat(logged).anyMatch(line -> line.contains("broken.f failed: "));
        assertThat(logged).noneMatch(line -> line.contains(SECRET));
      }
    }
  }

  @Test
  void whatItSaysToTheCallerIsTold() throws Exception {
    for (FunctionHandler each :
        List.<FunctionHandler>of(
            throwing(new FunctionException("no such order")),
            call -> CompletableFuture.failedFuture(new FunctionException("no such order")),
            call ->
                CompletableFuture.supplyAsync(
                    () -> {
                      throw new FunctionException("no such order");
                    }))) {
      try (FunctionHouse house = FunctionHouse.of(FunctionHouse.OPEN)) {
        house.serve("refusing", "f", each);
        assertThatThrownBy(
                () -> house.cloud.trusted().call(FunctionRequest.of("refusing", "f", SECRET)))
            .isInstanceOf(FunctionException.class)
            .hasMessage("no such order");
      }
    }
  }

  /** A listener, too, is the application's. */
  @Test
  void whatAListenerThrowsHarmsNobody() throws Exception {
    try (FunctionHouse house = FunctionHouse.of(FunctionHouse.OPEN)) {
      Semaphore begun = new Semaphore(0);
      Semaphore told = new Semaphore(0);
      house.serve(
          "listening",
          "f",
          call -> {
            call.onCancel(
                () -> {
                  throw new IllegalStateException(SECRET);
                });
            call.onCancel(told::release);
            begun.release();
            return new CompletableFuture<>();
          });
      FunctionRequest request = FunctionRequest.of("listening", "f", SECRET);
      List<String> logged =
          RecordedLogs.during(
              () -> {
                CompletableFuture<Object> call = house.cloud.trusted().callAsync(request);
                assertThat(begun.tryAcquire(60, TimeUnit.SECONDS)).isTrue();
                call.cancel(true);
                assertThat(told.tryAcquire(60, TimeUnit.SECONDS)).isTrue();
                assertThat(house.call(null)).isEqualTo(Map.of("served", true));

                house.cloud.trusted().callAsync(request);
                assertThat(begun.tryAcquire(60, TimeUnit.SECONDS)).isTrue();
                house.close(); // which ends it
                assertThat(told.tryAcquire(60, TimeUnit.SECONDS)).isTrue();
                return null;
              });
      assertThat(logged).noneMatch(line -> line.contains(SECRET));
    }
  }

  @Test
  void nothingPrintsWhatACallHolds() throws Exception {
    List<AuditEvent> events = new CopyOnWriteArrayList<>();
    try (FunctionHouse house =
        FunctionHouse.of("{rule: allow}", builder -> builder.audit(events::add))) {
      FunctionRequest request = FunctionRequest.of("s", "f", Map.of("pin", SECRET));
      List<String> logged =
          RecordedLogs.during(() -> house.as(Map.of("id", "ann", "s", SECRET)).call(request));
      assertThat(logged).noneMatch(line -> line.contains(SECRET));
      FunctionCall call = house.served.get(0);
      CallInput input =
          new CallInput(
              call.caller(), "s", "f", request.params(), RowReader.NONE, FunctionCaller.NONE);
      assertThat(List.of(request, call, call.caller(), events, input))
          .noneMatch(each -> each.toString().contains(SECRET));
      assertThat(events).hasSize(1);
    }
  }

  /** Whatever it is that a guard says, and whether there is a function behind it. */
  @Test
  void aDenialIsTheSameWhateverTheReason() throws Exception {
    List<FunctionHandler> guards = new CopyOnWriteArrayList<>(broken());
    guards.add(throwing(new FunctionException(SECRET)));
    guards.add(call -> Map.of("ack", false, "why", SECRET));
    Set<String> outcomes = new HashSet<>();
    for (FunctionHandler each : guards) {
      try (FunctionHouse house = FunctionHouse.of(FunctionHouse.GUARDED)) {
        outcomes.add(String.valueOf(catchThrowable(() -> house.call(SECRET))));
        house.serve("guard", "check", each);
        List<String> logged =
            RecordedLogs.during(
                () -> outcomes.add(String.valueOf(catchThrowable(() -> house.call(SECRET)))));
        outcomes.add(
            String.valueOf(
                catchThrowable(
                    () -> house.ann().call("none", "f", SECRET, Duration.ofSeconds(1)))));
        assertThat(logged).noneMatch(line -> line.contains(SECRET));
      }
    }
    assertThat(outcomes).containsExactly("io.spacecloud.api.error.AccessDeniedException: denied");
  }
}
