package io.spacecloud.engine.metrics;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import io.spacecloud.api.error.NotFoundException;
import io.spacecloud.api.rule.AuditEvent;
import io.spacecloud.api.spi.RequestObserver;
import java.util.Locale;

/**
 * Observes each request as {@code spacecloud.request}, with the low-cardinality keys {@code
 * database}, {@code collection} (both {@code unknown} for what there is not), {@code operation},
 * {@code decision} and {@code failure} ({@code none} if there is none). Needs {@code
 * io.micrometer:micrometer-observation} on the class path. Thread-safe.
 */
public final class MicrometerObserver implements RequestObserver {
  private static final String UNKNOWN = "unknown";

  private final ObservationRegistry registry;

  private MicrometerObserver(ObservationRegistry registry) {
    this.registry = registry;
  }

  /** An observer that reports to the registry. */
  public static MicrometerObserver of(ObservationRegistry registry) {
    return new MicrometerObserver(registry);
  }

  @Override
  public Observed begin() {
    Observation observation = Observation.start("spacecloud.request", registry);
    return event -> end(observation, event);
  }

  /** Names that a caller made up must not become as many time series. */
  private static void end(Observation observation, AuditEvent event) {
    String failure = event.failure() == null ? "none" : event.failure();
    boolean known = !failure.equals(NotFoundException.class.getSimpleName());
    String operation = event.operation().name().toLowerCase(Locale.ROOT);
    observation
        .contextualName(operation + (known ? " " + event.collection() : ""))
        .lowCardinalityKeyValue("database", known ? event.database() : UNKNOWN)
        .lowCardinalityKeyValue("collection", known ? event.collection() : UNKNOWN)
        .lowCardinalityKeyValue("operation", operation)
        .lowCardinalityKeyValue("decision", event.decision().name().toLowerCase(Locale.ROOT))
        .lowCardinalityKeyValue("failure", failure)
        .stop();
  }
}
