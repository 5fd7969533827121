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

/** {@code or}: the first clause that grants for every row decides. */
final class OrNode extends Node {
  private final Node[] clauses;
  private final Outcome denied;
  // The denial of a disjunction that skipped an error: to a negation around it, an error.
  private final Outcome skipped;
  private final Outcome misplaced;

  OrNode(Label label, Label effective, List<Node> clauses) {
    super("or", label, List.of());
    this.clauses = clauses.toArray(Node[]::new);
    this.denied = Outcome.denied(effective, "no clause grants");
    this.skipped = Outcome.error(effective, "no clause grants");
    this.misplaced =
        Outcome.error(effective, "an effect in a clause that holds for some rows only");
  }

  @Override
  Outcome evaluate(RuleInput input, @Nullable StoredRows stored) {
    Outcome outcome = denied;
    for (Node clause : clauses) {
      Outcome next = clause.evaluate(input, stored);
      if (next.isGranted()) {
        return next;
      } else if (!next.isDenied()) {
        outcome = join(outcome, next);
      }
    }
    return outcome;
  }

  /**
   * Every clause is asked: what one that may grant keeps back, none gives. An effect in a clause
   * that holds for some rows only could be applied to all of them or to none, so it is an error.
   */
  @Override
  @SuppressWarnings("ReferenceEquality") // an effect makes another input
  Granting grant(RuleInput input) {
    Outcome outcome = denied;
    FieldAccess fields = FieldAccess.ALL;
    Set<FieldPath> decrypted = new HashSet<>();
    RuleInput current = input;
    for (Node clause : clauses) {
      Granting next = clause.grant(current);
      outcome = join(outcome, next.outcome());
      if (!next.outcome().neverGrants()) {
        if (next.input() != current && !next.outcome().isGranted()) {
          return Granting.of(misplaced, input);
        }
        fields = fields.and(next.fields());
        current = next.input();
        decrypted.addAll(next.decrypted());
      }
    }
    return new Granting(outcome, fields, current, decrypted);
  }

  @Override
  Traced trace(RuleInput input, @Nullable StoredRows stored) {
    Outcome outcome = denied;
    List<RuleTrace> traces = new ArrayList<>(clauses.length);
    for (Node clause : clauses) {
      if (outcome.isGranted()) {
        traces.add(clause.skipped());
      } else {
        Traced traced = clause.trace(input, stored);
        traces.add(traced.trace());
        outcome = join(outcome, traced.outcome());
      }
    }
    return traced(outcome, input, stored, traces);
  }

  /** As {@link Outcome#or}, without allocating for an error that is skipped. */
  private Outcome join(Outcome outcome, Outcome next) {
    boolean skips = outcome == skipped ? next.neverGrants() : outcome == denied && next.isError();
    return skips ? skipped : outcome.or(next);
  }
}
