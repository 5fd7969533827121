package io.spacecloud.sql;

import io.spacecloud.api.condition.Condition;
import io.spacecloud.api.request.Sort;
import io.spacecloud.api.spi.Capability;
import io.spacecloud.api.spi.DeclaredField;
import io.spacecloud.sql.Column.TextCollation;
import java.sql.Connection;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** PostgreSQL and what speaks its dialect. */
final class PostgresDialect extends Dialect {
  private final JsonRenderer json = new PostgresJson();

  @Override
  SchemaQueries schemaQueries() {
    return new PostgresSchemaQueries();
  }

  @Override
  Set<Capability> prepare(Connection connection) {
    return EnumSet.of(
        Capability.TRANSACTIONS, Capability.STREAMING, Capability.TOUCHED_KEYS, Capability.JSON);
  }

  @Override
  Map<String, String> properties(SqlConfig config) {
    return Map.of(
        "options",
        "-c statement_timeout=" + config.statementTimeout().toMillis(),
        "connectTimeout",
        Long.toString(Math.max(1, config.connectionTimeout().toSeconds())),
        "tcpKeepAlive",
        "true");
  }

  /** {@code COLLATE "C"} over UTF-8 is code-point order. */
  @Override
  void ordered(Sql sql, Column column) {
    if (column.type() != ColumnType.TEXT || column.collation() == TextCollation.CODE_POINT) {
      select(sql, column);
    } else {
      sql.text("(").text(column.sql());
      sql.text(column.collation() == TextCollation.COARSE ? "::text" : "").text(" COLLATE \"C\")");
    }
  }

  @Override
  void orderedValue(Sql sql, Column column, Object value) {
    sql.value(column.type(), value);
  }

  @Override
  void order(Sql sql, Column column, Sort sort) {
    super.order(sql, column, sort);
    if (column.field().nullable()) {
      sql.text(sort.descending() ? " NULLS LAST" : " NULLS FIRST");
    }
  }

  @Override
  String nullsFirst(Column column) {
    return column.field().nullable() ? " NULLS FIRST" : "";
  }

  @Override
  void like(Sql sql, Column column, String pattern) {
    ordered(sql, column);
    sql.text(" LIKE ").value(ColumnType.TEXT, LikePatterns.bang(pattern));
    sql.text(LikePatterns.ESCAPE);
  }

  @Override
  void json(Sql sql, Column column, Condition leaf) {
    json.render(sql, column, leaf);
  }

  @Override
  void jsonValue(Sql sql, @Nullable Object value) {
    sql.text("CAST(").value(ColumnType.TEXT, value == null ? null : Json.write(value));
    sql.text(" AS jsonb)");
  }

  @Override
  String now(ColumnType type) {
    return switch (type) {
      case TIMESTAMP -> "(CURRENT_TIMESTAMP AT TIME ZONE 'UTC')";
      case DATE -> "CAST(CURRENT_TIMESTAMP AT TIME ZONE 'UTC' AS date)";
      default -> "CURRENT_TIMESTAMP";
    };
  }

  @Override
  String columnType(DeclaredField field, boolean indexed) {
    String type = super.columnType(field, indexed);
    return type.equals("JSON") ? "JSONB" : type;
  }

  @Override
  String textType(int length, boolean indexed) {
    return (length < 0 ? "TEXT" : "VARCHAR(" + length + ")") + " COLLATE \"C\"";
  }

  @Override
  String bytesType(int length, boolean indexed) {
    return "BYTEA";
  }

  @Override
  boolean reports(Change change) {
    return true;
  }

  @Override
  String truncation() {
    return "trunc";
  }
}
