package io.spacecloud.sql;

import static io.spacecloud.api.condition.Conditions.and;
import static io.spacecloud.api.condition.Conditions.field;
import static org.assertj.core.api.Assertions.assertThat;

import io.spacecloud.api.condition.Conditions;
import io.spacecloud.api.contract.Column;
import io.spacecloud.api.contract.TableSpec;
import io.spacecloud.api.request.Create;
import io.spacecloud.api.request.Delete;
import io.spacecloud.api.request.Update;
import io.spacecloud.api.result.Document;
import io.spacecloud.api.spi.Command;
import io.spacecloud.api.spi.Outcome;
import io.spacecloud.api.value.Kind;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** How many statements a write takes that tells what it touched. */
class TouchedStatementsTest {
  private static final String NAME = "touched";
  private static final TableSpec SPEC =
      TableSpec.of(NAME, Column.of("id", Kind.INTEGER).asKey(), Column.of("n", Kind.INTEGER));

  private final List<Document> touched = new ArrayList<>();
  private Databases database;

  @AfterEach
  void drop() {
    database.execute(new SqlDdl(database).drop(SPEC));
  }

  private void create(Databases where, TableSpec spec) {
    database = where;
    database.execute(new SqlDdl(database).drop(spec));
    database.execute(new SqlDdl(database).create(spec));
  }

  private int statements(Recording recording, SqlBackend backend, Command command) {
    touched.clear();
    return recording.record(() -> touched.addAll(backend.execute(command).touched())).size();
  }

  private static Command insert(int from, int to) {
    List<Map<String, Object>> docs =
        IntStream.range(from, to).mapToObj(i -> Map.<String, Object>of("id", i, "n", i)).toList();
    Create create = Create.all("db", NAME, docs);
    return new Command.Insert(create, Collections.nCopies(docs.size(), Conditions.TRUE), true);
  }

  private static Command modify(Update update) {
    return new Command.Modify(update, Conditions.TRUE, true);
  }

  private static Update update() {
    return Update.all("db", NAME);
  }

  private static Command remove(Delete delete) {
    return new Command.Remove(delete, true);
  }

  @ParameterizedTest
  @EnumSource
  void oneStatementIsEnoughWhereItCanTell(Databases database) {
    create(database, SPEC);
    Recording recording = new Recording(database.dataSource());
    SqlBackend backend = SqlBackend.of(recording.dataSource());
    boolean reports = database != Databases.MARIADB;

    assertThat(statements(recording, backend, insert(1, 9))).isEqualTo(1);
    assertThat(touched).hasSize(8);
    Command byKey = modify(update().where(field("id").eq(3)).inc("n", 1));
    assertThat(statements(recording, backend, byKey)).isEqualTo(1);
    Command byField = modify(update().where(field("n").lt(3)).inc("n", 100));
    assertThat(statements(recording, backend, byField)).isEqualTo(reports ? 1 : 2);
    assertThat(touched).hasSize(2);
    Command setsKey = modify(update().where(field("id").eq(3)).set("id", 33));
    assertThat(statements(recording, backend, setsKey)).isEqualTo(2);
    assertThat(touched).hasSize(2);
    Delete delete = Delete.all("db", NAME);
    assertThat(statements(recording, backend, remove(delete.where(field("id").eq(33)))))
        .isEqualTo(1);
    assertThat(statements(recording, backend, remove(delete.where(field("n").lt(7))))).isEqualTo(1);
    assertThat(statements(recording, backend, remove(delete))).isEqualTo(1);
    assertThat(touched).hasSize(4);
  }

  @ParameterizedTest
  @EnumSource
  void anUpsertOfARowThatIsThereTakesOne(Databases database) {
    create(database, SPEC);
    Recording recording = new Recording(database.dataSource());
    SqlBackend backend = SqlBackend.of(recording.dataSource());
    backend.execute(insert(1, 3));
    Update update = Update.upsert("db", NAME).where(field("id").eq(1)).inc("n", 1);
    Document doc = Document.of(Map.of("id", 1, "n", 1));
    Command command =
        new Command.Upsert(update, Conditions.TRUE, Conditions.TRUE, doc, Conditions.TRUE, true);

    assertThat(statements(recording, backend, command)).isEqualTo(1);
    assertThat(touched).containsExactly(Document.of(Map.of("id", 1)));
  }

