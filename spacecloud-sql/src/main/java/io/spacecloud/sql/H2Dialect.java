package io.spacecloud.sql;

import io.spacecloud.api.condition.Condition;
import io.spacecloud.api.condition.Conditions;
import io.spacecloud.api.spi.Capability;
import io.spacecloud.sql.Column.TextCollation;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * H2. It compares strings by UTF-16 units, so order goes through UTF-8 bytes; it has no JSON
 * functions to speak of, so conditions on JSON columns call back into the reference evaluator.
 */
final class H2Dialect extends Dialect {
  /** A cast of a moment to a time without a zone would take the session's. */
  private static final String UTC_NOW =
      "(TIMESTAMP '1970-01-01 00:00:00'"
          + " + (CURRENT_TIMESTAMP - TIMESTAMP WITH TIME ZONE '1970-01-01 00:00:00+00'))";

  private static final int LOCK_TIMEOUT = 50200;
  private static final int CONCURRENT_UPDATE = 90131;

  @Override
  SchemaQueries schemaQueries() {
    return new H2SchemaQueries();
  }

  @Override
  Set<Capability> prepare(Connection connection) {
    Set<Capability> capabilities =
        EnumSet.of(Capability.TRANSACTIONS, Capability.STREAMING, Capability.TOUCHED_KEYS);
    try (Statement statement = connection.createStatement()) {
      statement.execute(
          "CREATE ALIAS IF NOT EXISTS SPACECLOUD_JSON_TEST FOR '"
              + H2Functions.class.getName()
              + ".jsonTest'");
      capabilities.add(Capability.JSON);
    } catch (SQLException e) {
      // A remote server without this class, or a user who may not create aliases: no JSON paths.
    }
    return capabilities;
  }

  @Override
  String sessionSql(SqlConfig config) {
    return "SET QUERY_TIMEOUT " + config.statementTimeout().toMillis();
  }

  @Override
  void ordered(Sql sql, Column column) {
    if (column.type() == ColumnType.TEXT) {
      sql.text("STRINGTOUTF8(").text(column.sql()).text(")");
    } else {
      select(sql, column);
    }
  }

  @Override
  void orderedValue(Sql sql, Column column, Object value) {
    if (value instanceof String text) {
      sql.value(ColumnType.BYTES, text.getBytes(StandardCharsets.UTF_8));
    } else {
      sql.value(column.type(), value);
    }
  }

  @Override
  @Nullable Object readOrdered(ResultSet rows, int index, Column column) throws SQLException {
    return column.type() == ColumnType.TEXT
        ? utf8(rows.getBytes(index))
        : super.readOrdered(rows, index, column);
  }

  /**
   * Patterns with several wildcards go to a regular expression that cannot backtrack; H2's own
   * matching tries every place of the first text for the second, but stops at a last {@code %}.
   */
  @Override
  int likeShape(String pattern) {
    long wildcards = pattern.chars().filter(c -> c == '%').count();
    boolean plain = wildcards < 2 || (wildcards == 2 && pattern.endsWith("%"));
    return plain && pattern.indexOf('_') < 0 ? 0 : 1;
  }

  @Override
  void like(Sql sql, Column column, String pattern) {
    boolean coarse = column.collation() == TextCollation.COARSE;
    String text = coarse ? "CAST(" + column.sql() + " AS VARCHAR)" : column.sql();
    if (likeShape(pattern) == 1) {
      sql.text("REGEXP_LIKE(").text(text).text(", ");
      sql.value(ColumnType.TEXT, LikePatterns.regex(pattern)).text(", 'cn')");
    } else {
      sql.text(text).text(" LIKE ").value(ColumnType.TEXT, LikePatterns.bang(pattern));
      sql.text(LikePatterns.ESCAPE);
    }
  }

  @Override
  void json(Sql sql, Column column, Condition leaf) {
    sql.text("SPACECLOUD_JSON_TEST('").text(column.name().replace("'", "''")).text("', CAST(");
    sql.text(column.sql()).text(" AS VARCHAR), ");
    sql.value(ColumnType.TEXT, Json.write(Conditions.toMap(leaf))).text(")");
  }

  @Override
  void jsonValue(Sql sql, @Nullable Object value) {
    sql.value(ColumnType.TEXT, value == null ? null : Json.write(value)).text(" FORMAT JSON");
  }

  /** H2 would store an infinity; made a decimal, it is an error. */
  @Override
  void finite(Sql sql, Column column, Runnable expression) {
    if (column.type() != ColumnType.DOUBLE && column.type() != ColumnType.FLOAT) {
      expression.run();
      return;
    }
    String type = column.type() == ColumnType.DOUBLE ? " AS DOUBLE PRECISION)" : " AS REAL)";
    sql.text("CASE WHEN CAST(CAST(");
    expression.run();
    sql.text(type).text(" AS VARCHAR) IN ('Infinity', '-Infinity') THEN CAST(CAST(");
    expression.run();
    sql.text(type).text(" AS NUMERIC(400, 0)) ELSE ");
    expression.run();
    sql.text(" END");
  }

  @Override
  String now(ColumnType type) {
    return switch (type) {
      case TIMESTAMP -> UTC_NOW;
      case DATE -> "CAST(" + UTC_NOW + " AS DATE)";
      default -> "CURRENT_TIMESTAMP";
    };
  }

  /** H2 takes a bare parameter for the other operand's type, and overflows. */
  @Override
  void number(Sql sql, ColumnType type, @Nullable Object value) {
    sql.text("CAST(").value(type, value);
    sql.text(
        type == ColumnType.INTEGER
            ? " AS BIGINT)"
            : type == ColumnType.DECIMAL ? " AS DECFLOAT)" : " AS DOUBLE PRECISION)");
  }

  @Override
  GeneratedKeys generatedKeys() {
    return GeneratedKeys.NAMED;
  }

  @Override
  boolean reports(Change change) {
    return true;
  }

  /** A data change delta table, H2's form of RETURNING. */
  @Override
  void reporting(Sql sql, Change change, List<Column> key, Consumer<Sql> statement) {
    sql.text("SELECT ");
    select(sql, key);
    sql.text(change == Change.UPDATE ? " FROM FINAL TABLE (" : " FROM OLD TABLE (");
    statement.accept(sql);
    sql.text(")");
  }

  @Override
  String randomUuid() {
    return "RANDOM_UUID()";
  }

  @Override
  String truncation() {
    return "TRUNC";
  }

  @Override
  boolean isWriteConflict(SQLException e) {
    return e.getErrorCode() == LOCK_TIMEOUT
        || e.getErrorCode() == CONCURRENT_UPDATE
        || super.isWriteConflict(e);
  }
}
