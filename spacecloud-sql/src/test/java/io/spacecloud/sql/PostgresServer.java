package io.spacecloud.sql;

import com.zaxxer.hikari.HikariDataSource;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;

/**
 * PostgreSQL on a free port, whose time zone and order of strings are unlike those of the JVM and
 * of code points.
 */
final class PostgresServer implements TestServer {
  private final EmbeddedPostgres server;
  private final HikariDataSource pool;

  PostgresServer() {
    try {
      server =
          EmbeddedPostgres.builder()
              .setLocaleConfig("locale-provider", "icu")
              .setLocaleConfig("icu-locale", "en-US")
              .setServerConfig("timezone", "Asia/Kathmandu")
              .setRegisterShutdownHook(false)
              .start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    pool = TestServer.pool(url(), user());
    createCollation();
  }

  private void createCollation() {
    try (Connection connection = pool.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(
          "CREATE COLLATION "
              + Databases.IGNORING_CASE
              + " (provider = icu, locale = 'und-u-ks-level1', deterministic = false)");
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public String url() {
    return "jdbc:postgresql://localhost:" + server.getPort() + "/postgres";
  }

  @Override
  public String user() {
    return "postgres";
  }

  @Override
  public DataSource dataSource() {
    return pool;
  }

  @Override
  public void close() {
    pool.close();
    try {
      server.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
