package io.spacecloud.engine.dispatch;

import io.spacecloud.api.error.AccessDeniedException;
import io.spacecloud.api.rule.Access;
import io.spacecloud.api.rule.AuditEvent;
import io.spacecloud.api.rule.AuditEvent.Decision;
import io.spacecloud.api.rule.Explanation;
import io.spacecloud.api.rule.Verdict;
import io.spacecloud.api.spi.RequestObserver;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What becomes of one request, as far as is known. For one thread. */
final class Hearing {
  private final Auditor auditor;
  private final Authority authority;
  private final Access access;
  private final @Nullable String place;
  private final List<RequestObserver.Observed> observed;
  private final Instant at;
  private final long start;
  private long took = -1;
  private long count;
  private Decision decision = Decision.NONE;
  private Verdict.@Nullable Denied denial;
  private @Nullable String failure;
  private @Nullable Explanation explanation;

  /**
   * @param place where the rule for it stands
   */
  Hearing(Auditor auditor, Authority authority, Access access, @Nullable String place) {
    this.auditor = auditor;
    this.authority = authority;
    this.access = access;
    this.place = place;
    this.at = auditor.clock().instant();
    this.start = auditor.nanos();
    this.observed = auditor.begin();
  }

  void explained(Explanation why) {
    explanation = why;
  }

  /** A rule was asked; the narrowest of the answers stays. */
  void judged(Verdict verdict) {
    took = -1; // it may be tried again
    if (verdict instanceof Verdict.Denied denied) {
      denial = denied;
      decision = Decision.DENIED;
    } else if (decision == Decision.NONE || decision == Decision.GRANTED) {
      decision = verdict instanceof Verdict.Conditional ? Decision.RESTRICTED : Decision.GRANTED;
    }
  }

  boolean hasRun() {
    return took >= 0;
  }

  void ran(long rows) {
    took = auditor.nanos() - start;
    count = rows;
  }

  void failed(Throwable cause) {
    took = auditor.nanos() - start;
    failure = cause.getClass().getSimpleName();
    count = 0;
    if (cause instanceof AccessDeniedException) {
      decision = Decision.DENIED;
    }
  }

  /** What others undid; a failure of its own stays. */
  void rolledBack() {
    if (failure == null) {
      failure = "rolled back";
      count = 0;
    }
  }

  void end() {
    long nanos = took < 0 ? auditor.nanos() - start : took;
    auditor.end(
        observed,
        new AuditEvent(
            at,
            authority.id(),
            authority.trusted(),
            access,
            decision,
            denial == null ? place : denial.rule(),
            denial == null ? null : denial.name(),
            failure,
            count,
            Duration.ofNanos(nanos),
            explanation));
  }
}
