package io.spacecloud.mongo;

import static io.spacecloud.api.condition.Conditions.field;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.DeleteOneModel;
import com.mongodb.client.model.FindOneAndUpdateOptions;
import com.mongodb.client.model.InsertOneModel;
import com.mongodb.client.model.UpdateOptions;
import io.spacecloud.api.contract.Heard;
import io.spacecloud.api.request.Batch;
import io.spacecloud.api.request.Create;
import io.spacecloud.api.request.Delete;
import io.spacecloud.api.request.Request;
import io.spacecloud.api.request.Update;
import io.spacecloud.api.result.Document;
import io.spacecloud.api.spi.Capability;
import io.spacecloud.api.spi.Declaration;
import io.spacecloud.api.spi.DeclaredField;
import io.spacecloud.api.value.Kind;
import io.spacecloud.api.value.ObjectId;
import io.spacecloud.engine.ProjectConfig;
import io.spacecloud.engine.SpaceCloud;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.bson.BsonBinary;
import org.bson.BsonDocument;
import org.bson.BsonObjectId;
import org.bson.BsonTimestamp;
import org.bson.BsonValue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What change streams tell of writes of every form, by the engine and by others. */
@Timeout(300)
class MongoChangeStreamsTest {
  private static final String CONFIG =
      "{id: mongo, secret: a-secret-for-this-test-alone-0123456789,"
          + " modules: {crud: {db: {type: mongo, serveUndeclared: true}}}}";

  private final String url = MongoServers.newDatabaseWithChanges();
  private final ExecutorService executor = Executors.newCachedThreadPool();
  private final Heard heard = new Heard();
  private MongoClient client;
  private MongoBackend backend;
  private SpaceCloud cloud;
  private AutoCloseable following;

  @BeforeEach
  void open() {
    client = MongoClients.create(url);
    backend = MongoBackend.connect(MongoConfig.of(url));
    cloud = SpaceCloud.builder().config(ProjectConfig.parse(CONFIG)).backend("db", backend).build();
    declare(List.of());
    following = follow("things", heard);
  }

  @AfterEach
  void close() throws Exception {
    following.close();
    cloud.close();
    client.close();
    MongoServers.drop(url);
    executor.shutdown();
    assertThat(executor.awaitTermination(60, TimeUnit.SECONDS)).isTrue();
  }

  private void declare(List<String> key, DeclaredField... fields) {
    backend.declare(List.of(new Declaration("things", List.of(fields), key, List.of(), true)));
  }

  private static DeclaredField declared(String name, Kind kind) {
    return new DeclaredField(name, kind, true, null, false, -1, -1);
  }

  private AutoCloseable follow(String collection, Heard listener) {
    return backend.changes().follow(collection, listener, executor);
  }

  private MongoCollection<BsonDocument> raw() {
    return client
        .getDatabase(MongoConfig.of(url).database())
        .getCollection("things", BsonDocument.class);
  }

  private static BsonDocument bson(String json) {
    return BsonDocument.parse(json);
  }

  private static Document key(Object id) {
    return Document.of(Map.of("_id", id));
  }

  private void run(Request request) {
    cloud.trusted().execute(request);
  }

  /** Waits for exactly these keys, in any order and as often as it may be. */
  private void hears(Heard listener, Object... ids) {
    List<Document> keys = List.of(ids).stream().map(MongoChangeStreamsTest::key).toList();
    listener.awaitKeys(keys);
    assertThat(listener.keys()).hasSameElementsAs(keys);
    assertThat(listener.losses()).isZero();
  }

  @Test
  void keysOfEveryKindAreToldAsTheyAreRead() {
    UUID uuid = UUID.fromString("00112233-4455-6677-8899-aabbccddeeff");
    BsonObjectId made = new BsonObjectId();
    List<String> others = List.of("{_id: 'a'}", "{_id: 1}", "{_id: {$numberLong: '2'}}");
    others.forEach(json -> raw().insertOne(bson(json)));
    raw().insertOne(new BsonDocument("_id", new BsonBinary(uuid)));
    raw().insertOne(new BsonDocument("_id", made));
    raw().insertOne(bson("{_id: {a: 1, b: 'x'}}"));

    hears(
        heard,
        "a",
        1L,
        2L,
        uuid,
        new ObjectId(made.getValue().toHexString()),
        Map.of("a", 1L, "b", "x"));
    assertThat(heard.keys()).hasSize(6);
  }

  @Test
  void whatTheEngineWritesIsTold() throws Exception {
    Heard updated = new Heard();
    Heard deleted = new Heard();

    run(Create.one("db", "things", Map.of("_id", 1, "n", 1)));
    run(Update.upsert("db", "things").where(field("_id").eq(2)).set("n", 1));
    hears(heard, 1, 2);
    try (AutoCloseable other = follow("things", updated)) {
      run(Update.all("db", "things").where(field("_id").eq(1)).inc("n", 1));
      run(Update.upsert("db", "things").where(field("_id").eq(2)).set("n", 5));
      hears(updated, 1, 2);
    }
    try (AutoCloseable other = follow("things", deleted)) {
      run(Delete.all("db", "things").where(field("_id").eq(2)));
      hears(deleted, 2);
    }
  }

