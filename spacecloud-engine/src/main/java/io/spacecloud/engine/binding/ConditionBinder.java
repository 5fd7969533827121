package io.spacecloud.engine.binding;

import io.spacecloud.api.condition.Condition;
import io.spacecloud.api.condition.Condition.And;
import io.spacecloud.api.condition.Condition.Comparison;
import io.spacecloud.api.condition.Condition.Constant;
import io.spacecloud.api.condition.Condition.Contains;
import io.spacecloud.api.condition.Condition.Like;
import io.spacecloud.api.condition.Condition.Membership;
import io.spacecloud.api.condition.Condition.Not;
import io.spacecloud.api.condition.Condition.Operator;
import io.spacecloud.api.condition.Condition.Or;
import io.spacecloud.api.condition.Condition.Presence;
import io.spacecloud.api.condition.Conditions;
import io.spacecloud.api.condition.FieldPath;
import io.spacecloud.api.error.InvalidRequestException;
import io.spacecloud.api.spi.FieldSchema;
import io.spacecloud.api.value.Kind;
import io.spacecloud.api.value.Values;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Binds conditions: fields must be there, literals become values of the fields' kinds. */
final class ConditionBinder {
  private final Fields fields;

  ConditionBinder(Fields fields) {
    this.fields = fields;
  }

  /** The condition itself where nothing in it changes. */
  Condition bind(String place, Condition condition) {
    if (condition instanceof Comparison c) {
      return comparison(place, c);
    } else if (condition instanceof And c) {
      List<Condition> bound = all(place, c.conditions());
      return bound == c.conditions() ? c : Conditions.and(bound);
    } else if (condition instanceof Or c) {
      List<Condition> bound = all(place, c.conditions());
      return bound == c.conditions() ? c : Conditions.or(bound);
    } else if (condition instanceof Not c) {
      Condition inner = bind(place, c.condition());
      return inner == c.condition() ? c : Conditions.not(inner);
    } else if (condition instanceof Constant) {
      return condition;
    } else if (condition instanceof Presence c) {
      fields.at(place, c.path());
      return c;
    } else if (condition instanceof Membership c) {
      return membership(place, c);
    } else if (condition instanceof Like c) {
      return like(place, c);
    } else if (condition instanceof Contains c) {
      return contains(place, c);
    }
    throw new AssertionError(condition.getClass());
  }

  private List<Condition> all(String place, List<Condition> conditions) {
    List<Condition> changed = null;
    for (int i = 0; i < conditions.size(); i++) {
      Condition bound = bind(place, conditions.get(i));
      if (changed == null && bound != conditions.get(i)) {
        changed = new ArrayList<>(conditions.subList(0, i));
      }
      if (changed != null) {
        changed.add(bound);
      }
    }
    return changed == null ? conditions : changed;
  }

  private Condition comparison(String place, Comparison c) {
    FieldSchema field = fields.at(place, c.path());
    if (c.operator() != Operator.EQ && !Fields.isJson(field)) {
      Fields.requireOrdered(place, c.path(), field);
    }
    return compare(place, field, c);
  }

  /** Binds the literal, whether or not its kind has an order. */
  Condition compare(String place, FieldSchema field, Comparison c) {
    Kind kind = field.kind();
    Object value = c.value();
    if (kind == null) {
      return c;
    } else if (kind.isNumber()) {
      if (value instanceof Number number) {
        return NumberComparison.bind(c, kind, field.precision(), number);
      }
      throw Literals.mismatch(place + "." + c.path(), kind, value);
    }
    Object bound =
        Fields.isJson(field)
            ? json(value)
            : Values.kindOf(value) == kind
                ? value
                : Literals.convert(place + "." + c.path(), kind, value);
    return bound == value
        ? onGrid(c, field)
        : onGrid(new Comparison(c.path(), c.operator(), bound), field);
  }

  /**
   * A time finer than the column's equals none of its values, and a range moves to the neighbour.
   */
  private static Condition onGrid(Comparison c, FieldSchema field) {
    Object below = WrittenValues.truncate(c.value(), field.precision());
    if (below.equals(c.value())) {
      return c;
    }
    return switch (c.operator()) {
      case EQ -> Conditions.FALSE;
      case GT, GTE -> new Comparison(c.path(), Operator.GT, below);
      case LT, LTE -> new Comparison(c.path(), Operator.LTE, below);
    };
  }

  private Object json(Object value) {
    fields.requireJson();
    return Objects.requireNonNull(JsonForms.of(value));
  }

  private Condition membership(String place, Membership c) {
    FieldSchema field = fields.at(place, c.path());
    List<@Nullable Object> bound = new ArrayList<>(c.values().size());
    boolean changed = false;
    for (Object value : c.values()) {
      Object element = value == null ? null : element(place, c.path(), field, value);
      changed |= element != value;
      if (value == null || element != null) {
        bound.add(element);
      }
    }
    return changed ? Conditions.in(c.path(), bound) : c;
  }

  /** The bound element, or null where the field cannot equal it. */
  private @Nullable Object element(String place, FieldPath path, FieldSchema field, Object value) {
    Condition equality = compare(place, field, new Comparison(path, Operator.EQ, value));
    return equality instanceof Comparison bound ? bound.value() : null;
  }

  private Condition like(String place, Like c) {
    FieldSchema field = fields.at(place, c.path());
    if (field.kind() != null && field.kind() != Kind.STRING && !Fields.isJson(field)) {
      throw new InvalidRequestException(
          place + "." + c.path(), "$like on a field of kind " + field.kind().label());
    } else if (Fields.isJson(field)) {
      fields.requireJson();
    }
    return c;
  }

  private Condition contains(String place, Contains c) {
    FieldSchema field = fields.at(place, c.path());
    if (field.kind() == null) {
      return c;
    } else if (!Fields.isJson(field)) {
      throw new InvalidRequestException(
          place + "." + c.path(), "$contains on a field of kind " + field.kind().label());
    }
    fields.requireJson();
    Object value = JsonForms.wanted(c.value());
    return value.equals(c.value()) ? c : new Contains(c.path(), value);
  }
}
