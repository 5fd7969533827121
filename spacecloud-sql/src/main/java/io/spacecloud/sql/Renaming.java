package io.spacecloud.sql;

import io.spacecloud.api.condition.Condition;
import io.spacecloud.api.condition.Condition.And;
import io.spacecloud.api.condition.Condition.Comparison;
import io.spacecloud.api.condition.Condition.Constant;
import io.spacecloud.api.condition.Condition.Contains;
import io.spacecloud.api.condition.Condition.Like;
import io.spacecloud.api.condition.Condition.Membership;
import io.spacecloud.api.condition.Condition.Not;
import io.spacecloud.api.condition.Condition.Or;
import io.spacecloud.api.condition.Condition.Presence;
import io.spacecloud.api.condition.FieldPath;
import java.util.List;
import java.util.function.UnaryOperator;

/** The same condition on other paths. */
final class Renaming {
  private Renaming() {}

  static Condition of(UnaryOperator<FieldPath> rename, Condition condition) {
    if (condition instanceof Comparison c) {
      return new Comparison(rename.apply(c.path()), c.operator(), c.value());
    } else if (condition instanceof Membership c) {
      return new Membership(rename.apply(c.path()), c.values());
    } else if (condition instanceof Presence c) {
      return new Presence(rename.apply(c.path()));
    } else if (condition instanceof Like c) {
      return new Like(rename.apply(c.path()), c.pattern());
    } else if (condition instanceof Contains c) {
      return new Contains(rename.apply(c.path()), c.value());
    } else if (condition instanceof And c) {
      return new And(all(rename, c.conditions()));
    } else if (condition instanceof Or c) {
      return new Or(all(rename, c.conditions()));
    } else if (condition instanceof Not c) {
      return new Not(of(rename, c.condition()));
    } else if (condition instanceof Constant) {
      return condition;
    }
    throw new AssertionError(condition.getClass());
  }

  private static List<Condition> all(UnaryOperator<FieldPath> rename, List<Condition> conditions) {
    return conditions.stream().map(condition -> of(rename, condition)).toList();
  }
}
