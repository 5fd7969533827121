package io.spacecloud.engine.rules;

import io.spacecloud.api.rule.RuleInput;
import io.spacecloud.engine.rules.Rule.Label;
import io.spacecloud.engine.rules.Rule.Match;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code match}: what does not resolve or is of another type is an error. */
final class MatchNode extends Node {
  private final MatchType type;
  private final MatchEval eval;
  private final Side left;
  private final Side right;
  private final Outcome denied;

  MatchNode(Match rule, Label effective, Slot f1, Slot f2) {
    super(
        "match",
        rule.label(),
        List.of(new Shown(rule.f1().text(), f1), new Shown(rule.f2().text(), f2)));
    this.type = rule.type();
    this.eval = rule.eval();
    this.left = new Side(f1, rule.f1().text(), type.key(), effective);
    String wanted = eval.takesList() ? "list of " + type.key() : type.key();
    this.right = new Side(f2, rule.f2().text(), wanted, effective);
    this.denied =
        Outcome.denied(
            effective,
            rule.f1().text() + " " + eval.key() + " " + rule.f2().text() + " does not hold");
  }

  /** An operand, and the errors that it can be. */
  private static final class Side {
    final Slot slot;
    private final Outcome missing;
    private final Outcome misfit;

    Side(Slot slot, String text, String wanted, Label effective) {
      this.slot = slot;
      this.missing = Outcome.error(effective, text + " does not resolve");
      this.misfit = Outcome.error(effective, text + " is no " + wanted);
    }

    Outcome error(@Nullable Object value) {
      return value == null ? missing : misfit;
    }
  }

  @Override
  Outcome evaluate(RuleInput input, @Nullable StoredRows stored) {
    Object f1 = left.slot.get(input, stored);
    Object a = type.read(f1);
    if (a == null) {
      return left.error(f1);
    }
    Object f2 = right.slot.get(input, stored);
    if (eval.takesList()) {
      return member(a, f2);
    }
    Object b = type.read(f2);
    if (b == null) {
      return right.error(f2);
    }
    return eval.holds(type, a, b) ? Outcome.GRANTED : denied;
  }

  /** One element of another type makes the whole an error, also where another one is equal. */
  private Outcome member(Object a, @Nullable Object f2) {
    if (!(f2 instanceof List<?> list)) {
      return right.error(f2);
    }
    boolean found = false;
    for (int i = 0; i < list.size(); i++) {
      Object b = type.read(list.get(i));
      if (b == null) {
        return right.misfit;
      }
      found |= type.equal(a, b);
    }
    return found == (eval == MatchEval.IN) ? Outcome.GRANTED : denied;
  }
}
