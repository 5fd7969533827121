package io.spacecloud.engine.security;

import static io.spacecloud.api.condition.Conditions.and;
import static io.spacecloud.api.condition.Conditions.field;
import static io.spacecloud.api.condition.Conditions.not;
import static io.spacecloud.api.condition.Conditions.or;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spacecloud.api.condition.Condition;
import io.spacecloud.api.error.AccessDeniedException;
import io.spacecloud.api.error.InvalidRequestException;
import io.spacecloud.api.request.Operation;
import io.spacecloud.api.result.Result;
import io.spacecloud.engine.Session;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What is judged is what runs (class 2): names are exact, no clause is lost, what is not known is
 * refused.
 *
 * <p>Falls with the refusal of names that are not there in {@code Fields.root}, with {@code
 * RequestSlots}' "two equalities: neither is the value", or with {@code ConditionParser}'s "unknown
 * operator".
 */
class CheckerAndExecutorTest {
  private static final String RULES =
      House.rules("{rule: match, eval: ==, type: string, f1: args.find.owner, f2: args.auth.id}")
          .replaceAll("(create|aggr): \\{[^}]*}", "$1: {rule: authenticated}");

  static List<Door> judgedByFind() {
    return Door.finding().filter(door -> !door.needs(Operation.AGGREGATE)).toList();
  }

  @ParameterizedTest
  @MethodSource("judgedByFind")
  void aConditionThatOnlyLooksLikeTheOneDemandedIsDenied(Door door) {
    for (Condition where :
        List.of(
            or(field("owner").eq("ann"), field("owner").eq("bob")),
            or(field("owner").eq("ann"), field("n").eq(2L)),
            not(field("owner").eq("bob")),
            field("owner").in("ann", "bob"),
            field("owner").gte("ann"),
            field("owner").like("ann"),
            and(field("owner").eq("bob"), field("owner").eq("ann")),
            and(field("owner").eq("ann"), not(field("n").eq(1L)), field("owner").eq("bob")),
            field("owner").eq("bob"),
            field("n").eq(1L))) {
      House house = House.of(RULES);
      String before = house.stored();
      assertThatThrownBy(() -> door.find(house.ann(), where))
          .as("%s", where)
          .isInstanceOf(AccessDeniedException.class);
      assertThat(house.stored()).isEqualTo(before);
    }
  }

  @ParameterizedTest
  @MethodSource("judgedByFind")
  void everyClauseBesideTheOneDemandedHolds(Door door) {
    House house = House.of(RULES);
    Result result =
        door.find(
            house.ann(), and(field("owner").eq("ann"), or(field("n").eq(3L), field("n").eq(2L))));

    if (door.shows()) {
      assertThat(result.documents()).extracting(row -> row.get("id")).containsExactly("3");
    }
    assertThat(house.stored()).contains("#note1").contains("#note2");
  }

  @ParameterizedTest
  @MethodSource("io.spacecloud.engine.security.Door#finding")
  void anotherSpellingOfANameIsNoName(Door door) {
    House house = House.of(House.OPEN);
    String before = house.stored();
    for (String name : List.of("Owner", "OWNER", "todos", "rowid", "owner.x", "_id", "n.owner")) {
      assertThatThrownBy(() -> door.find(house.ann(), field(name).eq("ann")))
          .as(name)
          .isInstanceOf(InvalidRequestException.class);
    }
    assertThat(house.stored()).isEqualTo(before);
    assertThat(house.backend.commands()).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("io.spacecloud.engine.security.Door#creating")
  void anotherSpellingOfANameIsNotStored(Door door) {
    House house = House.of(House.OPEN);
    for (String name : List.of("Owner", "owner ", "owner.x", "$owner", "todos.owner", "")) {
      assertThatThrownBy(() -> door.create(house.ann(), Map.of("id", "9", name, "ann")))
          .as(name)
          .isInstanceOf(InvalidRequestException.class);
    }
    assertThat(house.backend.rows("todos")).hasSize(3);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'op':'all','find':{'owner':'ann','$where':'true'}}",
        "{'op':'all','find':{'$expr':{'$eq':['$owner','ann']}}}",
        "{'op':'all','find':{'owner':{'$regex':'.*'}}}",
        "{'op':'all','find':{'owner':{'$eq':'ann','x':1}}}",
        "{'op':'all','find':{'owner':{'$not':{}}}}",
        "{'op':'all','find':{'owner':'ann'},'where':{}}",
        "{'op':'all','find':{'owner':'ann','owner':'bob'}}",
        "{'op':'all','find':{'$or':{'owner':'ann'}}}",
        "{'op':'all','find':{'owner':{'$EQ':'ann'}}}",
        "{'op':'ALL','find':{'owner':'ann'}}"
      })
  void jsonThatIsNotUnderstoodWhollyIsRefused(String body) {
    House house = House.of(House.OPEN);
    Session ann = house.ann();
    String json = body.replace('\'', '"');
    assertThatThrownBy(() -> ann.execute(house.cloud.requests().read("db", "todos", json)))
        .isInstanceOf(InvalidRequestException.class);
    assertThatThrownBy(() -> ann.execute(house.cloud.requests().delete("db", "todos", json)))
        .isInstanceOf(InvalidRequestException.class);
    assertThat(house.backend.commands()).isEmpty();
  }
}
