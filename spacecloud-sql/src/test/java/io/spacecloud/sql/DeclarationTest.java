package io.spacecloud.sql;

import static io.spacecloud.api.condition.Conditions.field;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spacecloud.api.error.ConflictException;
import io.spacecloud.api.error.InvalidRequestException;
import io.spacecloud.api.error.UnsupportedFeatureException;
import io.spacecloud.api.request.Aggregate;
import io.spacecloud.api.request.Create;
import io.spacecloud.api.request.Read;
import io.spacecloud.api.request.Update;
import io.spacecloud.api.result.Document;
import io.spacecloud.api.spi.FieldSchema;
import io.spacecloud.api.value.Kind;
import io.spacecloud.engine.ProjectConfig;
import io.spacecloud.engine.Session;
import io.spacecloud.engine.SpaceCloud;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Tables that are made as they are declared, and what becomes of requests on them. */
class DeclarationTest {
  private static final String DECLARATION =
      """
      fields:
        id: {type: integer, generated: true}
        code: {type: string, required: true, maxLength: 10}
        text: string
        small: {type: integer, bits: 16}
        middle: {type: integer, bits: 32}
        price: {type: decimal, digits: 12, scale: 2, default: 1.5}
        ratio: real
        flag: {type: boolean, required: true, default: false}
        at: {type: timestamp, scale: 3}
        day: date
        time: {type: time, scale: 0}
        raw: {type: bytes, maxLength: 16}
        ref: uuid
        tags: list
        more: object
      key: id
      unique: [code, [day, middle]]
      """;

  private static SpaceCloud cloud(Databases database, String table, String declaration) {
    ProjectConfig config =
        ProjectConfig.builder()
            .id("declared")
            .secret("a-secret-for-this-test-alone-0123456789")
            .declare("db", table, declaration)
            .build();
    return SpaceCloud.builder()
        .config(config)
        .backend("db", SqlBackend.of(database.dataSource()))
        .build();
  }

  private static void drop(Databases database, String table) {
    database.execute("DROP TABLE IF EXISTS " + database.quote(table));
  }

  @ParameterizedTest
  @EnumSource(Databases.class)
  void aTableIsMadeAsDeclaredAndDoesNotDiffer(Databases database) {
    drop(database, "Declared");
    try (SpaceCloud cloud = cloud(database, "Declared", DECLARATION)) {
      assertThat(cloud.schema("db").drift()).containsExactly("Declared: is not there");

      cloud.schema("db").create();
      cloud.schema("db").create();

      assertThat(cloud.schema("db").drift()).isEmpty();
      assertThat(cloud.schema("db").collection("Declared").fields())
          .extracting(FieldSchema::name, FieldSchema::kind)
          .contains(
              org.assertj.core.groups.Tuple.tuple("price", Kind.DECIMAL),
              org.assertj.core.groups.Tuple.tuple("at", Kind.TIMESTAMP),
              org.assertj.core.groups.Tuple.tuple("raw", Kind.BYTES));
      requests(cloud.trusted());
    } finally {
      drop(database, "Declared");
    }
  }

  private static void requests(Session session) {
    Create create =
        Create.one(
            "db",
            "Declared",
            Map.of("code", "a", "tags", List.of("x"), "at", "2026-01-01T00:00:00.1239Z"));
    Object id = session.create(create).keys().get(0).get("id");
    Document row =
        session.read(Read.one("db", "Declared").where(field("id").eq(id))).document().orElseThrow();
    assertThat((BigDecimal) row.get("price")).isEqualByComparingTo("1.5");
    assertThat(row).containsEntry("flag", false).containsEntry("tags", List.of("x"));
    assertThat(row.get("at")).hasToString("2026-01-01T00:00:00.123Z");
    session.update(Update.one("db", "Declared").where(field("id").eq(id)).set("text", "É"));
    assertThat(session.read(Read.count("db", "Declared").where(field("text").gt("z"))).count())
        .isEqualTo(1);
    assertThatThrownBy(() -> session.create(Create.one("db", "Declared", Map.of("code", "a"))))
        .isInstanceOf(ConflictException.class);
  }

