package io.spacecloud.sql;

import static io.spacecloud.api.condition.Conditions.field;
import static org.assertj.core.api.Assertions.assertThat;

import io.spacecloud.api.condition.Condition;
import io.spacecloud.api.condition.Conditions;
import io.spacecloud.api.request.Create;
import io.spacecloud.api.request.Read;
import io.spacecloud.api.spi.Command;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Reads of one shape share a statement: what they ask for must not be mixed up. */
class PlansTest {
  private static final String NAME = "plans";

  private SqlBackend backend(Databases database) {
    String table = database.quote(NAME);
    String json = database.quote("data") + " " + database.json();
    database.execute("DROP TABLE IF EXISTS " + table);
    database.execute(
        "CREATE TABLE "
            + table
            + " ("
            + database.quote("id")
            + " BIGINT PRIMARY KEY, "
            + json
            + ")");
    SqlBackend backend = SqlBackend.of(database.dataSource());
    Create create =
        Create.all(
            "db",
            NAME,
            List.of(
                Map.of("id", 1, "data", Map.of("a", 1, "b", "x")),
                Map.of("id", 2, "data", Map.of("b", 1, "c", List.of(1)))));
    backend.execute(new Command.Insert(create, Collections.nCopies(2, Conditions.TRUE), false));
    return backend;
  }

  private static List<Object> ids(SqlBackend backend, Condition where) {
    Read read = Read.all("db", NAME).where(where).sort("id").limit(10);
    return backend.execute(new Command.Query(read, false)).result().documents().stream()
        .map(row -> row.get("id"))
        .toList();
  }

  private static Map<String, Object> object(String a, Object b, String c, Object d) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put(a, b);
    object.put(c, d);
    return object;
  }

  @ParameterizedTest
  @EnumSource
  void membersOfAnObjectMayComeInAnyOrder(Databases database) {
    SqlBackend backend = backend(database);

    assertThat(ids(backend, field("data").eq(object("a", 1, "b", "x")))).containsExactly(1L);
    assertThat(ids(backend, field("data").eq(object("b", "x", "a", 1)))).containsExactly(1L);
    assertThat(ids(backend, field("data").contains(object("a", null, "b", 1)))).containsExactly(2L);
    assertThat(ids(backend, field("data").contains(object("b", 1, "a", null)))).containsExactly(2L);
    assertThat(ids(backend, field("data").in(object("a", 1, "b", "x"), 5))).containsExactly(1L);
    assertThat(ids(backend, field("data").in(object("b", "x", "a", 1), 5))).containsExactly(1L);
  }

  @ParameterizedTest
  @EnumSource
  void aLongListOfNullsIsAbsence(Databases database) {
    SqlBackend backend = backend(database);
    List<Object> nulls = Collections.nCopies(100, null);

    assertThat(ids(backend, field("id").in(nulls))).isEmpty();
    assertThat(ids(backend, Conditions.not(field("id").in(nulls)))).containsExactly(1L, 2L);
  }

  @Test
  void onlySmallPlansAreKept() throws SQLException {
    backend(Databases.H2).close();
    H2Dialect dialect = new H2Dialect();
    Tables tables = new Tables(dialect);
    try (Connection connection = Databases.H2.dataSource().getConnection()) {
      tables.refresh(connection);
    }
    Reader reader = new Reader(new Context(dialect, tables));
    String large = "x".repeat(5_000);

    for (Condition where :
        List.of(
            field("data.a").eq(large),
            field("data.b").eq(Map.of(large, 1)),
            field("data").contains(Collections.nCopies(500, "x")),
            field("id").in(IntStream.range(10, 5_000).boxed().toList()),
            field("data.a").eq(1))) {
      try (Connection connection = Databases.H2.dataSource().getConnection()) {
        Read read = Read.all("db", NAME).where(where).limit(10);
        assertThat(reader.run(connection, new Command.Query(read, false)).documents())
            .hasSize(where.equals(field("data.a").eq(1)) ? 1 : 0);
      }
    }

    assertThat(reader.plans()).isEqualTo(1);
  }
}
