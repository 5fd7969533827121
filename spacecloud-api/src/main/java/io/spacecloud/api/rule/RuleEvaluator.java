package io.spacecloud.api.rule;

import io.spacecloud.api.request.Operation;
import org.jspecify.annotations.Nullable;

/**
 * Judges requests. The engine's own evaluates the project's declarative rules; an application may
 * plug in another. Thread-safe.
 *
 * <p>An exception is a denial.
 */
public interface RuleEvaluator {
  /** The verdict on one request, or on one document of it. */
  Verdict evaluate(RuleInput input);

  /**
   * Whether the answer may depend on {@link RuleInput#reader}; a write is then judged within its
   * own transaction.
   */
  default boolean readsData(String database, String collection, Operation operation) {
    return true;
  }

  /** What else the verdict rests on, so that live queries are judged anew when it changes. */
  default RuleGrounds grounds(String database, String collection, Operation operation) {
    return RuleGrounds.UNKNOWN;
  }

  /** Where the rule for the operation stands in the configuration, or null. */
  default @Nullable String place(String database, String collection, Operation operation) {
    return null;
  }

  /** How the verdict comes about, in as much detail as the evaluator has. */
  default RuleTrace trace(RuleInput input) {
    return RuleTrace.of(input.operation(), evaluate(input));
  }
}
