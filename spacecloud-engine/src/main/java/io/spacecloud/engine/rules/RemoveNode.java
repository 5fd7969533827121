package io.spacecloud.engine.rules;

import io.spacecloud.api.rule.FieldAccess;
import io.spacecloud.api.rule.Question;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code remove}: keeps fields from the caller, unless its clause denies. A clause that is an error
 * for a row, or holds for some rows only, keeps them from every row.
 */
final class RemoveNode extends EffectNode {
  private final FieldAccess access;

  RemoveNode(Rule.Remove rule, @Nullable Node clause) {
    super("remove", rule.label(), "hides " + rule.fields(), List.of(), clause);
    this.access = FieldAccess.deny(rule.fields());
  }

  @Override
  Granting applied(Outcome judged, Question input) {
    FieldAccess given = judged.isDenied() ? FieldAccess.ALL : access;
    return Granting.of(Outcome.GRANTED, given, input);
  }
}
