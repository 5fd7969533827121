package io.spacecloud.realtime;

import io.spacecloud.api.error.SpaceCloudException;
import io.spacecloud.api.live.LiveEvent;
import io.spacecloud.api.live.LiveQueryListener;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands events to one listener, one at a time and in order, and holds a bounded number of them
 * until it is ready. After a gap only a snapshot gets in. Thread-safe.
 */
final class Outlet {
  private static final Logger LOG = LoggerFactory.getLogger(Outlet.class);
  private static final int TURN = 64;

  /** Whose events they are. */
  interface Owner {
    /** Whether nothing may be told until {@link #resume}. */
    boolean isSuspended();

    /** Looks whether events may still be told; if not, it is suspended by this. */
    boolean suspendsIfStale();

    /** A snapshot is wanted. */
    void hasGap();

    /** The listener threw. */
    void failed(Throwable cause);
  }

  private enum Step {
    REST,
    ASK,
    TELL,
    END
  }

  private final LiveQueryListener listener;
  private final Executor executor;
  private final Owner owner;
  private final int capacity;
  // Held while the listener is called; never asked for while the queue's is held.
  private final ReentrantLock calling = new ReentrantLock();
  private final Queue<LiveEvent> queue = new ArrayDeque<>(); // guards all that follows
  private long demand;
  private boolean scheduled;
  private boolean gap = true;
  private boolean asked = true;
  private @Nullable SpaceCloudException reason;
  private boolean ended;
  private volatile boolean closed;

  Outlet(LiveQueryListener listener, Executor executor, Owner owner, int capacity, long demand) {
    this.listener = listener;
    this.executor = executor;
    this.owner = owner;
    this.capacity = capacity;
    this.demand = demand;
  }

  /** Adds changes, or makes a gap where they are too many. */
  void offer(List<LiveEvent> events) {
    synchronized (queue) {
      if (closed || gap) {
        return;
      } else if (queue.size() + events.size() > capacity) {
        queue.clear();
        gap = true;
        asked = false;
      } else {
        queue.addAll(events);
      }
    }
    resume();
  }

  /** Puts a whole result in the place of all that waits. */
  void snapshot(LiveEvent.Snapshot snapshot) {
    synchronized (queue) {
      if (closed) {
        return;
      }
      queue.clear();
      queue.add(snapshot);
      gap = false;
    }
    resume();
  }

  /** Forgets what waits; a snapshot is on the way. */
  void expectSnapshot() {
    synchronized (queue) {
      queue.clear();
      gap = true;
      asked = true;
    }
  }

  /** Goes on, if the owner is suspended no longer. */
  void resume() {
    synchronized (queue) {
      if (scheduled) {
        return;
      }
      scheduled = true;
    }
    schedule();
  }

  void request(long events) {
    synchronized (queue) {
      demand = demand + events < 0 ? Long.MAX_VALUE : demand + events;
    }
    resume();
  }

  /** Ends it: the listener is told why, and nothing more. */
  void end(SpaceCloudException why) {
    synchronized (queue) {
      if (closed) {
        return;
      }
      closed = true;
      reason = why;
      queue.clear();
    }
    resume();
  }

  /** Ends it at once: when this returns, the listener is called no more. */
  void close() {
    boolean first;
    synchronized (queue) {
      first = !closed;
      closed = true;
      ended |= first;
      queue.clear();
    }
    calling.lock();
    try {
      if (first) {
        tellEnd(null);
      }
    } finally {
      calling.unlock();
    }
  }

  /** Never while the queue is held: the executor may run it at once. */
  private void schedule() {
    try {
      executor.execute(this::drain);
    } catch (RejectedExecutionException e) {
      LOG.debug("the executor is closed, and so are live queries");
    }
  }

  private void drain() {
    for (int i = 0; i < TURN; i++) {
      switch (next()) {
        case REST -> {
          return;
        }
        case ASK -> owner.hasGap();
        case TELL -> tell();
        case END -> end();
      }
    }
    schedule(); // others have a turn
  }

  private Step next() {
    synchronized (queue) {
      Step step = step();
      scheduled = step != Step.REST;
      asked |= step == Step.ASK;
      ended |= step == Step.END;
      return step;
    }
  }

  private Step step() {
    if (closed) {
      return ended ? Step.REST : Step.END;
    } else if (owner.isSuspended()) {
      return Step.REST;
    } else if (gap) {
      return asked ? Step.REST : Step.ASK;
    }
    return queue.isEmpty() || demand == 0 ? Step.REST : Step.TELL;
  }

  private void tell() {
    if (owner.suspendsIfStale()) {
      return;
    }
    calling.lock();
    try {
      LiveEvent event = poll();
      if (event != null) {
        listener.onEvent(event);
      }
    } catch (RuntimeException | Error e) {
      owner.failed(e);
    } finally {
      calling.unlock();
    }
  }

  private @Nullable LiveEvent poll() {
    synchronized (queue) {
      if (closed || owner.isSuspended()) {
        return null;
      }
      LiveEvent event = queue.poll();
      if (event != null && demand != Long.MAX_VALUE) {
        demand--;
      }
      return event;
    }
  }

  private void end() {
    calling.lock();
    try {
      tellEnd(reason);
    } finally {
      calling.unlock();
    }
  }

  private void tellEnd(@Nullable SpaceCloudException why) {
    try {
      listener.onClosed(why);
    } catch (RuntimeException | Error e) {
      LOG.warn("a listener failed at its end: {}", e.getClass().getName());
    }
  }
}
