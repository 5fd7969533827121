package io.spacecloud.api.spi;

import io.spacecloud.api.rule.AuditEvent;

/** Sees requests on collections begin and end, for metrics and the like. Thread-safe. */
@FunctionalInterface
public interface RequestObserver {
  /** A request begins, before anything is known of it. */
  Observed begin();

  /** A request that is on its way. */
  @FunctionalInterface
  interface Observed {
    /** It is over; by the thread that it began in. */
    void end(AuditEvent event);
  }
}
