package io.spacecloud.engine.rules;

import io.spacecloud.api.rule.RuleGrounds;
import io.spacecloud.api.spi.LiveView;
import java.util.HashSet;
import java.util.Set;

/** Finds what the verdict of a rule rests on beside the request, the caller and the rule. */
final class GroundsFinder {
  private final Set<LiveView.Collection> collections = new HashSet<>();
  private boolean unstable;

  private GroundsFinder() {}

  static RuleGrounds of(Rule rule) {
    GroundsFinder finder = new GroundsFinder();
    finder.visit(rule);
    return new RuleGrounds(finder.collections, finder.unstable);
  }

  private void visit(Rule rule) {
    if (rule instanceof Rule.Query query) {
      collections.add(new LiveView.Collection(query.database(), query.collection()));
    }
    unstable |= rule instanceof Rule.Func;
    visitOperands(rule);
    rule.clauses().forEach(this::visit);
  }

  private void visitOperands(Rule rule) {
    if (rule instanceof Rule.Match match) {
      visit(match.f1());
      visit(match.f2());
    } else if (rule instanceof Rule.Filter filter) {
      visit(filter.find());
    } else if (rule instanceof Rule.Query query) {
      visit(query.find());
    } else if (rule instanceof Rule.Change change && change.value() != null) {
      visit(change.value());
    } else if (rule instanceof Rule.Show show && show.value() != null) {
      visit(show.value());
    }
  }

  private void visit(FindTemplate find) {
    if (find instanceof FindTemplate.Tested tested) {
      visit(tested.operand());
    } else if (find instanceof FindTemplate.All all) {
      all.parts().forEach(this::visit);
    } else if (find instanceof FindTemplate.Any any) {
      any.parts().forEach(this::visit);
    } else if (find instanceof FindTemplate.Negated negated) {
      visit(negated.part());
    } else if (!(find instanceof FindTemplate.Fixed)) {
      throw new AssertionError(find.getClass());
    }
  }

  private void visit(Operand operand) {
    if (operand instanceof Operand.Call call) {
      unstable |= call.function() == Operand.Function.NOW;
      call.arguments().forEach(this::visit);
    } else if (operand instanceof Operand.Items items) {
      items.elements().forEach(this::visit);
    } else if (operand instanceof Operand.Entries entries) {
      entries.fields().values().forEach(this::visit);
    } else if (!(operand instanceof Operand.Literal || operand instanceof Operand.Variable)) {
      throw new AssertionError(operand.getClass());
    }
  }
}
