package io.spacecloud.engine.rules;

import io.spacecloud.api.condition.FieldPath;
import io.spacecloud.api.rule.FieldAccess;
import io.spacecloud.api.rule.RuleInput;
import io.spacecloud.engine.rules.Rule.Label;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** {@code decrypt}: of what is read, if its clause grants for every row. */
final class DecryptNode extends Node {
  private final Set<FieldPath> fields;
  private final @Nullable Node clause;
  private final Outcome undecided;

  DecryptNode(Rule.Decrypt rule, Label effective, @Nullable Node clause) {
    super("decrypt", rule.label(), List.of());
    this.fields = rule.fields();
    this.clause = clause;
    this.undecided = Outcome.error(effective, "the clause neither grants nor denies");
  }

  /** Without its effect, which {@link #grant} has. */
  @Override
  Outcome evaluate(RuleInput input, @Nullable StoredRows stored) {
    return Outcome.GRANTED;
  }

  @Override
  Granting grant(RuleInput input) {
    Outcome judged = clause == null ? Outcome.GRANTED : clause.evaluate(input, null);
    if (judged.isGranted()) {
      return new Granting(Outcome.GRANTED, FieldAccess.ALL, input, fields);
    }
    return Granting.of(judged.isDenied() ? Outcome.GRANTED : undecided, input);
  }
}
