package io.spacecloud.examples.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.spacecloud.realtime.NatsServer;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Two processes that write and follow the same table of a real PostgreSQL over a real nats-server,
 * which is killed twice, while one of them is stopped for a while. {@code
 * -Dspacecloud.soak.seconds=60} lets them live for longer.
 */
class LiveProcessesTest {
  private static final int SECONDS = Integer.getInteger("spacecloud.soak.seconds", 8);
  private static final int QUERIES = 100;
  private static final int WRITERS = 2;

  private static OtherProcess start(String database, String broker, long seed) throws IOException {
    return new OtherProcess(
        LiveWorker.class,
        database,
        broker,
        String.valueOf(seed),
        String.valueOf(QUERIES),
        String.valueOf(WRITERS));
  }

  @Test
  @Timeout(600)
  void allViewsConvergeAndNothingExtraIsSeen() throws Exception {
    long seed = Long.getLong("spacecloud.seed", new Random().nextLong() >>> 1);
    System.out.println("two processes, replay with -Dspacecloud.seed=" + seed);
    try (EmbeddedPostgres postgres = EmbeddedPostgres.builder().start();
        NatsServer broker = NatsServer.start()) {
      String database = "jdbc:postgresql://localhost:" + postgres.getPort() + "/postgres";
      LiveWorker.prepare(database);
      try (OtherProcess first = start(database, broker.url(), seed);
          OtherProcess second = start(database, broker.url(), seed + 1)) {
        List<OtherProcess> workers = List.of(first, second);
        for (OtherProcess each : workers) {
          assertThat(each.hear()).isEqualTo("begun");
        }
        live(broker, second);
        assertThat(verdicts(workers)).allMatch(each -> each.startsWith("good"), "good");
      }
    }
  }

  /** What happens meanwhile lasts for as long as it says, whatever the processes make of it. */
  private static void live(NatsServer broker, OtherProcess stopped) throws Exception {
    Duration part = Duration.ofSeconds(SECONDS).dividedBy(4);
    pass(part);
    broker.restart();
    pass(part);
    stopped.signal("STOP");
    pass(Duration.ofSeconds(Math.min(5, Math.max(1, SECONDS / 4))));
    stopped.signal("CONT");
    pass(part);
    broker.kill();
    pass(Duration.ofSeconds(1));
    broker.restart();
    pass(part);
  }

  private static void pass(Duration time) throws InterruptedException {
    TimeUnit.MILLISECONDS.sleep(time.toMillis());
  }

  private static List<String> verdicts(List<OtherProcess> workers) throws IOException {
    for (OtherProcess each : workers) {
      each.say("quiet");
    }
    for (OtherProcess each : workers) {
      assertThat(each.hear()).isEqualTo("quiet");
    }
    List<String> verdicts = new ArrayList<>();
    for (OtherProcess each : workers) {
      each.say("verify");
      verdicts.add(each.hear());
    }
    verdicts.forEach(System.out::println);
    return verdicts;
  }
}
