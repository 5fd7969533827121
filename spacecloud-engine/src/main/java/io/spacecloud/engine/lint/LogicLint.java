package io.spacecloud.engine.lint;

import io.spacecloud.api.condition.Conditions;
import io.spacecloud.engine.rules.FindTemplate;
import io.spacecloud.engine.rules.MatchEval;
import io.spacecloud.engine.rules.MatchType;
import io.spacecloud.engine.rules.Operand;
import io.spacecloud.engine.rules.Rule;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Finds rules that come to the same whatever is asked, and clauses that make no difference. */
final class LogicLint {
  private final List<LintWarning> warnings;

  LogicLint(List<LintWarning> warnings) {
    this.warnings = warnings;
  }

  /** What a rule comes to, for verified callers. */
  enum Truth {
    PASSES,
    DENIES,
    /** It denies or is an error, of which the opposite is an error, too. */
    NEVER,
    DEPENDS
  }

  void check(Rule rule) {
    own(rule);
    rule.clauses().forEach(this::check);
  }

  private void own(Rule rule) {
    Truth truth = truth(rule);
    if (rule instanceof Rule.Match || rule instanceof Rule.Filter) {
      constant(rule, truth);
    } else if (rule instanceof Rule.Not not && isSaid(not.clause())) {
      constant(rule, truth);
    } else if (rule instanceof Rule.And and) {
      boolean said =
          and.clauses().stream().anyMatch(each -> Rules.plain(each) instanceof Rule.Deny);
      if (said || isContradictory(and)) {
        constant(rule, Truth.DENIES);
      }
      shadowed(and.clauses(), false);
    } else if (rule instanceof Rule.Or or) {
      boolean depends = or.clauses().stream().anyMatch(each -> truth(each) == Truth.DEPENDS);
      boolean said = or.clauses().stream().anyMatch(each -> isSaid(each) && passes(each));
      boolean denied =
          or.clauses().stream().allMatch(each -> Rules.plain(each) instanceof Rule.Deny);
      if ((said && depends) || denied) {
        constant(rule, truth);
      }
      shadowed(or.clauses(), true);
    }
  }

  private void constant(Rule rule, Truth truth) {
    if (truth == Truth.PASSES) {
      add(LintCode.ALWAYS_PASSES, rule, "lets every verified caller pass");
    } else if (truth != Truth.DEPENDS) {
      add(LintCode.NEVER_PASSES, rule, "never lets anything pass");
    }
  }

  /** Whether it is written there that the rule always passes, or never. */
  private static boolean isSaid(Rule rule) {
    Rule plain = Rules.plain(rule);
    return plain instanceof Rule.Allow
        || plain instanceof Rule.Authenticated
        || plain instanceof Rule.Deny
        || Rules.isEffect(plain)
        || (plain instanceof Rule.And and && and.clauses().stream().allMatch(LogicLint::isSaid));
  }

  private static boolean passes(Rule rule) {
    return truth(rule) == Truth.PASSES;
  }

  private void shadowed(List<Rule> clauses, boolean any) {
    Set<Object> said = new HashSet<>();
    boolean settled = false;
    for (Rule clause : clauses) {
      if (settled && !(any && Rules.hasEffects(clause))) {
        add(LintCode.SHADOWED, clause, "makes no difference: a clause before it settles it");
      } else if (!said.add(Rules.meaning(clause))) {
        add(LintCode.DUPLICATE, clause, "says what a clause before it says");
      }
      Truth truth = truth(clause);
      settled |= any ? truth == Truth.PASSES : truth == Truth.DENIES;
    }
  }

  private void add(LintCode code, Rule rule, String text) {
    warnings.add(new LintWarning(code, rule.path(), text));
  }

