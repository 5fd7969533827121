package io.spacecloud.mongo;

import static io.spacecloud.api.condition.Conditions.field;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.mongodb.ConnectionString;
import io.spacecloud.api.condition.Conditions;
import io.spacecloud.api.error.BackendException;
import io.spacecloud.api.request.Aggregate;
import io.spacecloud.api.request.Create;
import io.spacecloud.api.request.Delete;
import io.spacecloud.api.request.Read;
import io.spacecloud.api.request.Update;
import io.spacecloud.api.spi.Command;
import io.spacecloud.api.spi.Declaration;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.function.Executable;

/** A server that goes away, or that falls silent, and comes back. */
@Timeout(120)
class MongoOutageTest {
  private String url;
  private Gate gate;
  private MongoBackend backend;

  @BeforeEach
  void open() {
    url = MongoServers.newDatabase();
    String[] address = new ConnectionString(url).getHosts().get(0).split(":");
    gate = new Gate(address[0], Integer.parseInt(address[1]));
    String through =
        "mongodb://127.0.0.1:"
            + gate.port()
            + "/"
            + MongoConfig.of(url).database()
            + "?directConnection=true&heartbeatFrequencyMS=500";
    backend =
        MongoBackend.connect(
            MongoConfig.of(through)
                .connectionTimeout(Duration.ofSeconds(1))
                .commandTimeout(Duration.ofSeconds(20)));
    backend.declare(List.of(new Declaration("todos", List.of(), List.of(), List.of(), true)));
    run(insert(1));
    run(insert(2));
  }

  @AfterEach
  void close() {
    backend.close();
    gate.close();
    MongoServers.drop(url);
  }

  private static Command insert(int id) {
    Create create = Create.one("db", "todos", Map.of("_id", id, "n", 1));
    return new Command.Insert(create, List.of(Conditions.TRUE), false);
  }

  private static Update increment() {
    return Update.all("db", "todos").where(field("n").gt(0)).inc("n", 1);
  }

  private void run(Command command) {
    backend.execute(command);
  }

  private long count() {
    return backend.execute(new Command.Query(Read.count("db", "todos"), false)).result().count();
  }

  private Stream<Executable> everything() {
    return Stream.of(
        this::count,
        () -> run(new Command.Query(Read.all("db", "todos").limit(5), false)),
        () -> run(new Command.Pipeline(Aggregate.all("db", "todos", List.of()), 10)),
        () -> run(insert(3)),
        () -> run(new Command.Modify(increment(), Conditions.TRUE, false)),
        () -> run(new Command.Remove(Delete.all("db", "todos").where(field("n").gt(9)), false)),
        () -> backend.stream(Read.all("db", "todos"), row -> {}),
        () -> backend.refresh());
  }

  private static BackendException failure(Executable work) {
    Throwable thrown = catchThrowable(work::execute);
    assertThat(thrown).isInstanceOf(BackendException.class).hasNoCause();
    return (BackendException) thrown;
  }

  @Test
  void everyKindOfRequestFailsTypedAndServiceResumes() {
    gate.shut();

    everything()
        .forEach(
            work -> {
              BackendException failure = failure(work);
              assertThat(failure.reason()).isEqualTo(BackendException.Reason.DOWN);
              assertThat(failure.isRetryable()).isTrue();
            });

    gate.reopen();
    assertThat(countOnceBack()).isEqualTo(2);
  }

  @Test
  void anAnswerThatDoesNotComeIsATimeout() {
    gate.hold();
    Update update = increment().timeout(Duration.ofMillis(500));

    BackendException failure =
        failure(() -> run(new Command.Modify(update, Conditions.TRUE, false)));
    assertThat(failure.reason()).isEqualTo(BackendException.Reason.TIMEOUT);

    gate.release();
    assertThat(countOnceBack()).isEqualTo(2);
  }

  @Test
  void aServerThatIsNotThereIsDownAtOnce() {
    int port = gate.port();
    gate.shut();
    MongoConfig nobody =
        MongoConfig.of("mongodb://127.0.0.1:" + port + "/x")
            .connectionTimeout(Duration.ofMillis(300));

    assertThat(failure(() -> MongoBackend.connect(nobody)).reason())
        .isEqualTo(BackendException.Reason.DOWN);
  }

  /** Each try waits for the server as long as it may. */
  private long countOnceBack() {
    for (int i = 0; ; i++) {
      try {
        return count();
      } catch (BackendException e) {
        assertThat(e.isRetryable()).as(e.getMessage()).isTrue();
        assertThat(i).isLessThan(60);
      }
    }
  }
}
