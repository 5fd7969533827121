package io.spacecloud.sql;

import io.spacecloud.sql.Column.TextCollation;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** PostgreSQL's information schema, with what its catalogue adds on collations. */
final class PostgresSchemaQueries extends SchemaQueries {
  private static final int MAX_SCALE = 1_000;

  @Override
  String currentSchema(Connection connection) throws SQLException {
    return single(connection, "SELECT current_schema()");
  }

  @Override
  List<Row> columnRows(Connection connection, String schema) throws SQLException {
    return rows(
        connection,
        "SELECT c.table_name, c.column_name, c.data_type, c.udt_name, c.is_nullable,"
            + " c.column_default, c.character_maximum_length, c.numeric_scale,"
            + " c.datetime_precision, c.is_identity, c.identity_generation, c.is_generated, c.collation_name,"
            + " (SELECT bool_and(collisdeterministic) FROM pg_catalog.pg_collation"
            + " WHERE collname = c.collation_name) AS deterministic"
            + " FROM information_schema.columns c WHERE c.table_schema = ?"
            + " ORDER BY c.table_name, c.ordinal_position",
        schema);
  }

  @Override
  @Nullable ColumnType type(Row row) {
    return switch (row.text("data_type")) {
      case "boolean" -> ColumnType.BOOLEAN;
      case "smallint", "integer", "bigint" -> ColumnType.INTEGER;
      case "real" -> ColumnType.FLOAT;
      case "double precision" -> ColumnType.DOUBLE;
      case "numeric" -> isRounded(row) ? null : ColumnType.DECIMAL;
      case "text", "character varying" -> ColumnType.TEXT;
      case "timestamp without time zone" -> ColumnType.TIMESTAMP;
      case "timestamp with time zone" -> ColumnType.TIMESTAMP_TZ;
      case "date" -> ColumnType.DATE;
      case "time without time zone" -> ColumnType.TIME;
      case "bytea" -> ColumnType.BYTES;
      case "uuid" -> ColumnType.UUID;
      case "jsonb" -> ColumnType.JSON;
      case "USER-DEFINED" -> row.text("udt_name").equals("citext") ? ColumnType.TEXT : null;
      default -> null;
    };
  }

  /** A negative scale, which the information schema shows without its sign, rounds to hundreds. */
  private static boolean isRounded(Row row) {
    int scale = row.number("numeric_scale", 0);
    return scale < 0 || scale > MAX_SCALE;
  }

  @Override
  TextCollation collation(Row row) {
    String name = row.text("collation_name");
    if (name.equals("C") || name.equals("POSIX")) {
      return TextCollation.CODE_POINT;
    }
    boolean coarse =
        row.text("udt_name").equals("citext")
            || Boolean.FALSE.equals(row.cells().get("deterministic"));
    return coarse ? TextCollation.COARSE : TextCollation.EXACT;
  }

  @Override
  boolean isGenerated(Row row) {
    return row.text("identity_generation").equals("ALWAYS")
        || row.text("is_generated").equals("ALWAYS");
  }
}
