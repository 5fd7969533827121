package io.spacecloud.engine.security;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * No claim is magic (class 8), and whoever is called almost the same as an owner of files is
 * somebody else.
 *
 * <p>Falls if {@code SpaceCloud.session} or {@code authenticated} made a trusted {@code Authority}
 * of a claim, or if a claim were brought to the form that names of paths are in.
 */
class FileMagicIdentityTest {
  @ParameterizedTest
  @EnumSource
  void noClaimOpensWhatIsDenied(FileDoor door) {
    try (FileHouse house = FileHouse.of("/", FileHouse.CLOSED)) {
      for (Map<String, Object> claims :
          List.<Map<String, Object>>of(
              Map.of("id", "admin", "role", "admin"),
              Map.of("id", "root", "trusted", true, "internal", true, "superuser", true),
              Map.of("id", "*", "roles", List.of("*")),
              Map.of("id", "/", "path", "/"),
              Map.of("id", "internal-sc-user", "service", "sc"))) {
        house.denied(door, house.cloud.authenticated(claims).files(), "/ann/f");
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void whoeverIsCalledAlmostTheSameIsSomebodyElse(FileDoor door) {
    try (FileHouse house = FileHouse.of("/:owner", FileHouse.OWN)) {
      house.put("/jos\u00e9/f");
      for (Object id :
          List.of(
              "ANN",
              " ann",
              "ann ",
              "ann/",
              "/ann",
              "\uff41nn",
              "ann/private",
              ":owner",
              "*",
              List.of("ann"),
              Map.of("id", "ann"))) {
        house.denied(door, house.cloud.authenticated(Map.of("id", id)).files(), "/ann/f");
      }
      house.denied(door, house.as("jose\u0301"), "/jos\u00e9/f");
      Map<String, Object> other = new LinkedHashMap<>(Map.of("ID", "ann", "owner", "ann"));
      house.denied(door, house.cloud.authenticated(other).files(), "/ann/f");
    }
  }
}
