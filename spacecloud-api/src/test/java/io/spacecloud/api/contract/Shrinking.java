package io.spacecloud.api.contract;

import io.spacecloud.api.condition.Condition;
import io.spacecloud.api.condition.Condition.And;
import io.spacecloud.api.condition.Condition.Membership;
import io.spacecloud.api.condition.Condition.Not;
import io.spacecloud.api.condition.Condition.Or;
import io.spacecloud.api.condition.Conditions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/** Makes a failing condition smaller for as long as it fails. */
final class Shrinking {
  private Shrinking() {}

  static Condition shrink(Condition condition, Predicate<Condition> fails) {
    Condition smallest = condition;
    Optional<Condition> next = Optional.of(condition);
    while (next.isPresent()) {
      smallest = next.get();
      next = smaller(smallest).stream().filter(fails).findFirst();
    }
    return smallest;
  }

  /** One step smaller: a part alone, or the whole with one part less or one part smaller. */
  private static List<Condition> smaller(Condition condition) {
    List<Condition> smaller = new ArrayList<>();
    if (condition instanceof Not not) {
      smaller.add(not.condition());
      smaller(not.condition()).forEach(each -> smaller.add(Conditions.not(each)));
    } else if (condition instanceof And and) {
      parts(and.conditions(), Conditions::and, smaller);
    } else if (condition instanceof Or or) {
      parts(or.conditions(), Conditions::or, smaller);
    } else if (condition instanceof Membership in) {
      in.values().forEach(value -> smaller.add(Conditions.equal(in.path(), value)));
    }
    return smaller;
  }

  private static void parts(
      List<Condition> parts, Function<List<Condition>, Condition> whole, List<Condition> smaller) {
    smaller.addAll(parts);
    for (int i = 0; i < parts.size(); i++) {
      List<Condition> fewer = new ArrayList<>(parts);
      Condition part = fewer.remove(i);
      smaller.add(whole.apply(fewer));
      for (Condition each : smaller(part)) {
        List<Condition> other = new ArrayList<>(parts);
        other.set(i, each);
        smaller.add(whole.apply(other));
      }
    }
  }
}
