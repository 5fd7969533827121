package io.spacecloud.examples.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.spacecloud.engine.users.SignedIn;
import io.spacecloud.engine.users.Users;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Accounts whose name and password follow from the address, and what a database has of them, looked
 * at past the engine.
 */
final class Members {
  private static final String TABLES =
      "SELECT table_name FROM information_schema.tables WHERE table_schema = 'public'";
  private static final String ACCOUNTS = "SELECT id, email, name, role, pass FROM users";
  private static final String STRAY =
      "SELECT t.account FROM refresh_tokens t LEFT JOIN users u ON u.id = t.account"
          + " WHERE u.id IS NULL OR length(t.hash) <> 43 OR length(t.proof) <> 43"
          + " OR t.expires IS NULL";
  private static final String PREPARED = "SELECT gid FROM pg_prepared_xacts";

  private final String database;

  /** The refresh tokens of those that were said to have signed up, by address. */
  private final Map<String, String> said = new HashMap<>();

  private final Set<String> known = new HashSet<>();
  private final Set<String> unsaid = new HashSet<>();

  Members(String database) {
    this.database = database;
  }

  static String name(String email) {
    return "Member " + email.substring(0, email.indexOf('@'));
  }

  static String password(String email) {
    return "the password of " + email;
  }

  void joined(String email, String refreshToken) {
    assertThat(said.put(email, refreshToken)).as("%s signed up once", email).isNull();
  }

  /** How many there are. */
  int count() {
    return known.size();
  }

  /** How many there are of those that nobody said had signed up, since they were killed before. */
  int unsaid() {
    unsaid.removeAll(said.keySet());
    return unsaid.size();
  }

  /** All of them are whole, and those that were not yet seen can sign in. */
  void verify(Users users) throws SQLException {
    try (Connection connection = DriverManager.getConnection(database, "postgres", "");
        Statement statement = connection.createStatement()) {
      assertThat(rows(statement, TABLES))
          .containsExactlyInAnyOrder(List.of("users"), List.of("refresh_tokens"));
      assertThat(rows(statement, STRAY)).as("refresh tokens of nobody, or half").isEmpty();
      assertThat(rows(statement, PREPARED)).isEmpty();
      Set<String> emails = new HashSet<>();
      for (List<String> row : rows(statement, ACCOUNTS)) {
        assertThat(emails.add(row.get(1))).as("%s is there once", row.get(1)).isTrue();
        isWhole(row);
        if (known.add(row.get(1))) {
          signsIn(users, row);
        }
      }
      assertThat(emails).containsAll(said.keySet()).containsAll(known);
    }
  }

  /** Again, whoever there is. */
  void verifyAll(Users users) throws SQLException {
    known.clear();
    verify(users);
  }

  private static void isWhole(List<String> row) {
    String email = row.get(1);
    assertThat(row.get(0)).as(email).matches("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
    assertThat(row.get(2)).isEqualTo(name(email));
    assertThat(row.get(3)).as(email).isEqualTo("user");
    assertThat(row.get(4)).as(email).startsWith("$argon2id$");
  }

  private void signsIn(Users users, List<String> row) {
    String email = row.get(1);
    SignedIn member = users.signIn(email, password(email));
    assertThat(member.user().get("id")).hasToString(row.get(0));
    String refreshToken = said.get(email);
    if (refreshToken == null) {
      unsaid.add(email);
    } else if (!refreshToken.isEmpty()) {
      said.put(email, ""); // it is good once
      assertThat(users.refresh(refreshToken).user()).isEqualTo(member.user());
    }
  }

  private static List<List<String>> rows(Statement statement, String query) throws SQLException {
    List<List<String>> rows = new ArrayList<>();
    try (ResultSet result = statement.executeQuery(query)) {
      while (result.next()) {
        List<String> row = new ArrayList<>();
        for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
          row.add(result.getString(i));
        }
        rows.add(row);
      }
    }
    return rows;
  }
}
