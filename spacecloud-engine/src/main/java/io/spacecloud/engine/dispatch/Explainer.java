package io.spacecloud.engine.dispatch;

import io.spacecloud.api.condition.Condition;
import io.spacecloud.api.condition.Conditions;
import io.spacecloud.api.error.AccessDeniedException;
import io.spacecloud.api.request.Batch;
import io.spacecloud.api.request.CollectionRequest;
import io.spacecloud.api.request.Create;
import io.spacecloud.api.request.Operation;
import io.spacecloud.api.request.Read;
import io.spacecloud.api.request.Request;
import io.spacecloud.api.request.Update;
import io.spacecloud.api.result.Document;
import io.spacecloud.api.rule.Effects;
import io.spacecloud.api.rule.Explanation;
import io.spacecloud.api.rule.FieldAccess;
import io.spacecloud.api.rule.ResultEffect;
import io.spacecloud.api.rule.RuleTrace;
import io.spacecloud.api.rule.Verdict;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Asks the rules what execution would ask, and records how they answer. */
final class Explainer {
  private final Databases databases;
  private final Authorizer authorizer;
  private final Scope scope;
  private final List<RuleTrace> traces = new ArrayList<>();
  private final List<Condition> residuals = new ArrayList<>();
  private final List<ResultEffect> results = new ArrayList<>();
  private final List<String> statements = new ArrayList<>();
  private FieldAccess fields = FieldAccess.ALL;
  private Verdict.@Nullable Denied denial;

  Explainer(Databases databases, Authorizer authorizer, Scope scope) {
    this.databases = databases;
    this.authorizer = authorizer;
    this.scope = scope;
  }

  /** The first denial decides; of a batch, the residuals of all items are conjoined. */
  Explanation explain(Request request) {
    if (request instanceof Batch batch) {
      for (int i = 0; i < batch.requests().size(); i++) {
        single("reqs." + i + ".", batch.requests().get(i));
      }
    } else {
      single("", (CollectionRequest) request);
    }
    return denial == null
        ? new Explanation(granted(), traces, statements)
        : new Explanation(denial, traces, List.of());
  }

  private Verdict granted() {
    Effects effects = new Effects(fields, null, null, results);
    return Verdict.where(Conditions.and(residuals), effects.isNone() ? Effects.NONE : effects);
  }

  private void single(String prefix, CollectionRequest request) {
    Target target = databases.target(scope.policy(), scope.authority(), request);
    CollectionRequest bound = target.binder().bind(prefix, request);
    Verdict.Denied first = scope.authority().trusted() ? null : questions(prefix, target, bound);
    try {
      Permit permit = authorizer.authorize(scope, target, prefix, bound);
      statements.addAll(target.backend().describe(permit.command()));
    } catch (AccessDeniedException e) {
      deny(
          first == null
              ? new Verdict.Denied(
                  bound.operation().key(),
                  null,
                  "the row cannot satisfy the residual, or uses a field that is kept back",
                  null)
              : first);
    }
  }

  private void deny(Verdict.Denied denied) {
    denial = denial == null ? denied : denial;
  }

  /** Asks every question that the request raises; answers the first denial. */
  private Verdict.@Nullable Denied questions(
      String prefix, Target target, CollectionRequest bound) {
    List<Verdict> verdicts = new ArrayList<>();
    if (bound instanceof Create create) {
      for (Document doc : create.docs()) {
        verdicts.add(ask(target, Operation.CREATE, bound, doc));
      }
    } else {
      verdicts.add(ask(target, bound.operation(), bound, null));
      if (bound instanceof Update update && update.op() == Update.Op.UPSERT) {
        Document doc = target.binder().inserted(prefix, update);
        verdicts.add(ask(target, Operation.CREATE, bound, doc));
      }
      if (!(bound instanceof Read)) {
        verdicts.add(ask(target, Operation.READ, bound, null));
      }
    }
    return first(verdicts);
  }

  private Verdict.@Nullable Denied first(List<Verdict> verdicts) {
    Verdict.Denied first = null;
    for (Verdict verdict : verdicts) {
      if (!(verdict instanceof Verdict.Denied denied)) {
        residuals.add(verdict.residual());
        fields = fields.and(verdict.fields());
        results.addAll(verdict.effects().results());
      } else if (first == null) {
        first = denied;
      }
    }
    return first;
  }

  private Verdict ask(
      Target target, Operation operation, CollectionRequest bound, @Nullable Document doc) {
    Verdict verdict = Judge.verdict(scope, target.binder(), operation, bound, doc);
    traces.add(trace(operation, bound, doc, verdict));
    return verdict;
  }

  private RuleTrace trace(
      Operation operation, CollectionRequest bound, @Nullable Document doc, Verdict verdict) {
    try {
      return scope.policy().rules().trace(Judge.input(scope, operation, bound, doc));
    } catch (RuntimeException | StackOverflowError e) {
      return RuleTrace.of(operation, verdict);
    }
  }
}
