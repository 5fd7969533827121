package io.spacecloud.engine.testing;

import io.spacecloud.api.request.Operation;
import io.spacecloud.api.rule.Explanation;
import io.spacecloud.api.rule.RuleTrace;
import io.spacecloud.api.rule.Verdict;
import org.jspecify.annotations.Nullable;

/** A request that was denied, for a test to say by what. */
public final class Denial {
  private final Outcome attempt;
  private final Verdict.@Nullable Denied denied;

  Denial(Outcome attempt) {
    Explanation explanation = attempt.explanation();
    this.attempt = attempt;
    this.denied = explanation == null ? null : explanation.denial();
  }

  /**
   * By the rule of that name, or whose path in the configuration ends so. Where no rule denied
   * outright, that is one that let pass some rows or fields only, and those written are others.
   */
  public Denial byRule(String nameOrPath) {
    Explanation explanation = attempt.explanation();
    boolean same =
        isOutright()
            ? denied != null && isCalled(nameOrPath, denied.name(), denied.rule())
            : explanation != null
                && explanation.traces().stream()
                    .anyMatch(each -> restricts(each, nameOrPath, isWriting(each)));
    attempt.require(same, "be denied by the rule " + nameOrPath);
    return this;
  }

  /** What stands in no configuration is no rule's path. */
  private boolean isOutright() {
    return denied != null && denied.rule().indexOf('.') >= 0;
  }

  /** Rows that cannot be read, or deleted, are passed over; of those that are written all count. */
  private static boolean isWriting(RuleTrace trace) {
    return trace.path().endsWith("." + Operation.CREATE.key())
        || trace.path().endsWith("." + Operation.UPDATE.key());
  }

  private static boolean restricts(RuleTrace trace, String nameOrPath, boolean rows) {
    boolean some = rows && trace.outcome() == RuleTrace.Outcome.CONDITIONAL;
    return (isCalled(nameOrPath, trace.name(), trace.path())
            && (some || !trace.effects().isEmpty()))
        || trace.clauses().stream().anyMatch(each -> restricts(each, nameOrPath, rows));
  }

  private static boolean isCalled(String wanted, @Nullable String name, String path) {
    return wanted.equals(name) || path.equals(wanted) || path.endsWith("." + wanted);
  }

  /** The caller is told this by the rule's author. */
  public Denial saying(String message) {
    boolean same = denied != null && message.equals(denied.message());
    attempt.require(same, "be denied saying " + message);
    return this;
  }

  /** For such a reason; a part of it is enough. */
  public Denial because(String reason) {
    boolean same = denied != null && denied.reason().contains(reason);
    attempt.require(same, "be denied because " + reason);
    return this;
  }
}
