package io.spacecloud.engine.rules;

import io.spacecloud.engine.config.Problems;
import io.spacecloud.engine.rules.Operand.Entries;
import io.spacecloud.engine.rules.Operand.Items;
import io.spacecloud.engine.rules.Operand.Literal;
import io.spacecloud.engine.rules.Rule.Label;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads {@code match}, and refuses operands that can never be of its type. */
final class MatchParser {
  private final Problems problems;
  private final OperandParser operands;

  MatchParser(Problems problems, OperandParser operands) {
    this.problems = problems;
    this.operands = operands;
  }

  /** The rule, or null after a problem. */
  Rule.@Nullable Match parse(Label label, Map<?, ?> node, Scope scope) {
    String path = label.path();
    MatchType type = MatchType.of(node.get("type"));
    MatchEval eval = MatchEval.of(node.get("eval"));
    if (type == null) {
      problems.add(path + ".type", "expected string, number, bool or date");
    }
    if (eval == null) {
      problems.add(path + ".eval", "expected ==, !=, <, <=, >, >=, in or notIn");
    }
    Operand f1 = operand(path + ".f1", node, "f1", scope);
    Operand f2 = operand(path + ".f2", node, "f2", scope);
    if (type == null || eval == null || f1 == null || f2 == null) {
      return null;
    } else if (eval.takesOrder() && !type.isOrdered()) {
      problems.add(path + ".eval", "bool has no order");
      return null;
    }
    boolean fits = checkValue(path + ".f1", type, f1);
    fits &=
        eval.takesList() ? checkList(path + ".f2", type, f2) : checkValue(path + ".f2", type, f2);
    return fits ? new Rule.Match(label, type, eval, f1, f2) : null;
  }

  private @Nullable Operand operand(String path, Map<?, ?> node, String key, Scope scope) {
    Object value = node.get(key);
    if (value == null) {
      problems.add(path, "expected a value or a variable");
      return null;
    }
    return operands.parse(path, value, scope);
  }

  private boolean checkValue(String path, MatchType type, Operand operand) {
    boolean fits =
        operand instanceof Literal literal
            ? type.read(literal.value()) != null
            : !(operand instanceof Items || operand instanceof Entries)
                && (operand.type() == null || operand.type() == type);
    return fits || problem(path, "not of type " + type.key());
  }

  private boolean checkList(String path, MatchType type, Operand operand) {
    List<Operand> elements = elements(operand);
    if (elements == null) {
      boolean unknown = operand instanceof Operand.Variable && operand.type() == null;
      return unknown || problem(path, "expected a list");
    }
    boolean fits = true;
    for (int i = 0; i < elements.size(); i++) {
      fits &= checkValue(path + "." + i, type, elements.get(i));
    }
    return fits;
  }

  private static @Nullable List<Operand> elements(Operand operand) {
    if (operand instanceof Items items) {
      return items.elements();
    } else if (operand instanceof Literal literal && literal.value() instanceof List<?> list) {
      List<Operand> elements = new ArrayList<>(list.size());
      list.forEach(element -> elements.add(new Literal(element)));
      return elements;
    }
    return null;
  }

  private boolean problem(String path, String text) {
    problems.add(path, text);
    return false;
  }
}
