package io.spacecloud.engine.security;

import static io.spacecloud.api.condition.Conditions.field;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spacecloud.api.error.AccessDeniedException;
import io.spacecloud.api.error.SpaceCloudException;
import io.spacecloud.api.request.Aggregate;
import io.spacecloud.api.request.Batch;
import io.spacecloud.api.request.Create;
import io.spacecloud.api.request.Delete;
import io.spacecloud.api.request.Read;
import io.spacecloud.api.request.Request;
import io.spacecloud.api.request.Update;
import io.spacecloud.api.result.Document;
import io.spacecloud.api.value.Kind;
import io.spacecloud.engine.ProjectConfig;
import io.spacecloud.engine.Session;
import io.spacecloud.engine.SpaceCloud;
import io.spacecloud.engine.config.InvalidConfigException;
import io.spacecloud.engine.testing.MemoryBackend;
import io.spacecloud.engine.testing.Schemas;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Effects on a request: on a copy, in their order, in granting branches alone, never half. */
class EffectTest {
  private static final String SECRET = "a-secret-for-this-test-alone-0123456789";

  private final MemoryBackend backend =
      new MemoryBackend()
          .with(
              Schemas.of("todos")
                  .required("id", Kind.STRING)
                  .field("owner", Kind.STRING)
                  .field("by", Kind.STRING)
                  .field("n", Kind.INTEGER, 64)
                  .field("j", Kind.OBJECT)
                  .key("id")
                  .build(),
              Map.of("id", "1", "owner", "ann", "n", 1),
              Map.of("id", "2", "owner", "bob", "n", 2));

  private static ProjectConfig config(String rules) {
    return ProjectConfig.builder()
        .id("effects")
        .secret(SECRET)
        .collection("db", "todos", rules)
        .build();
  }

  private Session ann(String rules) {
    SpaceCloud cloud = SpaceCloud.builder().config(config(rules)).backend("db", backend).build();
    return cloud.session(cloud.tokens().issue(Map.of("id", "ann"), Duration.ofHours(1)));
  }

  private Document row(String id) {
    return backend.rows("todos").stream()
        .filter(row -> id.equals(row.get("id")))
        .findFirst()
        .orElseThrow();
  }

  private static Create create(Object... fields) {
    Map<String, Object> doc = new java.util.LinkedHashMap<>();
    for (int i = 0; i < fields.length; i += 2) {
      doc.put((String) fields[i], fields[i + 1]);
    }
    return Create.one("db", "todos", doc);
  }

  private static Update update() {
    return Update.all("db", "todos").where(field("id").eq("1"));
  }

  private void denied(Session session, Request request) {
    List<Document> before = backend.rows("todos");
    assertThatThrownBy(() -> session.execute(request))
        .isInstanceOf(AccessDeniedException.class)
        .hasMessage("denied");
    assertThat(backend.rows("todos")).isEqualTo(before);
  }

  @Test
  void laterClausesAndTheResidualSeeAForcedValueEarlierOnesDoNot() {
    Session ann =
        ann(
            """
            create:
              rule: and
              clauses:
                - {rule: match, eval: ==, type: string, f1: args.doc.owner, f2: nobody}
                - {rule: force, field: args.doc.owner, value: args.auth.id}
                - {rule: match, eval: ==, type: string, f1: args.doc.owner, f2: ann}
                - {rule: filter, find: {owner: ann}}
            """);

    ann.create(create("id", "9", "owner", "nobody"));
    assertThat(row("9")).containsEntry("owner", "ann");
    denied(ann, create("id", "8", "owner", "ann"));
    ann.execute(Batch.of("db", create("id", "7", "owner", "nobody")));
    assertThat(row("7")).containsEntry("owner", "ann");
  }

  @Test
  void aForcedUpdateReplacesWhatTheCallerDoesToTheField() {
    Session ann =
        ann(
            """
            read: {rule: authenticated}
            create: {rule: force, field: args.doc.by, value: creator}
            update:
              rule: and
              clauses:
                - {rule: authenticated, fields: {deny: [by]}}
                - {rule: force, field: args.update.$set.by, value: args.auth.id}
                - {rule: force, field: args.update.$set.j.at, value: 5}
            """);

    ann.update(update().inc("n", 1));
    assertThat(row("1")).containsEntry("by", "ann").containsEntry("n", 2L);
    assertThat(row("1").get("j")).isEqualTo(Map.of("at", 5L));
    ann.update(update().set("j", Map.of("at", 1, "x", 2)));
    assertThat(row("1").get("j")).isEqualTo(Map.of("at", 5L, "x", 2L));
    ann.update(update().set("j.at", 7).set("j.y", 1));
    assertThat(row("1").get("j")).isEqualTo(Map.of("at", 5L, "x", 2L, "y", 1L));
    denied(ann, update().set("by", "eve"));
    denied(ann, update().unset("j"));
    ann.update(Update.upsert("db", "todos").where(field("id").eq("5")).set("n", 1));
    assertThat(row("5")).containsEntry("by", "creator").doesNotContainKey("j");
  }

  @Test
  void removedFieldsOfARequestAreNotWritten() {
    Session ann =
        ann(
            """
            read: {rule: authenticated}
            create: {rule: remove, fields: [args.doc.by, args.doc.j.x]}
            update: {rule: remove, field: args.update.$set.by}
            """);

    ann.create(create("id", "9", "by", "eve", "j", Map.of("x", 1, "y", 2)));
    assertThat(row("9")).doesNotContainKey("by").containsEntry("j", Map.of("y", 2L));
    ann.update(update().set("by", "eve").set("n", 5));
    assertThat(row("1")).doesNotContainKey("by").containsEntry("n", 5L);
    assertThatThrownBy(() -> ann.update(update().set("by", "eve")))
        .isInstanceOf(SpaceCloudException.class);
  }

