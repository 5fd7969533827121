package io.spacecloud.sql;

import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.pool.HikariPool;
import io.spacecloud.api.error.BackendException;
import io.spacecloud.api.request.Read;
import io.spacecloud.api.result.Document;
import io.spacecloud.api.spi.Backend;
import io.spacecloud.api.spi.Capability;
import io.spacecloud.api.spi.CollectionSchema;
import io.spacecloud.api.spi.Command;
import io.spacecloud.api.spi.CommandExecutor;
import io.spacecloud.api.spi.Declaration;
import io.spacecloud.api.spi.Outcome;
import io.spacecloud.api.spi.TransactionOptions;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import javax.sql.DataSource;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.JdbiException;
import org.jdbi.v3.core.transaction.TransactionIsolationLevel;
import org.jspecify.annotations.Nullable;

/**
 * Tables of an SQL database as collections. Thread-safe.
 *
 * <p>A command that is one statement runs by itself on a pooled connection; every other runs in a
 * transaction.
 */
public final class SqlBackend implements Backend {
  private final @Nullable HikariDataSource owned;
  private final Connections connections;
  private final Errors errors;
  private final Dialect dialect;
  private final Tables tables;
  private final Statements statements;
  private final Descriptions descriptions;
  private final Set<Capability> capabilities;

  private SqlBackend(DataSource dataSource, @Nullable HikariDataSource owned, Dialect dialect) {
    this.owned = owned;
    this.dialect = dialect;
    this.errors = new Errors(dialect);
    this.connections = new Connections(dataSource, errors);
    this.tables = new Tables(dialect);
    this.statements = new Statements(new Context(dialect, tables));
    this.descriptions = new Descriptions(new Context(dialect, tables));
    this.capabilities = prepare(dialect);
    refresh();
  }

  private Set<Capability> prepare(Dialect dialect) {
    try (Connection connection = connections.get()) {
      return Collections.unmodifiableSet(dialect.prepare(connection));
    } catch (SQLException e) {
      throw errors.translate(e);
    }
  }

  /**
   * Opens a pool of connections, which {@link #close} closes, and looks at the tables.
   *
   * @throws BackendException if the database cannot be reached
   */
  public static SqlBackend connect(SqlConfig config) {
    Dialect dialect = Dialects.ofUrl(config.url());
    HikariDataSource pool;
    try {
      pool = Pool.open(config, dialect);
    } catch (HikariPool.PoolInitializationException e) {
      throw new BackendException(
          BackendException.Reason.DOWN, "the database cannot be reached", null);
    }
    try {
      return new SqlBackend(pool, pool, dialect);
    } catch (RuntimeException e) {
      pool.close();
      throw e;
    }
  }

  /**
   * Uses a data source that stays the application's: {@link #close} leaves it open.
   *
   * <p>MariaDB and MySQL sessions must be in a strict SQL mode, and in UTC for TIMESTAMP columns to
   * be served.
   */
  public static SqlBackend of(DataSource dataSource) {
    return new SqlBackend(dataSource, null, Dialects.of(dataSource));
  }

  @Override
  public Set<Capability> capabilities() {
    return capabilities;
  }

  @Override
  public Set<String> collections() {
    return tables.all().keySet();
  }

  @Override
  public @Nullable CollectionSchema schema(String collection) {
    Table table = tables.find(collection);
    return table == null ? null : table.schema();
  }

  @Override
  public void refresh() {
    try (Connection connection = connections.get()) {
      tables.refresh(connection);
    } catch (SQLException e) {
      throw errors.translate(e);
    }
    statements.reader().clear();
  }

  /** In statements of their own, since not every database can undo them. */
  @Override
  public void create(Declaration declaration) {
    TableDefinition definition = new TableDefinition(dialect, declaration);
    if (tables.find(declaration.collection()) == null) {
      run(definition.create(), declaration);
      refresh();
    }
    for (List<String> key : declaration.uniqueKeys()) {
      if (!hasUniqueKey(declaration.collection(), key)) {
        run(definition.addUnique(key), declaration);
        refresh();
      }
    }
  }

  private boolean hasUniqueKey(String collection, List<String> key) {
    Table table = tables.find(collection);
    return table != null
        && table.schema().uniqueKeys().stream()
            .anyMatch(unique -> Set.copyOf(unique).equals(Set.copyOf(key)));
  }

  private void run(String statement, Declaration declaration) {
    try (Connection connection = connections.get();
        Statement created = connection.createStatement()) {
      created.execute(statement);
    } catch (SQLException e) {
      refresh();
      if (!drift(declaration).isEmpty()) { // else another process was faster
        throw errors.translate(e);
      }
    }
  }

  @Override
  public List<String> describe(Command command) {
    return descriptions.of(command);
  }

  @Override
  public Outcome execute(Command command) {
    if (!statements.isSingleStatement(command)) {
      return inTransaction(TransactionOptions.DEFAULT, executor -> executor.execute(command));
    }
    try (Connection connection = connections.get()) {
      return statements.run(connection, null, command);
    } catch (SQLException e) {
      throw errors.translate(e);
    }
  }

  @Override
  public <T extends @Nullable Object> T inTransaction(
      TransactionOptions options, Function<CommandExecutor, T> body) {
    try (Handle handle = connections.handle()) {
      if (options.strongest()) {
        handle.setTransactionIsolationLevel(TransactionIsolationLevel.SERIALIZABLE);
      }
      handle.begin();
      try {
        SqlTransaction transaction =
            new SqlTransaction(handle, statements, errors, options.timeout());
        T result = body.apply(transaction);
        transaction.throwFailure();
        if (options.rollback()) {
          handle.rollback();
        } else {
          handle.commit();
        }
        return result;
      } finally {
        rollbackIfOpen(handle);
      }
    } catch (JdbiException e) {
      throw errors.translate(e);
    }
  }

  private static void rollbackIfOpen(Handle handle) {
    try {
      if (handle.isInTransaction()) {
        handle.rollback();
      }
    } catch (JdbiException e) {
      // The connection is gone, and its transaction with it; what made it go is thrown already.
    }
  }

  @Override
  public void stream(Read read, Consumer<Document> consumer) {
    try (Handle handle = connections.handle()) {
      handle.begin();
      try {
        statements.reader().stream(handle.getConnection(), read, consumer);
        handle.commit();
      } finally {
        rollbackIfOpen(handle);
      }
    } catch (SQLException e) {
      throw errors.translate(e);
    } catch (JdbiException e) {
      throw errors.translate(e);
    }
  }

  @Override
  public void close() {
    if (owned != null) {
      owned.close();
    }
  }
}
