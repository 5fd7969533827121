package io.spacecloud.api.contract;

import io.spacecloud.api.condition.ConditionEvaluator;
import io.spacecloud.api.condition.FieldPath;
import io.spacecloud.api.error.ConflictException;
import io.spacecloud.api.error.InvalidRequestException;
import io.spacecloud.api.request.Assignment;
import io.spacecloud.api.request.UpdateOperator;
import io.spacecloud.api.value.Comparisons;
import io.spacecloud.api.value.Kind;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What the update operators mean. */
final class ReferenceUpdate {
  private ReferenceUpdate() {}

  /**
   * The operators with their operands as the columns hold them.
   *
   * @throws InvalidRequestException if one does not fit, whether or not any row matches
   */
  static List<Assignment> bind(TableSpec spec, List<Assignment> assignments) {
    return assignments.stream()
        .map(a -> new Assignment(a.operator(), a.path(), operand(spec, a)))
        .toList();
  }

  private static Object operand(TableSpec spec, Assignment each) {
    Column column = spec.column(each.path().root());
    boolean whole = !each.path().isNested();
    return switch (each.operator()) {
      case SET, UNSET -> whole ? ReferenceValues.given(column, each.value()) : each.value();
      case MIN, MAX -> ReferenceValues.given(column, each.value());
      case INC, MUL ->
          column.kind() == Kind.DECIMAL
              ? ReferenceValues.literal(column.kind(), each.value())
              : ReferenceValues.given(column, each.value());
      case PUSH, RENAME, CURRENT_DATE -> each.value();
    };
  }

  /** The row as the operators, which are bound, change it. */
  static Map<String, Object> apply(
      TableSpec spec, Map<String, Object> row, List<Assignment> assignments) {
    Map<String, Object> changed = new LinkedHashMap<>(row);
    for (Assignment each : assignments) {
      Object old = ConditionEvaluator.resolve(each.path(), row);
      if (each.operator() == UpdateOperator.RENAME) {
        rename(changed, each, old);
      } else if (each.operator() == UpdateOperator.UNSET) {
        unset(changed, each.path().segments());
      } else {
        put(changed, each.path().segments(), value(spec, each, old));
      }
    }
    changed.replaceAll((name, value) -> ReferenceValues.stored(spec.column(name), value));
    return changed;
  }

  private static void rename(Map<String, Object> changed, Assignment each, Object old) {
    if (old != null) {
      unset(changed, each.path().segments());
      put(changed, FieldPath.of((String) each.value()).segments(), old);
    }
  }

  private static Object value(TableSpec spec, Assignment each, Object old) {
    Object operand = each.value();
    return switch (each.operator()) {
      case SET -> operand;
      case INC -> calculated(each.operator(), old == null ? zero(operand) : old, operand);
      case MUL -> calculated(each.operator(), old == null ? 0L : old, operand);
      case MIN -> old == null || order(operand, old) < 0 ? operand : old;
      case MAX -> old == null || order(operand, old) > 0 ? operand : old;
      case PUSH -> pushed(old, operand);
      case CURRENT_DATE ->
          spec.column(each.path().root()).kind() == Kind.DATE
              ? Instant.now().atOffset(ZoneOffset.UTC).toLocalDate()
              : Instant.now();
      case UNSET, RENAME -> throw new AssertionError(each.operator());
    };
  }

  private static int order(Object operand, Object old) {
    int order = Comparisons.compare(operand, old);
    if (order == Comparisons.UNORDERED) {
      throw new ConflictException(ConflictException.Reason.SHAPE, "no order between them");
    }
    return order;
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
      throw ReferenceValues.overflow();
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

  /** What is not there stays so. */
  private static void unset(Map<String, Object> object, List<String> names) {
    Object inner = object.get(names.get(0));
    if (names.size() == 1) {
      object.put(names.get(0), null);
    } else if (inner instanceof Map<?, ?> map) {
      Map<String, Object> copy = copy(map);
      unset(copy, names.subList(1, names.size()));
      object.put(names.get(0), copy);
    }
  }

  private static Map<String, Object> copy(Map<?, ?> map) {
    Map<String, Object> copy = new LinkedHashMap<>();
    map.forEach((name, each) -> copy.put((String) name, each));
    return copy;
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
    Map<String, Object> copy = inner == null ? new LinkedHashMap<>() : copy((Map<?, ?>) inner);
    put(copy, names.subList(1, names.size()), value);
    object.put(names.get(0), copy);
  }
}
