package io.spacecloud.sql;

import static io.spacecloud.api.condition.Conditions.TRUE;
import static io.spacecloud.api.condition.Conditions.field;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spacecloud.api.condition.Condition;
import io.spacecloud.api.condition.ConditionEvaluator;
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

  /** Else whoever stores such a number keeps all others from writing, and they learn of it. */
  @ParameterizedTest
  @EnumSource
  void aNumberBeyondWhatIsComparedExactlyFailsNoWrite(Databases database) {
    String nines = "9".repeat(35);
    for (String text :
        List.of("1e35", "-1e35", "1e60", "-1e60", "1E+400", "1e-400", nines, "-" + nines + "9")) {
      BigDecimal number = new BigDecimal(text);
      SqlBackend backend = backend(database, number);
      Map<String, Object> row = Map.of("j", Map.of("n", number));
      for (Condition where :
          List.of(
              field("j.n").eq(5),
              field("j.n").gt(5),
              field("j.n").lte(new BigDecimal("-0.5")),
              field("j.n").in(5, "x"),
              field("j").eq(Map.of("n", 5)),
              field("j").contains(Map.of("n", 5)))) {
        Update update = Update.all("db", NAME).where(where).set("j", row.get("j"));
        long updated = backend.execute(new Command.Modify(update, TRUE, false)).result().affected();
        boolean holds = ConditionEvaluator.compile(where).test(row);
        assertThat(updated).as("%s where %s", text, where).isEqualTo(holds ? 1 : 0);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void numbersWithinItAreComparedExactly(Databases database) {
    for (String text : List.of("1e34", "-9.5e34", "1.5E+10", "9.5e-3", "1e-30", "12345e30")) {
      BigDecimal number = new BigDecimal(text);
      SqlBackend backend = backend(database, number);
      Update same = Update.all("db", NAME).where(field("j.n").eq(number)).set("j", null);
      assertThat(backend.execute(new Command.Modify(same, TRUE, false)).result().affected())
          .as(text)
          .isEqualTo(1);
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
