package io.spacecloud.sql;

import io.spacecloud.sql.Column.TextCollation;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The information schema of MariaDB and MySQL. */
final class MariaDbSchemaQueries extends SchemaQueries {
  private static final Pattern MEMBER = Pattern.compile("'((?:[^'\\\\]|'')*+)'");
  private static final Pattern ENUMERATION =
      Pattern.compile("(?i)enum\\(" + MEMBER + "(?:," + MEMBER + ")*+\\)");

  @Override
  String currentSchema(Connection connection) throws SQLException {
    return single(connection, "SELECT DATABASE()");
  }

  @Override
  List<Row> columnRows(Connection connection, String schema) throws SQLException {
    List<Row> columns =
        rows(
            connection,
            "SELECT table_name, column_name, data_type, column_type, is_nullable, column_default,"
                + " character_maximum_length, numeric_scale, datetime_precision, extra,"
                + " collation_name FROM information_schema.columns WHERE table_schema = ?"
                + " ORDER BY table_name, ordinal_position",
            schema);
    Set<String> json = jsonColumns(connection, schema);
    boolean utc = isUtc(connection);
    return columns.stream().map(row -> marked(row, json, utc)).toList();
  }

  private static Row marked(Row row, Set<String> json, boolean utc) {
    Map<String, @Nullable Object> cells = new HashMap<>(row.cells());
    cells.put("json", json.contains(row.text("table_name") + "." + row.text("column_name")));
    cells.put("utc", utc);
    return new Row(cells);
  }

  /** MariaDB's JSON is text with a check; MySQL names the type. */
  private static Set<String> jsonColumns(Connection connection, String schema) throws SQLException {
    Set<String> json = new HashSet<>();
    if (single(connection, "SELECT VERSION()").contains("MariaDB")) {
      for (Row row :
          rows(
              connection,
              "SELECT table_name, constraint_name, check_clause"
                  + " FROM information_schema.check_constraints WHERE constraint_schema = ?",
              schema)) {
        String column = row.text("constraint_name");
        if (row.text("check_clause").equals("json_valid(`" + column.replace("`", "``") + "`)")) {
          json.add(row.text("table_name") + "." + column);
        }
      }
    }
    return json;
  }

  private static boolean isUtc(Connection connection) throws SQLException {
    return single(connection, "SELECT TIMESTAMPDIFF(SECOND, UTC_TIMESTAMP(), NOW())").equals("0");
  }

  @Override
  @Nullable ColumnType type(Row row) {
    if (Boolean.TRUE.equals(row.cells().get("json"))) {
      return ColumnType.JSON;
    }
    return switch (row.text("data_type")) {
      case "tinyint" ->
          row.text("column_type").startsWith("tinyint(1)")
              ? ColumnType.BOOLEAN
              : ColumnType.INTEGER;
      case "smallint", "mediumint", "int", "bigint" -> ColumnType.INTEGER;
      case "float" -> isRounded(row) ? null : ColumnType.FLOAT;
      case "double" -> isRounded(row) ? null : ColumnType.DOUBLE;
      case "decimal" -> ColumnType.DECIMAL;
      case "varchar", "text", "tinytext", "mediumtext", "longtext" -> ColumnType.TEXT;
      case "enum" -> members(row) == null ? null : ColumnType.TEXT;
      case "datetime" -> ColumnType.TIMESTAMP;
      // Comparing and reading it in another zone would be ambiguous where clocks go back.
      case "timestamp" ->
          Boolean.TRUE.equals(row.cells().get("utc")) ? ColumnType.TIMESTAMP_TZ : null;
      case "date" -> ColumnType.DATE;
      case "time" -> ColumnType.TIME;
      case "varbinary", "binary", "blob", "tinyblob", "mediumblob", "longblob" -> ColumnType.BYTES;
      case "uuid" -> ColumnType.UUID;
      case "json" -> ColumnType.JSON;
      default -> null;
    };
  }

  /** FLOAT(7,2) and its like store another number than they are given. */
  private static boolean isRounded(Row row) {
    return row.number("numeric_scale", -1) >= 0;
  }

  /** Of an enumeration; null if its definition, where backslashes escape, is not plain. */
  @Override
  @Nullable Set<String> members(Row row) {
    String type = row.text("column_type");
    if (!row.text("data_type").equals("enum") || !ENUMERATION.matcher(type).matches()) {
      return null;
    }
    Set<String> members = new HashSet<>();
    Matcher member = MEMBER.matcher(type);
    while (member.find()) {
      members.add(member.group(1).replace("''", "'"));
    }
    return members;
  }

  @Override
  int bits(Row row) {
    int bits = super.bits(row);
    return bits < 64 && row.text("column_type").contains("unsigned") ? bits + 1 : bits;
  }

  @Override
  TextCollation collation(Row row) {
    return switch (row.text("collation_name")) {
      case "utf8mb4_nopad_bin", "utf8mb4_0900_bin" -> TextCollation.CODE_POINT;
      default -> TextCollation.COARSE;
    };
  }

  @Override
  boolean isGenerated(Row row) {
    String extra = row.text("extra");
    return extra.contains("GENERATED") && !extra.contains("DEFAULT_GENERATED");
  }
}
