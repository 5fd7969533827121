package io.spacecloud.engine.lint;

import io.spacecloud.api.request.Operation;
import io.spacecloud.engine.rules.MatchEval;
import io.spacecloud.engine.rules.Operand;
import io.spacecloud.engine.rules.Operand.Root;
import io.spacecloud.engine.rules.Rule;
import java.util.List;

/**
 * Finds rules that ask what a find says, where rows are meant: callers have to write the condition,
 * and nothing holds an updated row to it.
 */
final class FindLint {
  private final Operation operation;
  private final List<LintWarning> warnings;

  FindLint(Operation operation, List<LintWarning> warnings) {
    this.operation = operation;
    this.warnings = warnings;
  }

  void check(Rule rule) {
    if (rule instanceof Rule.Match match && match.eval() == MatchEval.EQ) {
      boolean first = Rules.variable(match.f1(), Root.FIND) != null;
      Operand.Variable found = Rules.variable(first ? match.f1() : match.f2(), Root.FIND);
      boolean both = first && Rules.variable(match.f2(), Root.FIND) != null;
      if (found != null && !both) {
        add(rule, found.text().substring("args.find.".length()));
      }
    }
    rule.clauses().forEach(this::check);
  }

  private void add(Rule rule, String field) {
    String after =
        operation == Operation.UPDATE ? ", and does not hold for the row once it is updated" : "";
    warnings.add(
        new LintWarning(
            LintCode.FIND_MATCH,
            rule.path(),
            "demands that every find names "
                + field
                + after
                + "; {rule: filter, find: {"
                + field
                + ": \u2026}} restricts the rows itself"));
  }
}
