package io.spacecloud.sql;

import io.spacecloud.sql.Column.TextCollation;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** H2's information schema. */
final class H2SchemaQueries extends SchemaQueries {
  @Override
  String currentSchema(Connection connection) throws SQLException {
    return single(connection, "SELECT CURRENT_SCHEMA");
  }

  @Override
  List<Row> columnRows(Connection connection, String schema) throws SQLException {
    return rows(
        connection,
        "SELECT table_name, column_name, data_type, is_nullable, column_default,"
            + " character_maximum_length, numeric_scale, datetime_precision, is_identity, identity_generation,"
            + " is_generated FROM information_schema.columns WHERE table_schema = ?"
            + " ORDER BY table_name, ordinal_position",
        schema);
  }

  @Override
  @Nullable ColumnType type(Row row) {
    return switch (row.text("data_type")) {
      case "BOOLEAN" -> ColumnType.BOOLEAN;
      case "TINYINT", "SMALLINT", "INTEGER", "BIGINT" -> ColumnType.INTEGER;
      case "REAL" -> ColumnType.FLOAT;
      case "DOUBLE PRECISION" -> ColumnType.DOUBLE;
      case "NUMERIC" -> ColumnType.DECIMAL;
      case "CHARACTER VARYING", "CHARACTER LARGE OBJECT", "VARCHAR_IGNORECASE" -> ColumnType.TEXT;
      case "TIMESTAMP" -> ColumnType.TIMESTAMP;
      case "TIMESTAMP WITH TIME ZONE" -> ColumnType.TIMESTAMP_TZ;
      case "DATE" -> ColumnType.DATE;
      case "TIME" -> ColumnType.TIME;
      case "BINARY VARYING", "BINARY LARGE OBJECT", "BINARY" -> ColumnType.BYTES;
      case "UUID" -> ColumnType.UUID;
      case "JSON" -> ColumnType.JSON;
      default -> null;
    };
  }

  @Override
  TextCollation collation(Row row) {
    return row.text("data_type").equals("VARCHAR_IGNORECASE")
        ? TextCollation.COARSE
        : TextCollation.EXACT;
  }

  @Override
  boolean isGenerated(Row row) {
    return row.text("identity_generation").equals("ALWAYS")
        || row.text("is_generated").equals("ALWAYS");
  }
}
