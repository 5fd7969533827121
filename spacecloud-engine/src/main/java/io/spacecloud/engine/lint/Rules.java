package io.spacecloud.engine.lint;

import io.spacecloud.engine.rules.FindTemplate;
import io.spacecloud.engine.rules.Operand;
import io.spacecloud.engine.rules.Rule;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Walks of rules. */
final class Rules {
  private Rules() {}

  /** The rule without its fields. */
  static Rule plain(Rule rule) {
    return rule instanceof Rule.Limited limited ? plain(limited.rule()) : rule;
  }

  static boolean isEffect(Rule rule) {
    return rule instanceof Rule.Remove
        || rule instanceof Rule.Change
        || rule instanceof Rule.Seal
        || rule instanceof Rule.Show;
  }

  /** Whether granting comes with more than rows: then it is asked, though another has granted. */
  static boolean hasEffects(Rule rule) {
    return isEffect(rule)
        || rule instanceof Rule.Limited
        || rule.clauses().stream().anyMatch(Rules::hasEffects);
  }

  /** What the rule says, wherever it stands and whatever it is called. */
  static Object meaning(Rule rule) {
    if (rule instanceof Rule.Match match) {
      return List.of("match", match.type(), match.eval(), match.f1(), match.f2());
    } else if (rule instanceof Rule.Filter filter) {
      return List.of("filter", filter.find());
    } else if (rule instanceof Rule.Query query) {
      List<Object> clause = rule.clauses().stream().map(Rules::meaning).toList();
      String place = query.database() + "." + query.collection() + " " + query.store();
      return List.of("query", place, query.find(), clause);
    } else if (rule instanceof Rule.Limited limited) {
      return List.of("fields", limited.fields().toString(), meaning(limited.rule()));
    }
    List<Object> clauses = rule.clauses().stream().map(Rules::meaning).toList();
    return List.of(rule.getClass(), own(rule), clauses);
  }

  private static Object own(Rule rule) {
    if (rule instanceof Rule.Remove remove) {
      return remove.fields();
    } else if (rule instanceof Rule.Change change) {
      return List.of(change.targets(), change.value() == null ? "" : change.value());
    } else if (rule instanceof Rule.Seal seal) {
      return List.of(seal.hash(), seal.targets());
    } else if (rule instanceof Rule.Show show) {
      return List.of(show.kind(), show.fields(), show.value() == null ? "" : show.value());
    } else if (rule instanceof Rule.Func func) {
      return List.of(func.service(), func.function());
    }
    return "";
  }

  /** The parts that are conjoined. */
  static List<FindTemplate> conjoined(FindTemplate find) {
    return find instanceof FindTemplate.All all
        ? all.parts().stream().flatMap(part -> conjoined(part).stream()).toList()
        : List.of(find);
  }

  static Operand.@Nullable Variable variable(Operand operand, Operand.Root root) {
    return operand instanceof Operand.Variable variable && variable.root() == root
        ? variable
        : null;
  }
}
