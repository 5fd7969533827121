package io.spacecloud.examples.benchmarks;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.UUID;

/** A database with a table of a thousand rows, reached through one pool by all that is measured. */
final class Database implements AutoCloseable {
  static final int ROWS = 1_000;

  private final EmbeddedPostgres postgres;
  final HikariDataSource pool;

  private Database(EmbeddedPostgres postgres, String url, String user) throws SQLException {
    this.postgres = postgres;
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl(url);
    config.setUsername(user);
    config.setMaximumPoolSize(4);
    this.pool = new HikariDataSource(config);
    fill();
  }

  static Database open(String kind) throws IOException, SQLException {
    if (kind.equals("h2")) {
      return new Database(null, "jdbc:h2:mem:" + UUID.randomUUID(), null);
    }
    EmbeddedPostgres postgres = EmbeddedPostgres.builder().start();
    return new Database(postgres, postgres.getJdbcUrl("postgres", "postgres"), "postgres");
  }

  private void fill() throws SQLException {
    try (Connection connection = pool.getConnection();
        Statement ddl = connection.createStatement()) {
      for (String table : new String[] {"todos", "sink"}) {
        ddl.execute(
            "CREATE TABLE \""
                + table
                + "\" (\"id\" BIGINT PRIMARY KEY, \"owner\" VARCHAR(40) NOT NULL,"
                + " \"title\" VARCHAR(100) NOT NULL, \"done\" BOOLEAN NOT NULL,"
                + " \"hours\" INTEGER NOT NULL, \"created\" TIMESTAMP WITH TIME ZONE NOT NULL)");
      }
      ddl.execute("CREATE INDEX todos_hours ON \"todos\" (\"hours\")");
      try (PreparedStatement insert =
          connection.prepareStatement(
              "INSERT INTO \"todos\" VALUES (?, ?, ?, ?, ?, TIMESTAMP WITH TIME ZONE '2026-01-02 03:04:05+00')")) {
        for (int i = 0; i < ROWS; i++) {
          insert.setLong(1, i);
          insert.setString(2, "alice");
          insert.setString(3, "to-do number " + i);
          insert.setBoolean(4, i % 2 == 0);
          insert.setInt(5, i / 20);
          insert.addBatch();
        }
        insert.executeBatch();
      }
    }
  }

  void truncateSink() throws SQLException {
    try (Connection connection = pool.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("TRUNCATE TABLE \"sink\"");
    }
  }

  @Override
  public void close() throws IOException {
    pool.close();
    if (postgres != null) {
      postgres.close();
    }
  }
}
