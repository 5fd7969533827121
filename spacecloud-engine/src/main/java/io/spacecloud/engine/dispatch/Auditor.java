package io.spacecloud.engine.dispatch;

import io.spacecloud.api.rule.AuditEvent;
import io.spacecloud.api.rule.AuditListener;
import io.spacecloud.api.spi.RequestObserver;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Whom to tell of requests. Immutable and thread-safe. */
public final class Auditor {
  private static final Logger LOG = LoggerFactory.getLogger(Auditor.class);

  private final List<RequestObserver> observers;
  private final boolean explains;
  private final Clock clock;
  private final LongSupplier nanos;

  /**
   * An auditor.
   *
   * @param explains whether listeners are told why, values and all
   * @param nanos the time, from anywhere, in nanoseconds
   */
  public Auditor(
      List<RequestObserver> observers, boolean explains, Clock clock, LongSupplier nanos) {
    this.observers = List.copyOf(observers);
    this.explains = explains;
    this.clock = clock;
    this.nanos = nanos;
  }

  /** An observer that a listener is behind. */
  public static RequestObserver observer(AuditListener listener) {
    return () -> listener::audited;
  }

  boolean isOff() {
    return observers.isEmpty();
  }

  boolean explains() {
    return explains;
  }

  Clock clock() {
    return clock;
  }

  long nanos() {
    return nanos.getAsLong();
  }

  List<RequestObserver.Observed> begin() {
    List<RequestObserver.Observed> observed = new ArrayList<>(observers.size());
    for (RequestObserver observer : observers) {
      try {
        observed.add(observer.begin());
      } catch (RuntimeException e) {
        LOG.error("an observer of requests failed", e);
      }
    }
    return observed;
  }

  void end(List<RequestObserver.Observed> observed, AuditEvent event) {
    for (RequestObserver.Observed each : observed) {
      try {
        each.end(event);
      } catch (RuntimeException e) {
        LOG.error("an audit listener or observer failed", e);
      }
    }
  }
}
