package io.spacecloud.engine.binding;

import io.spacecloud.api.condition.FieldPath;
import io.spacecloud.api.error.InvalidRequestException;
import io.spacecloud.api.request.Assignment;
import io.spacecloud.api.spi.FieldSchema;
import io.spacecloud.api.value.Kind;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Binds the operators of an update: what they touch, and their operands. */
final class AssignmentBinder {
  private final Fields fields;

  AssignmentBinder(Fields fields) {
    this.fields = fields;
  }

  /** The list itself where nothing in it changes. */
  @SuppressWarnings("ReferenceEquality")
  List<Assignment> bind(String place, List<Assignment> assignments) {
    if (assignments.isEmpty()) {
      throw new InvalidRequestException(place, "changes nothing");
    }
    List<Assignment> bound = new ArrayList<>(assignments.size());
    boolean changed = false;
    Problems problems = new Problems();
    for (Assignment assignment : assignments) {
      Assignment each = problems.collect(() -> bind(place, assignment));
      if (each != null) {
        bound.add(each);
        changed |= each != assignment;
      }
    }
    problems.throwIfAny();
    return changed ? bound : assignments;
  }

  private Assignment bind(String place, Assignment a) {
    String operator = place + "." + a.operator().wire();
    FieldSchema field = fields.at(operator, a.path());
    String full = operator + "." + a.path();
    DocumentBinder.refuseGenerated(full, field);
    Object value = operand(operator, full, field, a);
    return value == a.value() ? a : new Assignment(a.operator(), a.path(), value);
  }

  private @Nullable Object operand(String operator, String full, FieldSchema field, Assignment a) {
    return switch (a.operator()) {
      case SET, UNSET -> WrittenValues.bind(full, field, a.value());
      case INC, MUL -> { // what is nested is inside JSON, and its kind the backend's to find
        require(full, a, field.kind() == null || field.kind().isNumber() || a.path().isNested());
        yield amount(full, field, a.value());
      }
      case MIN, MAX -> {
        require(full, a, field.kind() == null || field.kind().isOrdered() || a.path().isNested());
        yield WrittenValues.bind(full, field, a.value());
      }
      case PUSH -> {
        require(full, a, field.kind() == null || Fields.isJson(field));
        fields.requireJson();
        yield field.kind() == null ? a.value() : JsonForms.of(a.value());
      }
      case RENAME -> {
        fields.requireRename();
        requireFit(full, field, fields.at(operator, FieldPath.of(String.valueOf(a.value()))));
        yield a.value();
      }
      case CURRENT_DATE -> {
        Kind kind = field.kind();
        require(full, a, kind == null || kind == Kind.TIMESTAMP || kind == Kind.DATE);
        yield null;
      }
    };
  }

  /** What is renamed leaves its field null, and must be what the other may hold. */
  private static void requireFit(String full, FieldSchema from, FieldSchema to) {
    DocumentBinder.refuseGenerated(full, to);
    boolean fits =
        to.kind() == null
            || (to.kind() == from.kind()
                && (to.precision() < 0 || to.precision() == from.precision()));
    if (!fits) {
      throw new InvalidRequestException(full, "the other field holds values of another kind");
    } else if (!from.nullable()) {
      throw new InvalidRequestException(full, "may not be null");
    }
  }

  /** What is added or multiplied by: of the column's kind, and within its range. */
  private static @Nullable Object amount(String full, FieldSchema field, @Nullable Object value) {
    if (field.kind() == Kind.DECIMAL && value instanceof Number number) {
      return Literals.decimal(number); // not truncated: the outcome is
    }
    return WrittenValues.bind(full, field, value);
  }

  private static void require(String full, Assignment a, boolean fits) {
    if (!fits) {
      throw new InvalidRequestException(
          full, a.operator().wire() + " does not go with the field's kind");
    }
  }
}
