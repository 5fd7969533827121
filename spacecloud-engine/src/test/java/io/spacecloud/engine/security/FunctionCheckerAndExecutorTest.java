package io.spacecloud.engine.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spacecloud.api.error.AccessDeniedException;
import io.spacecloud.api.error.InvalidRequestException;
import io.spacecloud.api.function.FunctionCall;
import io.spacecloud.api.function.FunctionRequest;
import io.spacecloud.api.request.Create;
import io.spacecloud.engine.Session;
import java.util.AbstractMap;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * What was judged is what is called (classes 2 and 16): parameters are read once, and nobody can
 * change them, or a reply, afterwards.
 *
 * <p>Falls if {@code FunctionRequest} kept the parameters that it was given, if {@code
 * JsonKinds#of} returned maps or lists that can be changed, if {@code Work#settle} replied with
 * what the handler returned, if {@code Dispatcher#call} carried another request than it let in, or
 * if bodies were read with duplicate keys.
 */
@Timeout(120)
class FunctionCheckerAndExecutorTest {
  /** Says who it is about, differently each time that it is read. */
  private static final class Shifting extends AbstractMap<String, Object> {
    private final AtomicInteger reads = new AtomicInteger();

    @Override
    public Set<Entry<String, Object>> entrySet() {
      return Map.<String, Object>of("id", reads.getAndIncrement() == 0 ? "ann" : "bob").entrySet();
    }

    @Override
    public Object get(Object key) {
      return "id".equals(key) ? entrySet().iterator().next().getValue() : null;
    }
  }

  @Test
  void parametersAreReadOnce() {
    try (FunctionHouse house = FunctionHouse.of(FunctionHouse.OWN)) {
      for (Object shifting :
          List.of(new Shifting(), new HashMap<>(Map.of("id", "ann", "x", new Shifting())))) {
        house.served.clear();
        try {
          house.call(shifting);
        } catch (AccessDeniedException e) {
          continue; // it was bob's when it was read
        }
        assertThat(house.served.get(0).document().get("id")).isEqualTo("ann");
      }
    }
  }

  @Test
  void whatTheCallerChangesAfterwardsIsNotSeen() throws Exception {
    try (FunctionHouse house = FunctionHouse.of(FunctionHouse.OWN)) {
      Session ann = house.ann();
      List<Object> list = new ArrayList<>(List.of("a"));
      Map<String, Object> params = new HashMap<>(Map.of("id", "ann", "list", list));
      FunctionRequest request = FunctionRequest.of("s", "f", params);
      params.put("id", "bob");
      list.add("b");
      ann.call(request);
      assertThat(house.served.get(0).params()).isEqualTo(Map.of("id", "ann", "list", List.of("a")));
    }
  }

  /** It waits for its turn meanwhile. */
  @Test
  void norWhileItWaits() throws Exception {
    try (FunctionHouse house =
        FunctionHouse.of(
            FunctionHouse.OPEN,
            builder -> builder.functionOptions(FunctionHouse.OPTIONS.withConcurrent(1)))) {
      CountDownLatch begun = new CountDownLatch(1);
      Semaphore gate = new Semaphore(0);
      house.cloud.functions().register("hold", "f", call -> held(begun, gate));
      CompletableFuture<Object> first =
          house.cloud.trusted().callAsync(FunctionRequest.of("hold", "f", null));
      assertThat(begun.await(60, TimeUnit.SECONDS)).isTrue();
      byte[] bytes = {1};
      Map<String, Object> params = new HashMap<>(Map.of("id", "ann", "bytes", bytes));
      CompletableFuture<Object> second =
          house.ann().callAsync(FunctionRequest.of("s", "f", params));
      params.put("id", "bob");
      bytes[0] = 2;
      gate.release();
      first.get(60, TimeUnit.SECONDS);
      second.get(60, TimeUnit.SECONDS);
      assertThat(house.served.get(0).params()).isEqualTo(Map.of("id", "ann", "bytes", "AQ=="));
    }
  }

  private static Object held(CountDownLatch begun, Semaphore gate) throws InterruptedException {
    begun.countDown();
    gate.acquire();
    return "held";
  }

  @Test
  void aHandlerCannotChangeWhatItIsCalledWith() {
    try (FunctionHouse house = FunctionHouse.of(FunctionHouse.OWN)) {
      Map<String, Object> params =
          Map.of("id", "ann", "list", List.of(1, Map.of("a", 1)), "map", Map.of("b", List.of()));
      FunctionRequest request = FunctionRequest.of("s", "f", params);
      house.ann().call(request);
      FunctionCall call = house.served.get(0);
      Map<String, Object> seen = map(call.params());
      List<Consumer<Map<String, Object>>> attempts =
          List.of(
              each -> each.put("id", "bob"),
              Map::clear,
              each -> list(each.get("list")).add(1),
              each -> map(list(each.get("list")).get(1)).put("a", 2),
              each -> map(each.get("map")).remove("b"),
              each -> list(map(each.get("map")).get("b")).add(2));
      for (Consumer<Map<String, Object>> each : attempts) {
        assertThatThrownBy(() -> each.accept(seen))
            .isInstanceOf(UnsupportedOperationException.class);
      }
      assertThatThrownBy(() -> call.claims().put("id", "bob"))
          .isInstanceOf(UnsupportedOperationException.class);
      house.ann().call(request);
      assertThat(house.served.get(1).params()).isEqualTo(house.served.get(0).params());
    }
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> map(Object value) {
    return (Map<String, Object>) value;
  }

  @SuppressWarnings("unchecked")
  private static List<Object> list(Object value) {
    return (List<Object>) value;
  }

  @Test
  void norItsReplyOnceItHasReplied() {
    try (FunctionHouse house = FunctionHouse.of(FunctionHouse.OPEN)) {
      Map<String, Object> kept = new HashMap<>(Map.of("a", new ArrayList<>(List.of(1))));
      house.serve("kept", "f", call -> kept);
      Object reply = house.cloud.trusted().call(FunctionRequest.of("kept", "f", null));
      list(kept.get("a")).add(2);
      kept.put("b", 3);
      assertThat(reply).isEqualTo(Map.of("a", List.of(1L)));
      assertThatThrownBy(() -> map(reply).put("c", 1))
          .isInstanceOf(UnsupportedOperationException.class);
      assertThatThrownBy(() -> list(map(reply).get("a")).add(1))
          .isInstanceOf(UnsupportedOperationException.class);
    }
  }

  @Test
  void aKeyThatIsThereTwiceIsRefused() {
    try (FunctionHouse house = FunctionHouse.of(FunctionHouse.OWN)) {
      for (String body :
          List.of(
              "{\"params\": {\"id\": \"ann\", \"id\": \"bob\"}}",
              "{\"params\": {\"id\": \"ann\", \"\\u0069d\": \"bob\"}}",
              "{\"params\": {\"id\": \"ann\"}, \"params\": {\"id\": \"bob\"}}",
              "{\"params\": {\"id\": \"ann\", \"x\": [{\"a\": 1, \"a\": 2}]}}",
              "{\"params\": {\"id\": \"ann\"}} {\"params\": {\"id\": \"bob\"}}")) {
        assertThatThrownBy(() -> house.cloud.requests().call("s", "f", body))
            .as(body)
            .isInstanceOf(InvalidRequestException.class);
      }
    }
  }

  /** What a function is told that a rule asks is what runs. */
  @Test
  void whatAGuardIsToldIsWhatIsWritten() {
    String rule =
        "{rule: and, clauses: [{rule: force, field: args.doc.owner, value: args.auth.id}, "
            + FunctionHouse.GUARDED
            + "]}";
    List<Map<String, Object>> told = new ArrayList<>();
    House house = House.of("{create: " + rule + ", read: {rule: authenticated}}");
    try (house.cloud) {
      house
          .cloud
          .functions()
          .register(
              "guard",
              "check",
              call -> {
                told.add(map(call.params()));
                assertThatThrownBy(() -> map(map(call.params()).get("doc")).put("owner", "bob"))
                    .isInstanceOf(UnsupportedOperationException.class);
                return Map.of("ack", true);
              });
      Map<String, Object> doc = new HashMap<>(Map.of("id", "new", "owner", "bob", "n", 7));
      house.ann().create(Create.one("db", "todos", doc));
      Map<String, Object> stored = Map.of("id", "new", "owner", "ann", "n", 7L);
      assertThat(told).containsExactly(Map.of("op", "one", "doc", stored));
      assertThat(house.backend.rows("todos"))
          .anySatisfy(row -> assertThat(row).containsAllEntriesOf(stored));
    }
  }
}
