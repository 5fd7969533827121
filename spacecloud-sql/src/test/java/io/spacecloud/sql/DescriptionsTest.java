package io.spacecloud.sql;

import static io.spacecloud.api.condition.Conditions.field;
import static org.assertj.core.api.Assertions.assertThat;

import io.spacecloud.api.request.Aggregate;
import io.spacecloud.api.request.Create;
import io.spacecloud.api.request.Delete;
import io.spacecloud.api.request.Read;
import io.spacecloud.api.request.Request;
import io.spacecloud.api.request.Update;
import io.spacecloud.engine.ProjectConfig;
import io.spacecloud.engine.Session;
import io.spacecloud.engine.SpaceCloud;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What an explanation tells of the statements: all of their text, and no value. */
class DescriptionsTest {
  private static final String RULES =
      """
      create: {rule: authenticated}
      read: {rule: filter, find: {owner: args.auth.id}, fields: {deny: [pin]}}
      update: {rule: filter, find: {owner: args.auth.id}}
      delete: {rule: authenticated}
      aggr: {rule: authenticated}
      """;

  private SpaceCloud cloud;
  private Session alice;

  @BeforeEach
  void open() {
    cloud =
        SpaceCloud.builder()
            .config(
                ProjectConfig.builder()
                    .id("described")
                    .secret("a-secret-for-this-test-alone-0123456789")
                    .collection("db", "todos", RULES)
                    .declare(
                        "db",
                        "todos",
                        "{fields: {id: integer, owner: string, n: integer, pin: string}, key: id}")
                    .build())
            .backend("db", SqlBackend.connect(SqlConfig.of("jdbc:h2:mem:" + UUID.randomUUID())))
            .build();
    cloud.schema("db").create();
    alice = cloud.session(cloud.tokens().issue(Map.of("id", "alice-secret"), Duration.ofHours(1)));
  }

  @AfterEach
  void close() {
    cloud.close();
  }

  private List<String> statements(Request request) {
    List<String> statements = alice.explain(request).statements();
    assertThat(statements.toString()).doesNotContain("alice-secret").doesNotContain("77");
    return statements;
  }

  @Test
  void aReadIsToldWithTheResidualInIt() {
    assertThat(statements(Read.all("db", "todos").where(field("n").gt(77)).sort("-n").limit(5)))
        .containsExactly(
            "SELECT \"id\", \"owner\", \"n\" FROM \"PUBLIC\".\"todos\" WHERE ((\"n\" > ?) AND"
                + " (\"owner\" = ?)) ORDER BY \"n\" DESC, \"id\" LIMIT ?");
    assertThat(statements(Read.count("db", "todos")).get(0)).startsWith("SELECT COUNT(*)");
  }

  @Test
  void aWriteIsToldWithWhatIsAskedOfRowsAfterwards() {
    assertThat(statements(Create.one("db", "todos", Map.of("id", 77))))
        .containsExactly("INSERT INTO \"PUBLIC\".\"todos\" (\"id\") VALUES (?)");
    List<String> update =
        statements(Update.all("db", "todos").where(field("n").eq(77)).inc("n", 77));
    assertThat(update).hasSize(1);
    assertThat(update.get(0))
        .startsWith("UPDATE \"PUBLIC\".\"todos\" SET ")
        .contains("\"owner\" = ?");
    List<String> upsert =
        statements(
            Update.upsert("db", "todos").where(field("id").eq(77)).set("owner", "alice-secret"));
    assertThat(upsert).hasSize(2);
    assertThat(upsert.get(0)).startsWith("UPDATE");
    assertThat(upsert.get(1)).startsWith("INSERT");
    assertThat(statements(Delete.one("db", "todos").where(field("id").eq(77))).get(0))
        .startsWith("DELETE FROM \"PUBLIC\".\"todos\" WHERE ")
        .contains("\"owner\" = ?");
  }

  @Test
  void aPipelineIsToldUpToItsGroup() {
    List<Map<String, Object>> group =
        List.of(
            Map.of("$match", Map.of("n", 77)),
            Map.of("$group", Map.of("_id", "$owner", "x", Map.of("$sum", "$n"))),
            Map.of("$sort", Map.of("x", 1)));
    assertThat(statements(Aggregate.all("db", "todos", group)).get(0))
        .contains("GROUP BY", "\"owner\" = ?");
    assertThat(statements(Aggregate.all("db", "todos", List.of(Map.of("$count", "x")))).get(0))
        .startsWith("SELECT COUNT(*) FROM ");
    assertThat(statements(Aggregate.all("db", "todos", List.of(Map.of("$limit", 3)))).get(0))
        .startsWith("SELECT ");
  }

  @Test
  void whatIsDeniedRunsNothing() {
    assertThat(statements(Read.all("db", "todos").where(field("pin").eq("77")))).isEmpty();
  }

  @Test
  void nothingRuns() {
    alice.explain(Create.one("db", "todos", Map.of("id", 1, "owner", "alice-secret")));
    assertThat(cloud.trusted().count(Read.all("db", "todos"))).isZero();
  }
}
