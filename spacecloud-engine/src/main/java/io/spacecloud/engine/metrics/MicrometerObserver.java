package io.spacecloud.engine.metrics;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import io.spacecloud.api.error.NotFoundException;
import io.spacecloud.api.rule.Access;
import io.spacecloud.api.rule.AuditEvent;
import io.spacecloud.api.rule.AuditEvent.Decision;
import io.spacecloud.api.spi.RequestObserver;
import java.util.Locale;

/**
 * Observes each request as {@code spacecloud.request}, with the low-cardinality keys {@code
 * database}, {@code collection} (both {@code unknown} for what there is not), {@code operation},
 * {@code decision} and {@code failure} ({@code none} if there is none). Of a call of a function,
 * {@code database} is {@code functions} and {@code collection} the service and function that a rule
 * grants; of a file they are {@code files} and {@code none}. Needs {@code
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
    Place place = Place.of(event.access());
    boolean known = isKnown(event, failure);
    String operation = place.operation();
    observation
        .contextualName(operation + (known ? " " + place.collection() : ""))
        .lowCardinalityKeyValue("database", known ? place.database() : UNKNOWN)
        .lowCardinalityKeyValue("collection", known ? place.collection() : UNKNOWN)
        .lowCardinalityKeyValue("operation", operation)
        .lowCardinalityKeyValue("decision", event.decision().name().toLowerCase(Locale.ROOT))
        .lowCardinalityKeyValue("failure", failure)
        .stop();
  }

  private static boolean isKnown(AuditEvent event, String failure) {
    boolean ruled = event.decision() == Decision.GRANTED && event.rule() != null;
    return event.access() instanceof Access.ToFunction
        ? ruled || event.trusted()
        : !failure.equals(NotFoundException.class.getSimpleName());
  }

  /** What an event is about, in the words of metrics. */
  private record Place(String database, String collection, String operation) {
    static Place of(Access access) {
      if (access instanceof Access.ToCollection rows) {
        String operation = rows.operation().name().toLowerCase(Locale.ROOT);
        return new Place(rows.database(), rows.collection(), operation);
      } else if (access instanceof Access.ToFunction call) {
        return new Place("functions", call.toString(), access.verb());
      } else if (access instanceof Access.ToFile) {
        return new Place("files", "none", access.verb());
      }
      throw new AssertionError(access.getClass());
    }
  }
}
