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
import io.spacecloud.api.error.InvalidRequestException;
import io.spacecloud.api.value.Comparisons;
import io.spacecloud.api.value.Kind;
import io.spacecloud.api.value.Values;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Factories of conditions. They normalise: constants are folded, nested conjunctions and
 * disjunctions flattened, double negations removed, equality with null turned into absence.
 */
public final class Conditions {
  /** Holds for every row. */
  public static final Condition TRUE = new Constant(true);

  /** Holds for no row. */
  public static final Condition FALSE = new Constant(false);

  /** In lists of so many values each is looked for among those before it. */
  private static final int SEARCHED = 64;

  private Conditions() {}

  /**
   * Begins a condition on a field: {@code field("age").gte(18)}.
   *
   * @param path a name, or names joined by dots
   */
  public static Field field(String path) {
    return new Field(FieldPath.of(path));
  }

  /** Equal; null means absent. */
  public static Condition equal(FieldPath path, @Nullable Object value) {
    Object normal = normal(path, "", value);
    return normal == null ? not(new Presence(path)) : new Comparison(path, Operator.EQ, normal);
  }

  /** Ordered so against a value of a kind that has an order. */
  public static Condition compare(FieldPath path, Operator operator, @Nullable Object value) {
    if (operator == Operator.EQ) {
      return equal(path, value);
    }
    Object normal = normal(path, "", value);
    if (normal == null) {
      return FALSE;
    } else if (!Values.kindOf(normal).isOrdered()) {
      throw new InvalidRequestException(
          path + "." + operator.wire(), Values.kindOf(normal).label() + " has no order");
    }
    return new Comparison(path, operator, normal);
  }

  /** Equal to one of the values; of none if there are none. */
  public static Condition in(FieldPath path, Collection<? extends @Nullable Object> values) {
    List<@Nullable Object> distinct = new ArrayList<>(values.size());
    boolean absent = false;
    for (Object value : values) {
      Object normal = normal(path, ".$in", value);
      // Long lists keep their duplicates: searching them would be quadratic.
      boolean known =
          normal == null ? absent : values.size() <= SEARCHED && holds(distinct, normal);
      absent |= normal == null;
      if (!known) {
        distinct.add(normal);
      }
    }
    return switch (distinct.size()) {
      case 0 -> FALSE;
      case 1 -> equal(path, distinct.get(0));
      default -> new Membership(path, distinct);
    };
  }

  private static boolean holds(List<@Nullable Object> list, Object value) {
    for (int i = 0; i < list.size(); i++) {
      if (Comparisons.equal(list.get(i), value)) {
        return true;
      }
    }
    return false;
  }

  /** Most values are normal, and need no name for an error. */
  private static @Nullable Object normal(FieldPath path, String operator, @Nullable Object value) {
    return Values.isNormal(value) ? value : Values.normalize(path + operator, value);
  }

  /** There and not null. */
  public static Condition exists(FieldPath path) {
    return new Presence(path);
  }

  /**
   * Text that matches a LIKE pattern.
   *
   * @throws InvalidRequestException if the pattern ends within an escape
   */
  public static Condition like(FieldPath path, String pattern) {
    normal(path, ".$like", pattern);
    String problem = LikePattern.problem(pattern);
    if (problem != null) {
      throw new InvalidRequestException(path + ".$like", problem);
    }
    return new Like(path, pattern);
  }

  /** A list with elements equal to those given, or an object with the entries given. */
  public static Condition contains(FieldPath path, @Nullable Object value) {
    if (value instanceof Collection<?> all && all.size() > ConditionParser.MAX_SOUGHT) {
      throw new InvalidRequestException(
          path + ".$contains", "more than " + ConditionParser.MAX_SOUGHT + " elements");
    }
    Object normal = normal(path, ".$contains", value);
    Kind kind = Values.kindOf(normal);
    if (normal == null) {
      throw new InvalidRequestException(
          path + ".$contains", "expected a value, a list or an object");
    }
    boolean whole = kind == Kind.LIST || kind == Kind.OBJECT;
    return new Contains(path, whole ? normal : List.of(normal));
  }

  /** All of them; true if there are none. */
  public static Condition and(Condition... conditions) {
    return and(Arrays.asList(conditions));
  }

  /** All of them; true if there are none. */
  public static Condition and(List<Condition> conditions) {
    if (conditions.size() == 1) {
      return conditions.get(0);
    }
    List<Condition> flat = new ArrayList<>(conditions.size());
    for (Condition condition : conditions) {
      if (condition.equals(FALSE)) {
        return FALSE;
      } else if (condition instanceof And and) {
        flat.addAll(and.conditions());
      } else if (!condition.equals(TRUE)) {
        flat.add(condition);
      }
    }
    return flat.isEmpty() ? TRUE : flat.size() == 1 ? flat.get(0) : new And(flat);
  }

  /** At least one of them; false if there are none. */
  public static Condition or(Condition... conditions) {
    return or(Arrays.asList(conditions));
  }

  /** At least one of them; false if there are none. */
  public static Condition or(List<Condition> conditions) {
    if (conditions.size() == 1) {
      return conditions.get(0);
    }
    List<Condition> flat = new ArrayList<>(conditions.size());
    for (Condition condition : conditions) {
      if (condition.equals(TRUE)) {
        return TRUE;
      } else if (condition instanceof Or or) {
        flat.addAll(or.conditions());
      } else if (!condition.equals(FALSE)) {
        flat.add(condition);
      }
    }
    return flat.isEmpty() ? FALSE : flat.size() == 1 ? flat.get(0) : new Or(flat);
  }

  /** Exactly the rows that the condition leaves out. */
  public static Condition not(Condition condition) {
    if (condition instanceof Constant constant) {
      return constant.value() ? FALSE : TRUE;
    }
    return condition instanceof Not not ? not.condition() : new Not(condition);
  }

  /**
   * Reads the wire form, MongoDB's query object.
   *
   * @throws InvalidRequestException naming the place, if anything in it is not understood
   */
  public static Condition parse(Map<?, ?> query) {
    return parse("find", query);
  }

  /**
   * Reads the wire form.
   *
   * @param place what errors call the object, such as {@code find}
   */
  public static Condition parse(String place, Map<?, ?> query) {
    return new ConditionParser().parse(place, query);
  }

  /** The wire form of a condition: {@link #parse} makes an equal one of it. */
  public static Map<String, @Nullable Object> toMap(Condition condition) {
    return ConditionWriter.write(condition);
  }

  /** Every path that the condition reads, sorted. */
  public static Set<FieldPath> paths(Condition condition) {
    Set<FieldPath> paths = new TreeSet<>(java.util.Comparator.comparing(FieldPath::toString));
    collect(condition, paths);
    return paths;
  }

  private static void collect(Condition condition, Set<FieldPath> paths) {
    if (condition instanceof Comparison c) {
      paths.add(c.path());
    } else if (condition instanceof Membership c) {
      paths.add(c.path());
    } else if (condition instanceof Presence c) {
      paths.add(c.path());
    } else if (condition instanceof Like c) {
      paths.add(c.path());
    } else if (condition instanceof Contains c) {
      paths.add(c.path());
    } else if (condition instanceof And c) {
      c.conditions().forEach(inner -> collect(inner, paths));
    } else if (condition instanceof Or c) {
      c.conditions().forEach(inner -> collect(inner, paths));
    } else if (condition instanceof Not c) {
      collect(c.condition(), paths);
    } else if (!(condition instanceof Constant)) {
      throw new AssertionError(condition.getClass());
    }
  }
}
