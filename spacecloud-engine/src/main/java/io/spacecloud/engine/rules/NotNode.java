package io.spacecloud.engine.rules;

import io.spacecloud.api.rule.Question;
import io.spacecloud.engine.rules.Rule.Label;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code not}. */
final class NotNode extends Node {
  private final Node clause;
  private final Outcome denied;

  NotNode(Label label, Label effective, Node clause) {
    super("not", label, List.of());
    this.clause = clause;
    this.denied = Outcome.denied(effective, "its clause grants");
  }

  @Override
  Outcome evaluate(Question input, @Nullable StoredRows stored) {
    return clause.evaluate(input, stored).not(denied);
  }

  @Override
  Traced trace(Question input, @Nullable StoredRows stored) {
    Traced inner = clause.trace(input, stored);
    Granting granting = Granting.of(inner.outcome().not(denied), input);
    return traced(granting, input, stored, List.of(), List.of(inner.trace()));
  }
}
