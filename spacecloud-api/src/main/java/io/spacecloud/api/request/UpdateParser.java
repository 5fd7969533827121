package io.spacecloud.api.request;

import io.spacecloud.api.condition.FieldPath;
import io.spacecloud.api.error.InvalidRequestException;
import io.spacecloud.api.value.Kind;
import io.spacecloud.api.value.Values;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads update objects: operators over paths over operands. */
final class UpdateParser {
  static final int MAX_ASSIGNMENTS = 500;

  private UpdateParser() {}

  static List<Assignment> parse(Map<?, ?> update) {
    List<Assignment> assignments = new ArrayList<>();
    update.forEach(
        (key, operands) -> {
          UpdateOperator operator = key instanceof String name ? UpdateOperator.ofWire(name) : null;
          if (operator == null) {
            throw new InvalidRequestException("update", "expected update operators such as $set");
          }
          if (!(operands instanceof Map<?, ?> map)) {
            throw new InvalidRequestException("update." + key, "expected an object");
          }
          map.forEach((path, value) -> assignments.add(read(operator, path, value)));
        });
    if (assignments.size() > MAX_ASSIGNMENTS) {
      throw new InvalidRequestException("update", "more than " + MAX_ASSIGNMENTS + " operators");
    }
    return assignments;
  }

  private static Assignment read(
      UpdateOperator operator, @Nullable Object path, @Nullable Object value) {
    if (!(path instanceof String text)) {
      throw new InvalidRequestException("update." + operator.wire(), "keys must be strings");
    }
    return assignment(operator, path(operator, text), value);
  }

  private static FieldPath path(UpdateOperator operator, String text) {
    try {
      return FieldPath.of(text);
    } catch (InvalidRequestException e) {
      throw new InvalidRequestException(
          "update." + operator.wire() + "." + e.path(), "not a valid field path");
    }
  }

  static Assignment assignment(UpdateOperator operator, FieldPath path, @Nullable Object value) {
    String place = "update." + operator.wire() + "." + path;
    boolean valueless = operator == UpdateOperator.UNSET || operator == UpdateOperator.CURRENT_DATE;
    Object normal = valueless ? null : Values.normalize(place, value);
    Kind kind = Values.kindOf(normal);
    boolean fits =
        switch (operator) {
          case SET, UNSET, PUSH, CURRENT_DATE -> true;
          case INC, MUL -> kind.isNumber();
          case MIN, MAX -> kind.isOrdered();
          case RENAME -> kind == Kind.STRING;
        };
    if (!fits) {
      throw new InvalidRequestException(
          place, "a value of kind " + kind.label() + " does not go with it");
    }
    if (operator == UpdateOperator.RENAME && normal instanceof String name) {
      checkTarget(place, name);
    }
    return new Assignment(operator, path, normal);
  }

  /** The new name is a value: the error does not repeat it. */
  private static void checkTarget(String place, String name) {
    try {
      FieldPath.of(name);
    } catch (InvalidRequestException e) {
      throw new InvalidRequestException(place, "the new name is not a valid field path");
    }
  }
}
