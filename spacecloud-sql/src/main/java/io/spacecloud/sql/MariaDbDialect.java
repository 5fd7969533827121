package io.spacecloud.sql;

import io.spacecloud.api.condition.Condition;
import io.spacecloud.api.error.UnsupportedFeatureException;
import io.spacecloud.api.spi.Capability;
import io.spacecloud.api.value.Kind;
import io.spacecloud.sql.Column.TextCollation;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** MariaDB, MySQL and what speaks their dialect; order goes through UTF-8 bytes. */
final class MariaDbDialect extends Dialect {
  /** The most code points of a column in an index, and of one that is no large object. */
  private static final int INDEXED = 255;

  private static final int MAX_VARCHAR = 4_000;

  private static final Set<Integer> WRITE_CONFLICTS = Set.of(1205, 1213, 1020);
  private static final Set<Integer> TIMEOUTS = Set.of(1969, 3024, 1317);

  private final JsonRenderer json = new MariaDbJson(this::isMariaDb);

  private volatile boolean mariaDb;

  private boolean isMariaDb() {
    return mariaDb;
  }

  @Override
  GeneratedKeys generatedKeys() {
    return mariaDb ? GeneratedKeys.RETURNING : GeneratedKeys.ONE_BY_ONE;
  }

  /** MariaDB has no UPDATE … RETURNING, MySQL no RETURNING at all. */
  @Override
  boolean reports(Change change) {
    return mariaDb && change == Change.DELETE;
  }

  @Override
  SchemaQueries schemaQueries() {
    return new MariaDbSchemaQueries();
  }

  @Override
  Set<Capability> prepare(Connection connection) throws SQLException {
    mariaDb = connection.getMetaData().getDatabaseProductVersion().contains("MariaDB");
    requireStrict(connection);
    return EnumSet.of(
        Capability.TRANSACTIONS, Capability.STREAMING, Capability.TOUCHED_KEYS, Capability.JSON);
  }

  /** A session that is not would cut what does not fit, and store what nobody has judged. */
  private static void requireStrict(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet mode = statement.executeQuery("SELECT @@SESSION.sql_mode")) {
      if (!mode.next() || !mode.getString(1).contains("STRICT_")) {
        throw new UnsupportedFeatureException("sessions that are not in a strict SQL mode");
      }
    }
  }

  /**
   * Truncation and zero dates must be errors, a key of zero must be stored as given, and moments
   * must be read as UTC.
   */
  @Override
  String sessionSql(SqlConfig config) {
    return "SET SESSION time_zone = '+00:00', sql_mode = 'STRICT_ALL_TABLES,NO_ZERO_DATE,"
        + "NO_ZERO_IN_DATE,NO_AUTO_VALUE_ON_ZERO,ERROR_FOR_DIVISION_BY_ZERO,NO_ENGINE_SUBSTITUTION'"
        + (config.url().startsWith("jdbc:mariadb:")
            ? ", max_statement_time = " + config.statementTimeout().toMillis() / 1000.0
            : "");
  }

  @Override
  String quote(String name) {
    return '`' + name.replace("`", "``") + '`';
  }

  @Override
  String doubleType() {
    return "DOUBLE";
  }

  @Override
  void ordered(Sql sql, Column column) {
    if (column.type() == ColumnType.BOOLEAN) {
      sql.text("(").text(column.sql()).text(" <> 0)"); // a TINYINT(1) may hold 2
    } else if (column.type() == ColumnType.TEXT && column.collation() != TextCollation.CODE_POINT) {
      sql.text("CAST(CONVERT(").text(column.sql()).text(" USING utf8mb4) AS BINARY)");
    } else {
      select(sql, column);
    }
  }

  /** Minus zero, which multiplication makes, would be a group of its own. */
  @Override
  void grouped(Sql sql, Column column) {
    ordered(sql, column);
    sql.text(column.type().kind() == Kind.REAL ? " + 0E0" : "");
  }

  @Override
  void orderedValue(Sql sql, Column column, Object value) {
    if (value instanceof String text && column.collation() != TextCollation.CODE_POINT) {
      sql.value(ColumnType.BYTES, text.getBytes(StandardCharsets.UTF_8));
    } else {
      sql.value(column.type(), value);
    }
  }

  @Override
  @Nullable Object readOrdered(ResultSet rows, int index, Column column) throws SQLException {
    return column.type() == ColumnType.TEXT && column.collation() != TextCollation.CODE_POINT
        ? utf8(rows.getBytes(index))
        : super.readOrdered(rows, index, column);
  }

  @Override
  void like(Sql sql, Column column, String pattern) {
    sql.text("CONVERT(").text(column.sql()).text(" USING utf8mb4) COLLATE utf8mb4_bin LIKE ");
    sql.value(ColumnType.TEXT, LikePatterns.bang(pattern)).text(LikePatterns.ESCAPE);
  }

  @Override
  void json(Sql sql, Column column, Condition leaf) {
    json.render(sql, column, leaf);
  }

  @Override
  void jsonValue(Sql sql, @Nullable Object value) {
    sql.value(ColumnType.TEXT, value == null ? null : Json.write(value));
  }

  @Override
  String now(ColumnType type) {
    return type == ColumnType.DATE ? "UTC_DATE()" : "UTC_TIMESTAMP(6)";
  }

  /** What an index can hold of a text: keys have a length here. */
  @Override
  String textType(int length, boolean indexed) {
    int most = length < 0 && indexed ? INDEXED : length;
    String type = most < 0 || most > MAX_VARCHAR ? "LONGTEXT" : "VARCHAR(" + most + ")";
    return type
        + " CHARACTER SET utf8mb4 COLLATE "
        + (mariaDb ? "utf8mb4_nopad_bin" : "utf8mb4_0900_bin");
  }

  @Override
  String bytesType(int length, boolean indexed) {
    int most = length < 0 && indexed ? INDEXED : length;
    return most < 0 || most > MAX_VARCHAR ? "LONGBLOB" : "VARBINARY(" + most + ")";
  }

  @Override
  String timestampType(int fraction) {
    return "DATETIME(" + fraction + ")";
  }

  @Override
  String identity() {
    return " AUTO_INCREMENT";
  }

  @Override
  String randomUuid() {
    return "(UUID())";
  }

  @Override
  String truncation() {
    return "TRUNCATE";
  }

  @Override
  String defaultRow() {
    return " () VALUES ()";
  }

  @Override
  boolean isWriteConflict(SQLException e) {
    return WRITE_CONFLICTS.contains(e.getErrorCode()) || super.isWriteConflict(e);
  }

  @Override
  boolean isTimeout(SQLException e) {
    return TIMEOUTS.contains(e.getErrorCode()) || super.isTimeout(e);
  }

  @Override
  void bind(PreparedStatement statement, int index, ColumnType type, @Nullable Object value)
      throws SQLException {
    if (value instanceof java.util.UUID uuid) {
      statement.setString(index, uuid.toString());
    } else if (value instanceof java.time.Instant instant) {
      statement.setObject(index, instant.atOffset(java.time.ZoneOffset.UTC).toLocalDateTime());
    } else {
      super.bind(statement, index, type, value);
    }
  }

  /** The driver's own conversion of moments depends on the JVM's zone; local date-times do not. */
  @Override
  @Nullable Object read(ResultSet rows, int index, ColumnType type) throws SQLException {
    if (type == ColumnType.UUID) {
      String text = rows.getString(index);
      return text == null ? null : java.util.UUID.fromString(text);
    }
    return super.read(rows, index, type == ColumnType.TIMESTAMP_TZ ? ColumnType.TIMESTAMP : type);
  }
}
