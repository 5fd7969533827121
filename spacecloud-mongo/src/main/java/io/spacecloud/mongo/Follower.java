package io.spacecloud.mongo;

import com.mongodb.MongoInterruptedException;
import io.spacecloud.api.result.Document;
import io.spacecloud.api.spi.ChangeSource;
import java.util.Collection;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The task that follows a collection until it is closed. Thread-safe. */
final class Follower implements AutoCloseable, Runnable, ChangeSource.Listener {
  private static final long END_MILLIS = 2_000;

  private final ChangeStreams streams;
  private final ChangeSource.Listener listener;
  private final CountDownLatch closing = new CountDownLatch(1);
  private final CountDownLatch ended = new CountDownLatch(1);

  // INVARIANT: it is the thread's that runs this, or, where none does, of whoever closes it.
  private final Following following;

  private @Nullable Thread thread;
  private boolean interruptible;
  private boolean abandoned;

  Follower(
      ChangeStreams streams, Handle handle, ChangeStream stream, ChangeSource.Listener listener) {
    this.streams = streams;
    this.listener = listener;
    this.following = new Following(streams, handle, stream, this);
  }

  @Override
  public void run() {
    if (!begin()) {
      return;
    }
    boolean stopped = false;
    try {
      while (!isClosed()) {
        closing.await(following.step(), TimeUnit.MILLISECONDS);
      }
    } catch (InterruptedException | MongoInterruptedException e) {
      stopped = !isClosed(); // by the executor, which ends
    } finally {
      end(stopped);
    }
  }

  private synchronized boolean begin() {
    if (abandoned) {
      return false;
    }
    thread = Thread.currentThread();
    interruptible = !isClosed();
    return true;
  }

  private void end(boolean stopped) {
    interruptible(false);
    Thread.interrupted(); // or the driver could not close what is open
    streams.ended(this);
    following.close();
    ended.countDown();
    if (stopped) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean isClosed() {
    return closing.getCount() == 0;
  }

  private synchronized void interruptible(boolean allowed) {
    interruptible = allowed;
  }

  @Override
  public void touched(Collection<Document> keys) {
    uninterrupted(() -> listener.touched(keys));
  }

  @Override
  public void lost() {
    uninterrupted(listener::lost);
  }

  /** Closing interrupts the driver, which may wait for a server, but no listener. */
  private void uninterrupted(Runnable call) {
    interruptible(false);
    try {
      if (!isClosed()) {
        call.run();
      }
    } finally {
      interruptible(true);
    }
  }

  /**
   * Once this returns, nothing more is told. It waits a while for what is being told just now, and
   * for the server to be told, except where a listener closes this.
   */
  @Override
  public void close() {
    if (stop() == Thread.currentThread()) {
      return;
    }
    try {
      ended.await(END_MILLIS, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (abandon()) {
      end(Thread.currentThread().isInterrupted());
    }
  }

  /** Closes what no thread will ever run. */
  void reject() {
    closing.countDown();
    if (abandon()) {
      end(Thread.currentThread().isInterrupted());
    }
  }

  /** Whether nobody runs this, and nobody will. */
  private synchronized boolean abandon() {
    boolean first = !abandoned && thread == null;
    abandoned |= first;
    return first;
  }

  private synchronized @Nullable Thread stop() {
    closing.countDown();
    if (thread != null && interruptible) {
      thread.interrupt();
    }
    return thread;
  }
}
