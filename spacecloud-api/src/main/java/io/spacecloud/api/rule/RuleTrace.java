package io.spacecloud.api.rule;

import io.spacecloud.api.condition.Condition;
import io.spacecloud.api.condition.Conditions;
import io.spacecloud.api.request.Operation;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How one rule came to its outcome, its clauses within it. For the embedding code: it holds values.
 *
 * @param path where the rule stands in the configuration
 * @param name the rule's own name, or null
 * @param rule the kind of rule, such as {@code match}
 * @param operands what the rule's variables resolved to
 * @param residual what rows must satisfy, where the outcome is conditional; else null
 * @param reason why, in words
 * @param effects what the rule does to the request or its result, in words without values
 */
public record RuleTrace(
    String path,
    @Nullable String name,
    String rule,
    Outcome outcome,
    List<Operand> operands,
    @Nullable Condition residual,
    String reason,
    List<String> effects,
    List<RuleTrace> clauses) {

  /** What a rule came to; an error never grants. */
  public enum Outcome {
    GRANTED,
    CONDITIONAL,
    DENIED,
    ERROR,
    /** Not evaluated: a clause before it decided. */
    SKIPPED
  }

  /**
   * A variable or literal and its value.
   *
   * @param text as it stands in the rule
   * @param resolved whether it has a value
   */
  public record Operand(String text, boolean resolved, @Nullable Object value) {}

  public RuleTrace {
    operands = List.copyOf(operands);
    effects = List.copyOf(effects);
    clauses = List.copyOf(clauses);
  }

  /** The same without values. */
  public RuleTrace redacted() {
    return new RuleTrace(
        path,
        name,
        rule,
        outcome,
        operands.stream().map(each -> new Operand(each.text(), each.resolved(), null)).toList(),
        null,
        reason,
        effects,
        clauses.stream().map(RuleTrace::redacted).toList());
  }

  /** The same, with one more effect. */
  public RuleTrace withEffect(String effect) {
    List<String> all = new ArrayList<>(effects);
    all.add(effect);
    return new RuleTrace(path, name, rule, outcome, operands, residual, reason, all, clauses);
  }

  /** A trace that knows no more than the verdict. */
  public static RuleTrace of(Operation operation, Verdict verdict) {
    return of(operation.key(), verdict);
  }

  /** A trace that knows no more than the verdict. */
  public static RuleTrace of(Access access, Verdict verdict) {
    return of(access.verb(), verdict);
  }

  private static RuleTrace of(String verb, Verdict verdict) {
    if (verdict instanceof Verdict.Denied denied) {
      return new RuleTrace(
          denied.rule(),
          denied.name(),
          verb,
          Outcome.DENIED,
          List.of(),
          null,
          denied.reason(),
          List.of(),
          List.of());
    }
    Condition residual = verdict.residual();
    boolean granted = residual.equals(Conditions.TRUE);
    return new RuleTrace(
        verb,
        null,
        verb,
        granted ? Outcome.GRANTED : Outcome.CONDITIONAL,
        List.of(),
        granted ? null : residual,
        "",
        List.of(),
        List.of());
  }
}
