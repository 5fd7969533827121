package io.spacecloud.sql;

import io.spacecloud.api.error.InvalidRequestException;
import io.spacecloud.api.spi.FieldSchema;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One column as statements name it.
 *
 * @param sql the quoted name
 * @param collation how its text compares, as far as that matters to exactness
 * @param members the only texts that it holds; null if it holds any
 * @param length the only length of the bytes that it holds; -1 if it holds any
 */
record Column(
    FieldSchema field,
    ColumnType type,
    String sql,
    TextCollation collation,
    @Nullable Set<String> members,
    int length) {
  String name() {
    return field.name();
  }

  /**
   * Refuses what the database would store another value for, which nobody has judged: texts are
   * taken for members that they resemble, bytes are padded.
   */
  void requireHeld(@Nullable Object value) {
    if (members != null && value != null && !members.contains(value)) {
      throw new InvalidRequestException(name(), "not one of the field's values");
    } else if (length >= 0 && value instanceof byte[] bytes && bytes.length != length) {
      throw new InvalidRequestException(name(), "expected " + length + " bytes");
    }
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
