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
import io.spacecloud.api.value.Kind;
import io.spacecloud.api.value.Values;
import java.util.List;

/**
 * When two conditions have the same statement text: the tree with its values taken out. Values that
 * shape the text themselves (lists and objects, the size of a membership, the form of a pattern)
 * count.
 */
final class Shapes {
  private final Dialect dialect;
  private final Columns columns;

  Shapes(Dialect dialect, Columns columns) {
    this.dialect = dialect;
    this.columns = columns;
  }

  int hash(Condition condition) {
    if (condition instanceof Comparison c) {
      return (c.path().hashCode() * 31 + c.operator().hashCode()) * 31
          + Values.kindOf(c.value()).hashCode();
    } else if (condition instanceof And c) {
      return hash(c.conditions()) * 31 + 1;
    } else if (condition instanceof Or c) {
      return hash(c.conditions()) * 31 + 2;
    } else if (condition instanceof Not c) {
      return hash(c.condition()) * 31 + 3;
    } else if (condition instanceof Membership c) {
      return c.path().hashCode() * 31 + 4;
    } else if (condition instanceof Presence c) {
      return c.path().hashCode() * 31 + 5;
    } else if (condition instanceof Like c) {
      return c.path().hashCode() * 31 + 6;
    } else if (condition instanceof Contains c) {
      return c.path().hashCode() * 31 + 7;
    } else if (condition instanceof Constant c) {
      return c.value() ? 8 : 9;
    }
    throw new AssertionError(condition.getClass());
  }

  private int hash(List<Condition> conditions) {
    int hash = 1;
    for (int i = 0; i < conditions.size(); i++) {
      hash = hash * 31 + hash(conditions.get(i));
    }
    return hash;
  }

  boolean same(Condition a, Condition b) {
    if (a instanceof Comparison x) {
      return b instanceof Comparison y
          && x.operator() == y.operator()
          && x.path().equals(y.path())
          && sameValue(x.value(), y.value());
    } else if (a instanceof And x) {
      return b instanceof And y && same(x.conditions(), y.conditions());
    } else if (a instanceof Or x) {
      return b instanceof Or y && same(x.conditions(), y.conditions());
    } else if (a instanceof Not x) {
      return b instanceof Not y && same(x.condition(), y.condition());
    } else if (a instanceof Membership x) {
      return b instanceof Membership y && x.path().equals(y.path()) && sameList(x, y);
    } else if (a instanceof Like x) {
      return b instanceof Like y
          && x.path().equals(y.path())
          && dialect.likeShape(x.pattern()) == dialect.likeShape(y.pattern());
    } else if (a instanceof Contains x) {
      return b instanceof Contains y && x.path().equals(y.path()) && sameText(x.value(), y.value());
    }
    return a.equals(b);
  }

  private boolean same(List<Condition> a, List<Condition> b) {
    if (a.size() != b.size()) {
      return false;
    }
    for (int i = 0; i < a.size(); i++) {
      if (!same(a.get(i), b.get(i))) {
        return false;
      }
    }
    return true;
  }

  private static boolean sameValue(Object a, Object b) {
    Kind kind = Values.kindOf(a);
    return kind == Values.kindOf(b)
        && ((kind != Kind.LIST && kind != Kind.OBJECT) || sameText(a, b));
  }

  /** Equal objects may have their members in another order, and then have another text. */
  private static boolean sameText(Object a, Object b) {
    return a.equals(b) && Json.write(a).equals(Json.write(b));
  }

  /** Memberships of plain columns are padded; in JSON columns every element has its own text. */
  private boolean sameList(Membership a, Membership b) {
    if (columns.column(a.path().root()).type() == ColumnType.JSON) {
      return sameText(a.values(), b.values());
    }
    return a.values().contains(null) == b.values().contains(null) && padded(a) == padded(b);
  }

  private static int padded(Membership c) {
    int present = c.values().contains(null) ? c.values().size() - 1 : c.values().size();
    return ConditionRenderer.paddedSize(present);
  }
}
