package io.spacecloud.engine.rules;

import io.spacecloud.api.condition.FieldPath;
import io.spacecloud.api.rule.FieldAccess;
import io.spacecloud.api.rule.RuleInput;
import io.spacecloud.api.rule.RuleTrace;
import io.spacecloud.engine.rules.Rule.Label;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** {@code and}: the first clause that denies for every row decides. */
final class AndNode extends Node {
  private final Node[] clauses;

  AndNode(Label label, List<Node> clauses) {
    super("and", label, List.of());
    this.clauses = clauses.toArray(Node[]::new);
  }

  @Override
  Outcome evaluate(RuleInput input, @Nullable StoredRows stored) {
    Outcome outcome = Outcome.GRANTED;
    for (Node clause : clauses) {
      Outcome next = clause.evaluate(input, stored);
      if (next.isDenied()) {
        return next;
      } else if (!next.isGranted()) {
        outcome = outcome.and(next);
      }
    }
    return outcome;
  }

  /** What one of the clauses keeps back, none gives; each sees what those before it did. */
  @Override
  Granting grant(RuleInput input) {
    Outcome outcome = Outcome.GRANTED;
    FieldAccess fields = FieldAccess.ALL;
    Set<FieldPath> decrypted = new HashSet<>();
    RuleInput current = input;
    for (Node clause : clauses) {
      Granting next = clause.grant(current);
      outcome = outcome.and(next.outcome());
      fields = fields.and(next.fields());
      current = next.input();
      decrypted.addAll(next.decrypted());
      if (outcome.isDenied()) {
        break;
      }
    }
    return new Granting(outcome, fields, current, decrypted);
  }

  @Override
  Traced trace(RuleInput input, @Nullable StoredRows stored) {
    Outcome outcome = Outcome.GRANTED;
    List<RuleTrace> traces = new ArrayList<>(clauses.length);
    for (Node clause : clauses) {
      if (outcome.isDenied()) {
        traces.add(clause.skipped());
      } else {
        Traced traced = clause.trace(input, stored);
        traces.add(traced.trace());
        outcome = outcome.and(traced.outcome());
      }
    }
    return traced(outcome, input, stored, traces);
  }
}
