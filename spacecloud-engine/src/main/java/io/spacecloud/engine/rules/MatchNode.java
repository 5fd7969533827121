package io.spacecloud.engine.rules;

import io.spacecloud.api.rule.Question;
import io.spacecloud.engine.rules.Rule.Label;
import io.spacecloud.engine.rules.Rule.Match;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code match}: what does not resolve or is of another type is an error. One small class for each
 * way of comparing, so that each compiles to little code.
 */
abstract class MatchNode extends Node {
  final MatchType type;
  final MatchEval eval;
  final Slot f1;
  final Slot f2;
  final Outcome denied;
  private final Errors errors1;
  private final Errors errors2;

  private MatchNode(Match rule, Label effective, Slot f1, Slot f2) {
    super(
        "match",
        rule.label(),
        List.of(new Shown(rule.f1().text(), f1), new Shown(rule.f2().text(), f2)));
    this.type = rule.type();
    this.eval = rule.eval();
    this.f1 = f1;
    this.f2 = f2;
    String list = eval.takesList() ? "list of " : "";
    this.errors1 = Errors.of(effective, rule.f1().text(), type.key());
    this.errors2 = Errors.of(effective, rule.f2().text(), list + type.key());
    this.denied =
        Outcome.denied(
            effective,
            rule.f1().text() + " " + eval.key() + " " + rule.f2().text() + " does not hold");
  }

  static MatchNode of(Match rule, Label effective, Slot f1, Slot f2) {
    if (rule.eval().takesList()) {
      return new Member(rule, effective, f1, f2);
    } else if (rule.type() == MatchType.STRING && !rule.eval().takesOrder()) {
      return rule.f2() instanceof Operand.Literal literal && literal.value() instanceof String text
          ? new IsText(rule, effective, f1, f2, text)
          : new SameText(rule, effective, f1, f2);
    }
    return new Compared(rule, effective, f1, f2);
  }

  /** The errors that an operand can be. */
  private record Errors(Outcome missing, Outcome misfit) {
    static Errors of(Label effective, String text, String wanted) {
      return new Errors(
          Outcome.error(effective, text + " does not resolve"),
          Outcome.error(effective, text + " is no " + wanted));
    }

    Outcome of(@Nullable Object value) {
      return value == null ? missing : misfit;
    }
  }

  /** The error of two values that do not compare: the first's, if it is the one that misfits. */
  final Outcome error(@Nullable Object a, @Nullable Object b) {
    return type.read(a) == null ? errors1.of(a) : errors2.of(b);
  }

  final Outcome outcome(boolean holds) {
    return holds ? Outcome.GRANTED : denied;
  }

  /** {@code ==} and {@code !=} of a string and a literal, which most rules are. */
  private static final class IsText extends MatchNode {
    private final String text;
    private final boolean same;

    IsText(Match rule, Label effective, Slot f1, Slot f2, String text) {
      super(rule, effective, f1, f2);
      this.text = text;
      this.same = eval == MatchEval.EQ;
    }

    @Override
    Outcome evaluate(Question input, @Nullable StoredRows stored) {
      Object a = f1.get(input, stored);
      return a instanceof String x ? outcome(x.equals(text) == same) : error(a, text);
    }
  }

  /** {@code ==} and {@code !=} of strings. */
  private static final class SameText extends MatchNode {
    private final boolean same;

    SameText(Match rule, Label effective, Slot f1, Slot f2) {
      super(rule, effective, f1, f2);
      this.same = eval == MatchEval.EQ;
    }

    @Override
    Outcome evaluate(Question input, @Nullable StoredRows stored) {
      Object a = f1.get(input, stored);
      Object b = f2.get(input, stored);
      return a instanceof String x && b instanceof String y
          ? outcome(x.equals(y) == same)
          : error(a, b);
    }
  }

  /** Any comparison of two values. */
  private static final class Compared extends MatchNode {
    Compared(Match rule, Label effective, Slot f1, Slot f2) {
      super(rule, effective, f1, f2);
    }

    @Override
    Outcome evaluate(Question input, @Nullable StoredRows stored) {
      Object a = f1.get(input, stored);
      Object b = f2.get(input, stored);
      Object x = type.read(a);
      Object y = type.read(b);
      return x == null || y == null ? error(a, b) : outcome(eval.holds(type, x, y));
    }
  }

  /** {@code in} and {@code notIn}: one element of another type makes the whole an error. */
  private static final class Member extends MatchNode {
    Member(Match rule, Label effective, Slot f1, Slot f2) {
      super(rule, effective, f1, f2);
    }

    @Override
    Outcome evaluate(Question input, @Nullable StoredRows stored) {
      Object a = f1.get(input, stored);
      Object b = f2.get(input, stored);
      Object x = type.read(a);
      if (x == null || !(b instanceof List<?> list)) {
        return error(a, b);
      }
      boolean found = false;
      for (int i = 0; i < list.size(); i++) {
        Object y = type.read(list.get(i));
        if (y == null) {
          return error(a, b);
        }
        found |= type.equal(x, y);
      }
      return outcome(found == (eval == MatchEval.IN));
    }
  }
}
