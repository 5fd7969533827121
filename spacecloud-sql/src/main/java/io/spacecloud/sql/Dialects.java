package io.spacecloud.sql;

import io.spacecloud.api.error.BackendException;
import io.spacecloud.api.error.UnsupportedFeatureException;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;

/** Chooses the dialect of a database. */
final class Dialects {
  private Dialects() {}

  static Dialect ofUrl(String url) {
    if (url.startsWith("jdbc:h2:")) {
      return new H2Dialect();
    } else if (url.startsWith("jdbc:postgresql:")) {
      return new PostgresDialect();
    } else if (url.startsWith("jdbc:mariadb:") || url.startsWith("jdbc:mysql:")) {
      return new MariaDbDialect();
    }
    throw new UnsupportedFeatureException("no dialect for this kind of JDBC URL");
  }

  static Dialect of(DataSource dataSource) {
    try (Connection connection = dataSource.getConnection()) {
      return ofProduct(connection.getMetaData().getDatabaseProductName());
    } catch (SQLException e) {
      throw new BackendException(
          BackendException.Reason.DOWN, "the database cannot be reached", null);
    }
  }

  private static Dialect ofProduct(String product) {
    return switch (product) {
      case "H2" -> new H2Dialect();
      case "PostgreSQL" -> new PostgresDialect();
      case "MariaDB", "MySQL" -> new MariaDbDialect();
      default -> throw new UnsupportedFeatureException("no dialect for this database");
    };
  }
}