  @ParameterizedTest
  @EnumSource(Databases.class)
  void everythingThatIsWrongWithADocumentIsSaidAtOnce(Databases database) {
    drop(database, "Declared");
    try (SpaceCloud cloud = cloud(database, "Declared", DECLARATION)) {
      cloud.schema("db").create();
      Map<String, Object> wrong =
          Map.of("small", 40_000, "text", 5, "unknown", 1, "day", "yesterday");

      assertThatThrownBy(() -> cloud.trusted().create(Create.one("db", "Declared", wrong)))
          .isInstanceOfSatisfying(
              InvalidRequestException.class,
              e ->
                  assertThat(e.problems())
                      .extracting(InvalidRequestException.Problem::path)
                      .containsExactlyInAnyOrder(
                          "doc.small", "doc.text", "doc.unknown", "doc.day", "doc.code"));
      assertThatThrownBy(
              () ->
                  cloud
                      .trusted()
                      .update(Update.all("db", "Declared").set("text", 5).set("code", null)))
          .isInstanceOfSatisfying(
              InvalidRequestException.class, e -> assertThat(e.problems()).hasSize(2));
    } finally {
      drop(database, "Declared");
    }
  }

  @ParameterizedTest
  @EnumSource(Databases.class)
  void whatIsOtherwiseThanDeclaredIsTold(Databases database) {
    drop(database, "drifting");
    database.execute(
        "CREATE TABLE "
            + database.quote("drifting")
            + " ("
            + database.quote("id")
            + " INTEGER PRIMARY KEY, "
            + database.quote("name")
            + " VARCHAR(5), "
            + database.quote("n")
            + " INTEGER, "
            + database.quote("hidden")
            + " INTEGER)");
    String declaration =
        """
        fields: {id: integer, name: {type: string, maxLength: 50}, n: string, gone: integer,
          extra: {type: integer, required: true}}
        key: id
        unique: [name]
        """;
    try (SpaceCloud cloud = cloud(database, "drifting", declaration)) {
      assertThat(cloud.schema("db").drift())
          .containsExactlyInAnyOrder(
              "drifting.name: holds less than declared",
              "drifting.n: declared as string, is integer",
              "drifting.gone: is not there",
              "drifting.extra: is not there",
              "drifting: no unique key on name");
      cloud.schema("db").create();
      assertThat(cloud.schema("db").drift())
          .hasSize(4)
          .doesNotContain("drifting: no unique key on name");
    } finally {
      drop(database, "drifting");
    }
  }

  @ParameterizedTest
  @EnumSource(Databases.class)
  void columnsThatAreNotDeclaredAreNeitherNamedNorReturned(Databases database) {
    drop(database, "narrow");
    database.execute(
        "CREATE TABLE "
            + database.quote("narrow")
            + " ("
            + database.quote("id")
            + " INTEGER PRIMARY KEY, "
            + database.quote("a")
            + " INTEGER, "
            + database.quote("secret")
            + " INTEGER)");
    try (SpaceCloud cloud = cloud(database, "narrow", "fields: {id: integer, a: integer}")) {
      database.execute("INSERT INTO " + database.quote("narrow") + " VALUES (1, 2, 3)");
      Session session = cloud.trusted();
      Document seen = Document.of(Map.of("id", 1, "a", 2));

      assertThat(session.read(Read.all("db", "narrow")).documents()).containsExactly(seen);
      assertThat(session.execute(Aggregate.all("db", "narrow", List.of())).documents())
          .containsExactly(seen);
      List<Document> streamed = new ArrayList<>();
      session.stream(Read.all("db", "narrow"), streamed::add);
      assertThat(streamed).containsExactly(seen);
      assertThatThrownBy(() -> session.read(Read.all("db", "narrow").where(field("secret").eq(3))))
          .isInstanceOf(InvalidRequestException.class);
    } finally {
      drop(database, "narrow");
    }
  }

  @ParameterizedTest
  @EnumSource(Databases.class)
  void severalProcessesMayMakeATableAtOnce(Databases database) throws Exception {
    drop(database, "Declared");
    ExecutorService makers = Executors.newFixedThreadPool(4);
    try {
      List<Callable<Object>> work = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        work.add(
            () -> {
              try (SpaceCloud cloud = cloud(database, "Declared", DECLARATION)) {
                cloud.schema("db").create();
                return cloud.schema("db").drift();
              }
            });
      }
      for (Future<Object> made : makers.invokeAll(work)) {
        assertThat(made.get()).isEqualTo(List.of());
      }
    } finally {
      makers.shutdownNow();
      drop(database, "Declared");
    }
  }

  @ParameterizedTest
  @EnumSource(Databases.class)
  void whatTheDatabaseDoesNotHaveIsRefused(Databases database) {
    try (SpaceCloud cloud = cloud(database, "ids", "fields: {id: objectId}")) {
      assertThatThrownBy(() -> cloud.schema("db").create())
          .isInstanceOf(UnsupportedFeatureException.class);
    }
  }
}
