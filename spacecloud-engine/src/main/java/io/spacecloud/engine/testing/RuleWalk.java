package io.spacecloud.engine.testing;

import io.spacecloud.api.request.Operation;
import io.spacecloud.engine.rules.Rule;
import io.spacecloud.engine.testing.Coverage.Entry;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

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
    for (Rule clause : clauses(rule)) {
      add(clause, depth + 1);
    }
  }

  private static List<Rule> clauses(Rule rule) {
    if (rule instanceof Rule.And and) {
      return and.clauses();
    } else if (rule instanceof Rule.Or or) {
      return or.clauses();
    } else if (rule instanceof Rule.Not not) {
      return List.of(not.clause());
    }
    Rule clause = clause(rule);
    return clause == null ? List.of() : List.of(clause);
  }

  private static @Nullable Rule clause(Rule rule) {
    if (rule instanceof Rule.Query query) {
      return query.clause();
    } else if (rule instanceof Rule.Remove remove) {
      return remove.clause();
    } else if (rule instanceof Rule.Change change) {
      return change.clause();
    } else if (rule instanceof Rule.Seal seal) {
      return seal.clause();
    }
    return rule instanceof Rule.Show show ? show.clause() : null;
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
    List<Rule> clauses = clauses(rule);
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
