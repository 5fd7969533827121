package io.spacecloud.engine.testing;

import static io.spacecloud.api.condition.Conditions.field;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spacecloud.api.error.ConflictException;
import io.spacecloud.api.error.InvalidRequestException;
import io.spacecloud.api.error.UnsupportedFeatureException;
import io.spacecloud.api.request.Create;
import io.spacecloud.api.request.Read;
import io.spacecloud.api.request.Update;
import io.spacecloud.api.result.Document;
import io.spacecloud.api.result.Result;
import io.spacecloud.api.spi.Capability;
import io.spacecloud.api.value.Kind;
import io.spacecloud.api.value.ObjectId;
import io.spacecloud.engine.ProjectConfig;
import io.spacecloud.engine.Session;
import io.spacecloud.engine.SpaceCloud;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What the contract of all backends leaves open. */
class InMemoryBackendTest {
  private static final String CONFIG =
      "{id: memory, secret: a-secret-for-this-test-alone-0123456789,"
          + " modules: {crud: {db: {type: sql-h2, serveUndeclared: true}}}}";

  private final InMemoryBackend backend = InMemoryBackend.create();
  private final Session session =
      SpaceCloud.builder()
          .config(ProjectConfig.parse(CONFIG))
          .backend("db", backend)
          .build()
          .trusted();

  private void things(Schemas schema) {
    backend.define(schema.build());
  }

  private static Create create(Map<String, ?> doc) {
    return Create.one("db", "things", doc);
  }

  private List<Object> values(String name) {
    List<Object> values = new ArrayList<>();
    session.read(Read.all("db", "things")).documents().forEach(row -> values.add(row.get(name)));
    return values;
  }

  @Test
  void aFailureThatTheBodySwallowsUndoesTheTransaction() {
    things(Schemas.of("things").required("id", Kind.INTEGER).key("id"));
    session.create(create(Map.of("id", 1)));

    assertThatThrownBy(
            () ->
                session.transaction(
                    "db",
                    transaction -> {
                      transaction.create(create(Map.of("id", 2)));
                      assertThatThrownBy(() -> transaction.create(create(Map.of("id", 1))))
                          .isInstanceOf(ConflictException.class);
                    }))
        .isInstanceOf(ConflictException.class);
    assertThat(values("id")).containsExactly(1L);
  }

  @Test
  void nothingRunsAfterAFailureInATransaction() {
    things(Schemas.of("things").required("id", Kind.INTEGER).key("id"));
    List<String> ran = new ArrayList<>();
    session.create(create(Map.of("id", 1)));

    assertThatThrownBy(
            () ->
                session.transaction(
                    "db",
                    transaction -> {
                      assertThatThrownBy(() -> transaction.create(create(Map.of("id", 1))))
                          .isInstanceOf(ConflictException.class);
                      transaction.create(create(Map.of("id", 2)));
                      ran.add("after the failure");
                    }))
        .isInstanceOf(ConflictException.class);
    assertThat(ran).isEmpty();
  }

  @Test
  void keysAreMadeOfTheFieldsKind() {
    assertThat(made(Kind.INTEGER)).isEqualTo(1L);
    assertThat(made(Kind.UUID)).isEqualTo(new UUID(0, 1));
    assertThat(made(Kind.OBJECT_ID)).isEqualTo(new ObjectId("000000000000000000000001"));
  }

  private Object made(Kind kind) {
    things(Schemas.of("things").generated("id", kind).field("n", Kind.INTEGER).key("id"));
    Result result = session.create(create(Map.of("n", 5)));
    Object id = result.keys().get(0).get("id");
    assertThat(session.count(Read.all("db", "things").where(field("id").eq(id)))).isEqualTo(1);
    return id;
  }

  @Test
  void aKeyThatIsMadeIsOneThatNoRowHas() {
    backend.define(Schemas.of("things").defaulted("id", Kind.INTEGER).key("id").open());
    session.create(create(Map.of("id", 1)));
    session.create(create(Map.of("id", 3)));
    session.create(create(Map.of("n", 1)));
    session.create(create(Map.of("n", 2)));

    assertThat(values("id")).containsExactly(1L, 2L, 3L, 4L);
  }

  @Test
  void openCollectionsTakeAnyFieldButNoNamesThatPathsCannotSay() {
    backend.define(Schemas.of("things").required("id", Kind.INTEGER).key("id").open());
    session.create(create(Map.of("id", 1, "a", Map.of("b", List.of(1, 2)))));

    assertThat(session.read(Read.all("db", "things").select("a.b")).documents())
        .containsExactly(Document.of(Map.of("a", Map.of("b", List.of(1, 2)))));
    for (String name : List.of("$a", "a.b", "")) {
      assertThatThrownBy(() -> session.create(create(Map.of("id", 2, name, 1))))
          .as(name)
          .isInstanceOf(InvalidRequestException.class);
    }
  }

  @Test
  void whatItIsWithoutIsRefused() {
    things(
        Schemas.of("things")
            .required("id", Kind.INTEGER)
            .field("a", Kind.INTEGER)
            .field("b", Kind.INTEGER)
            .key("id"));
    Update rename = Update.all("db", "things").with(Map.of("$rename", Map.of("a", "b")));
    session.create(create(Map.of("id", 1, "a", 5)));

    session.update(rename);
    assertThat(values("b")).containsExactly(5L);
    SpaceCloud other =
        SpaceCloud.builder()
            .config(ProjectConfig.parse(CONFIG))
            .backend("db", backend.without(Capability.RENAME))
            .build();
    assertThatThrownBy(() -> other.trusted().update(rename))
        .isInstanceOf(UnsupportedFeatureException.class);
  }

  @Test
  void aStreamIsInOrderAndEnds() {
    things(Schemas.of("things").required("id", Kind.INTEGER).key("id"));
    for (int id = 1; id <= 5; id++) {
      session.create(create(Map.of("id", id)));
    }
    List<Object> ids = new ArrayList<>();
    session.stream(
        Read.all("db", "things").sort("-id").skip(1).limit(2), row -> ids.add(row.get("id")));

    assertThat(ids).containsExactly(4L, 3L);
  }
}
