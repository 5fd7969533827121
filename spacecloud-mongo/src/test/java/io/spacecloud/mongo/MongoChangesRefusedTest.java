package io.spacecloud.mongo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import io.spacecloud.api.contract.Heard;
import io.spacecloud.api.error.UnsupportedFeatureException;
import io.spacecloud.api.result.Document;
import io.spacecloud.api.spi.Declaration;
import java.util.ArrayList;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a server refuses that has change streams, with the codes that MongoDB documents. */
@Timeout(300)
class MongoChangesRefusedTest {
  private static final int HISTORY_LOST = 286;
  private static final int UNAUTHORISED = 13;

  private final ChangingServer server = new ChangingServer();
  private final String url = server.start() + "/refused";
  private final MongoClient client = MongoClients.create(url);
  private final MongoBackend backend = MongoBackend.connect(MongoConfig.of(url));
  private final ExecutorService executor = Executors.newCachedThreadPool();
  private final Heard heard = new Heard();

  @AfterEach
  void close() throws Exception {
    backend.close();
    client.close();
    executor.shutdown();
    assertThat(executor.awaitTermination(60, TimeUnit.SECONDS)).isTrue();
  }

  @BeforeEach
  void declare() {
    backend.declare(List.of(new Declaration("todos", List.of(), List.of(), List.of(), true)));
  }

  private AutoCloseable follow() {
    return backend.changes().follow("todos", heard, executor);
  }

  private Document insert(int id) {
    client
        .getDatabase("refused")
        .getCollection("todos", BsonDocument.class)
        .insertOne(new BsonDocument("_id", new BsonInt32(id)));
    return key(id);
  }

  private static Document key(int id) {
    return Document.of(Map.of("_id", id));
  }

  @Test
  void whatOnlyReplicaSetsHaveIsSaidToBeThat() {
    server.refuse(40573);
    assertThatThrownBy(this::follow)
        .isInstanceOf(UnsupportedFeatureException.class)
        .hasMessageContaining("replica set");
  }

  @ParameterizedTest
  @ValueSource(ints = {HISTORY_LOST, 280, 260, 10334, 237, 8000})
  void aStreamThatFailsIsALossAndAnotherOneIsOpened(int code) throws Exception {
    try (AutoCloseable following = follow()) {
      insert(1);
      heard.awaitKeys(List.of(key(1)));
      server.fail(code);
      heard.awaitLosses(1);
      insert(2);
      server.fail(0);
      heard.awaitWhatIsWritten(3, this::insert);
    }
  }

  @Test
  void aPlaceThatTheServerForgotIsALoss() throws Exception {
    try (AutoCloseable following = follow()) {
      insert(1);
      heard.awaitKeys(List.of(key(1)));
      server.refuseToResume(HISTORY_LOST);
      backend.refresh(); // opens it again, after the first
      insert(2);
      heard.awaitLosses(1);
      insert(3);
      heard.awaitKeys(List.of(key(3)));
      assertThat(heard.losses()).isEqualTo(1);
    }
  }

  @Test
  void whileNoStreamCanBeOpenedSomethingMayBeLostAgainAndAgain() throws Exception {
    try (AutoCloseable following = follow()) {
      insert(1);
      heard.awaitKeys(List.of(key(1)));
      server.refuse(UNAUTHORISED);
      server.fail(UNAUTHORISED);
      heard.awaitLosses(3);
      insert(2);
      server.fail(0);
      server.refuse(0);
      heard.awaitWhatIsWritten(3, this::insert);
    }
  }

  @Test
  void nothingIsLeftOnTheServer() throws Exception {
    AutoCloseable first = follow();
    AutoCloseable second = follow();
    insert(1);
    heard.awaitKeys(List.of(key(1)));
    assertThat(server.cursors()).isEqualTo(2);
    first.close();
    second.close();
    assertThat(server.cursors()).isZero();
    backend.changes().follow("todos", heard, task -> {}).close();
    assertThat(server.cursors()).isZero();
    List<Runnable> late = new ArrayList<>();
    backend.changes().follow("todos", heard, late::add).close();
    late.forEach(Runnable::run);
    assertThat(server.cursors()).isZero();
  }
}