  @Test
  void aTransactionIsToldOnceItIsCommitted() {
    assumeTrue(backend.capabilities().contains(Capability.TRANSACTIONS), "there are none");
    run(
        Batch.of(
            "db",
            Create.one("db", "things", Map.of("_id", 1)),
            Create.one("db", "things", Map.of("_id", 2))));
    hears(heard, 1, 2);
  }

  @Test
  void whatOthersWriteInBulkIsTold() throws Exception {
    raw().insertMany(IntStream.range(0, 250).mapToObj(i -> bson("{_id: " + i + "}")).toList());
    hears(heard, IntStream.range(0, 250).mapToObj(i -> (long) i).toArray());
    assertThat(heard.keys()).hasSize(250);

    Heard later = new Heard();
    try (AutoCloseable other = follow("things", later)) {
      raw().updateMany(bson("{_id: {$lt: 3}}"), bson("{$set: {n: 1}}"));
      raw().replaceOne(bson("{_id: 20}"), bson("{m: 1}"));
      raw().updateOne(bson("{_id: 300}"), bson("{$set: {n: 1}}"), new UpdateOptions().upsert(true));
      raw()
          .bulkWrite(
              List.of(
                  new InsertOneModel<>(bson("{_id: 301}")),
                  new DeleteOneModel<>(bson("{_id: 30}"))));
      raw().deleteMany(bson("{_id: {$in: [40, 41]}}"));
      hears(later, 0, 1, 2, 20, 300, 301, 30, 40, 41);
    }
  }

  @Test
  void findAndModifyAndUpdatesByPipelinesAreTold() throws Exception {
    String flaw = TestServerFlaws.of("findAndModifyAndUpdatesByPipelinesAreTold");
    assumeTrue(MongoServers.isReal(), flaw);
    FindOneAndUpdateOptions upsert = new FindOneAndUpdateOptions().upsert(true);
    raw().findOneAndUpdate(bson("{_id: 1}"), bson("{$set: {n: 1}}"), upsert);
    raw().insertOne(bson("{_id: 2}"));
    hears(heard, 1, 2);

    Heard later = new Heard();
    try (AutoCloseable other = follow("things", later)) {
      raw().updateOne(bson("{_id: 1}"), List.of(bson("{$set: {n: 2}}")));
      raw().findOneAndDelete(bson("{_id: 2}"));
      hears(later, 1, 2);
    }
  }

  @Test
  void oneDocumentThatChangesOftenIsOneKeyOfItsBatch() throws Exception {
    raw().insertOne(bson("{_id: 1}"));
    hears(heard, 1);
    Heard slow = new Heard();
    List<Runnable> tasks = new ArrayList<>();
    try (AutoCloseable other = backend.changes().follow("things", slow, tasks::add)) {
      IntStream.range(0, 50)
          .forEach(i -> raw().updateOne(bson("{_id: 1}"), bson("{$set: {n: " + i + "}}")));
      tasks.forEach(executor::execute);
      hears(slow, 1);
    }
    assertThat(slow.keys()).hasSize(1);
  }

  @Test
  void aKeyOfNoKindIsALoss() {
    BsonValue key = new BsonTimestamp(1, 1);
    raw().insertOne(new BsonDocument("_id", key));
    heard.awaitLosses(1);
    raw().insertOne(bson("{_id: 1}"));
    heard.awaitKeys(List.of(key(1)));
  }

  @Test
  void aDeclaredKeyIsKnownOfInsertsAndWhatElseChangesIsALoss() throws Exception {
    following.close();
    declare(List.of("email"), declared("email", Kind.STRING));
    Heard declared = new Heard();
    try (AutoCloseable other = follow("things", declared)) {
      raw().insertOne(bson("{email: 'a@x', n: 1}"));
      declared.awaitKeys(List.of(Document.of(Map.of("email", "a@x"))));
      assertThat(declared.losses()).isZero();
      raw().updateOne(bson("{email: 'a@x'}"), bson("{$set: {email: 'b@x'}}"));
      declared.awaitLosses(1);
      raw().deleteOne(bson("{email: 'b@x'}"));
      declared.awaitLosses(2);
      raw().insertOne(bson("{n: 1}"));
      declared.awaitLosses(3);
      assertThat(declared.keys()).hasSize(1);
    }
  }

  @Test
  void whatIsDeclaredMeanwhileHolds() {
    raw().insertOne(bson("{_id: 2.0}"));
    heard.awaitKeys(List.of(key(2.0)));
    declare(List.of(), declared("_id", Kind.INTEGER));
    raw().insertOne(bson("{_id: 3.0}"));
    heard.awaitKeys(List.of(key(3L)));
    assertThat(heard.losses()).isZero();
  }

  @Test
  void aCollectionThatIsDroppedIsALossAndIsFollowedOn() {
    raw().insertOne(bson("{_id: 1}"));
    hears(heard, 1);
    raw().drop();
    heard.awaitLosses(1);
    backend.refresh();
    heard.awaitWhatIsWritten(
        2,
        id -> {
          raw().insertOne(bson("{_id: " + id + "}"));
          return key(id);
        });
  }
}
