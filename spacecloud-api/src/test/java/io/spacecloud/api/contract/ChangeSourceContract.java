package io.spacecloud.api.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spacecloud.api.error.SpaceCloudException;
import io.spacecloud.api.result.Document;
import io.spacecloud.api.spi.ChangeSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * What every source of changes does alike; a source proves it by a subclass that supplies it and
 * collections, and writes to them as anybody may.
 */
@Timeout(300)
public abstract class ChangeSourceContract {
  private final ThreadPoolExecutor executor =
      new ThreadPoolExecutor(0, 100, 60, TimeUnit.SECONDS, new SynchronousQueue<>());

  protected abstract ChangeSource source();

  /** The name of an empty collection that is there, and that no other test uses. */
  protected abstract String newCollection();

  /** Stores a row that differs from all others by the number. */
  protected abstract void insert(String collection, int number);

  /** Changes the row of that number, and not its key. */
  protected abstract void update(String collection, int number);

  protected abstract void delete(String collection, int number);

  /** The key of the row of that number. */
  protected abstract Document key(String collection, int number);

  @AfterEach
  final void shutdown() {
    executor.shutdownNow();
  }

  /** Runs what follows; the tests end it. */
  protected final ThreadPoolExecutor executor() {
    return executor;
  }

  protected final AutoCloseable follow(String collection, ChangeSource.Listener listener) {
    return source().follow(collection, listener, executor);
  }

  @Test
  void insertsUpdatesAndDeletesAreTold() throws Exception {
    String collection = newCollection();
    List<Runnable> writes =
        List.of(
            () -> insert(collection, 1), () -> update(collection, 1), () -> delete(collection, 1));

    for (Runnable write : writes) {
      Heard heard = new Heard();
      try (AutoCloseable following = follow(collection, heard)) {
        write.run();
        heard.await(key(collection, 1));
      }
    }
  }

  @Test
  void nothingIsMissedOnceFollowHasReturned() throws Exception {
    String collection = newCollection();
    for (int i = 0; i < 20; i++) {
      Heard heard = new Heard();
      try (AutoCloseable following = follow(collection, heard)) {
        insert(collection, i);
        heard.await(key(collection, i));
      }
    }
  }

  @Test
  void whatWasWrittenBeforeIsNotTold() throws Exception {
    String collection = newCollection();
    insert(collection, 1);
    Heard heard = new Heard();
    try (AutoCloseable following = follow(collection, heard)) {
      insert(collection, 2);
      heard.await(key(collection, 2));
    }
    assertThat(heard.keys()).doesNotContain(key(collection, 1));
  }

  @Test
  void nothingIsToldOnceCloseHasReturned() throws Exception {
    String collection = newCollection();
    Heard closed = new Heard();
    Heard open = new Heard();
    AutoCloseable first = follow(collection, closed);
    try (AutoCloseable second = follow(collection, open)) {
      insert(collection, 1);
      closed.await(key(collection, 1));
      first.close();
      String before = closed.toString();
      insert(collection, 2);
      open.await(key(collection, 1), key(collection, 2));
      assertThat(closed).hasToString(before);
    }
  }

  @Test
  void eachHearsOfItsOwnCollection() throws Exception {
    String one = newCollection();
    String other = newCollection();
    Heard ofOne = new Heard();
    Heard ofOther = new Heard();
    try (AutoCloseable first = follow(one, ofOne);
        AutoCloseable second = follow(other, ofOther)) {
      insert(one, 1);
      insert(other, 2);
      ofOne.await(key(one, 1));
      ofOther.await(key(other, 2));
    }
    assertThat(ofOne.keys()).doesNotContain(key(other, 2));
    assertThat(ofOther.keys()).doesNotContain(key(one, 1));
  }

  @Test
  void noneOfManyWritesByManyWritersIsMissed() throws Exception {
    String collection = newCollection();
    int writers = 4;
    int each = 50;
    Heard heard = new Heard();
    ExecutorService threads = Executors.newFixedThreadPool(writers);
    try (AutoCloseable following = follow(collection, heard)) {
      List<Future<?>> all = new ArrayList<>();
      for (int i = 0; i < writers; i++) {
        int from = i * each;
        all.add(threads.submit(() -> insertAll(collection, from, from + each)));
      }
      for (Future<?> writer : all) {
        writer.get();
      }
      heard.await(keys(collection, writers * each));
    } finally {
      threads.shutdownNow();
    }
  }

