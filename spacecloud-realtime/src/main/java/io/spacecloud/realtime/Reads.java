package io.spacecloud.realtime;

import io.spacecloud.api.request.Read;
import io.spacecloud.api.result.Document;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Reads the database, a bounded number of reads at once. Thread-safe. */
final class Reads {
  private final Function<Read, List<Document>> reader;
  private final Queue<Runnable> waiting = new ArrayDeque<>(); // guards what follows
  private int free;

  Reads(Function<Read, List<Document>> reader, int atOnce) {
    this.reader = reader;
    this.free = atOnce;
  }

  /** Reads as soon as it may, beside a mailbox, and hands over what was read or what went wrong. */
  void read(
      Mailbox mailbox,
      Read read,
      Consumer<List<Document>> done,
      Consumer<RuntimeException> failed) {
    Supplier<Runnable> work = () -> run(read, done, failed);
    synchronized (waiting) {
      if (free == 0) {
        waiting.add(() -> mailbox.dispatch(work));
        return;
      }
      free--;
    }
    mailbox.beside(work);
  }

  private Runnable run(
      Read read, Consumer<List<Document>> done, Consumer<RuntimeException> failed) {
    try {
      List<Document> rows = reader.apply(read);
      return () -> done.accept(rows);
    } catch (RuntimeException e) {
      return () -> failed.accept(e);
    } catch (Error e) { // whoever waits must hear of it
      return () -> failed.accept(new IllegalStateException(e));
    } finally {
      next();
    }
  }

  /** Passes on the place of a read that has ended. */
  private void next() {
    Runnable next = take();
    if (next != null) {
      next.run();
    }
  }

  private @Nullable Runnable take() {
    synchronized (waiting) {
      Runnable next = waiting.poll();
      free += next == null ? 1 : 0;
      return next;
    }
  }
}
