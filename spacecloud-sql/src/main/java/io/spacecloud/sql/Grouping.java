package io.spacecloud.sql;

import io.spacecloud.api.error.InvalidRequestException;
import io.spacecloud.api.request.Stage;
import io.spacecloud.api.request.Stage.Accumulator;
import io.spacecloud.api.request.Stage.Group;
import io.spacecloud.api.request.Stage.Key;
import io.spacecloud.api.result.Document;
import io.spacecloud.api.result.DocumentKeys;
import io.spacecloud.api.value.Kind;
import java.math.BigDecimal;
import java.math.MathContext;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The first group of a pipeline: rendered as GROUP BY, read back as documents. Averages are divided
 * here, since databases disagree on the digits.
 */
final class Grouping {
  private final Dialect dialect;
  private final Relation relation;
  private final Group group;

  Grouping(Dialect dialect, Relation relation, Group group) {
    this.dialect = dialect;
    this.relation = relation;
    this.group = group;
  }

  void render(ReadRenderer reads, Sql sql, long limit) {
    sql.text("SELECT ");
    for (Key key : group.keys()) {
      dialect.grouped(sql, column(key));
      sql.text(", ");
    }
    for (Accumulator accumulator : group.accumulators()) {
      accumulate(sql, accumulator);
      sql.text(", ");
    }
    sql.text("COUNT(*) FROM ");
    relation.writeGrouped(reads, dialect, sql);
    for (int i = 0; i < group.keys().size(); i++) {
      sql.text(i == 0 ? " GROUP BY " : ", ");
      dialect.grouped(sql, column(group.keys().get(i)));
    }
    reads.page(sql, limit, 0);
  }

  private Column column(Key key) {
    Column column = relation.column(key.path());
    if (column.type() == ColumnType.JSON) {
      throw new InvalidRequestException(key.path().toString(), "groups are by plain columns");
    }
    return column;
  }

  private void accumulate(Sql sql, Accumulator accumulator) {
    if (accumulator.path() == null) {
      sql.text("COUNT(*)");
      return;
    }
    Column column = relation.column(accumulator.path());
    switch (accumulator.function()) {
      case SUM -> function(sql, "SUM(", column);
      case AVG -> {
        function(sql, "SUM(", column);
        function(sql, ", COUNT(", column);
      }
      case MIN -> extreme(sql, "MIN(", column);
      case MAX -> extreme(sql, "MAX(", column);
      case COUNT -> throw new AssertionError("$count has no path");
    }
  }

  private void function(Sql sql, String name, Column column) {
    sql.text(name);
    dialect.select(sql, column);
    sql.text(")");
  }

  private void extreme(Sql sql, String name, Column column) {
    sql.text(name);
    if (column.type() == ColumnType.BOOLEAN) {
      sql.text("CASE WHEN ").text(column.sql()).text(" IS NULL THEN NULL WHEN ");
      sql.text(column.sql()).text(" THEN 1 ELSE 0 END");
    } else {
      dialect.ordered(sql, column);
    }
    sql.text(")");
  }

  Document read(ResultSet rows) throws SQLException {
    int index = 0;
    Map<String, @Nullable Object> id = new LinkedHashMap<>();
    for (Key key : group.keys()) {
      id.put(key.name(), dialect.readOrdered(rows, ++index, relation.column(key.path())));
    }
    List<String> names = new ArrayList<>(List.of("_id"));
    List<@Nullable Object> values = new ArrayList<>();
    values.add(group.composite() ? Collections.unmodifiableMap(id) : id.get("_id"));
    for (Accumulator accumulator : group.accumulators()) {
      names.add(accumulator.name());
      values.add(value(rows, ++index, accumulator));
      index += accumulator.function() == Stage.Function.AVG ? 1 : 0;
    }
    return Document.of(DocumentKeys.of(names), values.toArray());
  }

  private @Nullable Object value(ResultSet rows, int index, Accumulator accumulator)
      throws SQLException {
    if (accumulator.path() == null) {
      long factor = accumulator.function() == Stage.Function.COUNT ? 1 : accumulator.constant();
      return Math.multiplyExact(rows.getLong(index), factor);
    }
    Column column = relation.column(accumulator.path());
    return switch (accumulator.function()) {
      case SUM -> sum(rows, index, column, accumulator);
      case AVG -> average(rows, index, column);
      case MIN, MAX ->
          column.type() == ColumnType.BOOLEAN
              ? flag(rows, index)
              : dialect.readOrdered(rows, index, column);
      case COUNT -> throw new AssertionError("$count has no path");
    };
  }

  private static @Nullable Boolean flag(ResultSet rows, int index) throws SQLException {
    int value = rows.getInt(index);
    return rows.wasNull() ? null : (Boolean) (value == 1);
  }

  private static Object sum(ResultSet rows, int index, Column column, Accumulator accumulator)
      throws SQLException {
    if (column.type().kind() == Kind.REAL) {
      return rows.getDouble(index);
    }
    BigDecimal sum = rows.getBigDecimal(index);
    if (column.type().kind() == Kind.DECIMAL) {
      return sum == null ? (Object) 0L : sum;
    }
    try {
      return sum == null ? 0L : sum.longValueExact();
    } catch (ArithmeticException e) {
      throw new InvalidRequestException("pipe.$group." + accumulator.name(), "integer overflow");
    }
  }

  private static @Nullable Object average(ResultSet rows, int index, Column column)
      throws SQLException {
    long count = rows.getLong(index + 1);
    if (count == 0) {
      return null;
    } else if (column.type().kind() == Kind.REAL) {
      return rows.getDouble(index) / count;
    }
    return rows.getBigDecimal(index).divide(BigDecimal.valueOf(count), MathContext.DECIMAL128);
  }
}
