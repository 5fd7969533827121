package io.spacecloud.engine.rules;

import io.spacecloud.api.condition.Condition;
import io.spacecloud.api.condition.FieldPath;
import java.util.List;

/**
 * A condition whose values may be variables; its structure, paths and operators are fixed when it
 * is parsed.
 */
public sealed interface FindTemplate {
  /** A part without variables. */
  record Fixed(Condition condition) implements FindTemplate {}

  /** A field tested against an operand. */
  record Tested(FieldPath path, Test test, Operand operand) implements FindTemplate {}

  /** Every part holds. */
  record All(List<FindTemplate> parts) implements FindTemplate {
    public All {
      parts = List.copyOf(parts);
    }
  }

  /** At least one part holds. */
  record Any(List<FindTemplate> parts) implements FindTemplate {
    public Any {
      parts = List.copyOf(parts);
    }
  }

  /** The part does not hold. */
  record Negated(FindTemplate part) implements FindTemplate {}

  /** How a field is tested. */
  enum Test {
    EQ,
    GT,
    GTE,
    LT,
    LTE,
    IN,
    LIKE,
    CONTAINS
  }
}
