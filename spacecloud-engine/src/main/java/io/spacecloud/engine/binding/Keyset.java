package io.spacecloud.engine.binding;

import io.spacecloud.api.condition.Condition;
import io.spacecloud.api.condition.Condition.Comparison;
import io.spacecloud.api.condition.Condition.Operator;
import io.spacecloud.api.condition.ConditionEvaluator;
import io.spacecloud.api.condition.Conditions;
import io.spacecloud.api.condition.FieldPath;
import io.spacecloud.api.error.InvalidRequestException;
import io.spacecloud.api.request.Sort;
import io.spacecloud.api.result.Document;
import io.spacecloud.api.spi.FieldSchema;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Turns the last document of a page into the condition of what follows it in a total order. */
final class Keyset {
  private final Fields fields;
  private final ConditionBinder conditions;
  private final List<String> primaryKey;

  Keyset(Fields fields, ConditionBinder conditions, List<String> primaryKey) {
    this.fields = fields;
    this.primaryKey = primaryKey;
    this.conditions = conditions;
  }

  /** Later in the first key; or the same in it and later in the second; and so on. */
  Condition after(String place, List<Sort> order, Document last) {
    List<Condition> alternatives = new ArrayList<>(order.size());
    List<Condition> same = new ArrayList<>(order.size());
    for (Sort key : order) {
      FieldPath path = key.path();
      if (!last.containsKey(path.root())) {
        throw new InvalidRequestException(place, "must hold every field of the order and the key");
      }
      FieldSchema field = fields.at(place, path);
      boolean mixed = field.kind() == null && !primaryKey.contains(path.toString());
      if (mixed) { // what is of another kind than the last value would be passed over
        throw new InvalidRequestException(
            place, "needs fields that are declared to be of one kind");
      }
      Object value = ConditionEvaluator.resolve(path, last);
      List<Condition> both = new ArrayList<>(same);
      both.add(beyond(place, key, field, value));
      alternatives.add(Conditions.and(both));
      same.add(compare(place, path, field, Operator.EQ, value));
    }
    return Conditions.or(alternatives);
  }

  private Condition beyond(String place, Sort key, FieldSchema field, @Nullable Object value) {
    if (value == null) {
      return key.descending() ? Conditions.FALSE : Conditions.exists(key.path());
    } else if (!key.descending()) {
      return compare(place, key.path(), field, Operator.GT, value);
    }
    Condition less = compare(place, key.path(), field, Operator.LT, value);
    return field.nullable()
        ? Conditions.or(less, Conditions.not(Conditions.exists(key.path())))
        : less;
  }

  /** A tie-breaking key may be of a kind that has no order but the backend's own. */
  private Condition compare(
      String place, FieldPath path, FieldSchema field, Operator operator, @Nullable Object value) {
    return value == null
        ? Conditions.not(Conditions.exists(path))
        : conditions.compare(place, field, new Comparison(path, operator, value));
  }
}