  /** MySQL reports nothing; its server is not here, so MariaDB passes for it. */
  @Test
  void aDatabaseThatReportsNothingLocksTheKeysFirst() {
    create(Databases.MARIADB, SPEC);
    Recording recording = new Recording(database.dataSource());
    SqlBackend backend =
        SqlBackend.of(
            Recording.proxy(
                javax.sql.DataSource.class,
                (self, method, arguments) ->
                    asMySql((Connection) method.invoke(recording.dataSource(), arguments))));
    backend.execute(insert(1, 9));

    Delete delete = Delete.all("db", NAME);
    assertThat(statements(recording, backend, remove(delete.where(field("id").eq(2)))))
        .isEqualTo(1);
    assertThat(touched).containsExactly(Document.of(Map.of("id", 2)));
    assertThat(statements(recording, backend, remove(delete.where(field("n").lt(4))))).isEqualTo(2);
    assertThat(touched)
        .containsExactlyInAnyOrder(Document.of(Map.of("id", 1)), Document.of(Map.of("id", 3)));
  }

  private static Connection asMySql(Connection connection) {
    return Recording.proxy(
        Connection.class,
        (self, method, arguments) -> {
          Object result = method.invoke(connection, arguments);
          return result instanceof DatabaseMetaData metaData ? mySql(metaData) : result;
        });
  }

  private static DatabaseMetaData mySql(DatabaseMetaData metaData) {
    return Recording.proxy(
        DatabaseMetaData.class,
        (self, method, arguments) ->
            method.getName().equals("getDatabaseProductVersion")
                ? "8.0.11-TiDB-v7.5.0"
                : method.invoke(metaData, arguments));
  }

  /** Where the condition's value may be stored with other digits, the stored key is asked for. */
  @ParameterizedTest
  @EnumSource
  void decimalKeysAreToldWithTheDigitsThatAreStored(Databases database) {
    TableSpec spec =
        TableSpec.of(
            NAME,
            Column.of("id", Kind.DECIMAL).digits(10, 3).asKey(),
            Column.of("n", Kind.INTEGER));
    create(database, spec);
    SqlBackend backend = SqlBackend.of(database.dataSource());
    database.execute("INSERT INTO " + database.quote(NAME) + " VALUES (1.5, 1)");
    Update update = update().where(field("id").eq(new BigDecimal("1.5"))).inc("n", 1);
    Outcome changed = backend.execute(modify(update));
    Outcome gone =
        backend.execute(
            remove(Delete.all("db", NAME).where(and(update.where(), field("n").eq(2)))));

    assertThat(changed.touched())
        .containsExactly(Document.of(Map.of("id", new BigDecimal("1.500"))));
    assertThat(gone.touched()).isEqualTo(changed.touched());
  }

  @Test
  void aKeyOfZeroIsNoneThatMariaDbMakes() throws SQLException {
    create(
        Databases.MARIADB, TableSpec.of(NAME, SPEC.column("id").asGenerated(), SPEC.column("n")));
    TestServer server = database.server();
    SqlConfig config = SqlConfig.of(server.url()).credentials(server.user(), "");
    try (SqlBackend backend = SqlBackend.connect(config)) {
      assertThat(backend.execute(insert(0, 2)).touched())
          .containsExactly(Document.of(Map.of("id", 0)), Document.of(Map.of("id", 1)));
    }
    List<Long> stored =
        Jdbi.create(database.dataSource())
            .withHandle(
                handle ->
                    handle
                        .createQuery("SELECT id FROM " + NAME + " ORDER BY id")
                        .mapTo(Long.class)
                        .list());
    assertThat(stored).containsExactly(0L, 1L);
  }
}
