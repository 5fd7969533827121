package io.spacecloud.api.rule;

import io.spacecloud.api.condition.Condition;
import io.spacecloud.api.condition.Conditions;
import org.jspecify.annotations.Nullable;

/** What a rule answers to a request. */
public sealed interface Verdict {
  /** The request may run as it stands. */
  record Granted() implements Verdict {
    private static final Granted INSTANCE = new Granted();
  }

  /** The request may run on rows for which the residual holds, and no others. */
  record Conditional(Condition residual) implements Verdict {}

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

  /** Granted where the residual holds: unconditionally where that is everywhere. */
  static Verdict where(Condition residual) {
    return residual.equals(Conditions.TRUE) ? granted() : new Conditional(residual);
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
