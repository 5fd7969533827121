package io.spacecloud.engine.security;

import static io.spacecloud.api.condition.Conditions.and;
import static io.spacecloud.api.condition.Conditions.field;
import static io.spacecloud.api.condition.Conditions.not;
import static io.spacecloud.api.condition.Conditions.or;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spacecloud.api.error.AccessDeniedException;
import io.spacecloud.api.request.Aggregate;
import io.spacecloud.api.request.Batch;
import io.spacecloud.api.request.Create;
import io.spacecloud.api.request.Delete;
import io.spacecloud.api.request.Read;
import io.spacecloud.api.request.Request;
import io.spacecloud.api.request.Update;
import io.spacecloud.api.request.WriteRequest;
import io.spacecloud.api.result.Document;
import io.spacecloud.api.spi.Command;
import io.spacecloud.api.value.Kind;
import io.spacecloud.engine.ProjectConfig;
import io.spacecloud.engine.Session;
import io.spacecloud.engine.SpaceCloud;
import io.spacecloud.engine.testing.MemoryBackend;
import io.spacecloud.engine.testing.Schemas;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * A hidden field is no oracle (class 1): what cannot be read cannot be used, through any door.
 *
 * <p>Falls with {@code FieldGuard.require}, with {@code Permit.run}'s mask, with {@code
 * Dispatcher.stream}'s, or with the calls of {@code FieldGuard} in {@code Authorizer}.
 */
class HiddenFieldTest {
  private static final String RULES =
      """
      create: {rule: authenticated, fields: {deny: [role]}}
      read:
        rule: or
        clauses:
          - rule: and
            clauses:
              - {rule: match, eval: ==, type: string, f1: args.auth.role, f2: admin}
              - {rule: remove, field: res.pass}
          - rule: and
            clauses:
              - {rule: filter, find: {team: args.auth.team}}
              - {rule: remove, fields: [res.pass, res.profile.salary]}
      update: {rule: authenticated, fields: {allow: [name, n, profile.city]}}
      delete: {rule: authenticated}
      aggr: {rule: authenticated}
      """;

  private final MemoryBackend backend =
      new MemoryBackend()
          .with(
              Schemas.of("users")
                  .required("id", Kind.STRING)
                  .field("name", Kind.STRING)
                  .field("team", Kind.STRING)
                  .field("role", Kind.STRING)
                  .field("pass", Kind.STRING)
                  .field("n", Kind.INTEGER, 64)
                  .field("profile", Kind.OBJECT)
                  .key("id")
                  .build(),
              row("1", "red", "p1", 10),
              row("2", "red", "p2", 20),
              row("3", "blue", "p3", 30));

  private SpaceCloud cloud;
  private Session ann;

  private static Map<String, Object> row(String id, String team, String pass, int salary) {
    return Map.of(
        "id",
        id,
        "name",
        "n" + id,
        "team",
        team,
        "role",
        "user",
        "pass",
        pass,
        "n",
        1,
        "profile",
        Map.of("salary", salary, "city", "c" + id));
  }

  @BeforeEach
  void open() {
    ProjectConfig config =
        ProjectConfig.builder()
            .id("hidden")
            .secret("a-secret-for-this-test-alone-0123456789")
            .collection("db", "users", RULES)
            .build();
    cloud = SpaceCloud.builder().config(config).backend("db", backend).build();
    ann = session("user");
  }

  @AfterEach
  void close() {
    cloud.close();
  }

  private Session session(String role) {
    Map<String, Object> claims = Map.of("id", "ann", "team", "red", "role", role);
    return cloud.session(cloud.tokens().issue(claims, Duration.ofHours(1)));
  }

  private static Read all() {
    return Read.all("db", "users");
  }

  private static Update update() {
    return Update.all("db", "users").where(field("id").eq("1"));
  }

  /** Through each door that takes a request, and nothing has changed afterwards. */
  private void denied(Request request) {
    List<Document> before = backend.rows("users");
    assertThatThrownBy(() -> ann.execute(request))
        .as("%s", request)
        .isInstanceOf(AccessDeniedException.class)
        .hasMessage("denied");
    if (request instanceof WriteRequest write) {
      assertThatThrownBy(() -> ann.execute(Batch.of("db", write)))
          .isInstanceOf(AccessDeniedException.class);
    }
    if (request instanceof Read read && read.op() == Read.Op.ALL) {
      assertThatThrownBy(() -> ann.stream(read, row -> {}))
          .isInstanceOf(AccessDeniedException.class);
    }
    assertThatThrownBy(
            () ->
                ann.transaction(
                    "db",
                    tx -> {
                      tx.execute(request);
                    }))
        .isInstanceOf(AccessDeniedException.class);
    assertThat(ann.explain(request).denial()).as("%s", request).isNotNull();
    assertThat(backend.rows("users")).isEqualTo(before);
  }

  @Test
  void noFindNamesAHiddenField() {
    for (var find :
        List.of(
            field("pass").eq("p1"),
            field("pass").like("p%"),
            not(field("pass").exists()),
            and(field("name").eq("n1"), or(field("n").gt(0), field("pass").gt("a"))),
            field("profile.salary").gt(5),
            field("profile").eq(Map.of("salary", 10, "city", "c1")),
            field("profile").contains(Map.of("salary", 10)))) {
      denied(all().where(find));
      denied(Read.one("db", "users").where(find));
      denied(Read.count("db", "users").where(find));
      denied(Read.distinct("db", "users", "name").where(find));
      denied(Update.all("db", "users").where(find).set("name", "x"));
      denied(Delete.all("db", "users").where(find));
      denied(
          Aggregate.all("db", "users", List.of())
              .withStages(List.of(new io.spacecloud.api.request.Stage.Match(find))));
    }
  }

