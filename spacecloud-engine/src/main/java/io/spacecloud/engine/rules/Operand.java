package io.spacecloud.engine.rules;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A value in a rule: written there, or resolved anew for every request. */
public sealed interface Operand {
  /** A normalised value that stands in the rule. */
  record Literal(@Nullable Object value) implements Operand {}

  /**
   * A variable; what it resolves to is data.
   *
   * @param text as it stands in the rule
   * @param store the name of the stored rows, for {@link Root#STORED}; else empty
   */
  record Variable(String text, Root root, String store, List<Step> steps) implements Operand {
    public Variable {
      steps = List.copyOf(steps);
    }

    /** Some of the steps, where all of those are names. */
    List<String> names(int from, int to) {
      return steps.subList(from, to).stream().map(step -> ((Step.Name) step).name()).toList();
    }
  }

  /**
   * A function's value.
   *
   * @param text as it stands in the rule
   */
  record Call(String text, Function function, List<Operand> arguments) implements Operand {
    public Call {
      arguments = List.copyOf(arguments);
    }
  }

  /** A list, some element of which is no literal. */
  record Items(List<Operand> elements) implements Operand {
    public Items {
      elements = List.copyOf(elements);
    }
  }

  /** An object, some field of which is no literal. */
  record Entries(Map<String, Operand> fields) implements Operand {
    public Entries {
      fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
    }
  }

  /** One step from a value into it. */
  sealed interface Step {
    /** The field of that name, or the element at that position. */
    record Name(String name) implements Step {}

    /** The field or element that a variable's value names. */
    record Index(Variable variable) implements Step {}
  }

  /** What variables begin with. */
  enum Root {
    AUTH,
    FIND,
    UPDATE,
    DOC,
    OP,
    OPTS,
    PIPELINE,
    WRITES,
    /** What a function is called with, or the variables of a file's prefix. */
    PARAMS,
    /** What is said of a file. */
    META,
    /** The rows of an enclosing {@code query}. */
    STORED
  }

  /** What rules can compute. */
  enum Function {
    EXISTS("exists", 1, MatchType.BOOL),
    LENGTH("length", 1, MatchType.NUMBER),
    NOW("now", 0, MatchType.DATE),
    ADD_DURATION("addDuration", 2, MatchType.DATE),
    ROUND_UP_DATE("roundUpDate", 2, MatchType.DATE);

    final String key;
    final int arity;
    final MatchType type;

    Function(String key, int arity, MatchType type) {
      this.key = key;
      this.arity = arity;
      this.type = type;
    }
  }

  /** The operand as a person reads it. */
  default String text() {
    if (this instanceof Literal literal) {
      return literal.value() instanceof String text
          ? "'" + text + "'"
          : String.valueOf(literal.value());
    } else if (this instanceof Variable variable) {
      return variable.text();
    } else if (this instanceof Call call) {
      return call.text();
    } else if (this instanceof Items items) {
      return items.elements().stream().map(Operand::text).toList().toString();
    } else if (this instanceof Entries entries) {
      return "object of " + entries.fields().keySet();
    }
    throw new AssertionError(getClass());
  }

  /** The only type that the operand can have, where that is known. */
  default @Nullable MatchType type() {
    if (this instanceof Call call) {
      return call.function().type;
    } else if (this instanceof Variable variable) {
      return switch (variable.root()) {
        case OP -> MatchType.STRING;
        case WRITES -> MatchType.BOOL;
        case AUTH, FIND, UPDATE, DOC, OPTS, PIPELINE, PARAMS, META, STORED -> null;
      };
    }
    return null;
  }

  /** The name of a root as it stands after {@code args.}. */
  static String key(Root root) {
    return root.name().toLowerCase(Locale.ROOT);
  }
}
