package io.spacecloud.sql;

import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.HikariPoolMXBean;
import io.spacecloud.api.error.BackendException;
import io.spacecloud.api.error.SpaceCloudException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import javax.sql.DataSource;
import org.jdbi.v3.core.ConnectionException;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** Takes connections from the pool, and tells a pool that is empty from a database that is down. */
final class Connections {
  private final DataSource dataSource;
  private final Errors errors;
  private volatile @Nullable Jdbi jdbi;

  Connections(DataSource dataSource, Errors errors) {
    this.dataSource = dataSource;
    this.errors = errors;
  }

  Connection get() {
    try {
      return dataSource.getConnection();
    } catch (SQLException e) {
      throw failure(e);
    }
  }

  Handle handle() {
    try {
      return jdbi().open();
    } catch (ConnectionException e) {
      throw e.getCause() instanceof SQLException cause ? failure(cause) : down();
    }
  }

  /** Made when it is needed, as that takes long; a second one in the meantime does no harm. */
  private Jdbi jdbi() {
    Jdbi made = jdbi;
    if (made == null) {
      made = Jdbi.create(dataSource);
      jdbi = made;
    }
    return made;
  }

  private SpaceCloudException failure(SQLException e) {
    if (e instanceof SQLTransientConnectionException && isExhausted()) {
      return new BackendException(
          BackendException.Reason.EXHAUSTED, "no connection became free in time", null);
    }
    SpaceCloudException translated = errors.translate(e);
    boolean typed = translated instanceof BackendException b && b.isRetryable();
    return typed ? translated : down();
  }

  private boolean isExhausted() {
    if (!(dataSource instanceof HikariDataSource pool)) {
      return true;
    }
    HikariPoolMXBean state = pool.getHikariPoolMXBean();
    return state != null && state.getTotalConnections() >= pool.getMaximumPoolSize();
  }

  private static BackendException down() {
    return new BackendException(
        BackendException.Reason.DOWN, "the database cannot be reached", null);
  }
}
