package io.spacecloud.engine.lint;

import io.spacecloud.api.condition.FieldPath;
import io.spacecloud.engine.rules.FindTemplate;
import io.spacecloud.engine.rules.MatchEval;
import io.spacecloud.engine.rules.Operand;
import io.spacecloud.engine.rules.Operand.Root;
import io.spacecloud.engine.rules.Rule;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Finds fields that say whose a row is, and that an update may change. */
final class OwnerLint {
  private final @Nullable Rule read;
  private final Rule update;
  private final List<LintWarning> warnings;

  OwnerLint(@Nullable Rule read, Rule update, List<LintWarning> warnings) {
    this.read = read;
    this.update = update;
    this.warnings = warnings;
  }

  void check() {
    Set<String> owners = new LinkedHashSet<>();
    if (read != null) {
      collect(read, owners);
    }
    collect(update, owners);
    for (String owner : owners) {
      if (!protects(update, owner)) {
        warnings.add(
            new LintWarning(
                LintCode.OWNER_CHANGEABLE,
                update.path(),
                "lets "
                    + owner
                    + " be changed, which says whose a row is; a filter on it, or fields: {deny: ["
                    + owner
                    + "]}, would not"));
      }
    }
  }

  /** The fields that are compared with a claim of the caller's. */
  private static void collect(Rule rule, Set<String> owners) {
    if (rule instanceof Rule.Filter filter) {
      for (FindTemplate part : Rules.conjoined(filter.find())) {
        if (part instanceof FindTemplate.Tested tested
            && tested.test() == FindTemplate.Test.EQ
            && Rules.variable(tested.operand(), Root.AUTH) != null) {
          owners.add(tested.path().toString());
        }
      }
    } else if (rule instanceof Rule.Match match && match.eval() == MatchEval.EQ) {
      collect(match.f1(), match.f2(), owners);
      collect(match.f2(), match.f1(), owners);
    }
    if (!(rule instanceof Rule.Query) && !(rule instanceof Rule.Not)) {
      rule.clauses().forEach(clause -> collect(clause, owners));
    }
  }

  private static void collect(Operand find, Operand claim, Set<String> owners) {
    Operand.Variable found = Rules.variable(find, Root.FIND);
    if (found != null && Rules.variable(claim, Root.AUTH) != null) {
      owners.add(found.text().substring("args.find.".length()));
    }
  }

  /** Whether whatever the rule grants keeps the field as it is, or as the rule wants it. */
  private static boolean protects(Rule rule, String owner) {
    FieldPath path = FieldPath.of(owner);
    if (rule instanceof Rule.Limited limited) {
      return !limited.fields().permits(path) || protects(limited.rule(), owner);
    } else if (rule instanceof Rule.And and) {
      return and.clauses().stream().anyMatch(each -> protects(each, owner));
    } else if (rule instanceof Rule.Or or) {
      return or.clauses().stream().allMatch(each -> protects(each, owner));
    } else if (rule instanceof Rule.Filter filter) {
      return mentions(filter.find(), owner);
    } else if (rule instanceof Rule.Change change) {
      return change.targets().stream()
          .anyMatch(each -> each.part() == Rule.Part.UPDATE && each.path().equals(path));
    }
    return LogicLint.truth(rule) == LogicLint.Truth.DENIES || asks(rule, owner);
  }

  private static boolean mentions(FindTemplate find, String owner) {
    return Rules.conjoined(find).stream()
        .anyMatch(
            part ->
                part instanceof FindTemplate.Tested tested
                    && tested.path().toString().equals(owner));
  }

  /** Whether the rule looks at what the update does to the field. */
  private static boolean asks(Rule rule, String owner) {
    if (rule instanceof Rule.Match match) {
      return asks(match.f1(), owner) || asks(match.f2(), owner);
    }
    return rule.clauses().stream().anyMatch(each -> asks(each, owner));
  }

  private static boolean asks(Operand operand, String owner) {
    if (operand instanceof Operand.Call call) {
      return call.arguments().stream().anyMatch(each -> asks(each, owner));
    }
    return operand instanceof Operand.Variable variable
        && (variable.root() == Root.WRITES || variable.root() == Root.UPDATE)
        && (variable.text().endsWith("." + owner) || variable.text().contains("." + owner + "."));
  }
}
