package io.spacecloud.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spacecloud.api.condition.Conditions;
import io.spacecloud.api.error.InvalidRequestException;
import io.spacecloud.api.request.Create;
import io.spacecloud.api.request.Read;
import io.spacecloud.api.request.Update;
import io.spacecloud.api.spi.Command;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/** No number that can be written to a JSON column makes its row unreadable. */
class JsonNumbersTest {
  private static final String NAME = "numbers";

  private static SqlBackend backend(Databases database, BigDecimal number) {
    String table = database.quote(NAME);
    database.execute("DROP TABLE IF EXISTS " + table);
    String id = database.quote("id") + " BIGINT PRIMARY KEY, ";
    database.execute(
        "CREATE TABLE " + table + " (" + id + database.quote("j") + " " + database.json() + ")");
    SqlBackend backend = SqlBackend.of(database.dataSource());
    Create create = Create.one("db", NAME, Map.of("id", 1, "j", Map.of("n", number)));
    backend.execute(new Command.Insert(create, List.of(Conditions.TRUE), false));
    return backend;
  }

  private static Object number(SqlBackend backend) {
    Read read = Read.one("db", NAME).limit(1);
    Object json =
        backend.execute(new Command.Query(read, false)).result().documents().get(0).get("j");
    return ((Map<?, ?>) json).get("n");
  }

  @ParameterizedTest
  @EnumSource(mode = Mode.EXCLUDE, names = "MARIADB") // its numbers are doubles beyond 65 digits
  void theGreatestAndTheSmallestNumbersAreRead(Databases database) {
    for (String text : List.of("-9.9e1000", "9.9e-999", "1e1000")) {
      BigDecimal number = new BigDecimal(text);
      assertThat((BigDecimal) number(backend(database, number))).isEqualByComparingTo(number);
    }
  }

  @ParameterizedTest
  @EnumSource
  void computedNumbersStayWithinTheBounds(Databases database) {
    SqlBackend backend = backend(database, new BigDecimal("1e200"));
    Update update = Update.all("db", NAME).mul("j.n", new BigDecimal("1e900"));

    assertThatThrownBy(
            () -> {
              for (int i = 0; i < 5; i++) {
                backend.execute(new Command.Modify(update, Conditions.TRUE, false));
              }
            })
        .isInstanceOf(InvalidRequestException.class);
    assertThat(number(backend)).isNotNull();
  }
}
