package io.spacecloud.mongo;

import static io.spacecloud.api.condition.Conditions.and;
import static io.spacecloud.api.condition.Conditions.field;
import static io.spacecloud.api.condition.Conditions.not;
import static io.spacecloud.api.condition.Conditions.or;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import io.spacecloud.api.condition.Condition;
import io.spacecloud.api.error.BackendException;
import io.spacecloud.api.error.ConflictException;
import io.spacecloud.api.error.InvalidRequestException;
import io.spacecloud.api.error.NotFoundException;
import io.spacecloud.api.error.UnsupportedFeatureException;
import io.spacecloud.api.request.Aggregate;
import io.spacecloud.api.request.Batch;
import io.spacecloud.api.request.Create;
import io.spacecloud.api.request.Delete;
import io.spacecloud.api.request.Read;
import io.spacecloud.api.request.Request;
import io.spacecloud.api.request.Update;
import io.spacecloud.api.result.Document;
import io.spacecloud.api.result.Result;
import io.spacecloud.api.spi.Capability;
import io.spacecloud.api.spi.Declaration;
import io.spacecloud.api.value.ObjectId;
import io.spacecloud.engine.ProjectConfig;
import io.spacecloud.engine.SpaceCloud;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.bson.BsonDocument;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What only MongoDB has: documents of any shape, of which nothing is declared. */
class MongoBackendTest {
  private static final String CONFIG =
      "{id: mongo, secret: a-secret-for-this-test-alone-0123456789,"
          + " modules: {crud: {db: {type: mongo, serveUndeclared: true}}}}";

  private final String url = MongoServers.newDatabase();
  private MongoClient client;
  private MongoBackend backend;
  private SpaceCloud cloud;

  @BeforeEach
  void open() {
    client = MongoClients.create(url);
    backend = MongoBackend.connect(MongoConfig.of(url));
    cloud = SpaceCloud.builder().config(ProjectConfig.parse(CONFIG)).backend("db", backend).build();
    backend.declare(List.of(new Declaration("things", List.of(), List.of(), List.of(), true)));
  }

  @AfterEach
  void close() {
    cloud.close();
    client.close();
    MongoServers.drop(url);
  }

  private MongoCollection<BsonDocument> raw() {
    return client
        .getDatabase(MongoConfig.of(url).database())
        .getCollection("things", BsonDocument.class);
  }

  /** Stores documents as another writer would. */
  private void store(String... documents) {
    Arrays.stream(documents).forEach(each -> raw().insertOne(BsonDocument.parse(each)));
  }

  private Result run(Request request) {
    return cloud.trusted().execute(request);
  }

  private List<Object> ids(Condition where) {
    return run(Read.all("db", "things").where(where)).documents().stream()
        .<Object>map(row -> row.get("_id"))
        .toList();
  }

  private Document one(Object id) {
    return run(Read.one("db", "things").where(field("_id").eq(id))).document().orElseThrow();
  }

  private void select(Condition where, Object... ids) {
    List<Object> all = ids(and());
    List<Object> others = all.stream().filter(id -> !Arrays.asList(ids).contains(id)).toList();
    assertThat(ids(where)).as("%s", where).containsExactly(ids);
    assertThat(ids(not(where))).as("not %s", where).containsExactlyElementsOf(others);
  }

  @Test
  void nothingLooksIntoListsUnasked() {
    store(
        "{_id: 'list', v: [1, 'a', null, {x: 1}]}",
        "{_id: 'lists', v: [[1]]}",
        "{_id: 'objects', v: [{a: 1}, {a: [2]}]}",
        "{_id: 'one', v: 1}",
        "{_id: 'text', v: 'a'}",
        "{_id: 'value', v: {a: 1}}",
        "{_id: 'within', v: {a: [1, 'a']}}");

    select(field("v").eq(1), "one");
    select(field("v").ne(1), "list", "lists", "objects", "text", "value", "within");
    select(field("v").gt(0), "one");
    select(field("v").in(1, "a"), "one", "text");
    select(field("v").like("%"), "text");
    select(field("v").eq(null));
    select(field("v.a").eq(1), "value");
    select(field("v.a").ne(1), "list", "lists", "objects", "one", "text", "within");
    select(field("v.a").exists(), "value", "within");
    select(field("v.0").exists());
    select(field("v.0").eq(1));
    select(field("v.a").eq(List.of(1, "a")), "within");
    select(field("v.a").contains(List.of("a")), "within");
    select(field("v").contains(List.of(1)), "list");
    select(field("v").contains(List.of(List.of(1))), "lists");
    select(field("v").contains(List.of(Map.of("x", 1))), "list");
    select(field("v").eq(List.of(List.of(1))), "lists");
    select(field("v").contains(Map.of("a", 1)), "value");
  }

