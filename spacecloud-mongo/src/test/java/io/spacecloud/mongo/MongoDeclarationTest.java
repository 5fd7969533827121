package io.spacecloud.mongo;

import static io.spacecloud.api.condition.Conditions.field;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mongodb.ConnectionString;
import com.mongodb.MongoClientSettings;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoDatabase;
import com.mongodb.event.CommandListener;
import com.mongodb.event.CommandStartedEvent;
import io.spacecloud.api.error.ConflictException;
import io.spacecloud.api.error.InvalidRequestException;
import io.spacecloud.api.error.UnsupportedFeatureException;
import io.spacecloud.api.request.Create;
import io.spacecloud.api.request.Read;
import io.spacecloud.api.request.Update;
import io.spacecloud.api.result.Document;
import io.spacecloud.engine.ProjectConfig;
import io.spacecloud.engine.Session;
import io.spacecloud.engine.SpaceCloud;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.bson.BsonDocument;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Collections that are declared: what is made of them, and what becomes of requests on them. */
class MongoDeclarationTest {
  private static final String DECLARATION =
      """
      fields:
        _id: uuid
        email: string
        age: {type: integer, default: 18}
        day: date
        time: time
        name: {type: string, required: true, maxLength: 5}
      unique: [email, [age, name]]
      """;

  private final String url = MongoServers.newDatabase();
  private final List<BsonDocument> commands = Collections.synchronizedList(new ArrayList<>());
  private final MongoClient client =
      MongoClients.create(
          MongoClientSettings.builder()
              .applyConnectionString(new ConnectionString(url))
              .addCommandListener(
                  new CommandListener() {
                    @Override
                    public void commandStarted(CommandStartedEvent event) {
                      commands.add(event.getCommand().clone());
                    }
                  })
              .build());

  @AfterEach
  void close() {
    client.close();
    MongoServers.drop(url);
  }

  private MongoDatabase database() {
    return client.getDatabase(MongoConfig.of(url).database());
  }

  private SpaceCloud cloud(String declaration) {
    ProjectConfig config =
        ProjectConfig.builder()
            .id("declared")
            .secret("a-secret-for-this-test-alone-0123456789")
            .declare("db", "people", declaration)
            .build();
    return SpaceCloud.builder()
        .config(config)
        .backend("db", MongoBackend.of(client, MongoConfig.of(url).database()))
        .build();
  }

  @Test
  void aCollectionIsMadeWithValidatorAndIndexes() {
    try (SpaceCloud cloud = cloud(DECLARATION)) {
      assertThat(cloud.schema("db").drift()).containsExactly("people: is not there");
      cloud.schema("db").create();
      cloud.schema("db").create();

      BsonDocument created =
          commands.stream().filter(each -> each.containsKey("create")).findFirst().orElseThrow();
      assertThat(created.get("validator"))
          .isEqualTo(
              BsonDocument.parse(
                  """
                  {$jsonSchema: {bsonType: 'object', required: ['name'],
                    additionalProperties: false, properties: {
                      _id: {bsonType: 'binData'}, email: {bsonType: 'string'},
                      age: {bsonType: ['int', 'long']}, day: {bsonType: 'string'},
                      time: {bsonType: 'string'}, name: {bsonType: 'string', maxLength: 5}}}}
                  """));
      assertThat(cloud.schema("db").collection("people").uniqueKeys())
          .containsExactlyInAnyOrder(List.of("_id"), List.of("email"), List.of("age", "name"));
      if (MongoServers.isReal()) { // what stands in for it keeps no validators
        assertThat(cloud.schema("db").drift()).isEmpty();
      }
    }
  }

  @Test
  void missingIndexesAreTold() {
    database().createCollection("people");
    try (SpaceCloud cloud = cloud(DECLARATION)) {
      assertThat(cloud.schema("db").drift())
          .containsExactly(
              "people: no unique index on email",
              "people: no unique index on age, name",
              "people: MongoDB does not validate as declared");
    }
  }

  @Test
  void declaredFieldsHaveKindsAndAllProblemsAreSaid() {
    try (SpaceCloud cloud = cloud(DECLARATION)) {
      cloud.schema("db").create();
      Session session = cloud.trusted();
      Map<String, Object> ada =
          Map.of("email", "a@x", "name", "Ada", "day", "2024-02-29", "time", "12:30");

      Document key = session.create(Create.one("db", "people", ada)).keys().get(0);
      Document row = session.read(Read.one("db", "people")).document().orElseThrow();
      assertThat(row)
          .containsEntry("_id", key.get("_id"))
          .containsEntry("age", 18L)
          .containsEntry("day", LocalDate.of(2024, 2, 29))
          .containsEntry("time", LocalTime.of(12, 30));
      assertThat(
              session.read(Read.count("db", "people").where(field("day").lt("2024-03-01"))).count())
          .isEqualTo(1);
      assertThatThrownBy(
              () ->
                  session.create(
                      Create.one("db", "people", Map.of("name", "too long", "age", "x", "q", 1))))
          .isInstanceOfSatisfying(
              InvalidRequestException.class, e -> assertThat(e.problems()).hasSize(3));
      assertThatThrownBy(() -> session.read(Read.all("db", "people").where(field("age").eq("5"))))
          .isInstanceOf(InvalidRequestException.class);
    }
  }

  @Test
  void nullIsNoKey() {
    try (SpaceCloud cloud = cloud("{fields: {email: string, n: integer}, unique: [email]}")) {
      cloud.schema("db").create();
      Session session = cloud.trusted();
      for (int i = 0; i < 3; i++) {
        session.create(Create.one("db", "people", Map.of("n", i)));
      }
      session.create(Create.one("db", "people", Map.of("email", "a@x")));

      assertThatThrownBy(() -> session.create(Create.one("db", "people", Map.of("email", "a@x"))))
          .isInstanceOf(ConflictException.class);
      assertThatThrownBy(
              () ->
                  session.update(
                      Update.one("db", "people").where(field("n").eq(1)).set("email", "a@x")))
          .isInstanceOf(ConflictException.class);
      session.update(Update.all("db", "people").where(field("email").eq("a@x")).unset("email"));
      assertThat(session.read(Read.count("db", "people").where(field("email").eq(null))).count())
          .isEqualTo(4);
    }
  }

  @Test
  void whatMongoDoesNotGenerateIsRefused() {
    try (SpaceCloud cloud = cloud("fields: {n: {type: integer, generated: true}}")) {
      assertThatThrownBy(() -> cloud.schema("db").create())
          .isInstanceOf(UnsupportedFeatureException.class);
    }
  }
}
