package io.spacecloud.engine.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spacecloud.api.condition.Conditions;
import io.spacecloud.api.error.AccessDeniedException;
import io.spacecloud.api.result.Result;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * No claim is magic (class 8): a claim is what the rules make of it, and nothing else.
 *
 * <p>Falls if {@code SpaceCloud.session} or {@code authenticated} made a trusted {@code Authority}
 * of a claim, or if {@code MatchNode.IsText} took another kind for a text.
 */
class MagicIdentityTest {
  private static final List<Map<String, Object>> CLAIMS =
      List.of(
          Map.of("id", "admin", "role", "admin"),
          Map.of("id", "root", "trusted", true, "internal", true, "superuser", true),
          Map.of("id", "*", "roles", List.of("*")),
          Map.of("id", "space-cloud", "role", "sc-admin"),
          Map.of("id", "", "role", ""),
          Map.of("id", "null"),
          Map.of("id", "internal-sc-user", "service", "sc"));

  @ParameterizedTest
  @EnumSource
  void noClaimOpensWhatIsDenied(Door door) {
    for (Map<String, Object> claims : CLAIMS) {
      House house = House.of(House.rules("{rule: deny}"));
      assertThatThrownBy(() -> door.enter(house.as(claims)))
          .as("%s", claims)
          .isInstanceOf(AccessDeniedException.class);
      assertThatThrownBy(() -> door.enter(house.cloud.authenticated(claims)))
          .isInstanceOf(AccessDeniedException.class);
      assertThat(house.backend.commands()).isEmpty();
    }
  }

  @ParameterizedTest
  @MethodSource("io.spacecloud.engine.security.Door#finding")
  void whoeverIsCalledAlmostTheSameIsSomebodyElse(Door door) {
    for (Object id :
        List.of(
            "ANN",
            "Ann",
            " ann",
            "ann ",
            "ann\u0000x",
            "\uff41nn",
            "a\u0301nn",
            List.of("ann"),
            Map.of("id", "ann"),
            "ann'--",
            "%",
            "a__")) {
      House house = House.of(House.rules("{rule: filter, find: {owner: args.auth.id}}"));
      String before = house.stored();
      try {
        Result result = door.find(house.as(Map.of("id", id)), Conditions.TRUE);
        assertThat(result.documents().size() + result.values().size()).isZero();
        assertThat(result.count() + result.affected()).isZero();
      } catch (io.spacecloud.api.error.SpaceCloudException e) {
        assertThat(e.getMessage()).doesNotContain("ann");
      }
      assertThat(house.stored()).isEqualTo(before);
    }
  }

  @ParameterizedTest
  @EnumSource
  void aClaimOfAnotherKindIsAnother(Door door) {
    House house =
        House.of(
            House.rules("{rule: match, eval: ==, type: string, f1: args.auth.level, f2: '1'}"));
    for (Object level : List.of(1, 1.0, true, List.of("1"), Map.of("v", "1"), "1.0", "01", " 1")) {
      assertThatThrownBy(() -> door.enter(house.as(Map.of("id", "eve", "level", level))))
          .as("%s", level)
          .isInstanceOf(AccessDeniedException.class);
    }
    for (String name : List.of("Level", "LEVEL", "level ", "args.auth.level")) {
      assertThatThrownBy(() -> door.enter(house.as(Map.of("id", "eve", name, "1"))))
          .isInstanceOf(AccessDeniedException.class);
    }
  }
}
