package io.spacecloud.sql;

import io.spacecloud.api.condition.Condition;
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
import io.spacecloud.api.condition.FieldPath;
import io.spacecloud.sql.Column.TextCollation;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Renders conditions so that SQL's third truth value never decides: negation is pushed down to the
 * leaves, and a negated leaf reads {@code (…) IS NOT TRUE}. What is left is AND and OR of leaves,
 * where unknown and false are the same.
 */
final class ConditionRenderer {
  private final Dialect dialect;
  private final Columns columns;
  private final Sql sql;

  ConditionRenderer(Dialect dialect, Columns columns, Sql sql) {
    this.dialect = dialect;
    this.columns = columns;
    this.sql = sql;
  }

  void render(Condition condition) {
    render(condition, false);
  }

  private void render(Condition condition, boolean negated) {
    if (condition instanceof And and) {
      join(and.conditions(), negated ? " OR " : " AND ", negated);
    } else if (condition instanceof Or or) {
      join(or.conditions(), negated ? " AND " : " OR ", negated);
    } else if (condition instanceof Not not) {
      render(not.condition(), !negated);
    } else if (condition instanceof Constant constant) {
      sql.text(constant.value() == negated ? "1=0" : "1=1");
    } else if (condition instanceof Presence presence && !isJson(presence.path())) {
      sql.text(column(presence.path()).sql()).text(negated ? " IS NULL" : " IS NOT NULL");
    } else {
      sql.text("(");
      leaf(condition);
      sql.text(negated ? ") IS NOT TRUE" : ")");
    }
  }

  private void join(List<Condition> conditions, String operator, boolean negated) {
    sql.text("(");
    for (int i = 0; i < conditions.size(); i++) {
      if (i > 0) {
        sql.text(operator);
      }
      render(conditions.get(i), negated);
    }
    sql.text(")");
  }

  private void leaf(Condition condition) {
    if (condition instanceof Comparison c) {
      comparison(c);
    } else if (condition instanceof Membership c) {
      membership(c);
    } else if (condition instanceof Like c) {
      like(c);
    } else if (condition instanceof Presence c) {
      dialect.json(sql, column(c.path()), c);
    } else if (condition instanceof Contains c) {
      dialect.json(sql, column(c.path()), c);
    } else {
      throw new AssertionError(condition.getClass());
    }
  }

  private void comparison(Comparison c) {
    Column column = column(c.path());
    if (column.type() == ColumnType.JSON) {
      dialect.json(sql, column, c);
    } else if (c.operator() == Operator.EQ) {
      equality(column, c.value());
    } else if (column.type() == ColumnType.TEXT) {
      dialect.ordered(sql, column);
      sql.text(symbol(c.operator()));
      dialect.orderedValue(sql, column, c.value());
    } else {
      operand(column);
      sql.text(symbol(c.operator())).value(column.type(), c.value());
    }
  }

  /** The collation's own equality keeps an index usable; the exact one decides. */
  private void equality(Column column, Object value) {
    operand(column);
    sql.text(" = ").value(column.type(), value);
    if (isCoarse(column)) {
      sql.text(" AND ");
      dialect.ordered(sql, column);
      sql.text(" = ");
      dialect.orderedValue(sql, column, value);
    }
  }

  private void membership(Membership c) {
    Column column = column(c.path());
    if (column.type() == ColumnType.JSON) {
      dialect.json(sql, column, c);
      return;
    }
    if (c.values().contains(null)) {
      sql.text(column.sql()).text(" IS NULL OR ");
    }
    sql.text("(");
    operand(column);
    sql.text(" IN ");
    elements(c.values(), value -> sql.value(column.type(), value));
    if (isCoarse(column)) {
      sql.text(" AND ");
      dialect.ordered(sql, column);
      sql.text(" IN ");
      elements(c.values(), value -> dialect.orderedValue(sql, column, value));
    }
    sql.text(")");
  }

  private void elements(List<@Nullable Object> values, java.util.function.Consumer<Object> each) {
    Object last = null;
    int written = 0;
    sql.text("(");
    for (Object value : values) {
      if (value != null) {
        sql.text(written++ > 0 ? "," : "");
        each.accept(value);
        last = value;
      }
    }
    // Lists are filled up to a power of two, so that few shapes of statement exist.
    for (int size = paddedSize(written); written < size; written++) {
      sql.text(",");
      each.accept(Objects.requireNonNull(last));
    }
    sql.text(")");
  }

  /** The number of placeholders for so many values. */
  static int paddedSize(int size) {
    return size <= 1 ? size : Integer.highestOneBit(size - 1) * 2;
  }

  private void like(Like c) {
    Column column = column(c.path());
    if (column.type() == ColumnType.JSON) {
      dialect.json(sql, column, c);
    } else {
      dialect.like(sql, column, c.pattern());
    }
  }

  private void operand(Column column) {
    if (column.type() == ColumnType.BOOLEAN || column.type() == ColumnType.FLOAT) {
      dialect.ordered(sql, column);
    } else {
      sql.text(column.sql());
    }
  }

  private boolean isCoarse(Column column) {
    return column.type() == ColumnType.TEXT && column.collation() == TextCollation.COARSE;
  }

  private boolean isJson(FieldPath path) {
    return column(path).type() == ColumnType.JSON;
  }

  private Column column(FieldPath path) {
    return columns.column(path.root());
  }

  private static String symbol(Operator operator) {
    return switch (operator) {
      case EQ -> " = ";
      case GT -> " > ";
      case GTE -> " >= ";
      case LT -> " < ";
      case LTE -> " <= ";
    };
  }
}
