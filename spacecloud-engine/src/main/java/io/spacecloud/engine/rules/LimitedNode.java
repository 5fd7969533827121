package io.spacecloud.engine.rules;

import io.spacecloud.api.rule.FieldAccess;
import io.spacecloud.api.rule.Question;
import io.spacecloud.api.rule.RuleTrace;
import io.spacecloud.engine.rules.Rule.Label;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A rule with {@code fields} beside it: what it grants, it grants for those. */
final class LimitedNode extends Node {
  private final Node rule;
  private final FieldAccess access;

  LimitedNode(Label label, Node rule, FieldAccess access) {
    super("fields", label, List.of());
    this.rule = rule;
    this.access = access;
  }

  @Override
  boolean hasEffects() {
    return true;
  }

  /** Nothing is granted for more fields than it is: where none can be, no limit parses. */
  @Override
  Outcome evaluate(Question input, @Nullable StoredRows stored) {
    throw new IllegalStateException("a limit where nothing has one");
  }

  @Override
  Granting grant(Question input) {
    return limited(rule.grant(input));
  }

  private Granting limited(Granting granting) {
    FieldAccess fields = access.and(granting.fields());
    return new Granting(granting.outcome(), fields, granting.input(), granting.results());
  }

  /** One with the rule's own, since both stand at one place. */
  @Override
  Traced trace(Question input, @Nullable StoredRows stored) {
    Traced traced = rule.trace(input, stored);
    boolean grants = !traced.outcome().neverGrants();
    return new Traced(
        limited(traced.granting()),
        grants ? traced.trace().withEffect("for " + access) : traced.trace());
  }

  @Override
  RuleTrace skipped() {
    return rule.skipped();
  }
}
