package io.spacecloud.api.spi;

import io.spacecloud.api.error.ConflictException;
import io.spacecloud.api.error.InvalidRequestException;
import io.spacecloud.api.request.Assignment;
import io.spacecloud.api.request.UpdateOperator;
import io.spacecloud.api.value.Comparisons;
import io.spacecloud.api.value.Values;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What the operators of an update make of values, in memory. */
public final class AssignmentEvaluator {
  private AssignmentEvaluator() {}

  /**
   * The new value of the field that the assignment's path begins with.
   *
   * @param value the field's present value
   * @throws ConflictException if the path reaches into what is no object, or the operator does not
   *     go with what is there
   * @throws InvalidRequestException if an integer overflows
   */
  public static @Nullable Object apply(@Nullable Object value, Assignment assignment) {
    List<String> segments = assignment.path().segments();
    return at(value, segments.subList(1, segments.size()), assignment);
  }

  private static @Nullable Object at(
      @Nullable Object value, List<String> path, Assignment assignment) {
    if (path.isEmpty()) {
      return operate(value, assignment);
    } else if (assignment.operator() == UpdateOperator.UNSET
        && !(value instanceof Map<?, ?> object && object.get(path.get(0)) != null)) {
      return value; // what is not there stays so
    } else if (value != null && !(value instanceof Map)) {
      throw new ConflictException(
          ConflictException.Reason.SHAPE, assignment.path() + " reaches into what is no object");
    }
    if (value == null && assignment.operator() == UpdateOperator.UNSET) {
      return null; // there is nothing to take away, nor anything to make on the way
    }
    Map<String, @Nullable Object> copy = new LinkedHashMap<>();
    if (value instanceof Map<?, ?> object) {
      object.forEach((name, member) -> copy.put((String) name, member));
    }
    String name = path.get(0);
    Object updated = at(copy.get(name), path.subList(1, path.size()), assignment);
    if (updated == null) {
      copy.remove(name);
    } else {
      copy.put(name, updated);
    }
    return Collections.unmodifiableMap(copy);
  }

  private static @Nullable Object operate(@Nullable Object old, Assignment assignment) {
    Object operand = assignment.value();
    return switch (assignment.operator()) {
      case SET -> operand;
      case UNSET -> null;
      case INC -> sum(number(old, assignment), (Number) Objects.requireNonNull(operand));
      case MUL -> product(number(old, assignment), (Number) Objects.requireNonNull(operand));
      case MIN -> extreme(old, operand, -1, assignment);
      case MAX -> extreme(old, operand, 1, assignment);
      case PUSH -> push(old, operand, assignment);
      case CURRENT_DATE -> Instant.now().toString();
      case RENAME -> throw new AssertionError(assignment.operator());
    };
  }

  private static Number number(@Nullable Object old, Assignment assignment) {
    if (old != null && !(old instanceof Number)) {
      throw shape(assignment, "is not a number");
    }
    return old == null ? 0L : (Number) old;
  }

  private static Object sum(Number old, Number operand) {
    if (old instanceof Long a && operand instanceof Long b) {
      return exact(BigDecimal.valueOf(a).add(BigDecimal.valueOf(b)));
    }
    return bounded(decimal(old).add(decimal(operand)));
  }

  private static Object product(Number old, Number operand) {
    if (old instanceof Long a && operand instanceof Long b) {
      return exact(BigDecimal.valueOf(a).multiply(BigDecimal.valueOf(b)));
    }
    return bounded(decimal(old).multiply(decimal(operand)));
  }

  /** As long as any number may be: else it would grow from update to update. */
  private static Object bounded(BigDecimal value) {
    return Objects.requireNonNull(Values.normalize("update", value));
  }

  private static Long exact(BigDecimal value) {
    try {
      return value.longValueExact();
    } catch (ArithmeticException e) {
      throw new InvalidRequestException("update", "integer overflow");
    }
  }

  private static BigDecimal decimal(Number number) {
    return number instanceof BigDecimal exact ? exact : new BigDecimal(number.toString());
  }

  private static @Nullable Object extreme(
      @Nullable Object old, @Nullable Object operand, int wanted, Assignment assignment) {
    if (old == null) {
      return operand;
    }
    int comparison = Comparisons.compare(operand, old);
    if (comparison == Comparisons.UNORDERED) {
      throw shape(assignment, "has no order with the value");
    }
    return Integer.signum(comparison) == wanted ? operand : old;
  }

  private static Object push(
      @Nullable Object old, @Nullable Object element, Assignment assignment) {
    if (old != null && !(old instanceof List)) {
      throw shape(assignment, "is not a list");
    }
    List<@Nullable Object> list = new ArrayList<>();
    if (old instanceof List<?> elements) {
      list.addAll(elements);
    }
    list.add(element);
    return Collections.unmodifiableList(list);
  }

  private static ConflictException shape(Assignment assignment, String problem) {
    return new ConflictException(ConflictException.Reason.SHAPE, assignment.path() + " " + problem);
  }
}
