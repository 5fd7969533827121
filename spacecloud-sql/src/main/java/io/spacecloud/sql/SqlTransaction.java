package io.spacecloud.sql;

import io.spacecloud.api.error.BackendException;
import io.spacecloud.api.error.SpaceCloudException;
import io.spacecloud.api.request.WriteRequest;
import io.spacecloud.api.spi.Command;
import io.spacecloud.api.spi.CommandExecutor;
import io.spacecloud.api.spi.Outcome;
import java.sql.SQLException;
import java.time.Duration;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.JdbiException;
import org.jspecify.annotations.Nullable;

/**
 * Commands within one transaction; after one that failed, nothing more runs and nothing commits.
 */
final class SqlTransaction implements CommandExecutor {
  private static final String SAVEPOINT = "sc_dry_run";

  private final Handle handle;
  private final Statements statements;
  private final Errors errors;
  private final long begun = System.nanoTime();
  private final @Nullable Duration timeout;
  private @Nullable SpaceCloudException failure;

  /**
   * A transaction on the handle.
   *
   * @param timeout after which no command begins any more; null for never
   */
  SqlTransaction(Handle handle, Statements statements, Errors errors, @Nullable Duration timeout) {
    this.handle = handle;
    this.statements = statements;
    this.errors = errors;
    this.timeout = timeout;
  }

  @Override
  public Outcome execute(Command command) {
    throwFailure();
    try {
      checkTime();
      return command.request() instanceof WriteRequest write && write.dryRun()
          ? dryRun(command)
          : statements.run(handle.getConnection(), handle, command);
    } catch (SQLException e) {
      failure = errors.translate(e);
    } catch (JdbiException e) {
      failure = errors.translate(e);
    } catch (SpaceCloudException e) {
      failure = e;
    } catch (RuntimeException | Error e) {
      // Half of the command may have run: whoever swallows this must not commit that half.
      failure = errors.broken();
      throw e;
    }
    throw failure;
  }

  private Outcome dryRun(Command command) throws SQLException {
    handle.savepoint(SAVEPOINT);
    Outcome outcome = statements.run(handle.getConnection(), handle, command);
    handle.rollbackToSavepoint(SAVEPOINT);
    return Outcome.of(outcome.result());
  }

  /** A command that has begun ends by its own timeout. */
  private void checkTime() {
    if (timeout != null && System.nanoTime() - begun > timeout.toNanos()) {
      throw new BackendException(
          BackendException.Reason.TIMEOUT, "the transaction took too long", null);
    }
  }

  /** Throws what made a command fail, if one did, also where the body swallowed it. */
  void throwFailure() {
    if (failure != null) {
      throw failure;
    }
  }
}
