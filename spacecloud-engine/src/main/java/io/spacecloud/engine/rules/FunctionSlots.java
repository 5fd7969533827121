package io.spacecloud.engine.rules;

import io.spacecloud.api.rule.Question;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What {@code utils.} computes. */
final class FunctionSlots {
  private FunctionSlots() {}

  static final class Exists extends Slot {
    private final Slot argument;

    Exists(Slot argument) {
      this.argument = argument;
    }

    @Override
    Object get(Question input, @Nullable StoredRows stored) {
      return argument.get(input, stored) != null;
    }
  }

  /** Code points of a string, elements of a list, fields of an object. */
  static final class Length extends Slot {
    private final Slot argument;

    Length(Slot argument) {
      this.argument = argument;
    }

    @Override
    @Nullable Object get(Question input, @Nullable StoredRows stored) {
      Object value = argument.get(input, stored);
      if (value instanceof String text) {
        return (long) text.codePointCount(0, text.length());
      } else if (value instanceof List<?> list) {
        return (long) list.size();
      }
      return value instanceof Map<?, ?> object ? (Object) (long) object.size() : null;
    }
  }

  static final class Now extends Slot {
    private final Clock clock;

    Now(Clock clock) {
      this.clock = clock;
    }

    @Override
    Object get(Question input, @Nullable StoredRows stored) {
      return clock.instant();
    }
  }

  static final class AddDuration extends Slot {
    private final Slot date;
    private final Slot duration;

    AddDuration(Slot date, Slot duration) {
      this.date = date;
      this.duration = duration;
    }

    @Override
    @Nullable Object get(Question input, @Nullable StoredRows stored) {
      Instant base = Dates.read(date.get(input, stored));
      Duration added = Dates.duration(duration.get(input, stored));
      return base == null || added == null ? null : Dates.add(base, added);
    }
  }

  static final class RoundUpDate extends Slot {
    private final Slot date;
    private final ChronoUnit unit;

    RoundUpDate(Slot date, ChronoUnit unit) {
      this.date = date;
      this.unit = unit;
    }

    @Override
    @Nullable Object get(Question input, @Nullable StoredRows stored) {
      Instant value = Dates.read(date.get(input, stored));
      return value == null ? null : Dates.round(value, unit);
    }
  }

  /** A list, all of whose elements resolve. */
  static final class Items extends Slot {
    private final Slot[] elements;

    Items(List<Slot> elements) {
      this.elements = elements.toArray(Slot[]::new);
    }

    @Override
    @Nullable Object get(Question input, @Nullable StoredRows stored) {
      Object[] values = new Object[elements.length];
      for (int i = 0; i < values.length; i++) {
        Object value = elements[i].get(input, stored);
        if (value == null) {
          return null;
        }
        values[i] = value;
      }
      return List.of(values);
    }
  }

  /** An object, all of whose fields resolve. */
  static final class Entries extends Slot {
    private final Map<String, Slot> fields;

    Entries(Map<String, Slot> fields) {
      this.fields = Map.copyOf(fields);
    }

    @Override
    @Nullable Object get(Question input, @Nullable StoredRows stored) {
      Map<String, Object> values = new HashMap<>();
      for (Map.Entry<String, Slot> field : fields.entrySet()) {
        Object value = field.getValue().get(input, stored);
        if (value == null) {
          return null;
        }
        values.put(field.getKey(), value);
      }
      return values;
    }
  }
}
