package io.spacecloud.engine.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import io.spacecloud.api.condition.Conditions;
import io.spacecloud.api.request.Delete;
import io.spacecloud.api.request.Read;
import io.spacecloud.api.rule.AuditEvent;
import io.spacecloud.api.rule.AuditEvent.Decision;
import io.spacecloud.api.rule.Verdict;
import io.spacecloud.engine.config.ModulesConfig;
import io.spacecloud.engine.rules.ResultChanges;
import io.spacecloud.engine.testing.TestRules;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** How long requests took, and what they came to, by a clock that the test turns. */
class HearingsTest {
  private static final Verdict SOME = Verdict.where(Conditions.field("a").eq(1));
  private static final Verdict NONE = new Verdict.Denied("rule", "name", "reason", null);

  private final List<AuditEvent> events = new ArrayList<>();
  private final AtomicLong now = new AtomicLong(1_000);
  private final Hearings hearings = hearings(List.of(Auditor.observer(events::add)));

  private Hearings hearings(List<io.spacecloud.api.spi.RequestObserver> observers) {
    Auditor auditor = new Auditor(observers, false, Clock.systemUTC(), now::get);
    Policy policy =
        new Policy(new TestRules(), Map.of(), ModulesConfig.NONE, ResultChanges.NONE, Vault.NONE);
    return Hearings.of(auditor, policy, Authority.ANONYMOUS, request -> null);
  }

  private void begin() {
    hearings.begin(Read.all("db", "t"));
  }

  @Test
  void nobodyIsToldWhereNobodyListens() {
    assertThat(hearings(List.of())).isSameAs(Hearings.OFF);
  }

  @Test
  void eachTakesAsLongAsItRan() {
    begin();
    now.addAndGet(5);
    hearings.ran(2);
    hearings.begin(Delete.all("db", "t"));
    now.addAndGet(7);
    hearings.ran(3);
    now.addAndGet(100);
    hearings.end();
    assertThat(events).extracting(AuditEvent::duration).containsExactly(nanos(5), nanos(7));
    assertThat(events).extracting(AuditEvent::count).containsExactly(2L, 3L);
  }

  private static Duration nanos(long nanos) {
    return Duration.ofNanos(nanos);
  }

  @Test
  void whatRanInNoTimeRan() {
    begin();
    hearings.ran(2);
    hearings.rolledBack(new IllegalStateException());
    now.addAndGet(9);
    hearings.end();
    assertThat(events.get(0).duration()).isEqualTo(Duration.ZERO);
    assertThat(events.get(0).failure()).isEqualTo("rolled back");
  }

  @Test
  void whatFailedTookAsLongAsToItsFailure() {
    begin();
    now.addAndGet(4);
    hearings.failed(new IllegalStateException());
    now.addAndGet(50);
    hearings.end();
    assertThat(events.get(0).duration()).isEqualTo(nanos(4));
    assertThat(events.get(0).failure()).isEqualTo("IllegalStateException");
  }

  @Test
  void whatNeverRanTookToTheEnd() {
    begin();
    now.addAndGet(6);
    hearings.end();
    assertThat(events.get(0).duration()).isEqualTo(nanos(6));
  }

  @Test
  void whatIsTriedAgainHasNotRun() {
    begin();
    hearings.ran(1);
    hearings.judged(SOME);
    now.addAndGet(3);
    hearings.rolledBack(new IllegalStateException());
    hearings.end();
    assertThat(events.get(0).failure()).isEqualTo("IllegalStateException");
    assertThat(events.get(0).duration()).isEqualTo(nanos(3));
  }

  @Test
  void theNarrowestAnswerStays() {
    List<List<Verdict>> answers =
        List.of(
            List.of(Verdict.granted()),
            List.of(Verdict.granted(), SOME),
            List.of(SOME, Verdict.granted()),
            List.of(SOME, NONE),
            List.of(NONE, Verdict.granted()));
    for (List<Verdict> each : answers) {
      begin();
      each.forEach(hearings::judged);
    }
    hearings.end();
    assertThat(events)
        .extracting(AuditEvent::decision)
        .containsExactly(
            Decision.GRANTED,
            Decision.RESTRICTED,
            Decision.RESTRICTED,
            Decision.DENIED,
            Decision.DENIED);
  }

  @Test
  void whatIsOverIsToldOnce() {
    begin();
    assertThat(hearings.size()).isEqualTo(1);
    hearings.end();
    hearings.end();
    assertThat(events).hasSize(1);
    assertThat(hearings.size()).isZero();
  }
}
