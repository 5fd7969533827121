package io.spacecloud.engine.rules;

import io.spacecloud.api.rule.FieldAccess;
import io.spacecloud.api.rule.Question;
import io.spacecloud.api.rule.ResultEffect;
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
  record Shown(String text, Slot slot) {
    /** The one, if there is one. */
    static List<Shown> of(@Nullable Operand operand, @Nullable Slot slot) {
      return operand == null || slot == null ? List.of() : List.of(new Shown(operand.text(), slot));
    }
  }

  /** What a rule comes to with its effects, and how. */
  record Traced(Granting granting, RuleTrace trace) {
    Outcome outcome() {
      return granting.outcome();
    }
  }

  /** Whether a grant of it may come with more than rows. */
  boolean hasEffects() {
    return false;
  }

  /** What the rule comes to. A grant that looks at no rows allocates nothing. */
  abstract Outcome evaluate(Question input, @Nullable StoredRows stored);

  /**
   * What the rule comes to and what its grant comes with: the fields that every branch grants which
   * may grant anything, and the request as the effects of those branches leave it. Of one
   * evaluation, so that all are of the same moment.
   */
  Granting grant(Question input) {
    return Granting.of(evaluate(input, null), input);
  }

  /**
   * An outcome and what it comes with.
   *
   * @param input what later rules judge, and what is to run
   * @param results what becomes of fields of what is read
   */
  record Granting(Outcome outcome, FieldAccess fields, Question input, Set<ResultEffect> results) {
    static Granting of(Outcome outcome, Question input) {
      return new Granting(outcome, FieldAccess.ALL, input, Set.of());
    }

    static Granting of(Outcome outcome, FieldAccess fields, Question input) {
      return new Granting(outcome, fields, input, Set.of());
    }
  }

  /** Evaluates once with all effects, and writes down how. */
  Traced trace(Question input, @Nullable StoredRows stored) {
    Granting granting = Granting.of(evaluate(input, stored), input);
    return traced(granting, input, stored, List.of(), List.of());
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
        List.of(),
        List.of());
  }

  final Traced traced(
      Granting granting,
      Question input,
      @Nullable StoredRows stored,
      List<String> effects,
      List<RuleTrace> clauses) {
    Outcome outcome = granting.outcome();
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
            effects,
            clauses);
    return new Traced(granting, trace);
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

  private List<RuleTrace.Operand> values(Question input, @Nullable StoredRows stored) {
    List<RuleTrace.Operand> values = new ArrayList<>(operands.size());
    for (Shown operand : operands) {
      Object value = operand.slot().get(input, stored);
      values.add(new RuleTrace.Operand(operand.text(), value != null, value));
    }
    return values;
  }
}
