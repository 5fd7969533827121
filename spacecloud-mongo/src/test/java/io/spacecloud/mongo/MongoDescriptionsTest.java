package io.spacecloud.mongo;

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
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What an explanation tells of MongoDB's operations: their shape, and no value. */
class MongoDescriptionsTest {
  private static final String RULES =
      """
      create: {rule: authenticated}
      read: {rule: filter, find: {owner: args.auth.id}}
      update: {rule: authenticated}
      delete: {rule: authenticated}
      aggr: {rule: authenticated}
      """;

  private final String url = MongoServers.newDatabase();
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
                    .build())
            .backend("db", MongoBackend.connect(MongoConfig.of(url)))
            .build();
    cloud.trusted().create(Create.one("db", "todos", Map.of("_id", "1", "owner", "bob")));
    alice = cloud.session(cloud.tokens().issue(Map.of("id", "$secret"), Duration.ofHours(1)));
  }

  @AfterEach
  void close() {
    cloud.close();
    MongoServers.drop(url);
  }

  private String statement(Request request) {
    String statements = String.join("\n", alice.explain(request).statements());
    assertThat(statements).doesNotContain("$secret").doesNotContain("77");
    return statements;
  }

  @Test
  void aReadIsToldWithTheResidualInIt() {
    assertThat(statement(Read.all("db", "todos").where(field("n").gt(77)).sort("-n").select("n")))
        .startsWith("find {\"filter\": ")
        .contains("\"n\": {\"$gt\": \"?\"", "\"owner\"", "\"projection\"", "\"n\": -1");
    assertThat(statement(Read.count("db", "todos"))).startsWith("count {\"filter\": ");
  }

  @Test
  void aWriteIsToldWithoutWhatItWrites() {
    assertThat(statement(Create.one("db", "todos", Map.of("_id", "77", "owner", "$secret"))))
        .startsWith("insert [")
        .contains("owner");
    assertThat(statement(Update.all("db", "todos").where(field("n").eq(77)).set("n", 77)))
        .startsWith("update {\"filter\": ")
        .contains("\"owner\"", "\"$set\": {\"n\": \"?\"}");
    assertThat(
            statement(
                Update.upsert("db", "todos").where(field("_id").eq("77")).set("owner", "$secret")))
        .contains("update {", "\ninsert [");
    assertThat(statement(Delete.all("db", "todos").where(field("owner").eq("$secret"))))
        .startsWith("delete {\"filter\": ");
  }

  @Test
  void aPipelineIsToldWithItsFieldsUpToItsGroup() {
    assertThat(
            statement(
                Aggregate.all(
                    "db",
                    "todos",
                    List.of(
                        Map.of("$match", Map.of("owner", "$secret", "n", 77)),
                        Map.of("$sort", Map.of("n", -1)),
                        Map.of("$limit", 77),
                        Map.of("$group", Map.of("_id", "$owner", "x", Map.of("$sum", "$n")))))))
        .startsWith("aggregate [")
        .contains("\"$owner\"", "\"$n\"", "{\"$limit\": \"?\"}", "\"n\": -1");
  }
}