  @Test
  void nullAndMissingAreOneThing() {
    store("{_id: 1}", "{_id: 2, v: null}", "{_id: 3, v: {}}", "{_id: 4, v: {a: null, b: 2}}");

    select(field("v").eq(null), 1L, 2L);
    select(field("v").exists(), 3L, 4L);
    select(field("v").in(5, null), 1L, 2L);
    select(field("v.a").eq(null), 1L, 2L, 3L, 4L);
    select(field("v").eq(Map.of("b", 2)), 4L);
    select(field("v").eq(Map.of()), 3L);
    assertThat(run(Read.distinct("db", "things", "v.b")).values()).containsExactly(null, 2L);
    assertThat(
            run(Aggregate.all(
                    "db",
                    "things",
                    List.of(Map.of("$group", Map.of("_id", "$v.a", "n", Map.of("$sum", 1))))))
                .documents())
        .hasSize(1);
  }

  @Test
  void kindsAreNeverEqualNorOrderedAmongOneAnother() {
    store(
        "{_id: 'a', v: 5}",
        "{_id: 'b', v: {$numberLong: '5'}}",
        "{_id: 'c', v: 5.0}",
        "{_id: 'd', v: {$numberDecimal: '5.0'}}",
        "{_id: 'e', v: '5'}",
        "{_id: 'f', v: true}",
        "{_id: 'g', v: {$date: '1970-01-01T00:00:00.005Z'}}",
        "{_id: 'h', v: 4.5}",
        "{_id: 'i', v: {$numberLong: '9007199254740993'}}");

    select(field("v").eq(5), "a", "b", "c", "d");
    select(field("v").eq(new BigDecimal("5.000")), "a", "b", "c", "d");
    select(field("v").gte(5), "a", "b", "c", "d", "i");
    select(field("v").lt(5), "h");
    select(field("v").eq("5"), "e");
    select(field("v").gt(""), "e");
    select(field("v").eq(true), "f");
    select(field("v").gt(false), "f");
    select(field("v").eq(Instant.ofEpochMilli(5)), "g");
    select(field("v").lt(Instant.ofEpochMilli(5).plusNanos(1)), "g");
    select(field("v").eq(Instant.ofEpochMilli(5).plusNanos(1)));
    select(field("v").eq(LocalDate.EPOCH));
    select(field("v").eq((1L << 53) + 1), "i");
    select(field("v").eq(new BigDecimal("5." + "0".repeat(40) + "1")));
    select(or(field("v").eq(UUID.randomUUID()), field("v").eq(new byte[] {5})));
  }

  @Test
  void idsAreOfFourKindsAndMadeWhereLeftOut() {
    ObjectId id = new ObjectId("507f1f77bcf86cd799439011");
    UUID uuid = new UUID(1, 2);
    for (Object each : List.of("a", 5L, uuid, id)) {
      Result result = run(Create.one("db", "things", Map.of("_id", each)));
      assertThat(result.keys()).isEmpty();
      assertThat(one(each)).containsExactly(Map.entry("_id", each));
      assertThatThrownBy(() -> run(Create.one("db", "things", Map.of("_id", each))))
          .isInstanceOf(ConflictException.class);
    }
    Document key = run(Create.one("db", "things", Map.of("v", 1))).keys().get(0);
    assertThat(key.get("_id")).isInstanceOf(ObjectId.class);
    assertThat(one(key.get("_id"))).containsEntry("v", 1L);
    for (Object each : List.of(1.5, true, List.of(1), Map.of("a", 1), Instant.EPOCH)) {
      assertThatThrownBy(() -> run(Create.one("db", "things", Map.of("_id", each))))
          .as("%s", each)
          .isInstanceOf(InvalidRequestException.class);
    }
  }

