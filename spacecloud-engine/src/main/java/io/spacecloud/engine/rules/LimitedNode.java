package io.spacecloud.engine.rules;

import io.spacecloud.api.rule.FieldAccess;
import io.spacecloud.api.rule.RuleInput;
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
  Outcome evaluate(RuleInput input, @Nullable StoredRows stored) {
    return rule.evaluate(input, stored);
  }

  @Override
  Traced trace(RuleInput input, @Nullable StoredRows stored) {
    return rule.trace(input, stored);
  }

  @Override
  Granting grant(RuleInput input) {
    Granting granting = rule.grant(input);
    return new Granting(
        granting.outcome(), access.and(granting.fields()), granting.input(), granting.decrypted());
  }
}
