package io.spacecloud.examples.benchmarks;

import io.spacecloud.realtime.LocalRealtime;
import java.util.concurrent.Semaphore;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * From a write to what a listener is told of it, in one process on H2. What it takes beyond the
 * write is {@code writeUntilTold} without {@code write}, of which one is {@code readByKey}; the
 * baseline is the write where no live queries are possible.
 */
@State(Scope.Benchmark)
public class LiveBenchmark {
  private static final int LISTENERS = 100;
  private static final int ROWS = 100;

  private Database database;
  private LiveDatabase without;
  private LiveDatabase quiet;
  private LiveDatabase one;
  private Database crowd;
  private LiveDatabase many;
  private final Semaphore told = new Semaphore(0);
  private final Semaphore toldMany = new Semaphore(0);
  private long n;

  @Setup
  public void open() throws Exception {
    database = Database.open("h2");
    without = new LiveDatabase(database.pool, null);
    without.fill(ROWS);
    quiet = new LiveDatabase(database.pool, LocalRealtime.create());
    one = new LiveDatabase(database.pool, LocalRealtime.create());
    one.follow(told);
    crowd = Database.open("h2");
    many = new LiveDatabase(crowd.pool, LocalRealtime.create());
    many.fill(ROWS);
    for (int i = 0; i < LISTENERS; i++) {
      many.follow(toldMany);
    }
    writeUntilTold();
    deliveries();
    if (told.availablePermits() + toldMany.availablePermits() != 0) {
      throw new IllegalStateException("more was told than was written");
    }
  }

  @TearDown
  public void close() throws Exception {
    without.close();
    quiet.close();
    one.close();
    many.close();
    database.close();
    crowd.close();
  }

  @Benchmark
  public long baseline() {
    return without.write(1, ++n);
  }

  @Benchmark
  public long write() {
    return quiet.write(1, ++n);
  }

  @Benchmark
  public Object readByKey() {
    return without.read(1);
  }

  @Benchmark
  public long writeUntilTold() throws InterruptedException {
    long affected = one.write(1, ++n);
    told.acquire();
    return affected;
  }

  /** One write of a hundred rows, told to a hundred listeners with hidden fields. */
  @Benchmark
  @OperationsPerInvocation(LISTENERS * ROWS)
  public long deliveries() throws InterruptedException {
    long affected = many.writeAll(++n);
    toldMany.acquire(LISTENERS * ROWS);
    return affected;
  }
}
