package io.spacecloud.engine.rules;

import io.spacecloud.engine.rules.Rule.Label;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Compiles rules to nodes. What a rule's label lacks it takes from the rule around it. */
final class RuleCompiler {
  private final SlotCompiler slots;
  private final Ciphers ciphers;

  RuleCompiler(Clock clock, Ciphers ciphers) {
    this.slots = new SlotCompiler(clock);
    this.ciphers = ciphers;
  }

  Node compile(Rule rule, Scope scope) {
    return compile(rule, rule.label(), scope);
  }

  private Node compile(Rule rule, Label outer, Scope scope) {
    Label effective = rule.label().within(outer);
    if (rule instanceof Rule.Allow allow) {
      return new ConstantNode("allow", allow.label(), Outcome.GRANTED);
    } else if (rule instanceof Rule.Authenticated authenticated) {
      return new AuthenticatedNode(authenticated.label(), effective);
    } else if (rule instanceof Rule.Deny deny) {
      return new ConstantNode(
          "deny", deny.label(), Outcome.denied(effective, "the rule denies everyone"));
    } else if (rule instanceof Rule.Match match) {
      return match(match, effective, scope);
    } else if (rule instanceof Rule.And and) {
      return new AndNode(and.label(), compile(and.clauses(), effective, scope));
    } else if (rule instanceof Rule.Or or) {
      return new OrNode(or.label(), effective, compile(or.clauses(), effective, scope));
    } else if (rule instanceof Rule.Not not) {
      return new NotNode(not.label(), effective, compile(not.clause(), effective, scope));
    } else if (rule instanceof Rule.Filter filter) {
      FindCompiler compiler = new FindCompiler(slots, scope);
      Finder find = compiler.compile(filter.find());
      return new FilterNode(filter.label(), effective, find, compiler.operands());
    } else if (rule instanceof Rule.Query query) {
      return query(query, effective, scope);
    } else if (rule instanceof Rule.Func func) {
      return new FuncNode(func, effective, FuncArguments.of(scope));
    } else if (rule instanceof Rule.Limited limited) {
      return new LimitedNode(
          limited.label(), compile(limited.rule(), effective, scope), limited.fields());
    } else if (rule instanceof Rule.Remove remove) {
      Rule clause = remove.clause();
      return new RemoveNode(remove, clause == null ? null : compile(clause, effective, scope));
    } else if (rule instanceof Rule.Change change) {
      Rule clause = change.clause();
      Operand value = change.value();
      return new ChangeNode(
          change,
          effective,
          value == null ? null : slots.compile(value, scope),
          clause == null ? null : compile(clause, effective, scope));
    } else if (rule instanceof Rule.Seal seal) {
      Rule clause = seal.clause();
      return new SealNode(
          seal, effective, ciphers, clause == null ? null : compile(clause, effective, scope));
    } else if (rule instanceof Rule.Show show) {
      Rule clause = show.clause();
      Operand value = show.value();
      return new ResultNode(
          show,
          effective,
          value == null ? null : slots.compile(value, scope),
          clause == null ? null : compile(clause, effective, scope));
    }
    throw new AssertionError(rule.getClass());
  }

  private List<Node> compile(List<Rule> clauses, Label outer, Scope scope) {
    return clauses.stream().map(clause -> compile(clause, outer, scope)).toList();
  }

  private Node match(Rule.Match match, Label effective, Scope scope) {
    return MatchNode.of(
        match,
        effective,
        side(match.type(), match.f1(), scope),
        side(match.type(), match.f2(), scope));
  }

  /** Literal dates are read once. */
  private Slot side(MatchType type, Operand operand, Scope scope) {
    if (type == MatchType.DATE && operand instanceof Operand.Literal literal) {
      Instant date = Dates.read(literal.value());
      return date == null ? slots.compile(operand, scope) : new Slot.Constant(date);
    }
    return slots.compile(operand, scope);
  }

  private Node query(Rule.Query query, Label effective, Scope scope) {
    FindCompiler compiler = new FindCompiler(slots, scope);
    Finder find = compiler.compile(query.find());
    Rule clause = query.clause();
    @Nullable Node judge =
        clause == null ? null : compile(clause, effective, scope.storing(query.store()));
    return new QueryNode(query, effective, find, judge, compiler.operands());
  }

  /** Whether evaluating the rule reads rows. */
  static boolean readsData(Rule rule) {
    return rule instanceof Rule.Query || rule.clauses().stream().anyMatch(RuleCompiler::readsData);
  }
}
