package io.spacecloud.engine.dispatch;

import io.spacecloud.api.condition.Condition;
import io.spacecloud.api.condition.Conditions;
import io.spacecloud.api.error.AccessDeniedException;
import io.spacecloud.api.request.CollectionRequest;
import io.spacecloud.api.request.Operation;
import io.spacecloud.api.result.Document;
import io.spacecloud.api.rule.CallInput;
import io.spacecloud.api.rule.FileInput;
import io.spacecloud.api.rule.Question;
import io.spacecloud.api.rule.RuleEvaluator;
import io.spacecloud.api.rule.RuleInput;
import io.spacecloud.api.rule.RuleTrace;
import io.spacecloud.api.rule.Verdict;
import io.spacecloud.engine.binding.Binder;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks the rules; whatever goes wrong in doing so denies. */
final class Judge {
  private static final Logger LOG = LoggerFactory.getLogger(Judge.class);

  private Judge() {}

  /** The verdict, whose residual is bound to the collection. */
  static Verdict verdict(
      Scope scope,
      Binder binder,
      Operation operation,
      CollectionRequest request,
      @Nullable Document doc) {
    if (scope.authority().trusted()) {
      scope.hearings().judged(Verdict.granted());
      return Verdict.granted();
    }
    Verdict verdict = ask(scope, binder, operation, request, doc);
    scope.rethrowFailure();
    if (!verdict.isDenied()) {
      scope.hearings().judged(verdict);
    }
    return verdict;
  }

  private static Verdict ask(
      Scope scope,
      Binder binder,
      Operation operation,
      CollectionRequest request,
      @Nullable Document doc) {
    try {
      RuleInput input = input(scope, operation, request, doc);
      Verdict verdict = scope.policy().rules().evaluate(input);
      Condition residual = verdict.residual();
      if (residual == Conditions.TRUE || verdict.isDenied()) {
        return verdict;
      }
      Condition bound = binder.bind(residual);
      return bound == residual ? verdict : Verdict.where(bound, verdict.effects());
    } catch (RuntimeException | StackOverflowError e) {
      return failed(operation.key(), e);
    }
  }

  /** The verdict on what touches no rows: granted without more, or denied. */
  static Verdict verdict(Scope scope, Question question) {
    if (scope.authority().trusted()) {
      return Verdict.granted();
    }
    Verdict verdict = ask(scope, question);
    scope.rethrowFailure();
    return verdict instanceof Verdict.Denied || Verdict.granted().equals(verdict)
        ? verdict
        : new Verdict.Denied(
            question.access().toString(), null, "there are no rows to be restricted", null);
  }

  private static Verdict ask(Scope scope, Question question) {
    RuleEvaluator rules = scope.policy().rules();
    try {
      if (question instanceof CallInput call) {
        return rules.evaluate(call);
      } else if (question instanceof FileInput file) {
        return rules.evaluate(file);
      }
    } catch (RuntimeException | StackOverflowError e) {
      return failed(question.access().verb(), e);
    }
    throw new AssertionError(question.getClass());
  }

  /**
   * Nothing, if it is granted.
   *
   * @throws AccessDeniedException if it is not
   */
  static void granted(Scope scope, Question question) {
    Verdict verdict = verdict(scope, question);
    scope.hearings().judged(verdict);
    if (verdict instanceof Verdict.Denied denied) {
      throw denied(denied.message());
    }
  }

  static RuleTrace trace(Scope scope, Question question) {
    RuleEvaluator rules = scope.policy().rules();
    if (question instanceof RuleInput rows) {
      return rules.trace(rows);
    } else if (question instanceof CallInput call) {
      return rules.trace(call);
    } else if (question instanceof FileInput file) {
      return rules.trace(file);
    }
    throw new AssertionError(question.getClass());
  }

  private static Verdict failed(String verb, Throwable e) {
    LOG.debug("a rule failed, so it denies: {}", e.getClass().getName()); // messages hold values
    return new Verdict.Denied(verb, null, "the rule failed", null);
  }

  static RuleInput input(
      Scope scope, Operation operation, CollectionRequest request, @Nullable Document doc) {
    return new RuleInput(operation, scope.authority().caller(), request, doc, scope);
  }

  /**
   * The verdict, which grants something.
   *
   * @throws AccessDeniedException if nothing may be touched
   */
  static Verdict granted(
      Scope scope,
      Binder binder,
      Operation operation,
      CollectionRequest request,
      @Nullable Document doc) {
    Verdict verdict = verdict(scope, binder, operation, request, doc);
    if (verdict instanceof Verdict.Denied denied) {
      scope.hearings().judged(denied);
      throw denied(denied.message());
    }
    return verdict;
  }

  static AccessDeniedException denied(@Nullable String message) {
    return new AccessDeniedException(message == null ? "denied" : message);
  }
}
