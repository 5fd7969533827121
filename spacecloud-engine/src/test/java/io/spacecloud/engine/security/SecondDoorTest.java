package io.spacecloud.engine.security;

import static io.spacecloud.api.condition.Conditions.field;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spacecloud.api.error.AccessDeniedException;
import io.spacecloud.api.error.UnauthenticatedException;
import io.spacecloud.api.request.Read;
import io.spacecloud.engine.Session;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * There is no second door (class 3): through each, the rules decide, and a token that is no good is
 * not the same as none.
 *
 * <p>Falls with the throw in {@code Judge.granted}, with any call of it in {@code Authorizer}, or
 * with {@code Tokens.verify}'s refusals. That backends are reached from dispatch alone is {@code
 * ArchitectureTest}'s.
 */
class SecondDoorTest {
  @ParameterizedTest
  @EnumSource
  void whatIsDeniedIsDeniedThroughEachAndReachesNoDatabase(Door door) {
    House house = House.of(House.rules("{rule: deny}"));
    String before = house.stored();

    assertThatThrownBy(() -> door.enter(house.ann())).isInstanceOf(AccessDeniedException.class);
    assertThatThrownBy(() -> door.enter(house.cloud.anonymous()))
        .isInstanceOf(AccessDeniedException.class);
    assertThat(house.backend.commands()).isEmpty();
    assertThat(house.stored()).isEqualTo(before);
  }

  @ParameterizedTest
  @EnumSource
  void whatIsAllowedToVerifiedCallersIsNotToOthers(Door door) {
    House house = House.of(House.OPEN);

    assertThatThrownBy(() -> door.enter(house.cloud.anonymous()))
        .isInstanceOf(AccessDeniedException.class);
    assertThat(house.backend.commands()).isEmpty();
    door.enter(house.ann());
    assertThat(house.backend.commands()).isNotEmpty();
  }

  @ParameterizedTest
  @MethodSource("io.spacecloud.engine.security.Door#finding")
  void aFilterRestrictsEach(Door door) {
    House house = House.of(House.rules("{rule: filter, find: {owner: args.auth.id}}"));

    var result = door.find(house.as(Map.of("id", "eve")), field("id").eq("1"));
    assertThat(result.documents()).isEmpty();
    assertThat(result.values()).isEmpty();
    assertThat(result.count() + result.affected()).isZero();
    assertThat(house.stored()).contains("#note1");
  }

  @ParameterizedTest
  @MethodSource("io.spacecloud.engine.security.Door#creating")
  void aFilterRestrictsWhatIsMade(Door door) {
    House house = House.of(House.rules("{rule: filter, find: {owner: args.auth.id}}"));

    assertThatThrownBy(() -> door.create(house.ann(), Map.of("id", "9", "owner", "bob")))
        .isInstanceOf(AccessDeniedException.class);
    assertThat(house.backend.rows("todos")).hasSize(3);
  }

  @Test
  void aTokenThatIsNoGoodIsNotNone() {
    House house = House.of(House.rules("{rule: allow}"));
    assertThat(house.cloud.anonymous().count(Read.all("db", "todos"))).isEqualTo(3);
    for (String token : new String[] {"", " ", "null", "undefined", "a.b.c", "Bearer x"}) {
      assertThatThrownBy(() -> house.cloud.session(token))
          .as(token)
          .isInstanceOf(UnauthenticatedException.class);
    }
  }

  @Test
  void noTokenMakesASessionOfTheEmbeddersOwn() {
    House house = House.of(House.rules("{rule: deny}"));
    Session trusted = house.cloud.trusted();
    assertThat(trusted.count(Read.all("db", "todos"))).isEqualTo(3);
    String token =
        house.cloud.tokens().issue(Map.of("trusted", true, "id", "root"), Duration.ofHours(1));
    assertThatThrownBy(() -> house.cloud.session(token).read(Read.all("db", "todos")))
        .isInstanceOf(AccessDeniedException.class);
  }
}
