package io.spacecloud.engine.rules;

import io.spacecloud.api.condition.FieldPath;
import io.spacecloud.api.request.Assignment;
import io.spacecloud.api.request.Update;
import io.spacecloud.api.request.UpdateOperator;
import io.spacecloud.api.rule.Question;
import io.spacecloud.api.rule.RuleInput;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What variables find in the changes that a request makes. */
final class UpdateSlots {
  private UpdateSlots() {}

  private static List<Assignment> assignments(Question input) {
    return RequestSlots.request(input) instanceof Update update ? update.assignments() : List.of();
  }

  /** Operators without a value, such as {@code $unset}, are {@code true} where they stand. */
  private static @Nullable Object value(Assignment assignment) {
    return switch (assignment.operator()) {
      case UNSET, CURRENT_DATE -> true;
      case SET, INC, MUL, MIN, MAX, PUSH, RENAME -> assignment.value();
    };
  }

  /** All operators, as they are written. */
  static final class Operators extends Slot {
    @Override
    Object get(Question input, @Nullable StoredRows stored) {
      Map<String, @Nullable Object> all = new LinkedHashMap<>();
      for (Assignment each : assignments(input)) {
        String operator = each.operator().wire();
        all.computeIfAbsent(operator, key -> new Operator(each.operator()).get(input, stored));
      }
      return all;
    }
  }

  /** {@code args.update.$set}: all that the operator is applied to. */
  static final class Operator extends Slot {
    private final UpdateOperator operator;

    Operator(UpdateOperator operator) {
      this.operator = operator;
    }

    @Override
    @Nullable Object get(Question input, @Nullable StoredRows stored) {
      Map<String, @Nullable Object> all = new LinkedHashMap<>();
      for (Assignment assignment : assignments(input)) {
        if (assignment.operator() == operator) {
          all.put(assignment.path().toString(), value(assignment));
        }
      }
      return all.isEmpty() ? null : all;
    }
  }

  /** {@code args.update.$set.p}: the operator's value for p, or what lies at p inside of one. */
  static final class Operated extends Slot {
    private final UpdateOperator operator;
    private final FieldPath path;

    Operated(UpdateOperator operator, FieldPath path) {
      this.operator = operator;
      this.path = path;
    }

    @Override
    @Nullable Object get(Question input, @Nullable StoredRows stored) {
      List<Assignment> assignments = assignments(input);
      for (int i = 0; i < assignments.size(); i++) {
        Assignment assignment = assignments.get(i);
        if (assignment.operator() == operator && leads(assignment.path().segments())) {
          return within(value(assignment), assignment.path().segments().size());
        }
      }
      return null;
    }

    private boolean leads(List<String> segments) {
      if (segments.size() > path.segments().size()) {
        return false;
      }
      for (int i = 0; i < segments.size(); i++) {
        if (!segments.get(i).equals(path.segments().get(i))) {
          return false;
        }
      }
      return true;
    }

    private @Nullable Object within(@Nullable Object value, int from) {
      Object inner = value;
      for (int i = from; i < path.segments().size(); i++) {
        inner = inner instanceof Map<?, ?> object ? object.get(path.segments().get(i)) : null;
      }
      return inner;
    }
  }

  /** {@code args.writes.p} on update: whether an operator touches p, its parent or its child. */
  static final class Touched extends Slot {
    private final String path;

    Touched(FieldPath path) {
      this.path = path.toString();
    }

    @Override
    Object get(Question input, @Nullable StoredRows stored) {
      List<Assignment> assignments = assignments(input);
      for (int i = 0; i < assignments.size(); i++) {
        Assignment assignment = assignments.get(i);
        boolean renamed =
            assignment.operator() == UpdateOperator.RENAME
                && assignment.value() instanceof String target
                && overlap(target, path);
        if (renamed || overlap(assignment.path().toString(), path)) {
          return true;
        }
      }
      return false;
    }

    private static boolean overlap(String a, String b) {
      return a.length() >= b.length() ? isWithin(a, b) : isWithin(b, a);
    }

    private static boolean isWithin(String inner, String outer) {
      return inner.startsWith(outer)
          && (inner.length() == outer.length() || inner.charAt(outer.length()) == '.');
    }
  }

  /** {@code args.writes.p} on create: whether the document has p, be it null. */
  static final class Present extends Slot {
    private final List<String> segments;

    Present(FieldPath path) {
      this.segments = path.segments();
    }

    @Override
    Object get(Question input, @Nullable StoredRows stored) {
      Object value = ((RuleInput) input).doc();
      for (int i = 0; i < segments.size(); i++) {
        if (!(value instanceof Map<?, ?> object) || !object.containsKey(segments.get(i))) {
          return false;
        }
        value = object.get(segments.get(i));
      }
      return true;
    }
  }
}
