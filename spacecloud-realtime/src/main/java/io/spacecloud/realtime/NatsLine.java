package io.spacecloud.realtime;

import java.util.concurrent.TimeUnit;

/**
 * What one subscription knows of being in effect. Who began to rely on it before it was is told of
 * a gap once it is. Thread-safe.
 */
final class NatsLine {
  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(2);

  private final Runnable onGap;
  private boolean inEffect;
  private boolean relied;

  NatsLine(Runnable onGap) {
    this.onGap = onGap;
  }

  /** Waits a while until it is in effect, if there is hope; it is relied on from then on. */
  synchronized void await(boolean hope) {
    long end = System.nanoTime() + PATIENCE_NANOS;
    try {
      for (long left = PATIENCE_NANOS;
          hope && !inEffect && left > 0;
          left = end - System.nanoTime()) {
        TimeUnit.NANOSECONDS.timedWait(this, left);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    relied = true;
  }

  void isInEffect() {
    if (settles()) {
      gap();
    }
  }

  /** Whether it was relied on meanwhile. */
  private synchronized boolean settles() {
    boolean late = relied && !inEffect;
    inEffect = true;
    notifyAll();
    return late;
  }

  /** The server has forgotten it, and was told of it again. */
  synchronized void beginsAnew() {
    inEffect = false;
  }

  void gap() {
    onGap.run();
  }
}
