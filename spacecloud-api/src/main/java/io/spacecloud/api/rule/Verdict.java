package io.spacecloud.api.rule;

import io.spacecloud.api.condition.Condition;
import io.spacecloud.api.condition.Conditions;
import org.jspecify.annotations.Nullable;

/** What a rule answers to a request. */
public sealed interface Verdict {
  /**
   * The request may run.
   *
   * @param effects what it may read or write, and what of it is changed
   */
  record Granted(Effects effects) implements Verdict {
    private static final Granted INSTANCE = new Granted(Effects.NONE);
  }

  /**
   * The request may run on rows for which the residual holds, and no others.
   *
   * @param effects what it may read or write, and what of it is changed
   */
  record Conditional(Condition residual, Effects effects) implements Verdict {}

  /**
   * The request may not run.
   *
   * @param rule the path of the deciding rule in the configuration; for the embedding code only
   * @param name the deciding rule's own name, or null
   * @param reason why, without values; for the embedding code only
   * @param message what the rule's author lets the caller know, or null
   */
  record Denied(String rule, @Nullable String name, String reason, @Nullable String message)
      implements Verdict {}

  /** The unconditional grant. */
  static Verdict granted() {
    return Granted.INSTANCE;
  }

  /** The denial of what no rule is for. */
  static Denied noRule(Access access) {
    return new Denied(access.toString(), null, "there is no rule for it", null);
  }

  /** Granted where the residual holds: unconditionally where that is everywhere. */
  static Verdict where(Condition residual) {
    return where(residual, Effects.NONE);
  }

  /** Granted where the residual holds, for these fields. */
  static Verdict where(Condition residual, FieldAccess fields) {
    return where(residual, Effects.of(fields));
  }

  /** Granted where the residual holds, with these effects. */
  static Verdict where(Condition residual, Effects effects) {
    if (!residual.equals(Conditions.TRUE)) {
      return new Conditional(residual, effects);
    }
    return effects.isNone() ? granted() : new Granted(effects);
  }

  /** What the grant comes with; a denial comes with nothing. */
  default Effects effects() {
    return Effects.NONE;
  }

  /** The fields that may be read, or written; where nothing is granted that says nothing. */
  default FieldAccess fields() {
    return effects().fields();
  }

  /** The condition that rows must satisfy; false if denied. */
  default Condition residual() {
    if (this instanceof Granted) {
      return Conditions.TRUE;
    } else if (this instanceof Conditional conditional) {
      return conditional.residual();
    } else if (this instanceof Denied) {
      return Conditions.FALSE;
    }
    throw new AssertionError(getClass());
  }

  /** Whether nothing may run. */
  default boolean isDenied() {
    return this instanceof Denied;
  }
}
