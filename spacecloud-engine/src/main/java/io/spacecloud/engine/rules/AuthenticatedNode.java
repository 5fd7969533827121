package io.spacecloud.engine.rules;

import io.spacecloud.api.rule.Question;
import io.spacecloud.engine.rules.Rule.Label;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code authenticated}. */
final class AuthenticatedNode extends Node {
  private final Outcome denied;

  AuthenticatedNode(Label label, Label effective) {
    super("authenticated", label, List.of());
    this.denied = Outcome.denied(effective, "the caller is not verified");
  }

  @Override
  Outcome evaluate(Question input, @Nullable StoredRows stored) {
    return input.caller().authenticated() ? Outcome.GRANTED : denied;
  }
}
