package io.spacecloud.realtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nats.client.Message;
import io.spacecloud.api.error.BackendException;
import io.spacecloud.api.error.BackendException.Reason;
import io.spacecloud.api.error.NotFoundException;
import io.spacecloud.api.function.FunctionRequest;
import io.spacecloud.engine.SpaceCloud;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * No name of a project, service or function reaches another's subject, nor is it a wildcard or a
 * command to the broker (class 9).
 *
 * <p>Falls if {@code FunctionSubjects#of} took a project or service as it is, did not escape the
 * slash, or had no project in it; or if {@code NatsFunctionOptions} took any name for Space
 * Cloud's.
 */
@Timeout(120)
class FunctionInjectionTest {
  private static final List<String> NAMES =
      List.of(
          "s",
          "S",
          "*",
          ">",
          "s.*",
          "s.>",
          "s.cancel",
          "s/cancel",
          "s~1cancel",
          ".",
          "s.",
          ".s",
          "s s",
          " s",
          "s\r\nPUB functions:house.s 1\r\nx",
          "s\tt",
          "=",
          "s=2e",
          "ü",
          "u\u0308",
          "\ud83d\ude00",
          "\u2028",
          "functions:house",
          "$SYS.REQ",
          "_INBOX.>",
          "x".repeat(256),
          "x".repeat(255) + "y",
          "ü".repeat(256),
          "ü".repeat(255) + "y");

  private static NatsServer server;
  private FunctionNet net;

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
  void open() throws Exception {
    net = new FunctionNet(server);
  }

  @AfterEach
  void close() throws Exception {
    net.close();
  }

  private static Object call(SpaceCloud engine, String service, String function) {
    FunctionRequest request = FunctionRequest.of(service, function, null);
    return engine.trusted().call(request.withTimeout(FunctionNet.PATIENCE));
  }

  /** The broker says who was asked; nothing else is on such a subject. */
  @Test
  void aServiceIsNoOthers() throws Exception {
    SpaceCloud caller = net.engine("house");
    SpaceCloud worker = net.engine("house");
    for (String name : NAMES) {
      net.serve(worker, name);
    }
    Set<String> subjects = new HashSet<>();
    for (String name : NAMES) {
      net.served.clear();
      assertThat(call(caller, name, "f")).as(name).isEqualTo(Map.of("by", name));
      assertThat(net.served).as(name).hasSize(1);
      Message sent = net.hear("functions:");
      assertThat(sent.getSubject()).matches("functions:house\\.[A-Za-z0-9=_-]+");
      subjects.add(sent.getSubject());
    }
    assertThat(subjects).hasSameSizeAs(NAMES);
  }

  @Test
  void whatIsNotServedIsNotServedByAWildcard() throws Exception {
    SpaceCloud caller = net.engine("house");
    net.serve(net.engine("house"), "*");
    net.serve(net.engine("house"), ">");
    // Who hears everything would be somebody who might reply: the broker knows that nobody does.
    net.somebody.drain(FunctionNet.PATIENCE).get();
    for (String name : NAMES) {
      if (!name.equals("*") && !name.equals(">")) {
        assertUnserved(caller, name);
      }
    }
    assertThat(net.served).isEmpty();
  }

  private static void assertUnserved(SpaceCloud caller, String service) {
    assertThatThrownBy(() -> call(caller, service, "f"))
        .as(service)
        .isInstanceOfSatisfying(
            BackendException.class, e -> assertThat(e.reason()).isEqualTo(Reason.UNSERVED));
  }

  @Test
  void aProjectIsNoOthers() throws Exception {
    SpaceCloud house = net.engine("house");
    net.serve(house, "s");
    net.serve(house, "other.s");
    net.somebody.close();
    for (String project : List.of("house.s", "House", "hous", "house-", "other")) {
      SpaceCloud stranger = net.engine(project);
      assertUnserved(stranger, "s");
      assertUnserved(stranger, "other.s");
      assertUnserved(stranger, "cancel"); // house.s.cancel is about the calls of another project
      net.serve(stranger, "t");
      assertUnserved(house, "t");
      assertThat(call(stranger, "t", "f")).isEqualTo(Map.of("by", "t"));
    }
    assertThat(net.served).noneMatch(each -> each.service().endsWith("s"));
  }

  /** They are not part of a subject at all. */
  @Test
  void aFunctionIsNoOthers() throws Exception {
    SpaceCloud caller = net.engine("house");
    SpaceCloud worker = net.engine("house");
    for (String name : NAMES) {
      worker.functions().register("s", name, call -> call.function());
    }
    for (String name : NAMES) {
      assertThat(call(caller, "s", name)).isEqualTo(name);
      assertThat(net.hear("functions:").getSubject()).isEqualTo("functions:house.s");
    }
    assertThatThrownBy(() -> call(caller, "s", "none")).isInstanceOf(NotFoundException.class);
  }

  @Test
  void noClaimOrParameterIsMoreThanAValue() throws Exception {
    SpaceCloud caller = net.engine("house");
    SpaceCloud worker = net.engine("house");
    worker.functions().register("s", "f", call -> List.of(call.claims(), call.params()));
    for (String name : NAMES) {
      FunctionRequest request =
          new FunctionRequest("s", "f", Map.of(name, name), Duration.ofMinutes(1));
      assertThat(caller.trusted().call(request)).isEqualTo(List.of(Map.of(), Map.of(name, name)));
    }
  }

  @Test
  void onlyPlainNamesAreSpaceClouds() {
    for (String name : NAMES) {
      boolean plain = name.matches("[A-Za-z0-9_-]+");
      if (plain) {
        NatsFunctionOptions.DEFAULT.withPlainCallers(name).withPlainWorkers(name);
      } else {
        assertThatThrownBy(() -> NatsFunctionOptions.DEFAULT.withPlainCallers(name))
            .as(name)
            .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> NatsFunctionOptions.DEFAULT.withPlainWorkers(name))
            .as(name)
            .isInstanceOf(IllegalArgumentException.class);
      }
    }
  }
}
