package io.spacecloud.api.condition;

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
import io.spacecloud.api.value.Comparisons;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The reference: what each condition means, in Java. Every backend selects exactly the rows for
 * which the predicate made here is true.
 *
 * <p>Compiles once per condition; testing a row allocates nothing where values of one kind meet.
 */
public final class ConditionEvaluator {
  private ConditionEvaluator() {}

  /** The predicate that the condition stands for. */
  public static RowPredicate compile(Condition condition) {
    if (condition instanceof Constant c) {
      return row -> c.value();
    } else if (condition instanceof Comparison c) {
      return comparison(c);
    } else if (condition instanceof Membership c) {
      return row -> isMember(c.values(), resolve(c.path(), row));
    } else if (condition instanceof Presence c) {
      return row -> resolve(c.path(), row) != null;
    } else if (condition instanceof Like c) {
      LikePattern pattern = LikePattern.of(c.path().toString(), c.pattern());
      return row -> resolve(c.path(), row) instanceof String text && pattern.matches(text);
    } else if (condition instanceof Contains c) {
      return row -> Comparisons.contains(resolve(c.path(), row), c.value());
    } else if (condition instanceof And c) {
      return new All(compile(c.conditions()));
    } else if (condition instanceof Or c) {
      return new Any(compile(c.conditions()));
    } else if (condition instanceof Not c) {
      RowPredicate inner = compile(c.condition());
      return row -> !inner.test(row);
    }
    throw new AssertionError(condition.getClass());
  }

  private static RowPredicate[] compile(List<Condition> conditions) {
    return conditions.stream().map(ConditionEvaluator::compile).toArray(RowPredicate[]::new);
  }

  private static RowPredicate comparison(Comparison c) {
    FieldPath path = c.path();
    Operator operator = c.operator();
    Object value = c.value();
    if (operator == Operator.EQ) {
      return row -> Comparisons.equal(resolve(path, row), value);
    }
    return row -> {
      int comparison = Comparisons.compare(resolve(path, row), value);
      return comparison != Comparisons.UNORDERED && operator.accepts(comparison);
    };
  }

  private static boolean isMember(List<@Nullable Object> values, @Nullable Object value) {
    for (int i = 0; i < values.size(); i++) {
      if (Comparisons.equal(values.get(i), value)) {
        return true;
      }
    }
    return false;
  }

  /** The value at a path: null where any part of it is missing or lies within a list. */
  public static @Nullable Object resolve(
      FieldPath path, Map<String, ? extends @Nullable Object> row) {
    List<String> segments = path.segments();
    Object value = row.get(segments.get(0));
    for (int i = 1; i < segments.size(); i++) {
      if (!(value instanceof Map<?, ?> object)) {
        return null;
      }
      value = object.get(segments.get(i));
    }
    return value;
  }

  private static final class All implements RowPredicate {
    private final RowPredicate[] predicates;

    All(RowPredicate[] predicates) {
      this.predicates = predicates;
    }

    @Override
    public boolean test(Map<String, ? extends @Nullable Object> row) {
      for (RowPredicate predicate : predicates) {
        if (!predicate.test(row)) {
          return false;
        }
      }
      return true;
    }
  }

  private static final class Any implements RowPredicate {
    private final RowPredicate[] predicates;

    Any(RowPredicate[] predicates) {
      this.predicates = predicates;
    }

    @Override
    public boolean test(Map<String, ? extends @Nullable Object> row) {
      for (RowPredicate predicate : predicates) {
        if (predicate.test(row)) {
          return true;
        }
      }
      return false;
    }
  }
}