  private void insertAll(String collection, int from, int to) {
    for (int i = from; i < to; i++) {
      insert(collection, i);
    }
  }

  private Document[] keys(String collection, int count) {
    Document[] keys = new Document[count];
    for (int i = 0; i < count; i++) {
      keys[i] = key(collection, i);
    }
    return keys;
  }

  @Test
  void aListenerIsCalledByOneThreadAtATime() throws Exception {
    String collection = newCollection();
    AtomicInteger within = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    Heard heard =
        new Heard(
            keys -> {
              most.accumulateAndGet(within.incrementAndGet(), Math::max);
              Thread.yield();
              within.decrementAndGet();
            });
    try (AutoCloseable following = follow(collection, heard)) {
      insertAll(collection, 0, 50);
      heard.await(keys(collection, 50));
    }
    assertThat(most).hasValueLessThan(2);
  }

  @Test
  void aListenerThatThrowsHasLostSomethingAndHarmsNobody() throws Exception {
    String collection = newCollection();
    AtomicInteger calls = new AtomicInteger();
    Heard other = new Heard();
    Heard heard =
        new Heard(
            keys -> {
              if (calls.getAndIncrement() == 0) {
                throw new IllegalStateException("for the test");
              }
            });
    try (AutoCloseable following = follow(collection, heard);
        AutoCloseable beside = follow(collection, other)) {
      insert(collection, 1);
      heard.awaitLosses(1);
      insert(collection, 2);
      heard.awaitKeys(List.of(key(collection, 2)));
      other.await(key(collection, 1), key(collection, 2));
    }
  }

  @Test
  void aListenerMayCloseWhatCallsIt() throws Exception {
    String collection = newCollection();
    CompletableFuture<AutoCloseable> following = new CompletableFuture<>();
    Heard heard = new Heard(keys -> close(following.join()));
    following.complete(follow(collection, heard));
    insert(collection, 1);
    heard.await(key(collection, 1));
    awaitIdle();
  }

  private static void close(AutoCloseable following) {
    try {
      following.close();
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void closeLeavesNoTaskBehindAndMayBeCalledAgain() throws Exception {
    String collection = newCollection();
    List<AutoCloseable> all = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      all.add(follow(collection, new Heard()));
    }
    for (AutoCloseable each : all) {
      each.close();
      each.close();
    }
    awaitIdle();
  }

  /** Waits until nothing runs that follows. */
  protected final void awaitIdle() throws InterruptedException {
    executor.shutdown();
    assertThat(executor.awaitTermination(60, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void whatIsClosedBeforeItsTaskBeginsDoesNothing() throws Exception {
    String collection = newCollection();
    List<Runnable> tasks = new ArrayList<>();
    Heard heard = new Heard();
    source().follow(collection, heard, tasks::add).close();
    insert(collection, 1);

    tasks.forEach(Runnable::run);
    assertThat(heard.keys()).isEmpty();
    assertThat(heard.losses()).isZero();
  }

  @Test
  void whatIsWrittenBeforeTheTaskBeginsIsTold() throws Exception {
    String collection = newCollection();
    LinkedBlockingQueue<Runnable> tasks = new LinkedBlockingQueue<>();
    Heard heard = new Heard();
    try (AutoCloseable following = source().follow(collection, heard, tasks::add)) {
      insert(collection, 1);
      tasks.forEach(executor::execute);
      heard.await(key(collection, 1));
    }
  }

  @Test
  void whatCannotBeFollowedIsRefused() {
    assertThatThrownBy(() -> follow("there is no such collection", new Heard()))
        .isInstanceOf(SpaceCloudException.class);
    String collection = newCollection();
    assertThatThrownBy(() -> source().follow(collection, new Heard(), this::reject))
        .isInstanceOf(SpaceCloudException.class);
  }

  private void reject(Runnable task) {
    throw new RejectedExecutionException();
  }
}
