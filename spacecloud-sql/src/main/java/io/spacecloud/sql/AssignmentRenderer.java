package io.spacecloud.sql;

import io.spacecloud.api.request.Assignment;
import io.spacecloud.api.request.UpdateOperator;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Renders the SET clause of updates on whole columns. */
final class AssignmentRenderer {
  private final Dialect dialect;

  AssignmentRenderer(Dialect dialect) {
    this.dialect = dialect;
  }

  /** Whether the assignment can be said in SQL: it concerns a whole column, and no list. */
  static boolean isPlain(Assignment assignment) {
    return !assignment.path().isNested() && assignment.operator() != UpdateOperator.PUSH;
  }

  void render(Sql sql, Table table, List<Assignment> assignments) {
    for (int i = 0; i < assignments.size(); i++) {
      Assignment assignment = assignments.get(i);
      Column column = table.column(assignment.path().root());
      sql.text(i > 0 ? ", " : "").text(column.sql()).text(" = ");
      expression(sql, column, assignment);
    }
  }

  private void expression(Sql sql, Column column, Assignment assignment) {
    switch (assignment.operator()) {
      case SET -> value(sql, column, assignment.value());
      case UNSET -> sql.text("NULL");
      case INC -> dialect.finite(sql, column, () -> arithmetic(sql, column, " + ", assignment));
      case MUL -> dialect.finite(sql, column, () -> arithmetic(sql, column, " * ", assignment));
      case MIN -> extreme(sql, column, " > ", Objects.requireNonNull(assignment.value()));
      case MAX -> extreme(sql, column, " < ", Objects.requireNonNull(assignment.value()));
      case CURRENT_DATE -> sql.text(dialect.now(column.type()));
      case PUSH, RENAME -> throw new AssertionError(assignment.operator());
    }
  }

  void value(Sql sql, Column column, @Nullable Object value) {
    column.requireHeld(value);
    if (column.type() == ColumnType.JSON) {
      dialect.jsonValue(sql, value);
    } else {
      sql.value(column.type(), value);
    }
  }

  private void arithmetic(Sql sql, Column column, String operator, Assignment assignment) {
    sql.text(cut(column) ? dialect.truncation() + "(" : "");
    sql.text("COALESCE(").text(column.sql()).text(", 0)").text(operator);
    dialect.number(sql, column.type(), assignment.value());
    sql.text(cut(column) ? ", " + column.field().precision() + ")" : "");
  }

  /** Databases round what they store in a decimal column; what is written here is truncated. */
  private static boolean cut(Column column) {
    return column.type() == ColumnType.DECIMAL && column.field().precision() >= 0;
  }

  private void extreme(Sql sql, Column column, String symbol, Object value) {
    column.requireHeld(value);
    sql.text("CASE WHEN ").text(column.sql()).text(" IS NULL OR ");
    dialect.ordered(sql, column);
    sql.text(symbol);
    dialect.orderedValue(sql, column, value);
    sql.text(" THEN ").value(column.type(), value).text(" ELSE ").text(column.sql()).text(" END");
  }
}
