package io.spacecloud.api.condition;

import io.spacecloud.api.condition.Condition.Operator;
import java.util.Arrays;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/** The beginning of a condition on one field; each method ends it. */
public final class Field {
  private final FieldPath path;

  Field(FieldPath path) {
    this.path = path;
  }

  /** Equal; {@code eq(null)} holds where the field is null or missing. */
  public Condition eq(@Nullable Object value) {
    return Conditions.equal(path, value);
  }

  /** Exactly the rows for which {@link #eq} does not hold. */
  public Condition ne(@Nullable Object value) {
    return Conditions.not(eq(value));
  }

  public Condition gt(@Nullable Object value) {
    return Conditions.compare(path, Operator.GT, value);
  }

  public Condition gte(@Nullable Object value) {
    return Conditions.compare(path, Operator.GTE, value);
  }

  public Condition lt(@Nullable Object value) {
    return Conditions.compare(path, Operator.LT, value);
  }

  public Condition lte(@Nullable Object value) {
    return Conditions.compare(path, Operator.LTE, value);
  }

  /** Equal to one of the values. */
  public Condition in(@Nullable Object... values) {
    return Conditions.in(path, Arrays.asList(values));
  }

  /** Equal to one of the values. */
  public Condition in(Collection<? extends @Nullable Object> values) {
    return Conditions.in(path, values);
  }

  /** Exactly the rows for which {@link #in} does not hold. */
  public Condition notIn(@Nullable Object... values) {
    return Conditions.not(in(values));
  }

  /** There and not null. */
  public Condition exists() {
    return Conditions.exists(path);
  }

  /** SQL's LIKE: {@code %}, {@code _}, and {@code \} to escape them; case sensitive. */
  public Condition like(String pattern) {
    return Conditions.like(path, pattern);
  }

  /** A list that has this element or these elements, or an object that has these entries. */
  public Condition contains(Object value) {
    return Conditions.contains(path, value);
  }
}
