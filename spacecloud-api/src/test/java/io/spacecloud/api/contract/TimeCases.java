package io.spacecloud.api.contract;

import static io.spacecloud.api.condition.Conditions.field;
import static io.spacecloud.api.condition.Conditions.not;

import io.spacecloud.api.condition.Field;
import io.spacecloud.api.value.Kind;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.util.stream.Stream;

/** Moments are the same whatever zone they are said in; literals are compared untruncated. */
final class TimeCases {
  private static final Field V = field("v");

  private TimeCases() {}

  /**
   * @param digits of the second's fraction that timestamps have
   */
  static Stream<CaseTable> all(int digits) {
    return Stream.of(timestamps(digits), dates(), times());
  }

  private static CaseTable timestamps(int digits) {
    Duration step = Duration.ofNanos((long) Math.pow(10, 9 - digits));
    Instant least = Instant.EPOCH.plus(step);
    Instant between = Instant.EPOCH.plus(step.dividedBy(2));
    Instant last = Instant.parse("9999-12-31T23:59:59Z").plusSeconds(1).minus(step);
    Instant summer = Instant.parse("2026-03-29T01:30:00Z");
    return CaseTable.of("timestamps", Column.of("v", Kind.TIMESTAMP))
        .row("none", null)
        .row("first", Instant.parse("1000-01-01T00:00:00Z"))
        .row("before", Instant.EPOCH.minus(step))
        .row("epoch", Instant.EPOCH)
        .row("least", least)
        .row("second", Instant.parse("1970-01-01T00:00:01Z"))
        .row("gap", Instant.parse("2026-03-29T00:30:00Z"))
        .row("summer", summer)
        .row("offset", OffsetDateTime.parse("2026-03-29T09:00:00+05:30"))
        .row("last", last)
        .when(V.eq(Instant.EPOCH), "epoch")
        .when(V.eq(OffsetDateTime.parse("1970-01-01T05:30:00+05:30")), "epoch")
        .when(V.eq("1970-01-01T00:00:00Z"), "epoch")
        .when(V.eq("1969-12-31T19:00:00-05:00"), "epoch")
        .when(V.eq(least.toString()), "least")
        .when(V.eq(between), "")
        .when(V.gt(between), "least second gap summer offset last")
        .when(V.lt(between), "first before epoch")
        .when(V.gte(Instant.parse("1970-01-01T00:00:01Z")), "second gap summer offset last")
        .when(V.lt(Instant.EPOCH), "first before")
        .when(V.eq(summer), "summer")
        .when(V.eq(summer.minusSeconds(3600)), "gap")
        .when(V.eq("2026-03-29T03:30:00Z"), "offset")
        .when(V.gt(summer), "offset last")
        .when(V.eq(last.toString()), "last")
        .when(V.eq("1000-01-01T00:00:00Z"), "first")
        .when(V.in(summer, "1970-01-01T00:00:00Z", null), "none epoch summer")
        .whenAllBut(V.notIn(summer, null), "none summer")
        .whenAllBut(V.ne(summer), "summer")
        .when(V.eq(null), "none");
  }

  private static CaseTable dates() {
    LocalDate leap = LocalDate.of(2024, 2, 29);
    return CaseTable.of("dates", Column.of("v", Kind.DATE))
        .row("none", null)
        .row("first", LocalDate.of(1000, 1, 1))
        .row("julian", LocalDate.of(1582, 10, 4))
        .row("epoch", LocalDate.EPOCH)
        .row("leap", leap)
        .row("last", LocalDate.of(9999, 12, 31))
        .when(V.eq(leap), "leap")
        .when(V.eq("2024-02-29"), "leap")
        .when(V.eq(LocalDate.of(1582, 10, 4)), "julian")
        .when(V.eq("1000-01-01"), "first")
        .when(V.gt(LocalDate.EPOCH), "leap last")
        .when(V.gte("1970-01-01"), "epoch leap last")
        .when(V.lt(LocalDate.EPOCH), "first julian")
        .when(V.lte("9999-12-31"), "first julian epoch leap last")
        .when(V.in(leap, "1970-01-01", null), "none epoch leap")
        .when(V.notIn(leap), "none first julian epoch last")
        .whenAllBut(V.ne(leap), "leap")
        .when(not(V.exists()), "none");
  }

  private static CaseTable times() {
    return CaseTable.of("times", Column.of("v", Kind.TIME))
        .row("none", null)
        .row("midnight", LocalTime.MIDNIGHT)
        .row("noon", LocalTime.NOON)
        .row("micro", LocalTime.of(12, 0, 0, 1_000))
        .row("last", LocalTime.of(23, 59, 59, 999_999_000))
        .when(V.eq(LocalTime.NOON), "noon")
        .when(V.eq("12:00"), "noon")
        .when(V.eq("12:00:00.000001"), "micro")
        .when(V.gt(LocalTime.NOON), "micro last")
        .when(V.gte("12:00:00"), "noon micro last")
        .when(V.lt(LocalTime.of(12, 0, 0, 500)), "midnight noon")
        .when(V.eq(LocalTime.MIDNIGHT), "midnight")
        .when(V.lte("23:59:59.999999"), "midnight noon micro last")
        .when(V.in(LocalTime.NOON, null), "none noon")
        .whenAllBut(V.ne(LocalTime.NOON), "noon")
        .when(V.eq(null), "none");
  }
}
