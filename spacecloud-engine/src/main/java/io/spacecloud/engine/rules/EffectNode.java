package io.spacecloud.engine.rules;

import io.spacecloud.api.rule.Question;
import io.spacecloud.api.rule.RuleTrace;
import io.spacecloud.engine.rules.Rule.Label;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A rule that grants, and does something to the request or to what is read, if its clause says. */
abstract class EffectNode extends Node {
  private final @Nullable Node clause;
  private final String effect;

  /**
   * @param effect what it does, in words
   * @param clause says whether; null for always
   */
  EffectNode(String kind, Label label, String effect, List<Shown> operands, @Nullable Node clause) {
    super(kind, label, operands);
    this.effect = effect;
    this.clause = clause;
  }

  /** What the rule comes to, its clause having come to that. */
  abstract Granting applied(Outcome judged, Question input);

  @Override
  final boolean hasEffects() {
    return true;
  }

  /** Nothing is granted without its effect: where none can be, no effect parses. */
  @Override
  final Outcome evaluate(Question input, @Nullable StoredRows stored) {
    throw new IllegalStateException("an effect where nothing has one");
  }

  @Override
  final Granting grant(Question input) {
    return applied(clause == null ? Outcome.GRANTED : clause.evaluate(input, null), input);
  }

  @Override
  final Traced trace(Question input, @Nullable StoredRows stored) {
    Traced judged = clause == null ? null : clause.trace(input, stored);
    Granting granting = applied(judged == null ? Outcome.GRANTED : judged.outcome(), input);
    return traced(
        granting,
        input,
        stored,
        does(granting, input) ? List.of(effect) : List.of(),
        judged == null ? List.of() : List.<RuleTrace>of(judged.trace()));
  }

  @SuppressWarnings("ReferenceEquality") // an effect makes another input
  private static boolean does(Granting granting, Question input) {
    return granting.input() != input || !granting.fields().isAll() || !granting.results().isEmpty();
  }
}