  @Test
  void noOrderDistinctOrPageTellsOfIt() {
    denied(all().sort("pass"));
    denied(all().sort("name", "-pass"));
    denied(Read.distinct("db", "users", "pass"));
    denied(all().sort("pass").after(Document.of(Map.of("id", "1", "pass", "a"))));
  }

  @Test
  void noStageOfAPipelineUsesIt() {
    for (Map<String, Object> stage :
        List.<Map<String, Object>>of(
            Map.of("$match", Map.of("pass", "p1")),
            Map.of("$sort", Map.of("pass", 1)),
            Map.of("$project", Map.of("x", "$pass")),
            Map.of("$project", Map.of("x", "$profile.salary")),
            Map.of("$group", Map.of("_id", "$pass")),
            Map.of("$group", Map.of("_id", Map.of("p", "$pass"))),
            Map.of("$group", nullKey("x", Map.of("$max", "$pass"))),
            Map.of("$group", nullKey("x", Map.of("$min", "$pass"))))) {
      denied(Aggregate.all("db", "users", List.of(Map.of("$limit", 5), stage)));
    }
  }

  private static Map<String, Object> nullKey(String name, Object accumulator) {
    Map<String, Object> group = new java.util.LinkedHashMap<>();
    group.put("_id", null);
    group.put(name, accumulator);
    return group;
  }

  @Test
  void documentsComeWithoutItAndItIsNotFetched() {
    assertThat(ann.read(all()).documents())
        .hasSize(2)
        .allSatisfy(
            row -> {
              assertThat(row).doesNotContainKey("pass");
              assertThat(row.get("profile")).hasToString("{city=c" + row.get("id") + "}");
            });
    Command.Query query = (Command.Query) backend.commands().get(backend.commands().size() - 1);
    assertThat(query.request().select()).extracting(Object::toString).doesNotContain("pass");
    assertThat(ann.read(all().select("pass")).documents()).allMatch(Map::isEmpty);
    assertThat(ann.read(all().select("profile.salary", "name")).document().orElseThrow())
        .containsOnlyKeys("name");
    List<Document> streamed = new ArrayList<>();
    ann.stream(all(), streamed::add);
    assertThat(streamed).hasSize(2).noneMatch(row -> row.containsKey("pass"));
    assertThat(ann.aggregate(Aggregate.all("db", "users", List.of())).documents())
        .hasSize(2)
        .noneMatch(row -> row.containsKey("pass"));
    List<Document> within = new ArrayList<>();
    ann.transaction(
        "db",
        tx -> {
          within.addAll(tx.execute(all()).documents());
        });
    assertThat(within).isEqualTo(streamed);
  }

  @Test
  void everyBranchThatMayGrantKeepsItsFields() {
    assertThat(session("admin").read(all()).documents())
        .hasSize(3)
        .noneMatch(row -> row.containsKey("pass"))
        .noneMatch(row -> row.toString().contains("salary"));
  }

  @Test
  void onlyPermittedFieldsAreWritten() {
    assertThatCode(() -> ann.update(update().set("name", "x"))).doesNotThrowAnyException();
    assertThatCode(() -> ann.update(update().set("profile.city", "x"))).doesNotThrowAnyException();
    assertThatCode(() -> ann.update(update().inc("n", 1))).doesNotThrowAnyException();
    denied(update().set("role", "admin"));
    denied(update().set("name", "x").unset("role"));
    denied(update().set("profile.salary", 1));
    denied(update().set("profile", Map.of("city", "x", "salary", 99)));
    denied(update().unset("profile"));
    denied(Create.one("db", "users", Map.of("id", "9", "role", "admin")));
    denied(
        Create.all("db", "users", List.of(Map.of("id", "9"), Map.of("id", "8", "role", "admin"))));
    denied(Update.upsert("db", "users").where(field("id").eq("7")).set("role", "admin"));
    assertThatCode(() -> ann.create(Create.one("db", "users", Map.of("id", "9", "name", "x"))))
        .doesNotThrowAnyException();
  }

  @Test
  void noOperatorWorksOnAnOldValueThatCannotBeRead() {
    cloud.reload(
        ProjectConfig.builder()
            .id("hidden")
            .secret("a-secret-for-this-test-alone-0123456789")
            .collection(
                "db",
                "users",
                RULES
                    .replace("fields: {allow: [name, n, profile.city]}", "name: any")
                    .replace("res.pass,", "res.pass, res.n,"))
            .build());
    ann = session("user");
    denied(update().inc("n", 1));
    denied(update().mul("n", 0));
    denied(update().max("pass", "m"));
    denied(update().min("profile.salary", 5));
    denied(update().push("profile.salary", 5));
    denied(update().set("profile.salary.deep", 5));
    denied(update().unset("profile.salary.deep"));
    assertThatCode(() -> ann.update(update().set("n", 5))).doesNotThrowAnyException();
  }

  @Test
  void whoMayReadNothingBuildsOnNothing() {
    cloud.reload(
        ProjectConfig.builder()
            .id("hidden")
            .secret("a-secret-for-this-test-alone-0123456789")
            .collection("db", "users", "update: {rule: authenticated}")
            .build());
    ann = session("user");
    denied(update().inc("n", 1));
    denied(update().set("profile.city", "x"));
    assertThatCode(() -> ann.update(update().set("n", 5))).doesNotThrowAnyException();
  }
}
