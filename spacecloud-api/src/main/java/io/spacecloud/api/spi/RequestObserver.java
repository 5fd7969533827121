package io.spacecloud.api.spi;

import io.spacecloud.api.rule.AuditEvent;

/** Sees requests, calls and operations on files begin and end, for metrics. Thread-safe. */
@FunctionalInterface
public interface RequestObserver {
  /** A request begins, before anything is known of it. */
  Observed begin();

  /** A request that is on its way. */
  @FunctionalInterface
  interface Observed {
    /** It is over; by the thread that it began in, but for what nobody waits for. */
    void end(AuditEvent event);
  }
}
