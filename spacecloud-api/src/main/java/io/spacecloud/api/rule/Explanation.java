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
 * @param statements what would run, in the database's own language and without values; empty if
 *     nothing would, or the backend does not tell
 */
public record Explanation(Verdict verdict, List<RuleTrace> traces, List<String> statements) {
  public Explanation {
    traces = List.copyOf(traces);
    statements = List.copyOf(statements);
  }

  /** The rule that denied, as {@code path} or {@code name}; null if none did. */
  public Verdict.@Nullable Denied denial() {
    return verdict instanceof Verdict.Denied denied ? denied : null;
  }

  /**
   * The same without values: neither what variables resolved to nor what residuals compare with.
   */
  public Explanation redacted() {
    List<RuleTrace> bare = traces.stream().map(RuleTrace::redacted).toList();
    return new Explanation(verdict.isDenied() ? verdict : bare(verdict), bare, statements);
  }

  private static Verdict bare(Verdict verdict) {
    List<ResultEffect> results =
        verdict.effects().results().stream()
            .map(each -> new ResultEffect(each.kind(), each.path(), null))
            .toList();
    return Verdict.where(Conditions.TRUE, new Effects(verdict.fields(), null, null, results));
  }

  /**
   * The explanation in strings, numbers, booleans, lists and maps alone, as any JSON library can
   * write it: {@code verdict}, what denied or what rows must satisfy, {@code fields} where some are
   * kept back, {@code results} where some are changed, the {@code rules} that were asked, and the
   * {@code statements} that would run.
   */
  public Map<String, @Nullable Object> toMap() {
    return ExplanationWriter.write(this);
  }

  /** The explanation as text that a person reads. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder(headline());
    traces.forEach(trace -> append(text, trace, 1));
    statements.forEach(each -> text.append("\n  runs ").append(each));
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
    trace.effects().forEach(each -> text.append("; ").append(each));
    for (RuleTrace.Operand operand : trace.operands()) {
      text.append('\n').append("  ".repeat(depth + 1)).append(operand.text());
      text.append(operand.resolved() ? " = " + operand.value() : " does not resolve");
    }
    trace.clauses().forEach(clause -> append(text, clause, depth + 1));
  }
}
