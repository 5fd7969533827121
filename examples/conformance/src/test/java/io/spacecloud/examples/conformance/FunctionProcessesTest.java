package io.spacecloud.examples.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.spacecloud.api.error.BackendException;
import io.spacecloud.api.error.BackendException.Reason;
import io.spacecloud.api.function.FunctionRequest;
import io.spacecloud.engine.Session;
import io.spacecloud.engine.SpaceCloud;
import io.spacecloud.realtime.NatsServer;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Two processes share the calls of a function over a real nats-server while one of them is killed,
 * or stopped: every call ends, by its reply or by a typed error, and is carried out once at most.
 *
 * <p>Falls without the timer of {@code NatsCalls.Outgoing#begin} (calls that a dead or stopped
 * process had never end), without {@code Status.NO_RESPONDERS_CODE} in {@code #received} (what
 * nobody serves is late, and not unserved), and without the queue group of {@code
 * NatsService#begin} (each call is served by both).
 */
@Timeout(300)
class FunctionProcessesTest {
  private static final Duration LONG = Duration.ofSeconds(20);
  private static final Duration SHORT = Duration.ofSeconds(1);
  private static final int AT_ONCE = 16;
  private static final int ENOUGH = 50;

  private final AtomicLong calls = new AtomicLong();
  private final Map<String, Long> endings = new TreeMap<>();
  private final Map<String, OtherProcess> workers = new TreeMap<>();
  private NatsServer broker;
  private SpaceCloud cloud;
  private Session session;

  @BeforeEach
  void start() throws IOException {
    broker = NatsServer.start();
    cloud = FunctionWorker.open(broker.url());
    session = cloud.authenticated(Map.of("id", "ann"));
    for (String name : List.of("first", "second")) {
      OtherProcess worker = new OtherProcess(FunctionWorker.class, broker.url(), name);
      workers.put(name, worker);
      assertThat(worker.hear()).isEqualTo("begun");
    }
  }

  @AfterEach
  void end() throws IOException, InterruptedException {
    for (OtherProcess each : workers.values()) {
      each.close();
    }
    if (cloud != null) {
      cloud.close();
    }
    if (broker != null) {
      broker.close();
    }
  }

  private CompletableFuture<Object> call(boolean hold, Duration timeout) {
    Map<String, Object> params = Map.of("n", calls.incrementAndGet(), "hold", hold);
    return session.callAsync(new FunctionRequest("work", "do", params, timeout));
  }

  private List<CompletableFuture<Object>> many(boolean hold, Duration timeout) {
    List<CompletableFuture<Object>> all = new ArrayList<>();
    for (int i = 0; i < AT_ONCE; i++) {
      all.add(call(hold, timeout));
    }
    return all;
  }

  /** Who replied, or the reason why nobody did; what has neither fails the test. */
  private String ending(CompletableFuture<Object> call) throws Exception {
    String ending;
    try {
      Object reply = call.get(3 * LONG.toSeconds(), TimeUnit.SECONDS);
      ending = String.valueOf(((Map<?, ?>) reply).get("by"));
    } catch (ExecutionException e) {
      assertThat(e.getCause()).isInstanceOf(BackendException.class);
      ending = ((BackendException) e.getCause()).reason().name();
    }
    endings.merge(ending, 1L, Long::sum);
    return ending;
  }

  private void endAll(List<CompletableFuture<Object>> all) throws Exception {
    for (CompletableFuture<Object> each : all) {
      ending(each);
    }
  }

  private long count(Object ending) {
    return endings.getOrDefault(String.valueOf(ending), 0L);
  }

  /** Calls until the one has replied so often from now on. */
  private void callUntilServedBy(String name, Duration timeout) throws Exception {
    for (long enough = count(name) + ENOUGH; count(name) < enough; ) {
      endAll(many(false, timeout));
    }
  }

  private void assertThatEachCallEnded() {
    System.out.println(calls + " calls: " + endings);
    assertThat(endings.values().stream().mapToLong(each -> each).sum()).isEqualTo(calls.get());
    assertThat(endings.keySet()).isSubsetOf("first", "second", "TIMEOUT", "UNSERVED");
  }

  @Test
  void whoIsKilledTakesNoCallAlong() throws Exception {
    callUntilServedBy("first", LONG);
    callUntilServedBy("second", LONG);
    assertThat(endings).containsOnlyKeys("first", "second");

    List<CompletableFuture<Object>> held = many(true, LONG);
    assertThat(workers.get("first").hear()).isEqualTo("held");
    List<CompletableFuture<Object>> onTheirWay = many(false, LONG);
    workers.get("first").kill();
    callUntilServedBy("second", LONG);
    endAll(onTheirWay);
    endAll(held);
    assertThat(count(Reason.TIMEOUT)).isGreaterThanOrEqualTo(AT_ONCE);
    assertThat(endings).doesNotContainKey("UNSERVED");

    workers.get("second").kill();
    while (!ending(call(false, LONG)).equals("UNSERVED")) {
      assertThat(calls.get()).as("calls until it is known that nobody is there").isLessThan(1_000);
    }
    assertThatEachCallEnded();
    assertThatNoneWasServedAgain("first");
    assertThatNoneWasServedAgain("second");
  }

  @Test
  void whoIsStoppedKeepsNobodyWaiting() throws Exception {
    callUntilServedBy("first", LONG);
    workers.get("first").signal("STOP");
    callUntilServedBy("second", SHORT);
    assertThat(count(Reason.TIMEOUT)).isPositive();
    workers.get("first").signal("CONT");
    callUntilServedBy("first", LONG);
    assertThatEachCallEnded();
    long served = 0;
    for (OtherProcess each : workers.values()) {
      each.say("");
      served += Long.parseLong(each.hear());
    }
    assertThat(served).isBetween(count("first") + count("second"), calls.get());
  }

  /** All that a dead process said. */
  private void assertThatNoneWasServedAgain(String name) throws IOException {
    OtherProcess worker = workers.get(name);
    for (String said = worker.hear(); !said.equals("null"); said = worker.hear()) {
      assertThat(said).isEqualTo("held");
    }
  }
}
