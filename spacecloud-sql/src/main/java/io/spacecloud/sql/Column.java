package io.spacecloud.sql;

import io.spacecloud.api.spi.FieldSchema;

/**
 * One column as statements name it.
 *
 * @param sql the quoted name
 * @param collation how its text compares, as far as that matters to exactness
 */
record Column(FieldSchema field, ColumnType type, String sql, TextCollation collation) {
  String name() {
    return field.name();
  }

  /** How a text column compares by itself. */
  enum TextCollation {
    /** Equality and order are those of code points already. */
    CODE_POINT,
    /** Equality is exact, the order is not that of code points. */
    EXACT,
    /** Equality is coarser than exact: case, accents or trailing spaces are lost. */
    COARSE
  }
}
