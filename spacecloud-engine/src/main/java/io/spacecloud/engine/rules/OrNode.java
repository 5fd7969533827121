package io.spacecloud.engine.rules;

import io.spacecloud.api.rule.Question;
import io.spacecloud.api.rule.RuleTrace;
import io.spacecloud.engine.rules.Rule.Label;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** {@code or}: the first clause that grants for every row decides. */
final class OrNode extends Node {
  private final Node[] clauses;
  // Called where they stand rather than in a loop, each can be inlined.
  private final Node first;
  private final @Nullable Node second;
  private final Outcome denied;
  // The denial of a disjunction that skipped an error: to a negation around it, an error.
  private final Outcome skipped;
  private final Outcome misplaced;

  OrNode(Label label, Label effective, List<Node> clauses) {
    super("or", label, List.of());
    this.clauses = clauses.toArray(Node[]::new);
    this.first = clauses.get(0);
    this.second = clauses.size() > 1 ? clauses.get(1) : null;
    this.denied = Outcome.denied(effective, "no clause grants");
    this.skipped = Outcome.error(effective, "no clause grants");
    this.misplaced =
        Outcome.error(effective, "an effect in a clause that holds for some rows only");
  }

  @Override
  boolean hasEffects() {
    return Stream.of(clauses).anyMatch(Node::hasEffects);
  }

  @Override
  Outcome evaluate(Question input, @Nullable StoredRows stored) {
    Outcome outcome = join(denied, first.evaluate(input, stored));
    if (outcome.isGranted() || second == null) {
      return outcome;
    }
    outcome = join(outcome, second.evaluate(input, stored));
    for (int i = 2; i < clauses.length && !outcome.isGranted(); i++) {
      outcome = join(outcome, clauses[i].evaluate(input, stored));
    }
    return outcome;
  }

  /** A clause is asked for its effects, too: what one that may grant keeps back, none gives. */
  @Override
  Granting grant(Question input) {
    Disjunction all = new Disjunction(input);
    Outcome outcome = denied;
    for (Node clause : clauses) {
      if (!outcome.isGranted() || clause.hasEffects()) {
        Granting next = clause.grant(all.current());
        outcome = join(outcome, next.outcome());
        all.add(next);
      }
    }
    return all.isMisplaced() ? Granting.of(misplaced, input) : all.granting(outcome);
  }

  @Override
  Traced trace(Question input, @Nullable StoredRows stored) {
    Disjunction all = new Disjunction(input);
    Outcome outcome = denied;
    List<RuleTrace> traces = new ArrayList<>(clauses.length);
    for (Node clause : clauses) {
      if (outcome.isGranted() && !clause.hasEffects()) {
        traces.add(clause.skipped());
      } else {
        Traced next = clause.trace(all.current(), stored);
        traces.add(next.trace());
        outcome = join(outcome, next.outcome());
        all.add(next.granting());
      }
    }
    Granting granting = all.isMisplaced() ? Granting.of(misplaced, input) : all.granting(outcome);
    return traced(granting, input, stored, List.of(), traces);
  }

  /** As {@link Outcome#or}, without allocating for an error that is skipped. */
  private Outcome join(Outcome outcome, Outcome next) {
    if (next.isGranted()) {
      return next;
    } else if (next.isDenied()) {
      return outcome;
    }
    boolean skips = outcome == skipped ? next.neverGrants() : outcome == denied && next.isError();
    return skips ? skipped : outcome.or(next);
  }
}
