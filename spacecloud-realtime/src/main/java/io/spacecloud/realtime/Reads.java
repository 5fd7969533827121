package io.spacecloud.realtime;

import io.spacecloud.api.request.Read;
import io.spacecloud.api.result.Document;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads the database, a bounded number of reads at once. Thread-safe. */
final class Reads {
  private final Executor executor;
  private final Function<Read, List<Document>> reader;
  private final Queue<Runnable> waiting = new ArrayDeque<>(); // guards what follows
  private int free;

  Reads(Executor executor, Function<Read, List<Document>> reader, int atOnce) {
    this.executor = executor;
    this.reader = reader;
    this.free = atOnce;
  }

  /** Reads as soon as it may, and hands over what was read or what went wrong. */
  void read(Read read, Consumer<List<Document>> done, Consumer<RuntimeException> failed) {
    Runnable task = () -> run(read, done, failed);
    synchronized (waiting) {
      waiting.add(task);
    }
    next();
  }

  private void run(Read read, Consumer<List<Document>> done, Consumer<RuntimeException> failed) {
    List<Document> rows = null;
    RuntimeException failure = null;
    try {
      rows = reader.apply(read);
    } catch (RuntimeException e) {
      failure = e;
    } catch (Error e) { // whoever waits must hear of it
      failure = new IllegalStateException(e);
    } finally {
      synchronized (waiting) {
        free++;
      }
    }
    if (rows != null) {
      done.accept(rows);
    } else if (failure != null) {
      failed.accept(failure);
    }
    next();
  }

  private void next() {
    Runnable task = take();
    if (task != null) {
      try {
        executor.execute(task);
      } catch (RejectedExecutionException e) {
        synchronized (waiting) {
          free++; // nobody will miss what was to be read
        }
      }
    }
  }

  private @Nullable Runnable take() {
    synchronized (waiting) {
      Runnable task = free > 0 ? waiting.poll() : null;
      if (task != null) {
        free--;
      }
      return task;
    }
  }
}
