package io.spacecloud.engine.accounts;

import io.spacecloud.api.error.LimitExceededException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/** Lets in so much costly work at once; of what waits, not much and not for long. Thread-safe. */
final class Gate {
  private static final int WAITING_EACH = 32;
  private static final long PATIENCE = 10;

  private final Semaphore free;
  private final int most;
  private final AtomicInteger inside = new AtomicInteger();

  Gate(int concurrent) {
    this.free = new Semaphore(concurrent, true);
    this.most = concurrent * (1 + WAITING_EACH);
  }

  /**
   * Does the work when there is room.
   *
   * @throws LimitExceededException if there is none
   */
  <T> T within(Supplier<T> work) {
    if (inside.incrementAndGet() > most) {
      inside.decrementAndGet();
      throw busy();
    }
    try {
      if (!enter()) {
        throw busy();
      }
      try {
        return work.get();
      } finally {
        free.release();
      }
    } finally {
      inside.decrementAndGet();
    }
  }

  private boolean enter() {
    try {
      return free.tryAcquire(PATIENCE, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** How many are inside or waiting. */
  int inside() {
    return inside.get();
  }

  private static LimitExceededException busy() {
    return new LimitExceededException("too many passwords are checked at once");
  }
}
