package io.spacecloud.api.rule;

import io.spacecloud.api.request.Operation;
import org.jspecify.annotations.Nullable;

/**
 * Judges requests. The engine's own evaluates the project's declarative rules; an application may
 * plug in another: one that says nothing of functions and files denies them. Thread-safe.
 *
 * <p>An exception is a denial.
 */
public interface RuleEvaluator {
  /** The verdict on one request on a collection, or on one document of it. */
  Verdict evaluate(RuleInput input);

  /** The verdict on a call of a function: granted without more, or denied. */
  default Verdict evaluate(CallInput input) {
    return Verdict.noRule(input.access());
  }

  /** The verdict on an operation on a file: granted without more, or denied. */
  default Verdict evaluate(FileInput input) {
    return Verdict.noRule(input.access());
  }

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

  /**
   * Whether whatever stands directly in the folder is judged as the folder itself, so that what may
   * be listed need not be judged one by one.
   */
  default boolean judgesAsOne(Access.ToFile folder) {
    return false;
  }

  /** Where the rule for the access stands in the configuration, or null. */
  default @Nullable String place(Access access) {
    return access instanceof Access.ToCollection rows
        ? place(rows.database(), rows.collection(), rows.operation())
        : null;
  }

  /** How the verdict comes about, in as much detail as the evaluator has. */
  default RuleTrace trace(RuleInput input) {
    return RuleTrace.of(input.operation(), evaluate(input));
  }

  /** How the verdict on a call comes about. */
  default RuleTrace trace(CallInput input) {
    return RuleTrace.of(input.access(), evaluate(input));
  }

  /** How the verdict on an operation on a file comes about. */
  default RuleTrace trace(FileInput input) {
    return RuleTrace.of(input.access(), evaluate(input));
  }
}
