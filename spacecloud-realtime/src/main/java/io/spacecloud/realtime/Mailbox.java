package io.spacecloud.realtime;

import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs tasks one at a time and in order, on any thread of an executor. */
final class Mailbox implements Executor {
  private static final Logger LOG = LoggerFactory.getLogger(Mailbox.class);
  private static final int TURN = 256;

  private final Executor executor;
  private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
  private final AtomicInteger waiting = new AtomicInteger();

  Mailbox(Executor executor) {
    this.executor = executor;
  }

  @Override
  public void execute(Runnable task) {
    tasks.add(task);
    if (waiting.getAndIncrement() == 0) {
      schedule();
    }
  }

  private void schedule() {
    try {
      executor.execute(this::run);
    } catch (RejectedExecutionException e) {
      LOG.debug("the executor is closed, and so are live queries");
    }
  }

  private void run() {
    for (int i = 1; ; i++) {
      run(Objects.requireNonNull(tasks.poll(), "counted after it was added"));
      if (waiting.decrementAndGet() == 0) {
        return;
      } else if (i == TURN) {
        schedule(); // others have a turn
        return;
      }
    }
  }

  private static void run(Runnable task) {
    try {
      task.run();
    } catch (RuntimeException | Error e) { // or nothing would ever run again
      LOG.error(
          "a task of live queries failed: {}", e.getClass().getName()); // messages hold values
    }
  }
}