  /** Setting the object around it would take the stored field away. */
  @Test
  void aFieldIsNotRemovedFromAnObjectThatReplacesTheOneItStandsIn() {
    Session ann =
        ann(
            """
            read: {rule: authenticated}
            update: {rule: remove, field: args.update.$set.j.x}
            """);

    denied(ann, update().set("j", Map.of("y", 1)));
    denied(ann, update().set("j", Map.of("x", 1, "y", 1)));
    denied(ann, update().unset("j"));
    ann.update(update().set("j.x", 1).set("j.y", 2));
    assertThat(row("1")).containsEntry("j", Map.of("y", 2L));
  }

  @Test
  void aForcedFindRestrictsThroughEveryDoor() {
    Session ann =
        ann(
            """
            read: {rule: force, field: args.find.owner, value: args.auth.id}
            update: {rule: authenticated}
            delete: {rule: force, field: args.find.n, value: 1}
            aggr: {rule: authenticated}
            """);

    assertThat(ann.read(Read.all("db", "todos")).documents()).hasSize(1);
    assertThat(ann.read(Read.count("db", "todos").where(field("owner").eq("bob"))).count())
        .isZero();
    assertThat(
            ann.aggregate(Aggregate.all("db", "todos", List.of(Map.of("$count", "x")))).documents())
        .containsExactly(Document.of(Map.of("x", 1)));
    assertThat(ann.update(Update.all("db", "todos").set("by", "x")).affected()).isEqualTo(1);
    assertThat(row("2")).doesNotContainKey("by");
    assertThat(ann.delete(Delete.all("db", "todos")).affected()).isEqualTo(1);
    assertThat(backend.rows("todos")).hasSize(1);
  }

  @Test
  void onlyGrantingBranchesContribute() {
    Session ann =
        ann(
            """
            create:
              rule: or
              clauses:
                - rule: and
                  clauses:
                    - {rule: force, field: args.doc.by, value: first}
                    - {rule: match, eval: ==, type: string, f1: args.doc.owner, f2: eve}
                - {rule: force, field: args.doc.n, value: 7}
            """);

    ann.create(create("id", "9", "owner", "ann"));
    assertThat(row("9")).containsEntry("n", 7L).doesNotContainKey("by");
  }

  @Test
  void anEffectOfWhichItIsNotSureFails() {
    String branch =
        """
        read: {rule: authenticated}
        update:
          rule: or
          clauses:
            - rule: and
              clauses:
                - {rule: filter, find: {owner: args.auth.id}}
                - {rule: force, field: args.update.$set.by, value: x}
            - {rule: filter, find: {n: 2}}
        """;
    denied(ann(branch), update().set("n", 5));
    denied(
        ann("create: {rule: force, field: args.doc.by, value: args.auth.none}"), create("id", "9"));
    denied(
        ann(
            "create: {rule: force, field: args.doc.by, value: x,"
                + " clause: {rule: match, eval: ==, type: string, f1: args.auth.none, f2: x}}"),
        create("id", "9"));
    denied(
        ann("create: {rule: force, field: args.doc.j.a.b, value: x}"),
        create("id", "9", "j", Map.of("a", 5)));
    assertThatThrownBy(
            () ->
                ann("create: {rule: force, field: args.doc.n, value: x}").create(create("id", "9")))
        .isInstanceOf(SpaceCloudException.class);
    assertThat(backend.rows("todos")).hasSize(2);
  }

  @Test
  void aClauseThatDeniesLeavesTheRequestAsItIs() {
    Session ann =
        ann(
            "create: {rule: force, field: args.doc.by, value: x,"
                + " clause: {rule: match, eval: ==, type: string, f1: args.auth.id, f2: bob}}");

    ann.create(create("id", "9", "by", "me"));
    assertThat(row("9")).containsEntry("by", "me");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "create: {rule: not, clause: {rule: force, field: args.doc.a, value: 1}}",
        "create: {rule: force, field: args.doc, value: 1}",
        "create: {rule: force, field: args.update.$set.a, value: 1}",
        "create: {rule: force, field: args.find.a, value: 1}",
        "create: {rule: force, field: args.auth.a, value: 1}",
        "create: {rule: force, field: args.doc.$a, value: 1}",
        "create: {rule: force, field: args.doc.a}",
        "create: {rule: force, fields: [args.doc.a], value: 1}",
        "create: {rule: remove, field: res.a}",
        "read: {rule: remove, field: args.find.a}",
        "update: {rule: remove, field: args.find.a}",
        "delete: {rule: authenticated, fields: {deny: [a]}}",
        "read: {rule: authenticated, fields: {allow: [a], deny: [b]}}",
        "read: {rule: authenticated, fields: [a]}",
        "read: {rule: authenticated, fields: {deny: []}}",
        "read: {rule: not, clause: {rule: authenticated, fields: {deny: [a]}}}",
        "read: {rule: query, db: db, col: todos, find: {id: x},"
            + " clause: {rule: remove, field: res.a}}",
        "create: {rule: encrypt, field: args.doc.a}",
        "create: {rule: hash, field: args.doc.a}",
        "read: {rule: decrypt, field: res.a}",
      })
  void whatCannotHaveAnEffectIsRejectedWhenItIsLoaded(String rules) {
    assertThatThrownBy(() -> config(rules)).isInstanceOf(InvalidConfigException.class);
  }
}
