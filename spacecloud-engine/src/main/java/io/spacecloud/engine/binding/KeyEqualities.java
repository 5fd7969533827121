package io.spacecloud.engine.binding;

import io.spacecloud.api.condition.Condition;
import io.spacecloud.api.condition.Condition.And;
import io.spacecloud.api.condition.Condition.Comparison;
import io.spacecloud.api.condition.Condition.Operator;
import io.spacecloud.api.condition.FieldPath;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Recognises conditions that name one row by the fields of a key. */
final class KeyEqualities {
  private KeyEqualities() {}

  /** Whether the condition is equality with a value in each field of the key, and nothing else. */
  static boolean isExactly(Condition condition, List<String> key) {
    int equalities = condition instanceof And and ? and.conditions().size() : 1;
    return equalities == key.size() && pins(condition, key);
  }

  /** Whether every field of the key must equal a value, whatever else must hold. */
  static boolean pins(Condition condition, List<String> key) {
    if (key.isEmpty()) {
      return false;
    }
    for (int i = 0; i < key.size(); i++) {
      if (find(condition, key.get(i)) == null) {
        return false;
      }
    }
    return true;
  }

  private static @Nullable Comparison find(Condition condition, String field) {
    if (condition instanceof Comparison c) {
      FieldPath path = c.path();
      boolean names = c.operator() == Operator.EQ && !path.isNested() && path.root().equals(field);
      return names ? c : null;
    } else if (condition instanceof And and) {
      for (int i = 0; i < and.conditions().size(); i++) {
        Condition inner = and.conditions().get(i);
        Comparison found = inner instanceof Comparison ? find(inner, field) : null;
        if (found != null) {
          return found;
        }
      }
    }
    return null;
  }
}
