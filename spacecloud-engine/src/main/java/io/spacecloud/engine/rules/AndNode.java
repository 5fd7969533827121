package io.spacecloud.engine.rules;

import io.spacecloud.api.rule.FieldAccess;
import io.spacecloud.api.rule.Question;
import io.spacecloud.api.rule.ResultEffect;
import io.spacecloud.api.rule.RuleTrace;
import io.spacecloud.engine.rules.Rule.Label;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** {@code and}: the first clause that denies for every row decides. */
final class AndNode extends Node {
  private final Node[] clauses;
  // Called where they stand rather than in a loop, each can be inlined.
  private final Node first;
  private final @Nullable Node second;

  AndNode(Label label, List<Node> clauses) {
    super("and", label, List.of());
    this.clauses = clauses.toArray(Node[]::new);
    this.first = clauses.get(0);
    this.second = clauses.size() > 1 ? clauses.get(1) : null;
  }

  @Override
  boolean hasEffects() {
    return Stream.of(clauses).anyMatch(Node::hasEffects);
  }

  @Override
  Outcome evaluate(Question input, @Nullable StoredRows stored) {
    Outcome outcome = first.evaluate(input, stored);
    if (outcome.isDenied() || second == null) {
      return outcome;
    }
    outcome = outcome.and(second.evaluate(input, stored));
    for (int i = 2; i < clauses.length && !outcome.isDenied(); i++) {
      outcome = outcome.and(clauses[i].evaluate(input, stored));
    }
    return outcome;
  }

  @Override
  Granting grant(Question input) {
    Conjunction all = new Conjunction(input);
    for (Node clause : clauses) {
      all.add(clause.grant(all.current));
      if (all.outcome.isDenied()) {
        break;
      }
    }
    return all.granting();
  }

  @Override
  Traced trace(Question input, @Nullable StoredRows stored) {
    Conjunction all = new Conjunction(input);
    List<RuleTrace> traces = new ArrayList<>(clauses.length);
    for (Node clause : clauses) {
      if (all.outcome.isDenied()) {
        traces.add(clause.skipped());
      } else {
        Traced traced = clause.trace(all.current, stored);
        traces.add(traced.trace());
        all.add(traced.granting());
      }
    }
    return traced(all.granting(), input, stored, List.of(), traces);
  }

  /** What one of the clauses keeps back, none gives; each sees what those before it did. */
  private static final class Conjunction {
    private final Set<ResultEffect> results = new LinkedHashSet<>();
    private Outcome outcome = Outcome.GRANTED;
    private FieldAccess fields = FieldAccess.ALL;
    private Question current;

    Conjunction(Question input) {
      this.current = input;
    }

    void add(Granting next) {
      outcome = outcome.and(next.outcome());
      fields = fields.and(next.fields());
      current = next.input();
      results.addAll(next.results());
    }

    Granting granting() {
      return new Granting(outcome, fields, current, results);
    }
  }
}
