package io.spacecloud.sql;

import io.spacecloud.api.condition.Condition;
import io.spacecloud.api.condition.Conditions;
import io.spacecloud.api.error.UnsupportedFeatureException;
import io.spacecloud.api.result.Document;
import io.spacecloud.api.result.DocumentKeys;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Finds rows by their primary keys and locks them for the rest of the transaction. */
final class Keys {
  static final int CHUNK = 500;

  private final Context context;
  private final ReadRenderer reads;

  Keys(Context context) {
    this.context = context;
    this.reads = new ReadRenderer(context.dialect());
  }

  /**
   * The keys of rows that match, and further columns, locked until the transaction ends.
   *
   * @param one whether only the first in order of keys
   */
  List<Document> lock(
      Connection connection,
      Table table,
      Condition where,
      boolean one,
      List<Column> further,
      @Nullable Duration timeout)
      throws SQLException {
    List<Column> columns = new ArrayList<>(requireKey(table));
    further.stream().filter(column -> !columns.contains(column)).forEach(columns::add);
    try (PreparedStatement statement =
            context.prepare(connection, sql -> render(sql, table, where, one, columns), timeout);
        ResultSet rows = statement.executeQuery()) {
      return read(rows, columns);
    }
  }

  /** A document of these columns from each row. */
  List<Document> read(ResultSet rows, List<Column> columns) throws SQLException {
    DocumentKeys names = DocumentKeys.of(columns.stream().map(Column::name).toList());
    List<Document> found = new ArrayList<>();
    while (rows.next()) {
      @Nullable Object[] values = new Object[columns.size()];
      for (int i = 0; i < values.length; i++) {
        values[i] = context.dialect().read(rows, i + 1, columns.get(i).type());
      }
      found.add(Document.of(names, values));
    }
    return found;
  }

  private void render(Sql sql, Table table, Condition where, boolean one, List<Column> columns) {
    sql.text("SELECT ");
    context.dialect().select(sql, columns);
    sql.text(" FROM ").text(table.sql());
    reads.where(sql, table, where);
    if (one) {
      names(sql, " ORDER BY ", table.key());
      sql.text(" LIMIT 1");
    }
    sql.text(" FOR UPDATE");
  }

  private static void names(Sql sql, String lead, List<Column> columns) {
    for (int i = 0; i < columns.size(); i++) {
      sql.text(i == 0 ? lead : ", ").text(columns.get(i).sql());
    }
  }

  static List<Column> requireKey(Table table) {
    if (table.key().isEmpty()) {
      throw new UnsupportedFeatureException("this request needs a table with a primary key");
    }
    return table.key();
  }

  /** Whether a row that matches is there, without locking it. */
  boolean exists(Connection connection, Table table, Condition where) throws SQLException {
    try (PreparedStatement statement =
            context.prepare(
                connection,
                sql -> {
                  sql.text("SELECT 1 FROM ").text(table.sql());
                  reads.where(sql, table, where);
                  sql.text(" LIMIT 1");
                },
                null);
        ResultSet rows = statement.executeQuery()) {
      return rows.next();
    }
  }

  /** How many of the rows with these keys satisfy the condition. */
  long count(Connection connection, Table table, List<Document> keys, Condition condition)
      throws SQLException {
    long count = 0;
    for (int i = 0; i < keys.size(); i += CHUNK) {
      List<Document> chunk = keys.subList(i, Math.min(i + CHUNK, keys.size()));
      try (PreparedStatement statement =
              context.prepare(
                  connection,
                  sql -> {
                    sql.text("SELECT COUNT(*) FROM ").text(table.sql()).text(" WHERE ");
                    whereKey(sql, table, chunk);
                    sql.text(" AND ");
                    new ConditionRenderer(context.dialect(), table, sql).render(condition);
                  },
                  null);
          ResultSet rows = statement.executeQuery()) {
        count += rows.next() ? rows.getLong(1) : 0;
      }
    }
    return count;
  }

  /** A test for being one of the rows with these keys. */
  static void whereKey(Sql sql, Table table, List<Document> keys) {
    List<Column> key = table.key();
    sql.text("(");
    if (key.size() == 1) {
      Column column = key.get(0);
      sql.text(column.sql()).text(" IN (");
      for (int i = 0; i < keys.size(); i++) {
        sql.text(i > 0 ? "," : "").value(column.type(), keys.get(i).get(column.name()));
      }
      sql.text(")");
    } else {
      for (int i = 0; i < keys.size(); i++) {
        sql.text(i > 0 ? " OR (" : "(");
        for (int j = 0; j < key.size(); j++) {
          Column column = key.get(j);
          sql.text(j > 0 ? " AND " : "").text(column.sql()).text(" = ");
          sql.value(column.type(), keys.get(i).get(column.name()));
        }
        sql.text(")");
      }
    }
    sql.text(")");
  }

  /** The key's part of a document. */
  static Document of(Table table, Document row) {
    @Nullable Object[] values = new Object[table.key().size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = row.get(table.key().get(i).name());
    }
    return Document.of(table.keyNames(), values);
  }

  /** A condition that never narrows anything. */
  static boolean isTrivial(Condition condition) {
    return condition.equals(Conditions.TRUE);
  }
}
