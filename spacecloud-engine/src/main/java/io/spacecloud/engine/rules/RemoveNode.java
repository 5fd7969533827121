package io.spacecloud.engine.rules;

import io.spacecloud.api.rule.FieldAccess;
import io.spacecloud.api.rule.RuleInput;
import io.spacecloud.engine.rules.Rule.Label;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code remove}: keeps fields from the caller, unless its clause denies. A clause that is an error
 * for a row, or holds for some rows only, keeps them from every row.
 */
final class RemoveNode extends Node {
  private final FieldAccess access;
  private final @Nullable Node clause;

  RemoveNode(Label label, FieldAccess access, @Nullable Node clause) {
    super("remove", label, List.of());
    this.access = access;
    this.clause = clause;
  }

  @Override
  Outcome evaluate(RuleInput input, @Nullable StoredRows stored) {
    return Outcome.GRANTED;
  }

  @Override
  Granting grant(RuleInput input) {
    boolean given = clause != null && clause.evaluate(input, null).isDenied();
    return Granting.of(Outcome.GRANTED, given ? FieldAccess.ALL : access, input);
  }
}
