package io.spacecloud.api.condition;

import static io.spacecloud.api.condition.Conditions.FALSE;
import static io.spacecloud.api.condition.Conditions.TRUE;
import static io.spacecloud.api.condition.Conditions.field;
import static io.spacecloud.api.condition.Conditions.not;
import static io.spacecloud.api.condition.Conditions.parse;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.spacecloud.api.error.InvalidRequestException;
import io.spacecloud.api.value.ObjectId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConditionParserTest {
  private static final String HEX = "0123456789abcdefABCDEF01";
  private static final String SECRET = "s3cr3t";

  private static Map<String, Object> one(String key, Object value) {
    Map<String, Object> map = new HashMap<>();
    map.put(key, value);
    return map;
  }

  private static Map<String, Object> on(String operator, Object value) {
    return one("a", one(operator, value));
  }

  static Stream<Arguments> wire_forms() {
    Field a = field("a");
    return Stream.of(
        arguments(Map.of(), TRUE),
        arguments(one("a", 1), a.eq(1)),
        arguments(one("a", null), not(a.exists())),
        arguments(one("a", List.of(1, 2)), a.eq(List.of(1, 2))),
        arguments(one("a.b.c", "x"), field("a.b.c").eq("x")),
        arguments(one("a", Map.of("$oid", HEX)), a.eq(new ObjectId(HEX))),
        arguments(on("$eq", 1), a.eq(1)),
        arguments(on("$eq", null), not(a.exists())),
        arguments(on("$eq", Map.of("x", 1)), a.eq(Map.of("x", 1))),
        arguments(on("$eq", Map.of("$oid", HEX)), a.eq(new ObjectId(HEX))),
        arguments(on("$eq", Map.of()), a.eq(Map.of())),
        arguments(on("$ne", 1), not(a.eq(1))),
        arguments(on("$ne", null), a.exists()),
        arguments(on("$gt", 1), a.gt(1)),
        arguments(on("$gte", 1), a.gte(1)),
        arguments(on("$lt", 1), a.lt(1)),
        arguments(on("$lte", "x"), a.lte("x")),
        arguments(on("$gt", null), FALSE),
        arguments(on("$in", List.of()), FALSE),
        arguments(on("$in", List.of(1)), a.eq(1)),
        arguments(on("$in", Arrays.asList(1, null)), a.in(1, null)),
        arguments(on("$nin", List.of()), TRUE),
        arguments(on("$nin", List.of(1, 2)), not(a.in(1, 2))),
        arguments(on("$exists", true), a.exists()),
        arguments(on("$exists", false), not(a.exists())),
        arguments(on("$like", "x%"), a.like("x%")),
        arguments(on("$contains", "x"), a.contains(List.of("x"))),
        arguments(on("$contains", List.of("x", "y")), a.contains(List.of("x", "y"))),
        arguments(on("$contains", Map.of("k", 1)), a.contains(Map.of("k", 1))),
        arguments(on("$not", Map.of("$gt", 1)), not(a.gt(1))),
        arguments(on("$not", Map.of("$not", Map.of("$gt", 1))), a.gt(1)),
        arguments(one("$not", one("a", 1)), not(a.eq(1))),
        arguments(one("$and", List.of()), TRUE),
        arguments(one("$or", List.of()), FALSE),
        arguments(one("$nor", List.of()), TRUE),
        arguments(one("$and", List.of(one("a", 1), one("b", 2))), and(1, 2)),
        arguments(
            one("$or", List.of(one("a", 1), one("b", 2))),
            Conditions.or(a.eq(1), field("b").eq(2))),
        arguments(
            one("$nor", List.of(one("a", 1), one("b", 2))),
            not(Conditions.or(a.eq(1), field("b").eq(2)))));
  }

  private static Condition and(Object a, Object b) {
    return Conditions.and(field("a").eq(a), field("b").eq(b));
  }

  @ParameterizedTest
  @MethodSource("wire_forms")
  void each_operator_has_its_wire_form(Map<String, Object> query, Condition expected) {
    assertThat(parse(query)).isEqualTo(expected);
  }

  @Test
  void keys_beside_each_other_are_all_asked_for() {
    Map<String, Object> query = new LinkedHashMap<>();
    query.put("a", 1);
    query.put("$or", List.of(one("b", 2), one("c", 3)));
    query.put("$not", one("d", 4));
    Map<String, Object> range = new LinkedHashMap<>();
    range.put("$gte", 5);
    range.put("$lt", 6);
    query.put("e", range);

    assertThat(parse(query))
        .isEqualTo(
            Conditions.and(
                field("a").eq(1),
                Conditions.or(field("b").eq(2), field("c").eq(3)),
                not(field("d").eq(4)),
                field("e").gte(5),
                field("e").lt(6)));
  }

  static Stream<Arguments> malformed() {
    Map<String, Object> mixed = new LinkedHashMap<>(Map.of("$gt", SECRET));
    mixed.put("x", SECRET);
    Map<Object, Object> numbered = Map.of(5, SECRET);
    return Stream.of(
        arguments(one("a", Map.of()), "find.a"),
        arguments(one("a", Map.of("x", SECRET)), "find.a"),
        arguments(one("a", mixed), "find.a"),
        arguments(one("a", numbered), "find.a"),
        arguments(numbered, "find"),
        arguments(one(null, SECRET), "find"),
        arguments(one("a", Map.of("$oid", SECRET)), "find.a"),
        arguments(one("a", Map.of("$oid", 5)), "find.a.$oid"),
        arguments(one("a", Double.NaN), "find.a"),
        arguments(one("a", SECRET + "\0"), "find.a"),
        arguments(one("a", SECRET + "\ud800"), "find.a"),
        arguments(one("a", new StringBuilder(SECRET)), "find.a"),
        arguments(one("a", List.of(1, Double.NaN)), "find.a.1"),
        arguments(on("$in", SECRET), "find.a.$in"),
        arguments(on("$in", null), "find.a.$in"),
        arguments(on("$in", List.of(1, SECRET + "\0")), "find.a.$in.1"),
        arguments(on("$in", Map.of("0", SECRET)), "find.a.$in"),
        arguments(on("$nin", 5), "find.a.$nin"),
        arguments(on("$exists", 1), "find.a.$exists"),
        arguments(on("$exists", "true"), "find.a.$exists"),
        arguments(on("$exists", null), "find.a.$exists"),
        arguments(on("$like", 5), "find.a.$like"),
        arguments(on("$like", null), "find.a.$like"),
        arguments(on("$like", SECRET + "\\"), "find.a.$like"),
        arguments(on("$contains", null), "find.a.$contains"),
        arguments(on("$gt", List.of(SECRET)), "find.a.$gt"),
        arguments(on("$gte", Map.of("x", SECRET)), "find.a.$gte"),
        arguments(on("$lt", new byte[2]), "find.a.$lt"),
        arguments(on("$lte", new UUID(1, 2)), "find.a.$lte"),
        arguments(on("$lt", Map.of("$oid", HEX)), "find.a.$lt"),
        arguments(on("$eq", Double.POSITIVE_INFINITY), "find.a.$eq"),
        arguments(on("$ne", Map.of("x", Double.NaN)), "find.a.$ne.x"),
        arguments(on("$not", SECRET), "find.a.$not"),
        arguments(on("$not", Map.of()), "find.a.$not"),
        arguments(on("$not", Map.of("x", SECRET)), "find.a.$not"),
        arguments(on("$not", Map.of("$gt", List.of(SECRET))), "find.a.$not.$gt"),
        arguments(on("$and", List.of()), "find.a.$and"),
        arguments(on("$or", List.of(Map.of("$gt", 1))), "find.a.$or"),
        arguments(one("$and", Map.of("a", SECRET)), "find.$and"),
        arguments(one("$and", null), "find.$and"),
        arguments(one("$or", SECRET), "find.$or"),
        arguments(one("$or", List.of(Map.of(), SECRET)), "find.$or.1"),
        arguments(one("$nor", Map.of()), "find.$nor"),
        arguments(one("$nor", Collections.singletonList(null)), "find.$nor.0"),
        arguments(one("$not", List.of(Map.of())), "find.$not"),
        arguments(one("$not", null), "find.$not"),
        arguments(one("$not", Map.of("a", Map.of("$x", SECRET))), "find.$not.a.$x"));
  }

  @ParameterizedTest
  @MethodSource("malformed")
  void what_is_malformed_is_refused_by_its_place_and_without_its_value(
      Map<?, ?> query, String place) {
    refused(query, place);
  }

  private static void refused(Map<?, ?> query, String place) {
    assertThatThrownBy(() -> parse(query))
        .isInstanceOfSatisfying(
            InvalidRequestException.class, e -> assertThat(e.path()).isEqualTo(place))
        .hasMessageNotContaining(SECRET);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "$where", "$expr", "$function", "$lookup", "$out", "$merge", "$regex", "$options", "$text",
        "$elemMatch", "$all", "$size", "$mod", "$type", "$jsonSchema", "$comment", "$EQ", "$",
        "$eq ", "$$eq", "$near", "$accumulator"
      })
  void an_unknown_operator_is_refused_wherever_it_stands(String operator) {
    refused(one(operator, SECRET), "find." + operator);
    refused(one(operator, List.of(Map.of())), "find." + operator);
    refused(on(operator, SECRET), "find.a." + operator);
    refused(one("$or", List.of(one(operator, SECRET))), "find.$or.0." + operator);
    refused(on("$not", one(operator, SECRET)), "find.a.$not." + operator);
  }

  @ParameterizedTest
  @ValueSource(strings = {"$eq", "$gt", "$in", "$exists", "$like", "$contains"})
  void a_field_operator_without_a_field_is_refused(String operator) {
    refused(one(operator, List.of()), "find." + operator);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ".", "a.", ".a", "a..b", "$a", "a.$b", "a.$gt", "\u0085", "a\u007f"})
  void a_key_that_is_no_path_is_refused(String key) {
    assertThatThrownBy(() -> parse(one(key, SECRET)))
        .isInstanceOf(InvalidRequestException.class)
        .hasMessageStartingWith("find.")
        .hasMessageNotContaining(SECRET);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a\0b", "a\nb", "\u001b[31m", "a\ud800", "\udc00a", "\ud800\ud800"})
  void a_key_of_hostile_characters_is_refused_and_not_repeated(String key) {
    for (Map<String, Object> query :
        List.of(one(key, SECRET), on("$" + key, SECRET), one("$" + key, SECRET))) {
      assertThatThrownBy(() -> parse(query))
          .isInstanceOf(InvalidRequestException.class)
          .message()
          .contains("?")
          .doesNotContain(SECRET)
          .matches("[^\\p{Cntrl}\\p{Cs}]*");
    }
  }

  @Test
  void a_key_of_ten_thousand_characters_is_refused_and_cut_short() {
    for (String key : List.of("k".repeat(10_000), "$" + "k".repeat(10_000), "k.".repeat(10_000))) {
      for (Map<String, Object> query : List.of(one(key, SECRET), one("a", one(key, SECRET)))) {
        assertThatThrownBy(() -> parse(query))
            .isInstanceOf(InvalidRequestException.class)
            .satisfies(e -> assertThat(e.getMessage().length()).isLessThan(200));
      }
    }
  }

  @Test
  void nesting_ends_at_32() {
    for (String logic : List.of("$and", "$or", "$nor")) {
      Map<String, Object> deep = one("a", 1);
      for (int depth = 1; depth < 32; depth++) {
        deep = one(logic, List.of(deep));
      }
      Map<String, Object> deeper = one(logic, List.of(deep));

      assertThat(Conditions.paths(parse(deep))).hasSize(1);
      refused(deeper, ("find" + ("." + logic + ".0").repeat(32)));
    }
  }

  @Test
  void nesting_of_negations_ends_at_32() {
    Map<String, Object> outer = one("a", 1);
    Map<String, Object> inner = one("$gt", 1);
    for (int depth = 1; depth < 32; depth++) {
      outer = one("$not", outer);
      inner = one("$not", inner);
    }

    assertThat(parse(outer)).isEqualTo(not(field("a").eq(1)));
    assertThat(parse(one("a", inner))).isEqualTo(not(field("a").gt(1)));
    refused(one("$not", outer), "find" + ".$not".repeat(32));
    refused(one("a", one("$not", inner)), "find.a" + ".$not".repeat(32));
  }

  @Test
  void nesting_without_end_overflows_no_stack() {
    Map<String, Object> deep = one("a", 1);
    Object value = 1;
    for (int depth = 0; depth < 100_000; depth++) {
      deep = one("$and", List.of(deep));
      value = List.of(value);
    }
    Map<String, Object> query = deep;
    Object literal = value;

    assertThatThrownBy(() -> parse(query)).isInstanceOf(InvalidRequestException.class);
    assertThatThrownBy(() -> parse(one("a", literal))).isInstanceOf(InvalidRequestException.class);
  }

  /** The query itself is a node, and so is each clause and each comparison. */
  @Test
  void nodes_end_at_1000() {
    assertThat(parse(fields(999))).isInstanceOf(Condition.And.class);
    refused(fields(1_000), "find.f999");
    assertThat(parse(one("$or", Collections.nCopies(999, Map.of())))).isEqualTo(TRUE);
    refused(one("$or", Collections.nCopies(1_000, Map.of())), "find.$or.999");
  }

  @Test
  void nodes_are_counted_however_they_are_written() {
    List<Object> clauses = new ArrayList<>();
    for (int i = 0; i < 499; i++) {
      clauses.add(i % 2 == 0 ? on("$gt", i) : one("a", i));
    }
    clauses.add(Map.of());
    assertThat(parse(one("$or", clauses))).isEqualTo(TRUE);
    clauses.add(Map.of());
    refused(one("$or", clauses), "find.$or.500");
  }

  private static Map<String, Object> fields(int count) {
    Map<String, Object> query = new LinkedHashMap<>();
    for (int i = 0; i < count; i++) {
      query.put("f" + i, i);
    }
    return query;
  }

  @Test
  void lists_of_operands_end_at_10000() {
    assertThat(parse(on("$in", Collections.nCopies(10_000, 1))))
        .isInstanceOf(Condition.Membership.class);
    refused(on("$in", Collections.nCopies(10_001, 1)), "find.a.$in");
    refused(on("$nin", Collections.nCopies(10_001, 1)), "find.a.$nin");
    refused(one("$or", Collections.nCopies(10_001, Map.of())), "find.$or");
  }

  @Test
  void errors_begin_with_the_place_that_the_caller_gives() {
    assertThatThrownBy(() -> parse("pipe.0.$match", one("$where", "x")))
        .hasMessage("pipe.0.$match.$where: unknown operator");
  }
}
