package io.spacecloud.api.condition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.spacecloud.api.condition.Condition.And;
import io.spacecloud.api.condition.Condition.Comparison;
import io.spacecloud.api.condition.Condition.Constant;
import io.spacecloud.api.condition.Condition.Contains;
import io.spacecloud.api.condition.Condition.Like;
import io.spacecloud.api.condition.Condition.Membership;
import io.spacecloud.api.condition.Condition.Not;
import io.spacecloud.api.condition.Condition.Operator;
import io.spacecloud.api.condition.Condition.Or;
import io.spacecloud.api.condition.Condition.Presence;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** No kind of condition is unknown to whoever interprets conditions. */
class EveryLeafTest {
  private static final FieldPath A = FieldPath.of("a");
  private static final Condition PRESENT = new Presence(A);

  static List<Condition> leaves() {
    return List.of(
        new Constant(true),
        new Comparison(A, Operator.EQ, 1L),
        new Membership(A, List.of(1L, 2L)),
        PRESENT,
        new Like(A, "x%"),
        new Contains(A, List.of(1L)),
        new And(List.of(PRESENT, PRESENT)),
        new Or(List.of(PRESENT, PRESENT)),
        new Not(PRESENT));
  }

  @Test
  void thereIsOneOfEachKind() {
    assertThat(leaves())
        .extracting(Object::getClass)
        .containsExactlyInAnyOrder(Condition.class.getPermittedSubclasses());
  }

  @ParameterizedTest
  @MethodSource("leaves")
  void everyInterpreterKnowsIt(Condition condition) {
    assertThatCode(() -> ConditionEvaluator.compile(condition).test(Map.of("a", 1L)))
        .doesNotThrowAnyException();
    assertThatCode(() -> Conditions.toMap(condition)).doesNotThrowAnyException();
    assertThatCode(() -> Conditions.paths(condition)).doesNotThrowAnyException();
  }
}
