package io.spacecloud.api.condition;

import io.spacecloud.api.value.Kind;
import io.spacecloud.api.value.Values;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A predicate over a row: true or false, never unknown.
 *
 * <p>Made by {@link Conditions}, whose factories normalise; values are normalised by {@link
 * Values}.
 */
public sealed interface Condition {
  /** True for every row, or for none. */
  record Constant(boolean value) implements Condition {}

  /** The field equals the value, or has its kind and is so ordered against it. */
  record Comparison(FieldPath path, Operator operator, Object value) implements Condition {
    public Comparison {
      Objects.requireNonNull(value, "null is compared by Presence");
    }
  }

  /** The field equals one of the values, of which there are at least two; one may be null. */
  record Membership(FieldPath path, List<@Nullable Object> values) implements Condition {
    public Membership {
      values = Collections.unmodifiableList(new ArrayList<>(values)); // List.copyOf takes no null
    }
  }

  /** The field is there and not null. */
  record Presence(FieldPath path) implements Condition {}

  /** The text matches a LIKE pattern of {@code %}, {@code _} and {@code \} as the escape. */
  record Like(FieldPath path, String pattern) implements Condition {}

  /** The list has elements equal to each given one, or the object has the given entries. */
  record Contains(FieldPath path, Object value) implements Condition {
    public Contains {
      Kind kind = Values.kindOf(value);
      if (kind != Kind.LIST && kind != Kind.OBJECT) {
        throw new IllegalArgumentException("$contains takes a list or an object");
      }
    }
  }

  /** Every one of at least two conditions holds. */
  record And(List<Condition> conditions) implements Condition {
    public And {
      conditions = List.copyOf(conditions);
    }
  }

  /** At least one of at least two conditions holds. */
  record Or(List<Condition> conditions) implements Condition {
    public Or {
      conditions = List.copyOf(conditions);
    }
  }

  /** Exactly the rows that the condition leaves out. */
  record Not(Condition condition) implements Condition {}

  /** How a field is compared with a value; {@code $ne} is the negation of {@link #EQ}. */
  enum Operator {
    EQ("$eq"),
    GT("$gt"),
    GTE("$gte"),
    LT("$lt"),
    LTE("$lte");

    private final String wire;

    Operator(String wire) {
      this.wire = wire;
    }

    /** The operator's name on the wire, such as {@code $gte}. */
    public String wire() {
      return wire;
    }

    /** Whether the operator accepts a {@code compareTo} result. */
    public boolean accepts(int comparison) {
      return switch (this) {
        case EQ -> comparison == 0;
        case GT -> comparison > 0;
        case GTE -> comparison >= 0;
        case LT -> comparison < 0;
        case LTE -> comparison <= 0;
      };
    }
  }
}
