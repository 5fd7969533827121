package io.spacecloud.sql;

import io.spacecloud.api.condition.Condition;
import io.spacecloud.api.condition.Condition.And;
import io.spacecloud.api.condition.Condition.Comparison;
import io.spacecloud.api.condition.Condition.Operator;
import io.spacecloud.api.condition.Conditions;
import io.spacecloud.api.request.Read;
import io.spacecloud.api.request.Sort;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/** Renders reads. */
final class ReadRenderer {
  private final Dialect dialect;

  ReadRenderer(Dialect dialect) {
    this.dialect = dialect;
  }

  /**
   * Renders a read.
   *
   * @param columns what is selected
   * @param limit the most rows to fetch, or -1
   * @param single whether a key makes sure of one row at most
   */
  void render(Sql sql, Table table, Read read, List<Column> columns, long limit, boolean single) {
    switch (read.op()) {
      case ONE, ALL -> rows(sql, table, read, columns, limit, single);
      case COUNT -> count(sql, table, read, limit);
      case DISTINCT -> distinct(sql, table, read, limit);
    }
  }

  private void rows(
      Sql sql, Table table, Read read, List<Column> columns, long limit, boolean single) {
    sql.text("SELECT ");
    dialect.select(sql, columns);
    sql.text(columns.isEmpty() ? "1" : "").text(" FROM ").text(table.sql());
    where(sql, table, read.where());
    if (!single) {
      order(sql, table, read.sort());
      page(sql, limit, read.skip());
    }
  }

  private void count(Sql sql, Table table, Read read, long limit) {
    boolean paged = limit >= 0 || read.skip() > 0;
    sql.text(paged ? "SELECT COUNT(*) FROM (SELECT 1 AS sc_one FROM " : "SELECT COUNT(*) FROM ");
    sql.text(table.sql());
    where(sql, table, read.where());
    if (paged) {
      page(sql, limit, read.skip());
      sql.text(") sc_rows");
    }
  }

  private void distinct(Sql sql, Table table, Read read, long limit) {
    Column column = table.column(Objects.requireNonNull(read.distinct()).root());
    sql.text("SELECT DISTINCT ");
    dialect.grouped(sql, column);
    sql.text(" AS sc_value FROM ").text(table.sql());
    where(sql, table, read.where());
    if (column.type().kind().isOrdered()) {
      sql.text(" ORDER BY 1").text(dialect.nullsFirst(column));
    }
    page(sql, limit, read.skip());
  }

  void where(Sql sql, Columns columns, Condition condition) {
    if (!condition.equals(Conditions.TRUE)) {
      sql.text(" WHERE ");
      new ConditionRenderer(dialect, columns, sql).render(condition);
    }
  }

  void order(Sql sql, Columns columns, List<Sort> keys) {
    for (int i = 0; i < keys.size(); i++) {
      Sort key = keys.get(i);
      sql.text(i > 0 ? ", " : " ORDER BY ");
      dialect.order(sql, columns.column(key.path().root()), key);
    }
  }

  void page(Sql sql, long limit, long skip) {
    if (limit >= 0 || skip > 0) {
      // MySQL has no OFFSET without LIMIT.
      sql.text(" LIMIT ").value(ColumnType.INTEGER, limit >= 0 ? limit : Long.MAX_VALUE);
    }
    if (skip > 0) {
      sql.text(" OFFSET ").value(ColumnType.INTEGER, skip);
    }
  }

  /** Whether the condition names a whole unique key by equalities. */
  static boolean isSingle(Table table, Condition condition) {
    Set<String> equal = new HashSet<>();
    if (condition instanceof And and) {
      and.conditions().forEach(c -> addEquality(c, equal));
    } else {
      addEquality(condition, equal);
    }
    if (equal.isEmpty()) {
      return false;
    }
    for (List<String> key : table.schema().uniqueKeys()) {
      if (equal.containsAll(key)) {
        return true;
      }
    }
    return false;
  }

  private static void addEquality(Condition condition, Set<String> names) {
    if (condition instanceof Comparison c && c.operator() == Operator.EQ && !c.path().isNested()) {
      names.add(c.path().root());
    }
  }
}
