package io.spacecloud.sql;

import io.spacecloud.api.error.BackendException;
import io.spacecloud.api.error.ConflictException;
import io.spacecloud.api.error.InvalidRequestException;
import io.spacecloud.api.error.SpaceCloudException;
import java.net.SocketTimeoutException;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLRecoverableException;
import java.sql.SQLTimeoutException;
import java.sql.SQLTransientConnectionException;
import java.util.Set;
import org.jdbi.v3.core.JdbiException;

/**
 * Turns what drivers throw into errors by remedy. Their messages quote values and statements, so
 * neither they nor the exceptions themselves are passed on.
 */
final class Errors {
  private static final Set<String> DOWN_STATES = Set.of("57P01", "57P02", "57P03", "57P05");
  private static final Set<Integer> H2_DOWN = Set.of(90067, 90098, 90121, 90007);

  private final Dialect dialect;

  Errors(Dialect dialect) {
    this.dialect = dialect;
  }

  SpaceCloudException translate(SQLException e) {
    String state = e.getSQLState() == null ? "" : e.getSQLState();
    if (dialect.isWriteConflict(e)) {
      return new ConflictException(
          ConflictException.Reason.WRITE_CONFLICT, "another transaction changed the same rows");
    } else if (dialect.isTimeout(e) || e instanceof SQLTimeoutException || timedOut(e)) {
      return backend(BackendException.Reason.TIMEOUT, "the database took too long", e);
    } else if (state.startsWith("53")) {
      return backend(BackendException.Reason.EXHAUSTED, "the database has no resources left", e);
    } else if (isDown(e, state)) {
      return backend(BackendException.Reason.DOWN, "the database cannot be reached", e);
    } else if (state.equals("23502")) {
      return new InvalidRequestException("", "a required field is missing");
    } else if (state.startsWith("23")) {
      return constraint();
    } else if (state.startsWith("22") || e.getErrorCode() == 1366) {
      return new InvalidRequestException(
          "", "a value does not fit its field (SQLSTATE " + state + ")");
    }
    return backend(BackendException.Reason.FAILED, "the database answered with an error", e);
  }

  /** What JDBI threw, by the cause that the driver gave it. */
  SpaceCloudException translate(JdbiException e) {
    for (Throwable cause = e.getCause(); cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLException sql) {
        return translate(sql);
      }
    }
    return broken();
  }

  BackendException broken() {
    return new BackendException(
        BackendException.Reason.FAILED, "the database could not be used", null);
  }

  /** The same whatever stands in the way: it may be what the caller cannot see. */
  static ConflictException constraint() {
    return new ConflictException(
        ConflictException.Reason.CONSTRAINT, "a constraint of the database stands against it");
  }

  private static boolean timedOut(SQLException e) {
    for (Throwable cause = e.getCause(); cause != null; cause = cause.getCause()) {
      if (cause instanceof SocketTimeoutException) {
        return true;
      }
    }
    return false;
  }

  private static boolean isDown(SQLException e, String state) {
    return state.startsWith("08")
        || DOWN_STATES.contains(state)
        || H2_DOWN.contains(e.getErrorCode())
        || e instanceof SQLNonTransientConnectionException
        || e instanceof SQLTransientConnectionException
        || e instanceof SQLRecoverableException
        || (e.getMessage() != null && e.getMessage().contains("onnection is closed"));
  }

  private static BackendException backend(
      BackendException.Reason reason, String message, SQLException e) {
    String codes = " (SQLSTATE " + e.getSQLState() + ", code " + e.getErrorCode() + ")";
    return new BackendException(reason, message + codes, null);
  }
}
