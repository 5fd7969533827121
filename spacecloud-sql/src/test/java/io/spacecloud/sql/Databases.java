package io.spacecloud.sql;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;

/** Real databases, each started when first asked for and stopped with the JVM. */
public enum Databases {
  H2,
  POSTGRES,
  MARIADB;

  /** The collation that PostgreSQL's columns have which ignore case. */
  static final String IGNORING_CASE = "ci";

  private TestServer server;

  synchronized TestServer server() {
    if (server == null) {
      server =
          switch (this) {
            case H2 -> new H2Server();
            case POSTGRES -> new PostgresServer();
            case MARIADB -> new MariaDbServer();
          };
      Runtime.getRuntime().addShutdownHook(new Thread(server::close));
    }
    return server;
  }

  /** A pool that is closed with the server. */
  DataSource dataSource() {
    return server().dataSource();
  }

  void execute(String sql) {
    try (Connection connection = dataSource().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new IllegalStateException(sql, e);
    }
  }

  String quote(String name) {
    return this == MARIADB ? '`' + name + '`' : '"' + name + '"';
  }

  /** The type of text under a collation that takes A for a. */
  String caseInsensitiveText(int length) {
    return switch (this) {
      case H2 -> "VARCHAR_IGNORECASE(" + length + ")";
      case POSTGRES -> "VARCHAR(" + length + ") COLLATE " + IGNORING_CASE;
      case MARIADB -> "VARCHAR(" + length + ") COLLATE utf8mb4_general_ci";
    };
  }

  String caseInsensitiveText() {
    return caseInsensitiveText(50);
  }

  String timestamp() {
    return switch (this) {
      case H2 -> "TIMESTAMP(6) WITH TIME ZONE";
      case POSTGRES -> "TIMESTAMPTZ";
      case MARIADB -> "DATETIME(6)";
    };
  }

  String bytes() {
    return this == POSTGRES ? "BYTEA" : "VARBINARY(50)";
  }

  String json() {
    return this == POSTGRES ? "JSONB" : "JSON";
  }
}
