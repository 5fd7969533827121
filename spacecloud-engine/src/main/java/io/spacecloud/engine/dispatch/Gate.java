package io.spacecloud.engine.dispatch;

import io.spacecloud.api.rule.Explanation;
import io.spacecloud.api.rule.Question;
import io.spacecloud.api.rule.RuleTrace;
import io.spacecloud.api.rule.Verdict;
import java.util.List;
import java.util.function.Function;

/** The way in for what touches no rows: counted, judged and told as requests are. Thread-safe. */
final class Gate {
  private final Authorizer authorizer;
  private final Admission admission;
  private final Auditor auditor;

  Gate(Authorizer authorizer, Admission admission, Auditor auditor) {
    this.authorizer = authorizer;
    this.admission = admission;
    this.auditor = auditor;
  }

  /**
   * Lets in what all may be done of.
   *
   * @param scopes where something is judged that is told so
   * @throws io.spacecloud.api.error.AccessDeniedException if the rules deny one of them
   */
  Admitted enter(
      Policy policy,
      Authority authority,
      List<? extends Asking> all,
      Function<Hearings, Scope> scopes) {
    Admission.Pass pass = admission.enter(authority);
    Hearings hearings = Hearings.of(auditor, policy, authority);
    Admitted admitted = new Admitted(pass, hearings);
    try {
      Scope scope = scopes.apply(hearings);
      for (Asking each : all) {
        hearings.begin(each.access(), () -> explain(scopes.apply(Hearings.OFF), each));
        if (!authority.trusted()) {
          policy.requireEnabled(each.access());
        }
        authorizer.admit(scope, each.question(scope));
      }
      return admitted;
    } catch (RuntimeException | Error e) {
      admitted.failed(e);
      admitted.close();
      throw e;
    }
  }

  /** Why it is allowed or denied. */
  static Explanation explain(Scope scope, Asking asked) {
    if (scope.authority().trusted()) {
      return new Explanation(Verdict.granted(), List.of(), List.of());
    }
    scope.policy().requireEnabled(asked.access());
    Question question = asked.question(scope);
    Verdict verdict = Judge.verdict(scope, question);
    return new Explanation(verdict, List.of(trace(scope, question, verdict)), List.of());
  }

  private static RuleTrace trace(Scope scope, Question question, Verdict verdict) {
    try {
      return Judge.trace(scope, question);
    } catch (RuntimeException | StackOverflowError e) {
      return RuleTrace.of(question.access(), verdict);
    }
  }
}
