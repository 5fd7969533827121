package io.spacecloud.engine.rules;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Dates in rules: instants, whatever they were written as, in UTC. */
final class Dates {
  /** What {@code utils.roundUpDate} brings a date to the beginning of. */
  static final Map<String, ChronoUnit> UNITS =
      Map.of(
          "year", ChronoUnit.YEARS,
          "month", ChronoUnit.MONTHS,
          "day", ChronoUnit.DAYS,
          "date", ChronoUnit.DAYS,
          "hour", ChronoUnit.HOURS,
          "minute", ChronoUnit.MINUTES,
          "second", ChronoUnit.SECONDS);

  private static final Map<String, BigDecimal> NANOS =
      Map.of(
          "ns", BigDecimal.ONE,
          "us", BigDecimal.valueOf(1_000L),
          "µs", BigDecimal.valueOf(1_000L),
          "ms", BigDecimal.valueOf(1_000_000L),
          "s", BigDecimal.valueOf(1_000_000_000L),
          "m", BigDecimal.valueOf(60_000_000_000L),
          "h", BigDecimal.valueOf(3_600_000_000_000L),
          "d", BigDecimal.valueOf(86_400_000_000_000L));
  private static final Pattern PART =
      Pattern.compile("(\\d{1,18}(?:\\.\\d{1,9})?)(ns|us|µs|ms|[smhd])");
  private static final int MAX_DURATION_LENGTH = 64;

  private Dates() {}

  /** The instant that a value stands for, or null if it stands for none. */
  static @Nullable Instant read(@Nullable Object value) {
    if (value instanceof Instant instant) {
      return instant;
    } else if (value instanceof LocalDate date) {
      return date.atStartOfDay().toInstant(ZoneOffset.UTC);
    }
    return value instanceof String text ? parse(text) : null;
  }

  private static @Nullable Instant parse(String text) {
    try {
      return text.length() == 10
          ? read(LocalDate.parse(text))
          : OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeException e) {
      return null;
    }
  }

  /** Reads a duration such as {@code -1h30m} or {@code 2d}; null if it is none. */
  static @Nullable Duration duration(@Nullable Object value) {
    if (!(value instanceof String text) || text.length() > MAX_DURATION_LENGTH) {
      return null;
    }
    boolean signed = text.startsWith("-") || text.startsWith("+");
    int at = signed ? 1 : 0;
    BigDecimal nanos = BigDecimal.ZERO;
    Matcher part = PART.matcher(text);
    while (part.find(at) && part.start() == at) {
      nanos = nanos.add(new BigDecimal(part.group(1)).multiply(NANOS.get(part.group(2))));
      at = part.end();
    }
    if (at != text.length() || at == (signed ? 1 : 0)) {
      return null;
    }
    return duration(text.startsWith("-") ? nanos.negate() : nanos);
  }

  private static Duration duration(BigDecimal nanos) {
    BigDecimal[] parts =
        nanos.setScale(0, RoundingMode.DOWN).divideAndRemainder(BigDecimal.valueOf(1_000_000_000L));
    return Duration.ofSeconds(parts[0].longValue(), parts[1].longValue());
  }

  /** The sum; null if it is out of range. */
  static @Nullable Instant add(Instant base, Duration duration) {
    try {
      return base.plus(duration);
    } catch (DateTimeException | ArithmeticException e) {
      return null;
    }
  }

  /** The beginning of the year, month, day … that the date lies in. */
  static Instant round(Instant date, ChronoUnit unit) {
    OffsetDateTime time = date.atOffset(ZoneOffset.UTC);
    OffsetDateTime rounded =
        switch (unit) {
          case YEARS -> time.withDayOfYear(1).truncatedTo(ChronoUnit.DAYS);
          case MONTHS -> time.withDayOfMonth(1).truncatedTo(ChronoUnit.DAYS);
          default -> time.truncatedTo(unit);
        };
    return rounded.toInstant();
  }
}
