package io.spacecloud.api.spi;

import java.time.Duration;

/** Runs tasks later. Thread-safe. */
public interface Timer {
  /**
   * Runs a short task once after a time.
   *
   * @return takes it back if it has not begun
   */
  Runnable schedule(Duration delay, Runnable task);
}
