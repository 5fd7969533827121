package io.spacecloud.engine.testing;

import io.spacecloud.api.request.Operation;
import io.spacecloud.engine.rules.Rule;
import io.spacecloud.engine.testing.Coverage.Entry;
import java.util.List;
import java.util.Locale;

/** Goes through a rule and its clauses, as traces do. */
record RuleWalk(
    String database,
    String collection,
    Operation operation,
    RecordingRules recorded,
    List<Entry> entries) {

  void add(Rule rule, int depth) {
    if (rule instanceof Rule.Limited limited) {
      add(limited.rule(), depth); // both stand at one place
      return;
    }
    entries.add(
        new Entry(
            database,
            collection,
            operation,
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

  /** Effects let pass, filters restrict; that a value is missing is not asked of every test. */
  private static boolean isConstant(Rule rule) {
    boolean compound =
        rule instanceof Rule.And
            || rule instanceof Rule.Or
            || rule instanceof Rule.Not
            || rule instanceof Rule.Match
            || rule instanceof Rule.Query;
    return !compound || (!(rule instanceof Rule.Query) && constantInside(rule));
  }

  private static boolean constantInside(Rule rule) {
    List<Rule> clauses = rule.clauses();
    return !clauses.isEmpty() && clauses.stream().allMatch(RuleWalk::isConstant);
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
