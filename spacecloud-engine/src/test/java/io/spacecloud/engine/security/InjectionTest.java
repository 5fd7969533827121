package io.spacecloud.engine.security;

import static io.spacecloud.api.condition.Conditions.field;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spacecloud.api.error.AccessDeniedException;
import io.spacecloud.api.error.InvalidRequestException;
import io.spacecloud.api.error.SpaceCloudException;
import io.spacecloud.api.request.Read;
import io.spacecloud.engine.Session;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Nothing that a client sends is read as anything but data (class 9). What SQL makes of names and
 * values is shown on a database, in the SQL module's test of the same name.
 *
 * <p>Falls with the refusal of names that are not there in {@code Fields.root}, with that of other
 * kinds in {@code Literals.convert}, or if {@code Finder.Tested} read a claim as operators.
 */
class InjectionTest {
  private static final List<String> NAMES =
      List.of(
          "owner\"--",
          "owner; DROP TABLE todos",
          "owner' OR '1'='1",
          "(SELECT 1)",
          "owner\u0000",
          "owner)",
          "*",
          "$owner",
          "../owner",
          "__proto__",
          "owner..x",
          ".owner",
          "owner.");

  @ParameterizedTest
  @MethodSource("io.spacecloud.engine.security.Door#finding")
  void aNameIsOneOfTheCollectionsOrRefused(Door door) {
    House house = House.of(House.OPEN);
    for (String name : NAMES) {
      assertThatThrownBy(() -> door.find(house.ann(), field(name).eq("x")))
          .as(name)
          .isInstanceOf(InvalidRequestException.class);
    }
    assertThat(house.backend.commands()).isEmpty();
  }

  @Test
  void aNameInAnyOtherPlaceIsOneOfTheCollectionsOrRefused() {
    House house = House.of(House.OPEN);
    Session ann = house.ann();
    Read all = Read.all("db", "todos");
    for (String name : NAMES) {
      for (Runnable attack :
          List.<Runnable>of(
              () -> ann.read(all.sort(name)),
              () -> ann.read(all.select(name)),
              () -> ann.read(Read.distinct("db", "todos", name)),
              () -> ann.read(Read.all("db", name)),
              () -> ann.read(Read.all(name, "todos")))) {
        assertThatThrownBy(attack::run).as(name).isInstanceOf(SpaceCloudException.class);
      }
    }
    assertThat(house.backend.commands()).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("io.spacecloud.engine.security.Door#finding")
  void anObjectWhereATextIsExpectedIsNoOperator(Door door) {
    House house = House.of(House.OPEN);
    String before = house.stored();
    for (Object value : List.of(Map.of("$ne", "x"), Map.of("$gt", ""), List.of("ann"))) {
      assertThatThrownBy(() -> door.find(house.ann(), field("owner").eq(value)))
          .as("%s", value)
          .isInstanceOf(InvalidRequestException.class);
    }
    assertThat(house.stored()).isEqualTo(before);
  }

  @Test
  void operatorsInJsonDoNotSatisfyARuleThatAsksForAValue() {
    House house =
        House.of(
            "{read: {rule: match, eval: ==, type: string, f1: args.find.note, f2: '#note1'},"
                + " delete: {rule: match, eval: ==, type: string, f1: args.find.note, f2:"
                + " '#note1'}}");
    for (String operator :
        List.of(
            "{\"$ne\":\"\"}",
            "{\"$in\":[\"#note1\",\"#note2\"]}",
            "{\"$like\":\"%\"}",
            "{\"$exists\":true}",
            "{\"$gte\":\"#note1\"}")) {
      String body = "{\"op\":\"all\",\"find\":{\"note\":" + operator + "}}";
      assertThatThrownBy(
              () -> house.ann().execute(house.cloud.requests().read("db", "todos", body)))
          .as(operator)
          .isInstanceOf(AccessDeniedException.class);
      assertThatThrownBy(
              () -> house.ann().execute(house.cloud.requests().delete("db", "todos", body)))
          .as(operator)
          .isInstanceOf(AccessDeniedException.class);
    }
    assertThat(house.backend.rows("todos")).hasSize(3);
  }

  @ParameterizedTest
  @MethodSource("io.spacecloud.engine.security.Door#finding")
  void aClaimIsNoOperatorAndNoVariable(Door door) {
    for (Object claim :
        List.of(
            Map.of("$ne", "x"),
            Map.of("$exists", true),
            "args.find.owner",
            "utils.now",
            "{\"$ne\":1}",
            "' OR 1=1 --",
            "ann' --",
            "%",
            "ann\\")) {
      House house = House.of(House.rules("{rule: filter, find: {owner: args.auth.id}}"));
      String before = house.stored();
      try {
        var result = door.find(house.as(Map.of("id", claim)), field("id").exists());
        assertThat(result.documents().size() + result.values().size()).isZero();
        assertThat(result.count() + result.affected()).isZero();
      } catch (AccessDeniedException e) {
        assertThat(e).hasMessage("denied");
      }
      assertThat(house.stored()).isEqualTo(before);
    }
  }

  @Test
  void textsThatNoDatabaseHoldsAreRefused() {
    House house = House.of(House.OPEN);
    for (String text : List.of("a\u0000b", "\ud800", "x\udc00")) {
      for (Door door : Door.values()) {
        assertThatThrownBy(
                () -> {
                  if (door.brings()) {
                    door.create(house.ann(), Map.of("id", "9", "owner", text));
                  } else {
                    door.find(house.ann(), field("owner").eq(text));
                  }
                })
            .as("%s", door)
            .isInstanceOf(InvalidRequestException.class)
            .hasMessageNotContaining(text);
      }
    }
  }
}