  @Test
  void nestedValuesComeOutAsTheyWentIn() {
    Map<String, Object> nested =
        Map.of(
            "list",
            Arrays.asList(1L, null, "a", List.of(Map.of("x", new BigDecimal("0.1")))),
            "time",
            Instant.ofEpochMilli(-1),
            "uuid",
            new UUID(1, 2),
            "real",
            0.1,
            "id",
            new ObjectId("507f1f77bcf86cd799439011"));
    run(Create.one("db", "things", Map.of("_id", 1, "v", nested)));

    assertThat(one(1).get("v")).isEqualTo(nested);
    select(field("v").eq(nested), 1L);
    select(field("v.time").lt(Instant.EPOCH), 1L);
  }

  @Test
  void namesThatMeanSomethingElseAreNoFields() {
    for (String name : List.of("$set", "a.b", "", "$where")) {
      assertThatThrownBy(() -> run(Create.one("db", "things", Map.of("_id", 1, name, 1))))
          .as(name)
          .isInstanceOf(InvalidRequestException.class);
    }
    for (Object each : List.of(LocalDate.EPOCH, new BigDecimal("1." + "1".repeat(40)))) {
      assertThatThrownBy(() -> run(Create.one("db", "things", Map.of("_id", 1, "v", each))))
          .isInstanceOf(InvalidRequestException.class);
    }
    assertThat(raw().countDocuments()).isZero();
  }

  @Test
  void operatorsActOnNullAsOnNothing() {
    store("{_id: 1, a: null, b: null, c: null, d: null, e: null, f: {g: null}}");

    run(
        Update.one("db", "things")
            .where(field("_id").eq(1))
            .inc("a", 2)
            .mul("b", 2)
            .min("c", 3)
            .push("d", "x")
            .set("e.x.y", 1)
            .set("f.g.h", 1));

    assertThat(one(1))
        .containsEntry("a", 2L)
        .containsEntry("b", 0L)
        .containsEntry("c", 3L)
        .containsEntry("d", List.of("x"))
        .containsEntry("e", Map.of("x", Map.of("y", 1L)))
        .containsEntry("f", Map.of("g", Map.of("h", 1L)));
  }

  @Test
  void whatDoesNotGoWithAnOperatorIsAConflictAndChangesNothing() {
    store("{_id: 1, n: 1, l: [{a: 1}], t: 'x'}", "{_id: 2, n: 1, l: {}, t: 5}");
    List<Document> before = run(Read.all("db", "things")).documents();

    for (Update update :
        List.of(
            Update.all("db", "things").inc("n", 1).inc("t", 1),
            Update.all("db", "things").inc("n", 1).set("l.a", 1),
            Update.all("db", "things").inc("n", 1).set("l.0.a", 1),
            Update.all("db", "things").inc("n", 1).push("t", 1),
            Update.all("db", "things").inc("n", 1).max("t", "y"))) {
      assertThatThrownBy(() -> run(update))
          .as("%s", update.assignments())
          .isInstanceOfSatisfying(
              ConflictException.class,
              e -> assertThat(e.reason()).isEqualTo(ConflictException.Reason.SHAPE));
    }
    assertThat(run(Read.all("db", "things")).documents()).isEqualTo(before);
  }

  @Test
  void numbersStayExactOrAreRefused() {
    store(
        "{_id: 1, v: {$numberLong: '9223372036854775806'}}",
        "{_id: 2, v: {$numberInt: '2147483647'}}",
        "{_id: 3, v: {$numberDecimal: '0.1'}}");
    Update inc = Update.one("db", "things");

    run(inc.where(field("_id").eq(1)).inc("v", 1));
    assertThat(one(1).get("v")).isEqualTo(Long.MAX_VALUE);
    assertThatThrownBy(() -> run(inc.where(field("_id").eq(1)).inc("v", 1)))
        .isInstanceOf(InvalidRequestException.class);
    run(inc.where(field("_id").eq(2)).inc("v", 1));
    assertThat(one(2).get("v")).isEqualTo(2147483648L);
    run(inc.where(field("_id").eq(3)).inc("v", new BigDecimal("0.2")));
    assertThat((BigDecimal) one(3).get("v")).isEqualByComparingTo("0.3");
    assertThatThrownBy(
            () ->
                run(
                    inc.where(field("_id").eq(3))
                        .mul("v", new BigDecimal("1e-35").add(BigDecimal.ONE))))
        .isInstanceOf(InvalidRequestException.class);
    assertThat((BigDecimal) one(3).get("v")).isEqualByComparingTo("0.3");
  }

