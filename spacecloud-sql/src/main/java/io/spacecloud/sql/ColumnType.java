package io.spacecloud.sql;

import io.spacecloud.api.value.Kind;
import java.sql.Types;

/** The types of column that are served; columns of any other type are not. */
enum ColumnType {
  BOOLEAN(Kind.BOOLEAN, Types.BOOLEAN),
  INTEGER(Kind.INTEGER, Types.BIGINT),
  /** Single precision: selected as double precision, because drivers print it short. */
  FLOAT(Kind.REAL, Types.DOUBLE),
  DOUBLE(Kind.REAL, Types.DOUBLE),
  DECIMAL(Kind.DECIMAL, Types.NUMERIC),
  TEXT(Kind.STRING, Types.VARCHAR),
  /** A moment: stored with a zone or as UTC by the database itself. */
  TIMESTAMP_TZ(Kind.TIMESTAMP, Types.TIMESTAMP_WITH_TIMEZONE),
  /** Date and time without a zone, taken as UTC. */
  TIMESTAMP(Kind.TIMESTAMP, Types.TIMESTAMP),
  DATE(Kind.DATE, Types.DATE),
  TIME(Kind.TIME, Types.TIME),
  BYTES(Kind.BYTES, Types.VARBINARY),
  UUID(Kind.UUID, Types.OTHER),
  JSON(Kind.OBJECT, Types.VARCHAR);

  private final Kind kind;
  private final int jdbcType;

  ColumnType(Kind kind, int jdbcType) {
    this.kind = kind;
    this.jdbcType = jdbcType;
  }

  Kind kind() {
    return kind;
  }

  /** The {@link Types} constant that nulls are bound with. */
  int jdbcType() {
    return jdbcType;
  }
}
