package io.spacecloud.sql;

import io.spacecloud.api.condition.Condition;
import io.spacecloud.api.request.Sort;
import io.spacecloud.api.spi.Capability;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What differs between databases; everything else is said once, in the renderers. */
abstract class Dialect {
  /** Reads what the database says of its tables. */
  abstract SchemaQueries schemaQueries();

  /** Prepares the database for the statements of this dialect, and tells what it can. */
  abstract Set<Capability> prepare(Connection connection) throws SQLException;

  /** Settings of a session that the library opens itself; null if there are none. */
  @Nullable String sessionSql(SqlConfig config) {
    return null;
  }

  /** Properties for the driver of connections that the library opens itself. */
  Map<String, String> properties(SqlConfig config) {
    return Map.of();
  }

  String quote(String name) {
    return '"' + name.replace("\"", "\"\"") + '"';
  }

  /** The column as its reader wants it. */
  void select(Sql sql, Column column) {
    if (column.type() == ColumnType.FLOAT) {
      sql.text("CAST(").text(column.sql()).text(" AS ").text(doubleType()).text(")");
    } else {
      sql.text(column.sql());
    }
  }

  String doubleType() {
    return "DOUBLE PRECISION";
  }

  /** An expression whose order and equality are those of the reference. */
  abstract void ordered(Sql sql, Column column);

  /** An expression of which equal values are one group, read as {@link #ordered} is. */
  void grouped(Sql sql, Column column) {
    ordered(sql, column);
  }

  /** A value to be compared with {@link #ordered}. */
  abstract void orderedValue(Sql sql, Column column, Object value);

  /** The value of {@link #ordered} as a result set has it. */
  @Nullable Object readOrdered(ResultSet rows, int index, Column column) throws SQLException {
    return read(rows, index, column.type());
  }

  /** Text that was selected as its UTF-8 bytes. */
  static @Nullable String utf8(byte @Nullable [] bytes) {
    return bytes == null ? null : new String(bytes, StandardCharsets.UTF_8);
  }

  /** A test of a text column against a LIKE pattern. */
  abstract void like(Sql sql, Column column, String pattern);

  /** What of a pattern the text of {@link #like} depends on. */
  int likeShape(String pattern) {
    return 0;
  }

  /** A condition that looks into a JSON column. */
  abstract void json(Sql sql, Column column, Condition leaf);

  /** The placeholder through which a JSON text is written. */
  abstract void jsonValue(Sql sql, @Nullable Object value);

  /** The order clause for a key, without the comma. */
  void order(Sql sql, Column column, Sort sort) {
    ordered(sql, column);
    sql.text(sort.descending() ? " DESC" : "");
  }

  /** What an ascending order needs to have nulls first. */
  String nullsFirst(Column column) {
    return "";
  }

  /** The present time in a column of the type, UTC. */
  abstract String now(ColumnType type);

  /** A number in an arithmetic expression. */
  void number(Sql sql, ColumnType type, @Nullable Object value) {
    sql.value(type, value);
  }

  /** How the keys that an insert generates are learnt. */
  enum GeneratedKeys {
    /** The driver returns columns by name. */
    NAMED,
    /** The statement ends in RETURNING. */
    RETURNING,
    /** The driver returns the key of the last row alone. */
    ONE_BY_ONE
  }

  GeneratedKeys generatedKeys() {
    return GeneratedKeys.RETURNING;
  }

  /** The function that cuts a number to so many digits after the point. */
  abstract String truncation();

  /** An insert of one row that has nothing but defaults, after {@code INSERT INTO t}. */
  String defaultRow() {
    return " DEFAULT VALUES";
  }

  /** Whether the vendor's code or state says that a row was locked or changed by another. */
  boolean isWriteConflict(SQLException e) {
    return "40001".equals(e.getSQLState()) || "40P01".equals(e.getSQLState());
  }

  /** Whether the statement took too long. */
  boolean isTimeout(SQLException e) {
    return "57014".equals(e.getSQLState());
  }

  /** Sets an argument. */
  void bind(PreparedStatement statement, int index, ColumnType type, @Nullable Object value)
      throws SQLException {
    if (value == null) {
      statement.setNull(index, type.jdbcType());
    } else if (value instanceof String text) {
      statement.setString(index, text);
    } else if (value instanceof Long number) {
      statement.setLong(index, number);
    } else if (value instanceof Double number) {
      statement.setDouble(index, number);
    } else if (value instanceof BigDecimal number) {
      statement.setBigDecimal(index, number);
    } else if (value instanceof Boolean flag) {
      statement.setBoolean(index, flag);
    } else if (value instanceof byte[] bytes) {
      statement.setBytes(index, bytes);
    } else if (value instanceof Instant instant) {
      OffsetDateTime time = instant.atOffset(ZoneOffset.UTC);
      statement.setObject(index, type == ColumnType.TIMESTAMP_TZ ? time : time.toLocalDateTime());
    } else {
      statement.setObject(index, value);
    }
  }

  /** Reads a value of a type, normalised. */
  @Nullable Object read(ResultSet rows, int index, ColumnType type) throws SQLException {
    return switch (type) {
      case INTEGER -> {
        long value = rows.getLong(index);
        yield value == 0 && rows.wasNull() ? null : (Long) value;
      }
      case TEXT -> rows.getString(index);
      case BOOLEAN -> {
        boolean value = rows.getBoolean(index);
        yield rows.wasNull() ? null : (Boolean) value;
      }
      case FLOAT, DOUBLE -> {
        double value = rows.getDouble(index);
        yield value == 0 ? (rows.wasNull() ? null : (Double) 0.0) : (Double) value;
      }
      case DECIMAL -> rows.getBigDecimal(index);
      case TIMESTAMP_TZ -> {
        OffsetDateTime time = rows.getObject(index, OffsetDateTime.class);
        yield time == null ? null : time.toInstant();
      }
      case TIMESTAMP -> {
        LocalDateTime time = rows.getObject(index, LocalDateTime.class);
        yield time == null ? null : time.toInstant(ZoneOffset.UTC);
      }
      case DATE -> rows.getObject(index, LocalDate.class);
      case TIME -> rows.getObject(index, LocalTime.class);
      case BYTES -> rows.getBytes(index);
      case UUID -> rows.getObject(index, java.util.UUID.class);
      case JSON -> Json.read(rows.getString(index));
    };
  }

  /**
   * Writes arithmetic on a column, so that what overflows a real column is an error.
   *
   * @param expression writes it, each time that it is run
   */
  void finite(Sql sql, Column column, Runnable expression) {
    expression.run();
  }
}
