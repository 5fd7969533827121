package io.spacecloud.engine.testing;

import io.spacecloud.api.condition.Condition;
import io.spacecloud.api.condition.Condition.And;
import io.spacecloud.api.condition.Condition.Comparison;
import io.spacecloud.api.condition.Condition.Operator;
import io.spacecloud.api.condition.Condition.Or;
import io.spacecloud.api.condition.ConditionEvaluator;
import io.spacecloud.api.result.Document;
import java.util.UUID;

/** Whether a row satisfies a condition: as the evaluator says, and pages by keys of any kind. */
final class RowMatch {
  private RowMatch() {}

  static boolean test(Condition condition, Document row) {
    if (condition instanceof And and) {
      return and.conditions().stream().allMatch(each -> test(each, row));
    } else if (condition instanceof Or or) {
      return or.conditions().stream().anyMatch(each -> test(each, row));
    } else if (condition instanceof Comparison c
        && c.operator() != Operator.EQ
        && (c.value() instanceof byte[] || c.value() instanceof UUID)) {
      return follows(c, row); // callers cannot say so; a page after a key does
    }
    return ConditionEvaluator.compile(condition).test(row);
  }

  private static boolean follows(Comparison comparison, Document row) {
    Object value = ConditionEvaluator.resolve(comparison.path(), row);
    int order = value == null ? -1 : RowOrder.values(value, comparison.value());
    return switch (comparison.operator()) {
      case GT -> order > 0;
      case GTE -> order >= 0;
      case LT -> value != null && order < 0;
      case LTE -> value != null && order <= 0;
      case EQ -> throw new AssertionError(comparison.operator());
    };
  }
}
