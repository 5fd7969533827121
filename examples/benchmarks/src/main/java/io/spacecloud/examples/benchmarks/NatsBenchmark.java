package io.spacecloud.examples.benchmarks;

import io.nats.client.Connection;
import io.nats.client.Dispatcher;
import io.nats.client.Nats;
import io.spacecloud.realtime.NatsRealtime;
import java.io.IOException;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * From a write of one engine to what a listener of another is told of it, over a nats-server of
 * this machine; the baseline is a message of 200 bytes from one connection to another.
 */
@State(Scope.Benchmark)
public class NatsBenchmark {
  private static final int ROWS = 100;

  private final Semaphore heard = new Semaphore(0);
  private final Semaphore told = new Semaphore(0);
  private final byte[] message = new byte[200];
  private Process server;
  private Connection from;
  private Connection to;
  private Database database;
  private LiveDatabase here;
  private LiveDatabase there;
  private LiveDatabase without;
  private long n;

  @Setup
  public void open() throws Exception {
    int port;
    try (ServerSocket free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    server =
        new ProcessBuilder("nats-server", "-a", "127.0.0.1", "-p", String.valueOf(port))
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    String url = "nats://127.0.0.1:" + port;
    from = connect(url);
    to = connect(url);
    Dispatcher dispatcher = to.createDispatcher(each -> heard.release());
    dispatcher.subscribe("bare");
    to.flush(Duration.ofSeconds(5));
    database = Database.open("h2");
    here = new LiveDatabase(database.pool, NatsRealtime.connect(url));
    here.fill(ROWS);
    there = new LiveDatabase(database.pool, NatsRealtime.connect(url));
    there.follow(told);
    without = new LiveDatabase(database.pool, null);
    baseline();
    writeUntilTold();
  }

  private static Connection connect(String url) throws InterruptedException, IOException {
    for (int i = 0; ; i++) {
      try {
        return Nats.connect(url);
      } catch (IOException e) {
        if (i == 100) {
          throw e;
        }
        Thread.sleep(50);
      }
    }
  }

  @TearDown
  public void close() throws Exception {
    here.close();
    there.close();
    without.close();
    database.close();
    from.close();
    to.close();
    server.destroyForcibly().waitFor();
  }

  @Benchmark
  public void baseline() throws InterruptedException {
    from.publish("bare", message);
    heard.acquire();
  }

  /** The write where no live queries are possible. */
  @Benchmark
  public long write() {
    return without.write(1, ++n);
  }

  @Benchmark
  public Object readByKey() {
    return here.read(1);
  }

  @Benchmark
  public long writeUntilTold() throws InterruptedException {
    long affected = here.write(2, ++n);
    told.acquire();
    return affected;
  }
}
