package io.spacecloud.engine.testing;

import io.spacecloud.api.condition.Condition;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Whether conditions are the same, in whatever order their parts stand. */
final class Conjuncts {
  private Conjuncts() {}

  static boolean same(Condition a, Condition b) {
    return canonical(a).equals(canonical(b));
  }

  private static Object canonical(Condition condition) {
    if (condition instanceof Condition.And and) {
      return List.of("and", all(and.conditions()));
    } else if (condition instanceof Condition.Or or) {
      return List.of("or", all(or.conditions()));
    } else if (condition instanceof Condition.Not not) {
      return List.of("not", canonical(not.condition()));
    }
    return condition;
  }

  private static Set<Object> all(List<Condition> conditions) {
    Set<Object> all = new HashSet<>();
    conditions.forEach(each -> all.add(canonical(each)));
    return all;
  }
}
