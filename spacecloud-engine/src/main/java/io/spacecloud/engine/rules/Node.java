package io.spacecloud.engine.rules;

import io.spacecloud.api.condition.FieldPath;
import io.spacecloud.api.rule.FieldAccess;
import io.spacecloud.api.rule.RuleInput;
import io.spacecloud.api.rule.RuleTrace;
import io.spacecloud.api.rule.Verdict;
import io.spacecloud.engine.rules.Rule.Label;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A rule compiled: a small executable, immutable and thread-safe. */
abstract class Node {
  private final String kind;
  private final Label label;
  private final List<Shown> operands;

  /**
   * @param kind the rule's kind as it is configured
   * @param operands what a trace shows the values of
   */
  Node(String kind, Label label, List<Shown> operands) {
    this.kind = kind;
    this.label = label;
    this.operands = List.copyOf(operands);
  }

  /** An operand that a trace shows. */
  record Shown(String text, Slot slot) {}

  /** An outcome and how it came about. */
  record Traced(Outcome outcome, RuleTrace trace) {}

  /** What the rule comes to. A grant that looks at no rows allocates nothing. */
  abstract Outcome evaluate(RuleInput input, @Nullable StoredRows stored);

  /**
   * What the rule comes to and what its grant comes with: the fields that every branch grants which
   * may grant anything, and the request as the effects of those branches leave it. Of one
   * evaluation, so that all are of the same moment.
   */
  Granting grant(RuleInput input) {
    return Granting.of(evaluate(input, null), input);
  }

  /**
   * An outcome and what it comes with.
   *
   * @param input what later rules judge, and what is to run
   * @param decrypted the fields of the result that are decrypted
   */
  record Granting(Outcome outcome, FieldAccess fields, RuleInput input, Set<FieldPath> decrypted) {
    static Granting of(Outcome outcome, RuleInput input) {
      return new Granting(outcome, FieldAccess.ALL, input, Set.of());
    }

    static Granting of(Outcome outcome, FieldAccess fields, RuleInput input) {
      return new Granting(outcome, fields, input, Set.of());
    }
  }

  /** Evaluates once, and writes down how. */
  Traced trace(RuleInput input, @Nullable StoredRows stored) {
    return traced(evaluate(input, stored), input, stored, List.of());
  }

  /** The trace of a rule that was not evaluated. */
  RuleTrace skipped() {
    return new RuleTrace(
        label.path(),
        label.name(),
        kind,
        RuleTrace.Outcome.SKIPPED,
        List.of(),
        null,
        "not needed",
        List.of());
  }

  final Traced traced(
      Outcome outcome, RuleInput input, @Nullable StoredRows stored, List<RuleTrace> clauses) {
    boolean conditional = outcome.kind() == RuleTrace.Outcome.CONDITIONAL;
    RuleTrace trace =
        new RuleTrace(
            label.path(),
            label.name(),
            kind,
            outcome.kind(),
            values(input, stored),
            conditional ? outcome.verdict().residual() : null,
            reason(outcome),
            clauses);
    return new Traced(outcome, trace);
  }

  private String reason(Outcome outcome) {
    Verdict.Denied denial = outcome.denial();
    if (denial == null) {
      return "";
    } else if (!outcome.neverGrants()) {
      return "rows must satisfy a condition";
    }
    return denial.rule().equals(label.path()) ? denial.reason() : "decided by " + denial.rule();
  }

  private List<RuleTrace.Operand> values(RuleInput input, @Nullable StoredRows stored) {
    List<RuleTrace.Operand> values = new ArrayList<>(operands.size());
    for (Shown operand : operands) {
      Object value = operand.slot().get(input, stored);
      values.add(new RuleTrace.Operand(operand.text(), value != null, value));
    }
    return values;
  }
}
