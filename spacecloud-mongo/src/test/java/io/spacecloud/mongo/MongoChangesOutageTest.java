package io.spacecloud.mongo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mongodb.ConnectionString;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import io.spacecloud.api.contract.Heard;
import io.spacecloud.api.error.BackendException;
import io.spacecloud.api.result.Document;
import io.spacecloud.api.spi.Declaration;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Change streams whose server goes away or falls silent; others write meanwhile. */
@Timeout(300)
class MongoChangesOutageTest {
  private final String url = MongoServers.newDatabaseWithChanges();
  private final ExecutorService executor = Executors.newCachedThreadPool();
  private final Heard heard = new Heard();
  private MongoClient client;
  private Gate gate;
  private MongoBackend backend;

  @BeforeEach
  void open() {
    client = MongoClients.create(url);
    String[] address = new ConnectionString(url).getHosts().get(0).split(":");
    gate = new Gate(address[0], Integer.parseInt(address[1]));
    String through =
        "mongodb://127.0.0.1:"
            + gate.port()
            + "/"
            + MongoConfig.of(url).database()
            + "?directConnection=true&heartbeatFrequencyMS=500";
    backend =
        MongoBackend.connect(MongoConfig.of(through).connectionTimeout(Duration.ofSeconds(1)));
    backend.declare(List.of(new Declaration("todos", List.of(), List.of(), List.of(), true)));
  }

  @AfterEach
  void close() throws Exception {
    backend.close();
    gate.close();
    MongoServers.drop(url);
    client.close();
    executor.shutdown();
    assertThat(executor.awaitTermination(60, TimeUnit.SECONDS)).isTrue();
  }

  private AutoCloseable follow() {
    return backend.changes().follow("todos", heard, executor);
  }

  private void insert(int id) {
    client
        .getDatabase(MongoConfig.of(url).database())
        .getCollection("todos", BsonDocument.class)
        .insertOne(new BsonDocument("_id", new BsonInt32(id)));
  }

  private static Document key(int id) {
    return Document.of(Map.of("_id", id));
  }

  @Test
  void whatIsMissedIsMadeUpForOnceTheServerIsBack() throws Exception {
    try (AutoCloseable following = follow()) {
      insert(1);
      heard.awaitKeys(List.of(key(1)));
      for (int i = 2; i < 5; i++) {
        gate.shut();
        insert(i);
        gate.reopen();
        heard.awaitKeys(List.of(key(i)));
      }
      assertThat(heard.losses()).isZero();
    }
  }

  @Test
  void aLongerOutageIsMadeUpForToo() throws Exception {
    try (AutoCloseable following = follow()) {
      insert(1);
      heard.awaitKeys(List.of(key(1)));
      gate.shut();
      // Down, or too late: to find a server, and to be answered, have the same time.
      for (int i = 0; i < 2; i++) {
        assertThatThrownBy(this::follow)
            .isInstanceOfSatisfying(
                BackendException.class, e -> assertThat(e.isRetryable()).isTrue());
      }
      insert(2);
      gate.reopen();
      heard.awaitKeys(List.of(key(2)));
      assertThat(heard.losses()).isZero();
    }
  }

  @Test
  void whereNoPlaceIsKnownYetTheMissedIsToldOrSaidToBeLost() throws Exception {
    try (AutoCloseable following = follow()) {
      gate.shut();
      insert(1);
      gate.reopen();
      heard.await(key(1));
      insert(2);
      heard.awaitKeys(List.of(key(2)));
    }
  }

  @Test
  void itIsClosedWhileTheServerIsAway() throws Exception {
    AutoCloseable following = follow();
    gate.shut();
    following.close();
    executor.shutdown();
    assertThat(executor.awaitTermination(60, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void nothingIsToldOnceItIsClosedWhileTheServerIsSilent() throws Exception {
    AutoCloseable following = follow();
    gate.hold();
    following.close();
    insert(1);
    gate.release();
    executor.shutdown();
    assertThat(executor.awaitTermination(60, TimeUnit.SECONDS)).isTrue();
    assertThat(heard.keys()).isEmpty();
    assertThat(heard.losses()).isZero();
  }
}
