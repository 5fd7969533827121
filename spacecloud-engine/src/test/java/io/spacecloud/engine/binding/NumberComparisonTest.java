package io.spacecloud.engine.binding;

import static org.assertj.core.api.Assertions.assertThat;

import io.spacecloud.api.condition.Condition;
import io.spacecloud.api.condition.Condition.Comparison;
import io.spacecloud.api.condition.Condition.Operator;
import io.spacecloud.api.condition.ConditionEvaluator;
import io.spacecloud.api.condition.FieldPath;
import io.spacecloud.api.value.Kind;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class NumberComparisonTest {
  private static final FieldPath N = FieldPath.of("n");

  /** Bound or not, a comparison means the same for every value that the column can have. */
  @Test
  void bindingToAnIntegerColumnKeepsTheMeaning() {
    List<Long> values = new ArrayList<>(Collections.singletonList(null));
    List<Number> literals = new ArrayList<>();
    for (long around : new long[] {0, 1L << 53, -(1L << 53), Long.MIN_VALUE, Long.MAX_VALUE}) {
      for (long step = -3; step <= 3; step++) {
        values.add(around + step);
        literals.add(around + step);
        literals.add((double) around + step / 2.0);
        literals.add(BigDecimal.valueOf(around).add(new BigDecimal("0.5").multiply(big(step))));
      }
    }
    literals.addAll(List.of(1e30, -1e30, new BigDecimal("1e900"), new BigDecimal("-1e-900")));

    for (Number literal : literals) {
      for (Operator operator : Operator.values()) {
        Comparison comparison = new Comparison(N, operator, literal);
        Condition bound = NumberComparison.bind(comparison, Kind.INTEGER, 64, literal);
        for (Long value : values) {
          Map<String, Object> row = Collections.singletonMap("n", value);
          assertThat(ConditionEvaluator.compile(bound).test(row))
              .as("%s %s %s", value, operator, literal)
              .isEqualTo(ConditionEvaluator.compile(comparison).test(row));
        }
      }
    }
  }

  private static BigDecimal big(long value) {
    return BigDecimal.valueOf(value);
  }
}
