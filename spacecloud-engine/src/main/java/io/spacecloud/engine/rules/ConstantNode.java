package io.spacecloud.engine.rules;

import io.spacecloud.api.rule.Question;
import io.spacecloud.engine.rules.Rule.Label;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code allow} and {@code deny}. */
final class ConstantNode extends Node {
  private final Outcome outcome;

  ConstantNode(String kind, Label label, Outcome outcome) {
    super(kind, label, List.of());
    this.outcome = outcome;
  }

  @Override
  Outcome evaluate(Question input, @Nullable StoredRows stored) {
    return outcome;
  }
}
