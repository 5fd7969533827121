package io.spacecloud.mongo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import io.spacecloud.api.contract.Heard;
import io.spacecloud.api.error.UnsupportedFeatureException;
import io.spacecloud.api.request.Read;
import io.spacecloud.api.result.Document;
import io.spacecloud.api.spi.Command;
import io.spacecloud.api.spi.Declaration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.bson.BsonDocument;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What following occupies, and what ends it. */
@Timeout(300)
class MongoChangesLifeTest {
  private final String url = MongoServers.newDatabaseWithChanges();
  private final ExecutorService executor = Executors.newCachedThreadPool();
  private final Heard heard = new Heard();
  private MongoClient client;
  private MongoBackend backend;

  @BeforeEach
  void open() {
    client = MongoClients.create(url);
    backend = MongoBackend.connect(MongoConfig.of(url).poolSize(1));
    declare(backend);
  }

  @AfterEach
  void close() throws Exception {
    backend.close();
    client.close();
    MongoServers.drop(url);
    awaitIdle();
  }

  private void awaitIdle() throws InterruptedException {
    executor.shutdown();
    assertThat(executor.awaitTermination(60, TimeUnit.SECONDS)).isTrue();
  }

  private static void declare(MongoBackend backend) {
    backend.declare(List.of(new Declaration("things", List.of(), List.of(), List.of(), true)));
  }

  private AutoCloseable follow(MongoBackend source) {
    return source.changes().follow("things", heard, executor);
  }

  private MongoCollection<BsonDocument> raw() {
    return client
        .getDatabase(MongoConfig.of(url).database())
        .getCollection("things", BsonDocument.class);
  }

  private void insert(int id) {
    raw().insertOne(BsonDocument.parse("{_id: " + id + "}"));
  }

  private static Document key(int id) {
    return Document.of(Map.of("_id", id));
  }

  @Test
  void requestsHaveTheWholePoolToThemselves() throws Exception {
    try (AutoCloseable first = follow(backend);
        AutoCloseable second = follow(backend);
        AutoCloseable third = follow(backend)) {
      for (int i = 0; i < 20; i++) {
        backend.execute(new Command.Query(Read.count("db", "things"), false));
      }
    }
  }

  @Test
  void anApplicationsClientServesTooAndStaysOpen() throws Exception {
    try (MongoBackend of = MongoBackend.of(client, MongoConfig.of(url).database())) {
      declare(of);
      try (AutoCloseable following = follow(of)) {
        insert(1);
        heard.awaitKeys(List.of(key(1)));
      }
    }
    assertThat(raw().countDocuments()).isEqualTo(1);
  }

  @Test
  void aBackendThatClosesEndsWhatItFollows() throws Exception {
    follow(backend);
    follow(backend);
    backend.close();
    awaitIdle();
    assertThatThrownBy(() -> follow(backend)).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void anExecutorThatEndsEndsWhatItRuns() throws Exception {
    AutoCloseable following = follow(backend);
    executor.shutdownNow();
    assertThat(executor.awaitTermination(60, TimeUnit.SECONDS)).isTrue();
    following.close();
  }

  @Test
  void aServerThatStandsAloneIsRefused() {
    assumeFalse(MongoServers.isReal());
    String alone = MongoServers.newDatabase();
    try (MongoBackend other = MongoBackend.connect(MongoConfig.of(alone))) {
      declare(other);
      assertThatThrownBy(() -> follow(other))
          .isInstanceOf(UnsupportedFeatureException.class)
          .hasMessage("live queries need a replica set: this MongoDB server stands alone");
    }
  }
}
