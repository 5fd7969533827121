package io.spacecloud.engine.security;

import static io.spacecloud.api.condition.Conditions.field;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spacecloud.api.condition.Condition;
import io.spacecloud.api.error.AccessDeniedException;
import io.spacecloud.api.error.InvalidRequestException;
import io.spacecloud.api.request.Create;
import io.spacecloud.api.request.Read;
import io.spacecloud.api.request.Update;
import io.spacecloud.api.result.Result;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Kinds never meet and numbers are exact (class 10): in rules, in conditions, through any door.
 *
 * <p>Falls if {@code MatchType.read} made a number of a text or a boolean of anything, with the
 * refusal of other kinds in {@code Literals.convert}, or with {@code Literals.exact} in {@code
 * NumberComparison.bind}.
 */
class NullAndNumericEdgeTest {
  private static final long BIG = (1L << 53) + 1;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "number | >= | '9'   | '18'", "number | ==   | '5' | 5", "string | ==   | 5   | '5'",
        "bool   | ==   | 1   | true", "bool   | ==   | 'true' | true",
            "string | ==   | true | 'true'",
        "number | !=   | 'x' | 1", "string | !=   | 1   | 'x'", "bool   | !=   | 0   | true",
        "number | <    | null | 1", "number | ==   | null | 0", "string | ==   | null | ''",
        "bool   | ==   | null | false", "number | >= | true | 1",
            "date   | <    | 5   | '2030-01-01'",
        "string | in   | 1   | ['1']", "string | notIn | 1  | ['2']", "number | in   | '1' | [1]",
      })
  void valuesOfTwoKindsDecideNothing(String type, String eval, String claim, String literal) {
    String rule =
        "{rule: match, type: %s, eval: '%s', f1: args.auth.v, f2: %s}"
            .formatted(type.trim(), eval.trim(), quoted(literal));
    House house;
    try {
      house = House.of(House.rules(rule));
    } catch (io.spacecloud.engine.config.InvalidConfigException e) {
      return; // a literal of another type is refused even before
    }
    Map<String, Object> claims = new LinkedHashMap<>(Map.of("id", "eve"));
    claims.put("v", value(claim));
    for (Door door : Door.values()) {
      assertThatThrownBy(() -> door.enter(house.cloud.authenticated(claims)))
          .as("%s %s", door, rule)
          .isInstanceOf(AccessDeniedException.class);
    }
  }

  private static String quoted(String literal) {
    return literal.trim();
  }

  private static Object value(String text) {
    String trimmed = text.trim();
    return switch (trimmed) {
      case "null" -> null;
      case "true" -> true;
      case "0", "1", "5" -> Long.valueOf(trimmed);
      default -> trimmed.replace("'", "");
    };
  }

  @ParameterizedTest
  @MethodSource("io.spacecloud.engine.security.Door#finding")
  void aLiteralOfAnotherKindIsRefused(Door door) {
    House house = House.of(House.OPEN);
    for (Condition where :
        List.of(
            field("n").eq("1"),
            field("n").eq(true),
            field("owner").eq(1),
            field("owner").eq(false),
            field("done").eq(1),
            field("done").eq("true"),
            field("n").in(1, "2"),
            field("owner").in("ann", 2),
            field("n").gt("0"),
            field("n").eq(List.of()),
            field("owner").eq(Map.of()))) {
      assertThatThrownBy(() -> door.find(house.ann(), where))
          .as("%s", where)
          .isInstanceOf(InvalidRequestException.class);
    }
    assertThat(house.backend.commands()).isEmpty();
  }

  @Test
  void numbersAreComparedExactly() {
    House house = House.of(House.OPEN);
    house.cloud.trusted().create(Create.one("db", "todos", Map.of("id", "9", "n", BIG)));
    Read all = Read.all("db", "todos");
    assertThat(count(house, field("n").eq(BIG - 1))).isZero();
    assertThat(count(house, field("n").eq(BIG))).isEqualTo(1);
    assertThat(count(house, field("n").eq((double) BIG))).isZero();
    assertThat(count(house, field("n").gt(new BigDecimal(BIG - 1).add(new BigDecimal("0.5")))))
        .isEqualTo(1);
    assertThat(count(house, field("n").eq(1.5))).isZero();
    assertThat(count(house, field("n").gt(1.5))).isEqualTo(3);
    assertThat(count(house, field("n").eq(new BigDecimal("1.000")))).isEqualTo(1);
    assertThat(house.ann().read(all.where(field("n").eq(BIG))).documents().get(0).get("n"))
        .isEqualTo(BIG);
  }

  private static long count(House house, Condition where) {
    return house.ann().count(Read.all("db", "todos").where(where));
  }

  @Test
  void whatIsNoNumberIsRefused() {
    House house = House.of(House.OPEN);
    for (Object odd :
        Arrays.asList(Double.NaN, Double.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY)) {
      assertThatThrownBy(() -> count(house, field("n").eq(odd)))
          .isInstanceOf(InvalidRequestException.class);
      assertThatThrownBy(
              () -> house.ann().create(Create.one("db", "todos", Map.of("id", "9", "n", odd))))
          .isInstanceOf(InvalidRequestException.class);
    }
    for (String number : List.of("1e400000000", "1e9223372036854775808", "-1e999999999")) {
      String body = "{\"op\":\"all\",\"find\":{\"n\":{\"$gt\":" + number + "}}}";
      try {
        Result result = house.ann().execute(house.cloud.requests().read("db", "todos", body));
        assertThat(result.documents().size()).isIn(0, 3);
      } catch (InvalidRequestException e) {
        assertThat(e.getMessage()).doesNotContain("999999999");
      }
    }
  }

  @Test
  void anIntegerThatOverflowsFailsAndChangesNothing() {
    House house = House.of(House.OPEN);
    house.cloud.trusted().update(Update.all("db", "todos").set("n", Long.MAX_VALUE));
    String before = house.stored();
    for (Update update :
        List.of(Update.all("db", "todos").inc("n", 1), Update.all("db", "todos").mul("n", 2))) {
      assertThatThrownBy(() -> house.ann().update(update))
          .isInstanceOf(InvalidRequestException.class);
    }
    assertThat(house.stored()).isEqualTo(before);
  }

  @Test
  void nullIsMissingAndNothingElse() {
    House house = House.of(House.OPEN);
    house.cloud.trusted().create(Create.one("db", "todos", Map.of("id", "9")));
    assertThat(count(house, field("n").eq(null))).isEqualTo(1);
    assertThat(count(house, field("n").ne(null))).isEqualTo(3);
    assertThat(count(house, field("n").eq(0))).isZero();
    assertThat(count(house, field("owner").eq(""))).isZero();
    assertThat(count(house, field("done").eq(false))).isZero();
    assertThat(count(house, field("done").ne(true))).isEqualTo(4);
    assertThat(count(house, field("n").lt(100))).isEqualTo(3);
  }
}
