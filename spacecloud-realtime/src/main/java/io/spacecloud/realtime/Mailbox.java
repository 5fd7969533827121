package io.spacecloud.realtime;

import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs tasks one at a time and in order, on any thread of an executor.
 *
 * <p>What a task leaves to be done beside the mailbox is done by its thread, if that has nothing
 * else to do: to hand it to another would take longer than most reads.
 */
final class Mailbox implements Executor {
  private static final Logger LOG = LoggerFactory.getLogger(Mailbox.class);
  private static final int TURN = 256;

  private final Executor executor;
  private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
  private final AtomicInteger waiting = new AtomicInteger();
  private @Nullable Supplier<Runnable> errand; // of the task that runs

  Mailbox(Executor executor) {
    this.executor = executor;
  }

  @Override
  public void execute(Runnable task) {
    if (add(task)) {
      schedule(this::run);
    }
  }

  /** Whether nobody runs tasks, and whoever asks is to do so. */
  private boolean add(Runnable task) {
    tasks.add(task);
    return waiting.getAndIncrement() == 0;
  }

  private void schedule(Runnable work) {
    try {
      executor.execute(work);
    } catch (RejectedExecutionException e) {
      LOG.debug("the executor is closed, and so are live queries");
    }
  }

  /**
   * Has something done beside the mailbox; for its tasks.
   *
   * @param work answers with what is then to be done in the mailbox
   */
  void beside(Supplier<Runnable> work) {
    if (errand == null) {
      errand = work;
    } else {
      dispatch(work);
    }
  }

  /** As {@link #beside}, by another thread. */
  void dispatch(Supplier<Runnable> work) {
    schedule(() -> execute(work.get()));
  }

  private void run() {
    for (int i = 1; ; i++) {
      run(Objects.requireNonNull(tasks.poll(), "counted after it was added"));
      Supplier<Runnable> work = errand;
      errand = null;
      if (waiting.decrementAndGet() == 0) {
        if (work == null || !add(work.get())) {
          return;
        }
      } else if (work != null) {
        dispatch(work);
      }
      if (i == TURN) {
        schedule(this::run); // others have a turn
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
