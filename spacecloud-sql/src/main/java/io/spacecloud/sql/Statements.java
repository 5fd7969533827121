package io.spacecloud.sql;

import io.spacecloud.api.spi.Command;
import io.spacecloud.api.spi.Outcome;
import java.sql.Connection;
import java.sql.SQLException;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Runs any command on a connection. */
final class Statements {
  private final Reader reader;
  private final Aggregator aggregator;
  private final Writer writer;

  Statements(Context context) {
    this.reader = new Reader(context);
    this.aggregator = new Aggregator(context);
    this.writer = new Writer(context);
  }

  Reader reader() {
    return reader;
  }

  /** Whether the command needs no transaction to be atomic. */
  boolean isSingleStatement(Command command) {
    return command instanceof Command.Query
        || command instanceof Command.Pipeline
        || writer.isSingleStatement(command);
  }

  /**
   * Runs a command.
   *
   * @param handle the transaction; null only for a single statement
   */
  Outcome run(Connection connection, @Nullable Handle handle, Command command) throws SQLException {
    if (command instanceof Command.Query query) {
      return Outcome.of(reader.run(connection, query));
    } else if (command instanceof Command.Pipeline pipeline) {
      return Outcome.of(aggregator.run(connection, pipeline));
    }
    return writer.run(connection, handle, command);
  }
}
