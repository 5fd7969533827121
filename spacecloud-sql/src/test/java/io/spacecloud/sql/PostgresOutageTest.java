package io.spacecloud.sql;

import static io.spacecloud.api.condition.Conditions.field;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.spacecloud.api.condition.Conditions;
import io.spacecloud.api.error.BackendException;
import io.spacecloud.api.request.Create;
import io.spacecloud.api.request.Read;
import io.spacecloud.api.request.Update;
import io.spacecloud.api.spi.Command;
import io.spacecloud.api.spi.TransactionOptions;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A server that is killed in the middle, and comes back on the same port with the same data. */
@Timeout(180)
class PostgresOutageTest {
  @TempDir private Path directory;
  private EmbeddedPostgres postgres;
  private SqlBackend backend;

  @BeforeEach
  void open() throws IOException, SQLException {
    postgres = start(0);
    try (Connection connection = connection();
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE TABLE todos (id BIGINT PRIMARY KEY, n INTEGER)");
      statement.execute("INSERT INTO todos VALUES (1, 1), (2, 2)");
    }
    backend =
        SqlBackend.connect(
            SqlConfig.of(url())
                .credentials("postgres", "")
                .poolSize(4)
                .connectionTimeout(Duration.ofSeconds(1)));
  }

  @AfterEach
  void close() throws IOException {
    backend.close();
    postgres.close();
  }

  private String url() {
    return "jdbc:postgresql://localhost:" + postgres.getPort() + "/postgres";
  }

  private Connection connection() throws SQLException {
    return DriverManager.getConnection(url(), "postgres", "");
  }

  /** As the kernel does it when memory runs out: the postmaster and all it started. */
  private void kill() throws IOException {
    String pid;
    try (Stream<String> lines = Files.lines(directory.resolve("postmaster.pid"))) {
      pid = lines.findFirst().orElseThrow();
    }
    ProcessHandle server = ProcessHandle.of(Long.parseLong(pid.trim())).orElseThrow();
    List<ProcessHandle> all = Stream.concat(Stream.of(server), server.descendants()).toList();
    all.forEach(ProcessHandle::destroyForcibly);
    all.forEach(process -> process.onExit().join());
  }

  private void restart() throws IOException {
    int port = postgres.getPort();
    postgres.close(); // gives up its lock on the directory; the data stays
    postgres = start(port);
  }

  private EmbeddedPostgres start(int port) throws IOException {
    EmbeddedPostgres.Builder builder =
        EmbeddedPostgres.builder()
            .setDataDirectory(directory)
            .setCleanDataDirectory(false)
            .setServerConfig("synchronous_commit", "on");
    return (port == 0 ? builder : builder.setPort(port)).start();
  }

  private long count() {
    return backend.execute(new Command.Query(Read.count("db", "todos"), false)).result().count();
  }

  private void assertRetryable(Throwable thrown) {
    assertThat(thrown)
        .isInstanceOfSatisfying(
            BackendException.class,
            e -> {
              assertThat(e.isRetryable()).as(e.getMessage()).isTrue();
              assertThat(e.reason())
                  .isIn(BackendException.Reason.DOWN, BackendException.Reason.TIMEOUT);
            })
        .hasNoCause();
  }

  @Test
  void everyKindOfRequestFailsTypedAndServiceResumes() throws IOException {
    assertThat(count()).isEqualTo(2);
    kill();

    assertRetryable(catchThrowable(this::count));
    assertRetryable(
        catchThrowable(
            () ->
                backend.execute(
                    new Command.Insert(
                        Create.one("db", "todos", Map.of("id", 3)),
                        List.of(Conditions.TRUE),
                        false))));
    assertRetryable(
        catchThrowable(
            () ->
                backend.execute(
                    new Command.Modify(
                        Update.one("db", "todos").where(field("n").gt(0)).inc("n", 1),
                        Conditions.TRUE,
                        true))));
    assertRetryable(catchThrowable(() -> backend.stream(Read.all("db", "todos"), row -> {})));
    assertRetryable(catchThrowable(backend::refresh));

    restart();
    assertThat(countOnceBack()).isEqualTo(2);
  }

  @Test
  void aTransactionThatLosesItsServerCommitsNothing() throws IOException {
    Throwable thrown =
        catchThrowable(
            () ->
                backend.inTransaction(
                    TransactionOptions.DEFAULT,
                    executor -> {
                      executor.execute(
                          new Command.Insert(
                              Create.one("db", "todos", Map.of("id", 3)),
                              List.of(Conditions.TRUE),
                              false));
                      try {
                        kill();
                      } catch (IOException e) {
                        throw new java.io.UncheckedIOException(e);
                      }
                      return "";
                    }));
    assertRetryable(thrown);

    restart();
    assertThat(countOnceBack()).isEqualTo(2);
  }

  /** Each try waits for a connection as long as the pool lets it. */
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

  @Test
  void aStatementThatWaitsTooLongIsATimeout() throws SQLException {
    try (Connection other = connection();
        Statement statement = other.createStatement()) {
      other.setAutoCommit(false);
      statement.execute("UPDATE todos SET n = 5 WHERE id = 1");

      Update update =
          Update.one("db", "todos")
              .where(field("id").eq(1))
              .inc("n", 1)
              .timeout(Duration.ofSeconds(1));
      Throwable thrown =
          catchThrowable(() -> backend.execute(new Command.Modify(update, Conditions.TRUE, false)));

      assertThat(thrown)
          .isInstanceOfSatisfying(
              BackendException.class,
              e -> assertThat(e.reason()).isEqualTo(BackendException.Reason.TIMEOUT));
      other.rollback();
    }
  }
}
