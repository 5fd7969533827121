package io.spacecloud.sql;

import io.spacecloud.api.error.BackendException;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * Where a renderer writes a statement. One walk of a renderer yields the text, the same walk yields
 * the arguments, so that the two cannot come apart.
 */
abstract class Sql {
  /** Trusted text: keywords and quoted names, never a value. */
  abstract Sql text(String text);

  /** A value, for which the text gets a placeholder. */
  abstract Sql value(ColumnType type, @Nullable Object value);

  /** Keeps the text and drops the values. */
  static final class Text extends Sql {
    private final StringBuilder builder = new StringBuilder(128);

    @Override
    Sql text(String text) {
      builder.append(text);
      return this;
    }

    @Override
    Sql value(ColumnType type, @Nullable Object value) {
      builder.append('?');
      return this;
    }

    @Override
    public String toString() {
      return builder.toString();
    }
  }

  /** Sets the values on a prepared statement and drops the text. */
  static final class Arguments extends Sql {
    private final Dialect dialect;
    private final PreparedStatement statement;
    private int index;

    Arguments(Dialect dialect, PreparedStatement statement) {
      this.dialect = dialect;
      this.statement = statement;
    }

    @Override
    Sql text(String text) {
      return this;
    }

    @Override
    Sql value(ColumnType type, @Nullable Object value) {
      try {
        dialect.bind(statement, ++index, type, value);
      } catch (SQLException e) {
        throw new BackendException(
            BackendException.Reason.FAILED, "the driver does not take an argument", null);
      }
      return this;
    }
  }
}
