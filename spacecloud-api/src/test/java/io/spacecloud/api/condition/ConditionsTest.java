package io.spacecloud.api.condition;

import static io.spacecloud.api.condition.Conditions.FALSE;
import static io.spacecloud.api.condition.Conditions.TRUE;
import static io.spacecloud.api.condition.Conditions.and;
import static io.spacecloud.api.condition.Conditions.field;
import static io.spacecloud.api.condition.Conditions.not;
import static io.spacecloud.api.condition.Conditions.or;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spacecloud.api.condition.Condition.And;
import io.spacecloud.api.condition.Condition.Comparison;
import io.spacecloud.api.condition.Condition.Contains;
import io.spacecloud.api.condition.Condition.Membership;
import io.spacecloud.api.condition.Condition.Not;
import io.spacecloud.api.condition.Condition.Operator;
import io.spacecloud.api.condition.Condition.Or;
import io.spacecloud.api.condition.Condition.Presence;
import io.spacecloud.api.error.InvalidRequestException;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ConditionsTest {
  private static final FieldPath A = FieldPath.of("a");
  private static final Condition P = field("p").eq(1);
  private static final Condition Q = field("q").eq(2);
  private static final Condition R = field("r").eq(3);

  @Test
  void a_conjunction_folds_its_constants() {
    assertThat(and()).isEqualTo(TRUE);
    assertThat(and(TRUE, TRUE)).isEqualTo(TRUE);
    assertThat(and(P, TRUE)).isEqualTo(P);
    assertThat(and(P, FALSE, Q)).isEqualTo(FALSE);
    assertThat(and(P)).isEqualTo(P);
  }

  @Test
  void a_disjunction_folds_its_constants() {
    assertThat(or()).isEqualTo(FALSE);
    assertThat(or(FALSE, FALSE)).isEqualTo(FALSE);
    assertThat(or(P, FALSE)).isEqualTo(P);
    assertThat(or(P, TRUE, Q)).isEqualTo(TRUE);
    assertThat(or(P)).isEqualTo(P);
  }

  @Test
  void logic_of_one_sort_is_flattened_and_of_two_is_not() {
    assertThat(and(and(P, Q), R)).isEqualTo(new And(List.of(P, Q, R)));
    assertThat(or(P, or(Q, R))).isEqualTo(new Or(List.of(P, Q, R)));
    assertThat(and(P, or(Q, R))).isEqualTo(new And(List.of(P, new Or(List.of(Q, R)))));
    assertThat(or(P, and(Q, R))).isEqualTo(new Or(List.of(P, new And(List.of(Q, R)))));
  }

  @Test
  void a_double_negation_vanishes_and_a_negated_constant_folds() {
    assertThat(not(not(P))).isEqualTo(P);
    assertThat(not(not(not(P)))).isEqualTo(new Not(P));
    assertThat(not(TRUE)).isEqualTo(FALSE);
    assertThat(not(FALSE)).isEqualTo(TRUE);
  }

  @Test
  void equality_with_null_is_absence() {
    assertThat(field("a").eq(null)).isEqualTo(new Not(new Presence(A)));
    assertThat(field("a").ne(null)).isEqualTo(new Presence(A));
    assertThat(Conditions.compare(A, Operator.EQ, null)).isEqualTo(new Not(new Presence(A)));
  }

  @ParameterizedTest
  @EnumSource(value = Operator.class, mode = EnumSource.Mode.EXCLUDE, names = "EQ")
  void an_order_against_null_holds_nowhere(Operator operator) {
    assertThat(Conditions.compare(A, operator, null)).isEqualTo(FALSE);
  }

  @ParameterizedTest
  @EnumSource(value = Operator.class, mode = EnumSource.Mode.EXCLUDE, names = "EQ")
  void an_order_against_a_kind_without_order_is_refused(Operator operator) {
    for (Object value : List.of(List.of(1), Map.of("x", 1), new byte[1], new UUID(1, 2))) {
      assertThatThrownBy(() -> Conditions.compare(A, operator, value))
          .isInstanceOfSatisfying(
              InvalidRequestException.class,
              e -> assertThat(e.path()).isEqualTo("a." + operator.wire()));
    }
  }

  @Test
  void membership_in_nothing_is_false_and_in_one_is_equality() {
    assertThat(field("a").in()).isEqualTo(FALSE);
    assertThat(field("a").notIn()).isEqualTo(TRUE);
    assertThat(field("a").in(7)).isEqualTo(new Comparison(A, Operator.EQ, 7L));
    assertThat(field("a").in(Collections.singletonList(null))).isEqualTo(new Not(new Presence(A)));
  }

  @Test
  void membership_keeps_each_value_once_and_null_among_them() {
    assertThat(field("a").in(1, 1.0, null, "x", null, 1L))
        .isEqualTo(new Membership(A, Arrays.asList(1L, null, "x")));
    assertThat(field("a").in(1, 1L)).isEqualTo(field("a").eq(1));
  }

  @Test
  void membership_in_many_stays_and_needs_no_quadratic_search() {
    Condition many = field("a").in(Collections.nCopies(100_000, "x"));

    assertThat(many).isEqualTo(new Membership(A, Collections.nCopies(100_000, "x")));
  }

  @Test
  void containing_one_value_is_containing_the_list_of_it() {
    assertThat(field("a").contains("x")).isEqualTo(new Contains(A, List.of("x")));
    assertThat(field("a").contains(List.of("x"))).isEqualTo(new Contains(A, List.of("x")));
    assertThat(field("a").contains(Map.of("k", 1))).isEqualTo(new Contains(A, Map.of("k", 1L)));
    assertThatThrownBy(() -> Conditions.contains(A, null))
        .isInstanceOfSatisfying(
            InvalidRequestException.class, e -> assertThat(e.path()).isEqualTo("a.$contains"));
  }

  @Test
  void the_nodes_refuse_what_the_factories_never_make() {
    assertThatThrownBy(() -> new Contains(A, "x")).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new And(List.of(P)).conditions().add(Q))
        .isInstanceOf(UnsupportedOperationException.class);
    assertThatThrownBy(() -> new Membership(A, List.of(1L, 2L)).values().add(3L))
        .isInstanceOf(UnsupportedOperationException.class);
  }

  @Test
  void a_pattern_that_ends_within_an_escape_is_refused() {
    assertThatThrownBy(() -> field("a").like("secret\\"))
        .isInstanceOfSatisfying(
            InvalidRequestException.class, e -> assertThat(e.path()).isEqualTo("a.$like"))
        .hasMessageNotContaining("secret");
  }

  @Test
  void paths_are_those_of_every_node_sorted_and_once() {
    Condition all =
        and(
            field("z").eq(1),
            or(field("in").in(1, 2), not(field("like").like("x"))),
            field("has").exists(),
            field("doc.tags").contains("x"),
            field("z").gt(0));

    assertThat(Conditions.paths(all))
        .extracting(FieldPath::toString)
        .containsExactly("doc.tags", "has", "in", "like", "z");
    assertThat(Conditions.paths(TRUE)).isEmpty();
  }

  @Test
  void a_pattern_has_at_most_a_thousand_characters() {
    assertThat(field("a").like("\uD83D\uDE00".repeat(1_000))).isInstanceOf(Condition.Like.class);

    assertThatThrownBy(() -> field("a").like("_".repeat(1_001)))
        .isInstanceOfSatisfying(
            InvalidRequestException.class, e -> assertThat(e.path()).isEqualTo("a.$like"));
  }

  @Test
  void at_most_a_thousand_elements_are_looked_for_in_a_list() {
    List<Integer> many = java.util.Collections.nCopies(1_001, 1);

    assertThatThrownBy(() -> field("a").contains(many)).isInstanceOf(InvalidRequestException.class);
    assertThatThrownBy(
            () -> Conditions.parse(java.util.Map.of("a", java.util.Map.of("$contains", many))))
        .isInstanceOf(InvalidRequestException.class);
  }
}
