package io.spacecloud.engine.functions;

import io.spacecloud.api.error.SpaceCloudException;
import io.spacecloud.api.function.FunctionCall;
import io.spacecloud.api.function.FunctionHandler;
import io.spacecloud.api.spi.FunctionBus;
import io.spacecloud.engine.config.FunctionOptions;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Serves calls, so many at once; so many more wait. A handler that goes on when nobody waits for
 * its reply any more still occupies its place. Thread-safe.
 */
final class Bench {
  private final FunctionOptions options;
  private final FunctionBus.Context context;
  private final Deque<Work> waiting = new ArrayDeque<>();
  private final Set<Work> running = new LinkedHashSet<>();
  private boolean closed;

  Bench(FunctionOptions options, FunctionBus.Context context) {
    this.options = options;
    this.context = context;
  }

  CompletionStage<@Nullable Object> serve(FunctionCall call, FunctionHandler handler) {
    Work work = new Work(call, handler, options.bytes());
    boolean begins;
    synchronized (this) {
      if (closed || (running.size() >= options.concurrent() && waiting.size() >= mayWait())) {
        return CompletableFuture.failedFuture(Errors.busy());
      }
      begins = running.size() < options.concurrent();
      if (begins) {
        running.add(work);
      } else {
        waiting.add(work);
      }
    }
    endInTime(work);
    if (begins) {
      begin(work);
    }
    return work.reply();
  }

  private int mayWait() {
    return options.waiting();
  }

  private void endInTime(Work work) {
    Duration left = Duration.between(context.clock().instant(), work.call().deadline());
    Runnable undo =
        context
            .timer()
            .schedule(left.isNegative() ? Duration.ZERO : left, () -> work.abandon(Errors.late()));
    work.call().onCancel(() -> work.abandon(Errors.late()));
    work.reply()
        .whenComplete(
            (reply, failure) -> {
              undo.run();
              leave(work);
            });
  }

  /** One that is settled takes up no room among those that wait. */
  private synchronized void leave(Work work) {
    waiting.remove(work);
  }

  private void begin(Work first) {
    for (Work work = first; work != null; ) {
      Work present = work;
      try {
        context.executor().execute(() -> present.run(() -> over(present)));
        return;
      } catch (RejectedExecutionException e) {
        present.abandon(Errors.busy());
        work = next(present);
      }
    }
  }

  private void over(Work work) {
    Work next = next(work);
    if (next != null) {
      begin(next);
    }
  }

  /** Whose turn it is in the place of one that is over. */
  private synchronized @Nullable Work next(Work over) {
    running.remove(over);
    Work next = waiting.poll();
    while (next != null && next.isSettled()) {
      next = waiting.poll();
    }
    if (next != null) {
      running.add(next);
    }
    notifyAll();
    return next;
  }

  /**
   * Takes nothing more, and waits for what there is; after the time, what is left is told that it
   * ends.
   */
  void close(Duration patience) {
    SpaceCloudException end = Errors.stopped();
    for (Work left : drained(patience)) {
      left.abandon(end);
    }
  }

  private synchronized List<Work> drained(Duration patience) {
    closed = true;
    long end = System.nanoTime() + patience.toNanos();
    try {
      for (long left = patience.toNanos();
          left > 0 && !(running.isEmpty() && waiting.isEmpty());
          left = end - System.nanoTime()) {
        TimeUnit.NANOSECONDS.timedWait(this, left);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    List<Work> all = new ArrayList<>(waiting);
    all.addAll(running);
    waiting.clear();
    return all;
  }
}