  static Truth truth(Rule rule) {
    if (rule instanceof Rule.Limited limited) {
      return truth(limited.rule());
    } else if (rule instanceof Rule.Allow
        || rule instanceof Rule.Authenticated
        || Rules.isEffect(rule)) {
      return Truth.PASSES;
    } else if (rule instanceof Rule.Deny) {
      return Truth.DENIES;
    } else if (rule instanceof Rule.Match match) {
      return match(match);
    } else if (rule instanceof Rule.Filter filter) {
      boolean none =
          filter.find() instanceof FindTemplate.Fixed fixed
              && fixed.condition().equals(Conditions.FALSE);
      return none ? Truth.DENIES : Truth.DEPENDS;
    } else if (rule instanceof Rule.Not not) {
      return opposite(truth(not.clause()));
    }
    return compound(rule);
  }

  private static Truth compound(Rule rule) {
    Set<Truth> truths = EnumSet.noneOf(Truth.class);
    rule.clauses().forEach(clause -> truths.add(truth(clause)));
    if (rule instanceof Rule.And and) {
      if (truths.contains(Truth.DENIES)) {
        return Truth.DENIES;
      } else if (truths.contains(Truth.NEVER) || isContradictory(and)) {
        return Truth.NEVER;
      }
      return truths.contains(Truth.DEPENDS) ? Truth.DEPENDS : Truth.PASSES;
    } else if (rule instanceof Rule.Or) {
      if (truths.contains(Truth.PASSES)) {
        return Truth.PASSES;
      } else if (truths.contains(Truth.DEPENDS)) {
        return Truth.DEPENDS;
      }
      return truths.equals(EnumSet.of(Truth.DENIES)) ? Truth.DENIES : Truth.NEVER;
    }
    return Truth.DEPENDS;
  }

  private static Truth opposite(Truth truth) {
    return switch (truth) {
      case PASSES -> Truth.DENIES;
      case DENIES -> Truth.PASSES;
      case NEVER, DEPENDS -> Truth.DEPENDS;
    };
  }

  private static Truth match(Rule.Match match) {
    if (match.eval() == MatchEval.IN && isEmptyList(match.f2())) {
      return Truth.NEVER;
    }
    if (!(match.f1() instanceof Operand.Literal a)
        || !(match.f2() instanceof Operand.Literal b)
        || match.eval().takesList()) {
      return Truth.DEPENDS;
    }
    Object x = match.type().read(a.value());
    Object y = match.type().read(b.value());
    if (x == null || y == null) {
      return Truth.NEVER;
    }
    return match.eval().holds(match.type(), x, y) ? Truth.PASSES : Truth.DENIES;
  }

  private static boolean isEmptyList(Operand operand) {
    return operand instanceof Operand.Literal literal
        && literal.value() instanceof List<?> list
        && list.isEmpty();
  }

  /** One variable cannot be equal to two values. */
  private static boolean isContradictory(Rule.And and) {
    Map<Object, Object> values = new HashMap<>();
    for (Rule.Match match : equalities(and)) {
      boolean first = match.f1() instanceof Operand.Variable;
      Operand variable = first ? match.f1() : match.f2();
      Object value = literal(match.type(), first ? match.f2() : match.f1());
      if (variable instanceof Operand.Variable && value != null) {
        Object before = values.putIfAbsent(variable, value);
        if (before != null && !isSame(match.type(), before, value)) {
          return true;
        }
      }
    }
    return false;
  }

  private static boolean isSame(MatchType type, Object a, Object b) {
    Object x = type.read(a);
    return x != null && type.equal(x, b);
  }

  private static @Nullable Object literal(MatchType type, Operand operand) {
    return operand instanceof Operand.Literal literal ? type.read(literal.value()) : null;
  }

  private static List<Rule.Match> equalities(Rule.And and) {
    List<Rule.Match> all = new ArrayList<>();
    for (Rule clause : and.clauses()) {
      Rule plain = Rules.plain(clause);
      if (plain instanceof Rule.Match match && match.eval() == MatchEval.EQ) {
        all.add(match);
      } else if (plain instanceof Rule.And inner) {
        all.addAll(equalities(inner));
      }
    }
    return all;
  }
}
