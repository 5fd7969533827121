package io.spacecloud.api.contract;

import io.spacecloud.api.condition.ConditionEvaluator;
import io.spacecloud.api.error.ConflictException;
import io.spacecloud.api.error.InvalidRequestException;
import io.spacecloud.api.error.UnsupportedFeatureException;
import io.spacecloud.api.request.Assignment;
import io.spacecloud.api.request.UpdateOperator;
import io.spacecloud.api.value.Comparisons;
import io.spacecloud.api.value.Kind;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What the update operators mean. */
final class ReferenceUpdate {
  private ReferenceUpdate() {}

  static Map<String, Object> apply(
      TableSpec spec, Map<String, Object> row, List<Assignment> assignments) {
    Map<String, Object> changed = new LinkedHashMap<>(row);
    for (Assignment each : assignments) {
      Object value = value(spec, each, ConditionEvaluator.resolve(each.path(), changed));
      put(changed, each.path().segments(), value);
    }
    changed.replaceAll((name, value) -> ReferenceValues.stored(spec.column(name), value));
    return changed;
  }

  private static Object value(TableSpec spec, Assignment each, Object old) {
    Column column = spec.column(each.path().root());
    Object operand = ReferenceValues.literal(column.kind(), each.value());
    return switch (each.operator()) {
      case SET -> operand;
      case UNSET -> null;
      case INC -> calculated(each.operator(), old == null ? zero(operand) : old, operand);
      case MUL -> calculated(each.operator(), old == null ? 0L : old, operand);
      case MIN -> old == null || Comparisons.compare(operand, old) < 0 ? operand : old;
      case MAX -> old == null || Comparisons.compare(operand, old) > 0 ? operand : old;
      case PUSH -> pushed(old, operand);
      case CURRENT_DATE ->
          column.kind() == Kind.DATE
              ? Instant.now().atOffset(java.time.ZoneOffset.UTC).toLocalDate()
              : Instant.now();
      case RENAME -> throw new UnsupportedFeatureException("$rename");
    };
  }

  private static Object zero(Object operand) {
    return operand instanceof Double ? (Object) 0.0 : 0L;
  }

  private static Object calculated(UpdateOperator operator, Object old, Object operand) {
    if (!(old instanceof Number) || !(operand instanceof Number)) {
      throw new ConflictException(ConflictException.Reason.SHAPE, "not a number");
    }
    boolean add = operator == UpdateOperator.INC;
    try {
      if (old instanceof Long x && operand instanceof Long y) {
        return add ? Math.addExact(x, y) : Math.multiplyExact(x, y);
      } else if (old instanceof Double x && operand instanceof Number y) {
        return add ? x + y.doubleValue() : x * y.doubleValue();
      }
    } catch (ArithmeticException e) {
      throw new InvalidRequestException("update", "out of range");
    }
    BigDecimal x = ReferenceValues.decimal((Number) old);
    BigDecimal y = ReferenceValues.decimal((Number) operand);
    return add ? x.add(y) : x.multiply(y);
  }

  private static List<Object> pushed(Object old, Object element) {
    if (old != null && !(old instanceof List)) {
      throw new ConflictException(ConflictException.Reason.SHAPE, "not a list");
    }
    List<Object> list = new ArrayList<>(old == null ? List.of() : (List<?>) old);
    list.add(element);
    return list;
  }

  private static void put(Map<String, Object> object, List<String> names, Object value) {
    if (names.size() == 1) {
      object.put(names.get(0), value);
      return;
    }
    Object inner = object.get(names.get(0));
    if (inner != null && !(inner instanceof Map)) {
      throw new ConflictException(ConflictException.Reason.SHAPE, "not an object");
    }
    Map<String, Object> copy = new LinkedHashMap<>();
    if (inner != null) {
      ((Map<?, ?>) inner).forEach((name, each) -> copy.put((String) name, each));
    }
    put(copy, names.subList(1, names.size()), value);
    object.put(names.get(0), copy);
  }
}
