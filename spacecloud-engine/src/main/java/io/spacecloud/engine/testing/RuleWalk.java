package io.spacecloud.engine.testing;

import io.spacecloud.api.rule.Access;
import io.spacecloud.engine.rules.Rule;
import io.spacecloud.engine.testing.Coverage.Entry;
import java.util.List;
import java.util.Locale;

/** Goes through a rule and its clauses, as traces do. */
record RuleWalk(Access access, RecordingRules recorded, List<Entry> entries) {

  void add(Rule rule, int depth) {
    if (rule instanceof Rule.Limited) {
      add(bare(rule), depth);
      return;
    }
    entries.add(
        new Entry(
            access,
            depth,
            rule.path(),
            kind(rule),
            rule.label().name(),
            isConstant(rule),
            recorded.outcomes(rule.path())));
    for (Rule clause : rule.clauses()) {
      add(clause, depth + 1);
    }
  }

  /** Without {@code fields} beside it: both stand at one place. */
  private static Rule bare(Rule rule) {
    return rule instanceof Rule.Limited limited ? limited.rule() : rule;
  }

  /** Effects let pass; that a caller is not verified is not asked of every test. */
  private static boolean isConstant(Rule rule) {
    boolean branches =
        rule instanceof Rule.Match
            || rule instanceof Rule.Query
            || rule instanceof Rule.Filter
            || rule instanceof Rule.Func;
    boolean compound =
        rule instanceof Rule.And || rule instanceof Rule.Or || rule instanceof Rule.Not;
    return !branches && (!compound || constantInside(rule));
  }

  private static boolean constantInside(Rule rule) {
    return rule.clauses().stream().allMatch(each -> isConstant(bare(each)));
  }

  private static String kind(Rule rule) {
    if (rule instanceof Rule.Change change) {
      return change.value() == null ? "remove" : "force";
    } else if (rule instanceof Rule.Seal seal) {
      return seal.hash() ? "hash" : "encrypt";
    } else if (rule instanceof Rule.Show show) {
      return show.kind().name().toLowerCase(Locale.ROOT);
    }
    return rule.getClass().getSimpleName().toLowerCase(Locale.ROOT);
  }
}
