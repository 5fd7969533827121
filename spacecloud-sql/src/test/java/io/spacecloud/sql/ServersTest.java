package io.spacecloud.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;

/** The servers that the tests run against are real ones, and are set up to be unhelpful. */
class ServersTest {
  private static String ask(Databases database, String query) throws SQLException {
    try (Connection connection = database.dataSource().getConnection();
        Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(query)) {
      result.next();
      return result.getString(1);
    }
  }

  @Test
  void thePostgresServerIsOfVersion18AndOrdersByLanguage() throws SQLException {
    assertThat(ask(Databases.POSTGRES, "SELECT version()")).startsWith("PostgreSQL 18.");
    assertThat(ask(Databases.POSTGRES, "SELECT 'a' < 'B'")).isEqualTo("t");
    assertThat(ask(Databases.POSTGRES, "SELECT 'a' = 'A' COLLATE ci")).isEqualTo("t");
    assertThat(
            ask(
                Databases.POSTGRES,
                "SELECT boot_val <> reset_val FROM pg_settings WHERE name = 'TimeZone'"))
        .isEqualTo("t");
  }

  @Test
  void theMariaDbServerIsOfVersion11AndIgnoresCaseAndSpaces() throws SQLException {
    assertThat(ask(Databases.MARIADB, "SELECT version()")).startsWith("11.4.");
    assertThat(ask(Databases.MARIADB, "SELECT @@global.time_zone")).isEqualTo("+05:30");
    assertThat(ask(Databases.MARIADB, "SELECT @@collation_database"))
        .isEqualTo("utf8mb4_general_ci");
  }
}
