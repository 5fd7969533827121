package io.spacecloud.engine.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spacecloud.engine.config.ConnectionUrl.InvalidException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConnectionUrlTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = ' ',
      ignoreLeadingAndTrailingWhitespace = true,
      nullValues = "-",
      textBlock =
          """
          POSTGRES postgres://user:pw@localhost:5432/app?sslmode=disable jdbc:postgresql://localhost:5432/app?sslmode=disable user pw
          POSTGRES postgresql://db.example.org/app jdbc:postgresql://db.example.org:5432/app - -
          POSTGRES postgres://u@/app jdbc:postgresql://localhost:5432/app u -
          POSTGRES postgres://u%40x:p%3A%2F%3F%25+%C3%A9@[::1]:6000/a%20b jdbc:postgresql://[::1]:6000/a%20b u@x p:/?%+é
          POSTGRES postgres://u:@h/app jdbc:postgresql://h:5432/app u ''
          POSTGRES postgres://h/app?connect_timeout=5&application_name=a%26b&search_path=s jdbc:postgresql://h:5432/app?connectTimeout=5&ApplicationName=a%26b&currentSchema=s - -
          POSTGRES jdbc:postgresql://h/app?user=u jdbc:postgresql://h/app?user=u - -
          MYSQL user:my-secret-pwd@tcp(localhost:3306)/project jdbc:mariadb://localhost:3306/project user my-secret-pwd
          MYSQL user:pw@/db jdbc:mariadb://localhost:3306/db user pw
          MYSQL /db jdbc:mariadb://localhost:3306/db - -
          MYSQL user@tcp/db jdbc:mariadb://localhost:3306/db user -
          MYSQL user:p@:/w%40@tcp([fe80::1])/db jdbc:mariadb://[fe80::1]:3306/db user p@:/w%40
          MYSQL u:p@tcp(h)/db?parseTime=true&charset=utf8mb4,utf8&loc=US%2FPacific&timeout=5s&readTimeout=250ms&tls=skip-verify jdbc:mariadb://h:3306/db?connectTimeout=5000&socketTimeout=250&sslMode=trust u p
          MYSQL jdbc:mariadb://h:3306/db jdbc:mariadb://h:3306/db - -
          MYSQL jdbc:mysql://h:3306/db jdbc:mysql://h:3306/db - -
          H2 jdbc:h2:mem:todos jdbc:h2:mem:todos - -
          MONGO mongodb://localhost:27017 mongodb://localhost:27017 - -
          MONGO mongodb+srv://u:p@cluster.example.org/app?retryWrites=true mongodb+srv://u:p@cluster.example.org/app?retryWrites=true - -
          """)
  void becomesAUrlAndCredentials(
      DatabaseType type, String conn, String url, String user, String password)
      throws InvalidException {
    assertThat(ConnectionUrl.parse(type, conn)).isEqualTo(new ConnectionUrl(url, user, password));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          POSTGRES | user:secret@tcp(h)/db                          | expected postgres
          POSTGRES | jdbc:mariadb://u:secret@h/db                   | goes with sql-mysql, not with sql-postgres
          POSTGRES | mysql://u:secret@h/db                          | expected postgres
          POSTGRES | postgres://u:secret@h                          | names no database
          POSTGRES | postgres://u:secret@h/                         | names no database
          POSTGRES | postgres://u:secret@h/a/b                      | names no database
          POSTGRES | postgres://u:secret@h:0/db                     | a port outside
          POSTGRES | postgres://u:secret@h:99999/db                 | a port outside
          POSTGRES | postgres://u:secret@h1,h2/db                   | expected one host
          POSTGRES | postgres://u:secret%zz@h/db                    | a percent sign
          POSTGRES | postgres://u:secret%00@h/db                    | a percent sign
          POSTGRES | postgres://u:secret%ff@h/db                    | do not encode UTF-8
          POSTGRES | postgres://u:p/secret@h/db                     | an @ after the host
          POSTGRES | postgres://u:p?secret@h/db                     | a ? or # before
          POSTGRES | postgres://u:1/x?secret@h/db                   | an @ after the host
          POSTGRES | postgres://u:secret@h/db?sslmod=disable        | unknown parameter sslmod
          POSTGRES | postgres://u:secret@h/db?sslmode=off           | parameter sslmode: expected
          POSTGRES | postgres://u:secret@h/db?sslmode               | expected parameters
          POSTGRES | postgres://u:secret@h/db?sslmode=disable&sslmode=allow | given twice
          POSTGRES | postgres://u:secret@h/db?password=secret       | unknown parameter password
          POSTGRES | jdbc:postgresql:                               | not a connection
          MYSQL    | postgres://u:secret@h/db                       | goes with sql-postgres
          MYSQL    | mysql://u:secret@h/db                          | expected user:password@tcp
          MYSQL    | u:secret@tcp(h)                                | expected user:password@tcp
          MYSQL    | u:secret@tcp(h)/                               | names no database
          MYSQL    | u:secret@unix(/tmp/mysql.sock)/db              | expected a network address
          MYSQL    | u:secret@tcp(h:1:2)/db                         | expected one host
          MYSQL    | u:secret@h/db                                  | expected a network address
          MYSQL    | u:secret@/db?multiStatements=true              | parameter multiStatements
          MYSQL    | u:secret@/db?allowAllFiles=true                | unknown parameter allowAllFiles
          MYSQL    | u:secret@/db?tls=custom                        | parameter tls
          MYSQL    | u:secret@/d%20b                                | a database name
          H2       | mem:secret                                     | expected jdbc:h2
          H2       | jdbc:h2:                                       | not a connection
          MONGO    | localhost/secret                               | not a connection
          MONGO    | mongodb://                                     | not a connection
          MONGO    | jdbc:h2:mem:secret                             | goes with sql-h2
          """)
  void saysWhatIsWrongWithoutRepeatingIt(DatabaseType type, String conn, String problem) {
    assertThatThrownBy(() -> ConnectionUrl.parse(type, conn))
        .isInstanceOf(InvalidException.class)
        .hasMessageContaining(problem)
        .hasMessageNotContaining("secret");
  }

  @Test
  void refusesControlCharacters() {
    assertThatThrownBy(() -> ConnectionUrl.parse(DatabaseType.H2, "jdbc:h2:mem:a\u0000"))
        .isInstanceOf(InvalidException.class);
  }
}
