package io.spacecloud.sql;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What running statements needs to know of the database; immutable. */
record Context(Dialect dialect, Tables tables) {
  /** A statement whose text and arguments come from the same renderer. */
  PreparedStatement prepare(
      Connection connection, Consumer<Sql> renderer, @Nullable Duration timeout)
      throws SQLException {
    Sql.Text text = new Sql.Text();
    renderer.accept(text);
    return prepare(connection, text.toString(), renderer, timeout);
  }

  /** A statement whose text is known already. */
  PreparedStatement prepare(
      Connection connection, String text, Consumer<Sql> renderer, @Nullable Duration timeout)
      throws SQLException {
    PreparedStatement statement = connection.prepareStatement(text);
    try {
      arguments(statement, renderer, timeout);
    } catch (RuntimeException | SQLException e) {
      statement.close();
      throw e;
    }
    return statement;
  }

  void arguments(PreparedStatement statement, Consumer<Sql> renderer, @Nullable Duration timeout)
      throws SQLException {
    if (timeout != null) {
      // JDBC counts whole seconds.
      statement.setQueryTimeout((int) Math.max(1, (timeout.toMillis() + 999) / 1000));
    }
    renderer.accept(new Sql.Arguments(dialect, statement));
  }

  int update(Connection connection, Consumer<Sql> renderer, @Nullable Duration timeout)
      throws SQLException {
    try (PreparedStatement statement = prepare(connection, renderer, timeout)) {
      return statement.executeUpdate();
    }
  }
}
