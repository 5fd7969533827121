package io.spacecloud.engine.rules;

import io.spacecloud.api.rule.Effects;
import io.spacecloud.api.rule.Question;
import io.spacecloud.api.rule.RuleGrounds;
import io.spacecloud.api.rule.RuleInput;
import io.spacecloud.api.rule.RuleTrace;
import io.spacecloud.api.rule.Verdict;
import io.spacecloud.engine.rules.Rule.Label;
import java.time.Clock;
import java.util.List;
import java.util.Objects;

/** The whole rule of one operation on one collection or prefix, or of one function. */
final class CompiledRule {
  private final String place;
  private final Node root;
  private final boolean open;
  private final boolean readsData;
  private final RuleGrounds grounds;
  private final boolean hasEffects;
  private final Verdict unverified;
  private final Verdict failed;

  CompiledRule(Rule rule, Scope scope, Clock clock, Ciphers ciphers) {
    Label label = rule.label();
    this.place = label.path();
    this.root = new RuleCompiler(clock, ciphers).compile(rule, scope);
    this.open = isOpen(rule);
    this.readsData = RuleCompiler.readsData(rule);
    this.grounds = GroundsFinder.of(rule);
    this.hasEffects = root.hasEffects();
    this.unverified = denied(label, "the caller is not verified");
    this.failed = denied(label, "the rule failed");
  }

  private static boolean isOpen(Rule rule) {
    return rule instanceof Rule.Allow
        || (rule instanceof Rule.Limited limited && isOpen(limited.rule()));
  }

  private static Verdict denied(Label label, String reason) {
    return new Verdict.Denied(label.path(), label.name(), reason, label.error());
  }

  String place() {
    return place;
  }

  boolean readsData() {
    return readsData;
  }

  RuleGrounds grounds() {
    return grounds;
  }

  /** Whatever goes wrong denies. */
  Verdict evaluate(Question input) {
    if (!open && !input.caller().authenticated()) {
      return unverified;
    }
    try {
      return hasEffects ? verdict(input, root.grant(input)) : root.evaluate(input, null).verdict();
    } catch (RuntimeException e) {
      return failed;
    }
  }

  private static Verdict verdict(Question input, Node.Granting granting) {
    Verdict verdict = granting.outcome().verdict();
    if (verdict.isDenied()) {
      return verdict;
    }
    RuleInput asked = (RuleInput) input; // effects are compiled for rules of collections alone
    RuleInput changed = (RuleInput) granting.input();
    boolean request = !changed.request().equals(asked.request());
    boolean doc = !Objects.equals(changed.doc(), asked.doc());
    return Verdict.where(
        verdict.residual(),
        new Effects(
            granting.fields(),
            request ? changed.request() : null,
            doc ? changed.doc() : null,
            List.copyOf(granting.results())));
  }

  RuleTrace trace(Question input) {
    if (!open && !input.caller().authenticated()) {
      return stopped(RuleTrace.Outcome.DENIED, "the caller is not verified");
    }
    try {
      return root.trace(input, null).trace();
    } catch (RuntimeException e) {
      return stopped(RuleTrace.Outcome.ERROR, "the rule failed");
    }
  }

  private RuleTrace stopped(RuleTrace.Outcome outcome, String reason) {
    RuleTrace skipped = root.skipped();
    return new RuleTrace(
        skipped.path(),
        skipped.name(),
        skipped.rule(),
        outcome,
        List.of(),
        null,
        reason,
        List.of(),
        List.of());
  }
}
