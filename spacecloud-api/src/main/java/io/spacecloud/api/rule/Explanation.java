package io.spacecloud.api.rule;

import io.spacecloud.api.condition.Conditions;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Why a request is allowed or denied. For the embedding code: it holds values.
 *
 * @param verdict what execution would go by
 * @param traces one per rule that was asked, in order
 */
public record Explanation(Verdict verdict, List<RuleTrace> traces) {
  public Explanation {
    traces = List.copyOf(traces);
  }

  /** The rule that denied, as {@code path} or {@code name}; null if none did. */
  public Verdict.@Nullable Denied denial() {
    return verdict instanceof Verdict.Denied denied ? denied : null;
  }

  /**
   * The same without values: neither what variables resolved to nor what residuals compare with.
   */
  public Explanation redacted() {
    Verdict bare = verdict.isDenied() ? verdict : Verdict.where(Conditions.TRUE, verdict.fields());
    return new Explanation(bare, traces.stream().map(RuleTrace::redacted).toList());
  }

  /**
   * The explanation in strings, numbers, booleans, lists and maps alone, as any JSON library can
   * write it: {@code verdict}, what denied or what rows must satisfy, {@code fields} where some are
   * kept back, and the {@code rules} that were asked.
   */
  public Map<String, @Nullable Object> toMap() {
    return ExplanationWriter.write(this);
  }

  /** The explanation as text that a person reads. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder(headline());
    traces.forEach(trace -> append(text, trace, 1));
    return text.toString();
  }

  private String headline() {
    if (verdict instanceof Verdict.Denied denied) {
      String by =
          denied.name() == null ? denied.rule() : denied.name() + " (" + denied.rule() + ")";
      return "DENIED by " + by + ": " + denied.reason();
    }
    String fields = verdict.fields().isAll() ? "" : " for " + verdict.fields();
    return verdict.residual().equals(Conditions.TRUE)
        ? "GRANTED" + fields
        : "GRANTED" + fields + " where " + Conditions.toMap(verdict.residual());
  }

  private static void append(StringBuilder text, RuleTrace trace, int depth) {
    text.append('\n').append("  ".repeat(depth));
    text.append(trace.outcome()).append(' ').append(trace.rule());
    if (trace.name() != null) {
      text.append(" \"").append(trace.name()).append('"');
    }
    text.append(" at ").append(trace.path());
    if (!trace.reason().isEmpty()) {
      text.append(": ").append(trace.reason());
    }
    for (RuleTrace.Operand operand : trace.operands()) {
      text.append('\n').append("  ".repeat(depth + 1)).append(operand.text());
      text.append(operand.resolved() ? " = " + operand.value() : " does not resolve");
    }
    trace.clauses().forEach(clause -> append(text, clause, depth + 1));
  }
}
