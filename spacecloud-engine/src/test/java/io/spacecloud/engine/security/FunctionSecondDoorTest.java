package io.spacecloud.engine.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spacecloud.api.error.AccessDeniedException;
import io.spacecloud.api.error.BackendException;
import io.spacecloud.api.error.NotFoundException;
import io.spacecloud.api.error.UnauthenticatedException;
import io.spacecloud.api.function.FunctionRequest;
import io.spacecloud.engine.ProjectConfig;
import io.spacecloud.engine.Session;
import io.spacecloud.engine.auth.TokenFixtures.TestClock;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * There is no second door to functions (classes 3, 6, 8 and 12): each way of calling is judged by
 * the function's own rule, with the authority that the session still has.
 *
 * <p>Falls without {@code Authorizer#admit} or {@code Policy#requireEnabled} in {@code Gate#enter},
 * without {@code #requireEnabled} in {@code Gate#explain}, without {@code requireUnexpired} or the
 * comparison with the present keys in {@code Session#authority}, or with {@code Session#authority}
 * taken as it was in {@code #callAsync} or {@code #explainCall}.
 */
class FunctionSecondDoorTest {
  @ParameterizedTest
  @EnumSource
  void whatIsDeniedIsDeniedThroughEachAndIsNotServed(FunctionDoor door) {
    try (FunctionHouse house = FunctionHouse.of(FunctionHouse.CLOSED)) {
      for (Session each : List.of(house.ann(), house.cloud.anonymous())) {
        house.denied(door, each, "s", "f", Map.of("id", "ann"));
        house.denied(door, each, "s", "g", null);
      }
    }
  }

  /** Nor is anything said of whether it is there. */
  @ParameterizedTest
  @EnumSource
  void whatNoRuleIsForIsDenied(FunctionDoor door) {
    try (FunctionHouse house = FunctionHouse.of(FunctionHouse.OPEN)) {
      for (List<String> name :
          List.of(
              List.of("s", "g"),
              List.of("s", "none"),
              List.of("none", "f"),
              List.of("S", "f"),
              List.of("s", "F"),
              List.of("s", "f "),
              List.of("s", "s.f"),
              List.of("s.f", "f"),
              List.of("s", "*"),
              List.of("*", "f"),
              List.of(">", ">"),
              List.of("default", "f"),
              List.of("s", "default"),
              List.of("guard", "check"))) {
        house.denied(door, house.ann(), name.get(0), name.get(1), null);
      }
      assertThatCode(() -> door.enter(house.cloud, house.ann(), "s", "f", null))
          .doesNotThrowAnyException();
    }
  }

  @ParameterizedTest
  @EnumSource
  void whatIsAllowedToVerifiedCallersIsNotToOthers(FunctionDoor door) {
    try (FunctionHouse house = FunctionHouse.of(FunctionHouse.OPEN)) {
      house.denied(door, house.cloud.anonymous(), "s", "f", null);
    }
  }

  @ParameterizedTest
  @EnumSource
  void noClaimMakesOneTrusted(FunctionDoor door) {
    try (FunctionHouse house = FunctionHouse.of(FunctionHouse.OWN)) {
      for (Map<String, ?> claims :
          List.<Map<String, ?>>of(
              Map.of("trusted", true, "id", "x"),
              Map.of("role", "admin", "id", "*"),
              Map.of("id", Map.of("$ne", "")),
              Map.of("id", List.of("ann")),
              Map.of("sub", "ann"))) {
        house.denied(door, house.as(claims), "s", "f", Map.of("id", "ann"));
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void whereTheModuleIsOffNothingIsThere(FunctionDoor door) {
    String text =
        """
        id: house
        secret: a-secret-for-this-test-alone-0123456789
        modules:
          functions:
            enabled: false
            rules:
              s:
                f: {rule: allow}
          crud:
            db: {collections: {bare: {}}}
        """;
    try (FunctionHouse house = FunctionHouse.of(ProjectConfig.parse(text))) {
      assertThatThrownBy(() -> door.enter(house.cloud, house.ann(), "s", "f", null))
          .isInstanceOf(NotFoundException.class);
      assertThat(house.served).isEmpty();
    }
    try (FunctionHouse house = FunctionHouse.of(FunctionHouse.config().build())) {
      house.denied(door, house.ann(), "s", "f", null);
    }
  }

  private static void refused(FunctionHouse house, FunctionDoor door, Session session) {
    assertThatThrownBy(() -> door.enter(house.cloud, session, "s", "f", null))
        .isInstanceOf(UnauthenticatedException.class);
    assertThat(house.served).isEmpty();
  }

  /** Also where everybody may. */
  @ParameterizedTest
  @EnumSource
  void aSessionEndsWithItsTokenAndWithItsKey(FunctionDoor door) {
    TestClock clock = new TestClock();
    try (FunctionHouse house = FunctionHouse.of("{rule: allow}", builder -> builder.clock(clock))) {
      Session ann = house.ann();
      clock.advance(Duration.ofHours(2));
      refused(house, door, ann);
    }
    try (FunctionHouse house = FunctionHouse.of("{rule: allow}")) {
      Session ann = house.ann();
      house.cloud.reload(
          ProjectConfig.builder()
              .id("house")
              .secret("another-secret-of-enough-characters-42")
              .collection("db", "bare")
              .function("s", "f", "{rule: allow}")
              .build());
      refused(house, door, ann);
      assertThatThrownBy(() -> house.cloud.session("no.token.atall"))
          .isInstanceOf(UnauthenticatedException.class);
    }
  }

  @ParameterizedTest
  @EnumSource
  void rulesThatAreLoadedHoldForSessionsThatAreThere(FunctionDoor door) {
    try (FunctionHouse house = FunctionHouse.of(FunctionHouse.OPEN)) {
      Session ann = house.ann();
      door.enter(house.cloud, ann, "s", "f", null);
      house.cloud.reload(FunctionHouse.config().function("s", "f", FunctionHouse.CLOSED).build());
      house.denied(door, ann, "s", "f", null);
      house.cloud.reload(FunctionHouse.config().build());
      house.denied(door, ann, "s", "f", null);
    }
  }

  @Test
  void whatIsExplainedIsWhatHappens() {
    List<String> rules =
        List.of(
            "{rule: allow}",
            FunctionHouse.OPEN,
            FunctionHouse.CLOSED,
            FunctionHouse.OWN,
            "{rule: not, clause: %s}".formatted(FunctionHouse.OWN),
            "{rule: or, clauses: [%s, {rule: match, eval: ==, type: number, f1: args.params.n, f2:"
                    .formatted(FunctionHouse.OWN)
                + " 1}]}",
            FunctionHouse.GUARDED,
            "{rule: not, clause: %s}".formatted(FunctionHouse.GUARDED),
            "{rule: query, db: db, col: bare, find: {id: args.params.id}}");
    List<Object> params =
        Arrays.asList(
            null,
            "ann",
            List.of("ann"),
            Map.of(),
            Map.of("id", "ann"),
            Map.of("id", "bob", "n", 1),
            Map.of("id", List.of("ann")),
            Map.of("n", 1.0));
    for (String rule : rules) {
      try (FunctionHouse house = FunctionHouse.of(rule)) {
        house.serve("guard", "check", call -> Map.of("ack", call.document().get("params") == null));
        for (Object each : params) {
          for (Session session : List.of(house.ann(), house.cloud.anonymous())) {
            for (FunctionDoor door : FunctionDoor.values()) {
              boolean may = session.explainCall("s", "f", each).denial() == null;
              assertThat(isLetIn(house, door, session, each))
                  .as("%s %s %s", door, rule, each)
                  .isEqualTo(may);
            }
          }
        }
      }
    }
  }

  private static boolean isLetIn(
      FunctionHouse house, FunctionDoor door, Session session, Object params) {
    int before = house.served.size();
    try {
      door.enter(house.cloud, session, "s", "f", params);
    } catch (AccessDeniedException e) {
      assertThat(house.served).hasSize(before);
      return false;
    }
    assertThat(house.served).hasSize(door == FunctionDoor.EXPLAIN ? before : before + 1);
    return true;
  }

  /** Who asks is told by the token, whatever the parameters say. */
  @Test
  void whoCallsIsWhoSignedIn() {
    try (FunctionHouse house = FunctionHouse.of("{rule: allow}")) {
      Map<String, Object> params = Map.of("auth", Map.of("id", "bob"), "claims", "bob");
      Consumer<Session> calling = session -> session.call(FunctionRequest.of("s", "f", params));
      calling.accept(house.ann());
      calling.accept(house.cloud.anonymous());
      calling.accept(house.cloud.trusted());
      assertThat(house.served.get(0).claims().get("id")).isEqualTo("ann");
      for (int i = 1; i < 3; i++) {
        assertThat(house.served.get(i).claims()).isEmpty();
        assertThat(house.served.get(i).caller().authenticated()).isFalse();
      }
    }
  }

  @Test
  void whatIsTakenBackIsServedNoMore() {
    try (FunctionHouse house =
        FunctionHouse.of(FunctionHouse.config().function("t", "f", "{rule: allow}").build())) {
      house.cloud.functions().register("t", "f", call -> 1).close();
      assertThatThrownBy(() -> house.ann().call("t", "f", null, Duration.ofMinutes(1)))
          .isInstanceOfSatisfying(
              BackendException.class,
              e -> assertThat(e.reason()).isEqualTo(BackendException.Reason.UNSERVED));
    }
  }
}
