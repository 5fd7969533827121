package io.spacecloud.sql;

import static io.spacecloud.api.condition.Conditions.field;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import io.spacecloud.api.condition.Conditions;
import io.spacecloud.api.error.AccessDeniedException;
import io.spacecloud.api.error.InvalidRequestException;
import io.spacecloud.api.error.UnsupportedFeatureException;
import io.spacecloud.api.request.Create;
import io.spacecloud.api.request.Read;
import io.spacecloud.api.request.Update;
import io.spacecloud.api.request.WriteRequest;
import io.spacecloud.api.result.Document;
import io.spacecloud.api.spi.Command;
import io.spacecloud.engine.ProjectConfig;
import io.spacecloud.engine.Session;
import io.spacecloud.engine.SpaceCloud;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A column holds what was judged, or the write is refused (class 2): a database that takes a value
 * for another one is not given it.
 *
 * <p>Fails without {@code Column#requireHeld}, or its call in {@code AssignmentRenderer#value} or
 * {@code #extreme}; without {@code SchemaQueries} leaving out columns that round or pad.
 */
class HeldValuesTest {
  private static final String NOT_ADMIN = "{rule: filter, find: {role: {$ne: admin}}}";
  private static final String RULES =
      "{read: {rule: authenticated}, create: %1$s, update: %1$s}".formatted(NOT_ADMIN);

  private static SqlBackend table(Databases database, String columns) {
    String table = database.quote("held");
    database.execute("DROP TABLE IF EXISTS " + table);
    database.execute("CREATE TABLE " + table + " (" + columns + ")");
    return SqlBackend.of(database.dataSource());
  }

  private static SpaceCloud cloud(SqlBackend backend) {
    ProjectConfig config =
        ProjectConfig.builder()
            .id("held")
            .secret("a-secret-for-this-test-alone-0123456789")
            .collection("db", "held", RULES)
            .build();
    return SpaceCloud.builder().config(config).backend("db", backend).build();
  }

  /** MariaDB takes texts for members whatever their case and accents, and digits for positions. */
  @ParameterizedTest
  @ValueSource(strings = {"ADMIN", "Admin", "àdmin", "1", "01", "0", "", "none", "it's"})
  void whatIsNoMemberOfAnEnumerationIsNotWritten(String role) {
    SqlBackend backend =
        table(
            Databases.MARIADB,
            "id INT PRIMARY KEY, role ENUM('admin','user','it''s a,b') DEFAULT 'user'");
    try (SpaceCloud cloud = cloud(backend)) {
      Session eve = cloud.authenticated(Map.of("id", "eve"));
      eve.create(Create.one("db", "held", Map.of("id", 1)));
      Update update = Update.all("db", "held").where(field("id").eq(1));
      for (WriteRequest write :
          List.of(
              Create.one("db", "held", Map.of("id", 2, "role", role)),
              update.set("role", role),
              update.max("role", role + "zz"),
              update.min("role", role),
              Update.upsert("db", "held").where(field("id").eq(3)).set("role", role))) {
        assertThatThrownBy(() -> eve.execute(write), write.toString())
            .isInstanceOf(InvalidRequestException.class)
            .hasMessage("role: not one of the field's values");
      }
      assertThatThrownBy(() -> eve.update(update.set("role", "admin")))
          .isInstanceOf(AccessDeniedException.class);
      assertThat(eve.read(Read.all("db", "held")).documents())
          .containsExactly(Document.of(Map.of("id", 1, "role", "user")));
      eve.update(update.set("role", "it's a,b"));
      assertThat(eve.read(Read.all("db", "held").where(field("role").eq(role))).documents())
          .isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"H2", "MARIADB"})
  void bytesOfAFixedLengthAreNotPadded(Databases database) {
    SqlBackend backend =
        table(
            database,
            database.quote("id") + " INT PRIMARY KEY, " + database.quote("b") + " BINARY(4)");
    for (byte[] bytes : List.of(new byte[0], new byte[] {1, 2, 3}, new byte[5])) {
      assertThatThrownBy(() -> insert(backend, bytes))
          .isInstanceOf(InvalidRequestException.class)
          .hasMessage("b: expected 4 bytes");
    }
    insert(backend, new byte[] {1, 2, 3, 0});
    insert(backend, null);
  }

  private static void insert(SqlBackend backend, byte[] bytes) {
    Map<String, Object> doc = new HashMap<>(Map.of("id", bytes == null ? 2 : 1));
    doc.put("b", bytes);
    Create create = Create.one("db", "held", doc);
    backend.execute(new Command.Insert(create, List.of(Conditions.TRUE), false));
  }

  @Test
  void columnsThatRoundAreNotServed() {
    SqlBackend mariaDb =
        table(
            Databases.MARIADB,
            "id INT PRIMARY KEY, f FLOAT(7,2), d DOUBLE(9,2), e FLOAT, g DOUBLE");
    assertThat(mariaDb.schema("held").fields())
        .extracting(field -> field.name())
        .containsExactly("id", "e", "g");
    SqlBackend postgres =
        table(Databases.POSTGRES, "id INT PRIMARY KEY, n NUMERIC(5, -2), m NUMERIC");
    assertThat(postgres.schema("held").fields())
        .extracting(field -> field.name())
        .containsExactly("id", "m");
  }

  /** Without one MariaDB cuts what does not fit. */
  @Test
  void aLaxModeIsRefused() {
    try (HikariDataSource lax = new HikariDataSource()) {
      lax.setJdbcUrl(Databases.MARIADB.server().url() + "&sessionVariables=sql_mode=''");
      lax.setUsername(Databases.MARIADB.server().user());
      lax.setMaximumPoolSize(1);
      assertThatThrownBy(() -> SqlBackend.of(lax))
          .isInstanceOf(UnsupportedFeatureException.class)
          .hasMessageContaining("strict");
    }
  }

  /** MySQL says so of a default that it computes, which documents may say otherwise. */
  @Test
  void aComputedDefaultIsNoGeneratedColumn() {
    SchemaQueries queries = new MariaDbSchemaQueries();
    for (String extra : List.of("DEFAULT_GENERATED", "DEFAULT_GENERATED on update now()", "")) {
      assertThat(queries.isGenerated(new SchemaQueries.Row(Map.of("extra", extra)))).isFalse();
    }
    for (String extra : List.of("STORED GENERATED", "VIRTUAL GENERATED", "PERSISTENT GENERATED")) {
      assertThat(queries.isGenerated(new SchemaQueries.Row(Map.of("extra", extra)))).isTrue();
    }
  }
}
