package io.spacecloud.engine.rules;

import io.spacecloud.api.condition.Condition;
import io.spacecloud.api.condition.Conditions;
import io.spacecloud.api.rule.RuleTrace;
import io.spacecloud.api.rule.Verdict;
import io.spacecloud.engine.rules.Rule.Label;
import org.jspecify.annotations.Nullable;

/**
 * What a rule comes to: the rows for which it grants and the rows for which it denies. For the rows
 * of neither it is an error.
 *
 * <p>This is the strong three-valued logic of Kleene, row by row: {@code and} grants where all
 * grant and denies where one denies, {@code or} the other way round, {@code not} exchanges the two.
 * So an error denies at the top, {@code or} skips it, {@code not} keeps it, however deep it lies;
 * it never turns into a grant, and the order of clauses does not matter.
 *
 * <p>INVARIANT: no row satisfies both conditions.
 */
final class Outcome {
  static final Outcome GRANTED = new Outcome(Conditions.TRUE, Conditions.FALSE, null);

  private final Condition grants;
  private final Condition denies;
  private final RuleTrace.Outcome kind;
  private final boolean denied;
  private final Verdict.@Nullable Denied denial;

  /**
   * @param denial the verdict if nothing is granted; null only for {@link #GRANTED}
   */
  private Outcome(Condition grants, Condition denies, Verdict.@Nullable Denied denial) {
    this.grants = grants;
    this.denies = denies;
    this.denial = denial;
    this.kind = kind(grants, denies);
    this.denied = kind == RuleTrace.Outcome.DENIED;
  }

  private static RuleTrace.Outcome kind(Condition grants, Condition denies) {
    if (grants.equals(Conditions.TRUE)) {
      return RuleTrace.Outcome.GRANTED;
    } else if (!grants.equals(Conditions.FALSE)) {
      return RuleTrace.Outcome.CONDITIONAL;
    }
    return denies.equals(Conditions.TRUE) ? RuleTrace.Outcome.DENIED : RuleTrace.Outcome.ERROR;
  }

  static Outcome denied(Label label, String reason) {
    return new Outcome(Conditions.FALSE, Conditions.TRUE, denial(label, reason));
  }

  static Outcome error(Label label, String reason) {
    return new Outcome(Conditions.FALSE, Conditions.FALSE, denial(label, reason));
  }

  private static Verdict.Denied denial(Label label, String reason) {
    return new Verdict.Denied(label.path(), label.name(), reason, label.error());
  }

  /** Granted for the rows that satisfy the condition, and {@code denied} for all others. */
  static Outcome where(Condition condition, Outcome denied) {
    return condition.equals(Conditions.TRUE)
        ? GRANTED
        : new Outcome(condition, Conditions.not(condition), denied.denial);
  }

  Outcome and(Outcome other) {
    if (this == GRANTED || other.isDenied()) {
      return other;
    } else if (other == GRANTED || isDenied()) {
      return this;
    }
    return new Outcome(
        Conditions.and(grants, other.grants),
        Conditions.or(denies, other.denies),
        other.neverGrants() && !neverGrants() ? other.denial : denial);
  }

  /** The denial, should it come to one, stays this outcome's own. */
  Outcome or(Outcome other) {
    if (this == GRANTED || other.isDenied()) {
      return this;
    } else if (other == GRANTED) {
      return other;
    }
    return new Outcome(
        Conditions.or(grants, other.grants), Conditions.and(denies, other.denies), denial);
  }

  /**
   * @param denied what a grant turns into
   */
  Outcome not(Outcome denied) {
    if (this == GRANTED) {
      return denied;
    } else if (isDenied()) {
      return GRANTED;
    }
    return new Outcome(
        /* grants= */ denies, /* denies= */ grants, isError() ? denial : denied.denial);
  }

  boolean isGranted() {
    return this == GRANTED;
  }

  /** Whether it denies for every row. */
  boolean isDenied() {
    return denied;
  }

  /** Whether it is an error for every row. */
  boolean isError() {
    return kind == RuleTrace.Outcome.ERROR && denies.equals(Conditions.FALSE);
  }

  boolean neverGrants() {
    return kind == RuleTrace.Outcome.DENIED || kind == RuleTrace.Outcome.ERROR;
  }

  RuleTrace.Outcome kind() {
    return kind;
  }

  Verdict.@Nullable Denied denial() {
    return denial;
  }

  Verdict verdict() {
    if (denial == null) {
      return Verdict.granted();
    }
    return neverGrants() ? denial : Verdict.where(grants);
  }
}