  @Test
  void renameMovesAValueAndLeavesTheTargetWhereThereIsNone() {
    store("{_id: 1, a: 5, b: 1}", "{_id: 2, a: null, b: 1}", "{_id: 3, b: 1}");

    run(Update.all("db", "things").with(Map.of("$rename", Map.of("a", "b"))));

    assertThat(one(1)).containsEntry("b", 5L).doesNotContainKey("a");
    assertThat(one(2)).containsEntry("b", 1L);
    assertThat(one(3)).containsEntry("b", 1L);
  }

  @Test
  void anUpdateReachesEachDocumentOnce() {
    store("{_id: 1, v: 1}", "{_id: 2, v: null}", "{_id: 3}", "{_id: 4, v: {$numberDecimal: '1'}}");

    assertThat(run(Update.all("db", "things").inc("v", 1)).affected()).isEqualTo(4);
    assertThat(run(Read.all("db", "things").select("v")).documents())
        .extracting(row -> new BigDecimal(String.valueOf(row.get("v"))).intValueExact())
        .containsExactly(2, 1, 1, 2);
  }

  @Test
  void whatNeedsATransactionIsRefusedBeforeAnythingRuns() {
    assumeFalse(backend.capabilities().contains(Capability.TRANSACTIONS));
    store("{_id: 1, v: 1}");
    Create two = Create.all("db", "things", List.of(Map.of("_id", 2), Map.of("_id", 3)));
    Update update = Update.all("db", "things").set("v", 9);

    for (Request request :
        List.of(
            two,
            two.asDryRun(),
            update.maxAffected(1),
            update.asDryRun(),
            Delete.all("db", "things").maxAffected(1),
            Batch.of("db", update))) {
      assertThat(catchThrowable(() -> run(request)))
          .isInstanceOf(UnsupportedFeatureException.class);
    }
    assertThatThrownBy(() -> cloud.trusted().transaction("db", tx -> 1))
        .isInstanceOf(UnsupportedFeatureException.class);
    assertThat(one(1)).containsEntry("v", 1L);
    assertThat(raw().countDocuments()).isEqualTo(1);
    assertThat(run(two.withPartialAllowed()).affected()).isEqualTo(2);
  }

  @Test
  void aPartialCreateSaysHowFarItCame() {
    store("{_id: 3}");
    Create create =
        Create.all("db", "things", List.of(Map.of("_id", 1), Map.of("_id", 2), Map.of("_id", 3)));

    assertThatThrownBy(() -> run(create.withPartialAllowed()))
        .isInstanceOfSatisfying(
            ConflictException.class,
            e -> assertThat(e.reason()).isEqualTo(ConflictException.Reason.PARTIAL))
        .hasMessageContaining("2");
    assertThat(raw().countDocuments()).isEqualTo(3);
  }

  @Test
  void whatIsNoValueIsAnErrorThatNamesTheField() {
    store("{_id: 1, bad: {$regularExpression: {pattern: 'secret', options: ''}}}");

    assertThatThrownBy(() -> one(1))
        .isInstanceOf(BackendException.class)
        .hasMessageContaining("bad")
        .hasMessageNotContaining("secret");
    assertThat(run(Read.all("db", "things").select("_id")).documents()).hasSize(1);
  }

  @Test
  void collectionsThatAreNeitherThereNorDeclaredDoNotExist() {
    assertThatThrownBy(() -> run(Read.all("db", "others"))).isInstanceOf(NotFoundException.class);
    assertThatThrownBy(() -> run(Read.all("db", "system.users")))
        .isInstanceOf(NotFoundException.class);
    assertThat(run(Read.all("db", "things")).documents()).isEmpty();
  }

  @Test
  void documentsStreamInOrder() {
    for (int i = 0; i < 300; i++) {
      store("{_id: " + i + ", v: " + (300 - i) + "}");
    }
    List<Object> seen = new java.util.ArrayList<>();
    cloud.trusted().stream(
        Read.all("db", "things").sort("v").select("v"), row -> seen.add(row.get("v")));
    assertThat(seen).hasSize(300).isSortedAccordingTo((a, b) -> Long.compare((Long) a, (Long) b));
  }
}
