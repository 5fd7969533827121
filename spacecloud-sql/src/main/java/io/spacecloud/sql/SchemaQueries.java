package io.spacecloud.sql;

import io.spacecloud.api.spi.CollectionSchema;
import io.spacecloud.api.spi.FieldSchema;
import io.spacecloud.sql.Column.TextCollation;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads a schema's tables from the information schema; columns of unknown types are left out. */
abstract class SchemaQueries {
  private static final String KEYS =
      "SELECT tc.table_name AS table_name, tc.constraint_name AS constraint_name,"
          + " tc.constraint_type AS constraint_type, kcu.column_name AS column_name"
          + " FROM information_schema.table_constraints tc"
          + " JOIN information_schema.key_column_usage kcu"
          + " ON kcu.constraint_schema = tc.constraint_schema"
          + " AND kcu.constraint_name = tc.constraint_name AND kcu.table_name = tc.table_name"
          + " WHERE tc.table_schema = ? AND tc.constraint_type IN ('PRIMARY KEY', 'UNIQUE')"
          + " ORDER BY tc.table_name, tc.constraint_name, kcu.ordinal_position";

  /** A row of the information schema, its names in lower case. */
  record Row(Map<String, @Nullable Object> cells) {
    String text(String name) {
      Object cell = cells.get(name);
      return cell == null ? "" : cell.toString();
    }

    boolean isYes(String name) {
      return text(name).equalsIgnoreCase("YES");
    }

    int number(String name, int otherwise) {
      return cells.get(name) instanceof Number number
          ? (int) Math.min(number.longValue(), Integer.MAX_VALUE)
          : otherwise;
    }
  }

  /** The name of the schema that unqualified names mean. */
  abstract String currentSchema(Connection connection) throws SQLException;

  /** The columns of a schema's tables, in order. */
  abstract List<Row> columnRows(Connection connection, String schema) throws SQLException;

  /** The type of a column, or null if such columns are not served. */
  abstract @Nullable ColumnType type(Row row);

  abstract TextCollation collation(Row row);

  /** Whether the database alone makes the column's values. */
  abstract boolean isGenerated(Row row);

  /** The only texts that a column holds, or null. */
  @Nullable Set<String> members(Row row) {
    return null;
  }

  /** The bits of an integer type, by its name. */
  int bits(Row row) {
    return switch (row.text("data_type").toLowerCase(Locale.ROOT)) {
      case "tinyint" -> 8;
      case "smallint" -> 16;
      case "mediumint" -> 24;
      case "int", "integer" -> 32;
      default -> 64;
    };
  }

  Map<String, Table> read(Connection connection, Dialect dialect) throws SQLException {
    String schema = currentSchema(connection);
    Map<String, Map<String, List<String>>> uniqueKeys = new HashMap<>();
    Map<String, List<String>> primaryKeys = new HashMap<>();
    for (Row row : rows(connection, KEYS, schema)) {
      String table = row.text("table_name");
      uniqueKeys
          .computeIfAbsent(table, name -> new LinkedHashMap<>())
          .computeIfAbsent(row.text("constraint_name"), name -> new ArrayList<>())
          .add(row.text("column_name"));
      if (row.text("constraint_type").equals("PRIMARY KEY")) {
        primaryKeys.computeIfAbsent(table, name -> new ArrayList<>()).add(row.text("column_name"));
      }
    }
    Map<String, List<Column>> columns = new LinkedHashMap<>();
    for (Row row : columnRows(connection, schema)) {
      List<Column> served =
          columns.computeIfAbsent(row.text("table_name"), name -> new ArrayList<>());
      ColumnType type = type(row);
      if (type != null) {
        served.add(column(dialect, row, type));
      }
    }
    Map<String, Table> tables = new LinkedHashMap<>();
    columns.forEach(
        (name, served) ->
            tables.put(
                name,
                table(
                    dialect.quote(schema) + "." + dialect.quote(name),
                    name,
                    served,
                    primaryKeys.getOrDefault(name, List.of()),
                    uniqueKeys.getOrDefault(name, Map.of()))));
    return tables;
  }

  /** A key of which a column is not served is no key. */
  private static Table table(
      String sql,
      String name,
      List<Column> columns,
      List<String> primaryKey,
      Map<String, List<String>> uniqueKeys) {
    List<String> served = columns.stream().map(Column::name).toList();
    List<List<String>> keys = uniqueKeys.values().stream().filter(served::containsAll).toList();
    CollectionSchema schema =
        new CollectionSchema(
            name,
            columns.stream().map(Column::field).toList(),
            served.containsAll(primaryKey) ? primaryKey : List.of(),
            keys,
            false);
    return new Table(schema, sql, columns);
  }

  private Column column(Dialect dialect, Row row, ColumnType type) {
    String name = row.text("column_name");
    boolean generated = isGenerated(row);
    FieldSchema field =
        new FieldSchema(
            name,
            type.kind(),
            row.isYes("is_nullable"),
            generated || hasDefault(row),
            generated,
            precision(row, type));
    TextCollation collation = type == ColumnType.TEXT ? collation(row) : TextCollation.CODE_POINT;
    boolean padded = row.text("data_type").equalsIgnoreCase("binary");
    int length = padded ? row.number("character_maximum_length", -1) : -1;
    return new Column(field, type, dialect.quote(name), collation, members(row), length);
  }

  private static boolean hasDefault(Row row) {
    String written = row.text("column_default");
    return row.isYes("is_identity")
        || row.text("extra").contains("auto_increment")
        || !(written.isEmpty() || written.equals("NULL")); // MariaDB writes NULL for none
  }

  private int precision(Row row, ColumnType type) {
    return switch (type) {
      case INTEGER -> bits(row);
      case TEXT -> row.number("character_maximum_length", -1);
      case DECIMAL -> row.number("numeric_scale", -1);
      case TIMESTAMP, TIMESTAMP_TZ, TIME -> row.number("datetime_precision", 6);
      default -> -1;
    };
  }

  static List<Row> rows(Connection connection, String sql, String... arguments)
      throws SQLException {
    try (PreparedStatement query = connection.prepareStatement(sql)) {
      for (int i = 0; i < arguments.length; i++) {
        query.setString(i + 1, arguments[i]);
      }
      try (ResultSet result = query.executeQuery()) {
        List<Row> rows = new ArrayList<>();
        while (result.next()) {
          rows.add(row(result));
        }
        return rows;
      }
    }
  }

  private static Row row(ResultSet result) throws SQLException {
    Map<String, @Nullable Object> cells = new HashMap<>();
    ResultSetMetaData metadata = result.getMetaData();
    for (int i = 1; i <= metadata.getColumnCount(); i++) {
      cells.put(metadata.getColumnLabel(i).toLowerCase(Locale.ROOT), result.getObject(i));
    }
    return new Row(cells);
  }

  /** The one value of a query's only row; empty if it is NULL. */
  static String single(Connection connection, String sql) throws SQLException {
    return rows(connection, sql).get(0).cells().values().stream()
        .map(value -> value == null ? "" : value.toString())
        .collect(Collectors.joining());
  }
}
