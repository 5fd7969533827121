package io.spacecloud.engine.rules;

import io.spacecloud.api.condition.Condition;
import io.spacecloud.api.condition.Conditions;
import io.spacecloud.api.condition.FieldPath;
import io.spacecloud.api.rule.Question;
import io.spacecloud.engine.rules.FindTemplate.Test;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A template compiled. Values are bound as data: whatever a client sent is compared as such, for it
 * passes through the factories of conditions and never through their parser.
 */
abstract class Finder {
  /**
   * The condition for one request.
   *
   * @throws UnboundException if a variable does not resolve
   * @throws io.spacecloud.api.error.InvalidRequestException if a value cannot be compared so
   */
  abstract Condition bind(Question input, @Nullable StoredRows stored);

  static final class Fixed extends Finder {
    private final Condition condition;

    Fixed(Condition condition) {
      this.condition = condition;
    }

    @Override
    Condition bind(Question input, @Nullable StoredRows stored) {
      return condition;
    }
  }

  static final class Tested extends Finder {
    private final FieldPath path;
    private final Test test;
    private final Slot slot;
    private final UnboundException missing;
    private final UnboundException misfit;

    Tested(FieldPath path, Test test, Slot slot, String text) {
      this.path = path;
      this.test = test;
      this.slot = slot;
      this.missing = new UnboundException(text + " does not resolve");
      this.misfit = new UnboundException(text + misfit(test));
    }

    private static String misfit(Test test) {
      return switch (test) {
        case IN -> " is no list of values";
        case LIKE -> " is no pattern";
        default -> " is empty";
      };
    }

    private static boolean isEmpty(Object value) {
      return (value instanceof List<?> list && list.isEmpty())
          || (value instanceof Map<?, ?> map && map.isEmpty());
    }

    @Override
    Condition bind(Question input, @Nullable StoredRows stored) {
      Object value = slot.get(input, stored);
      if (value == null) {
        throw missing;
      }
      return switch (test) {
        case EQ -> Conditions.equal(path, value);
        case GT -> Conditions.compare(path, Condition.Operator.GT, value);
        case GTE -> Conditions.compare(path, Condition.Operator.GTE, value);
        case LT -> Conditions.compare(path, Condition.Operator.LT, value);
        case LTE -> Conditions.compare(path, Condition.Operator.LTE, value);
        case CONTAINS -> {
          if (isEmpty(value)) { // whatever is a list or an object contains nothing
            throw misfit;
          }
          yield Conditions.contains(path, value);
        }
        case IN -> {
          if (value instanceof List<?> list && list.stream().allMatch(Objects::nonNull)) {
            yield Conditions.in(path, list);
          }
          throw misfit;
        }
        case LIKE -> {
          if (value instanceof String pattern) {
            yield Conditions.like(path, pattern);
          }
          throw misfit;
        }
      };
    }
  }

  static final class All extends Finder {
    private final List<Finder> parts;

    All(List<Finder> parts) {
      this.parts = parts;
    }

    @Override
    Condition bind(Question input, @Nullable StoredRows stored) {
      return Conditions.and(bindAll(parts, input, stored));
    }
  }

  static final class Any extends Finder {
    private final List<Finder> parts;

    Any(List<Finder> parts) {
      this.parts = parts;
    }

    @Override
    Condition bind(Question input, @Nullable StoredRows stored) {
      return Conditions.or(bindAll(parts, input, stored));
    }
  }

  static final class Negated extends Finder {
    private final Finder part;

    Negated(Finder part) {
      this.part = part;
    }

    @Override
    Condition bind(Question input, @Nullable StoredRows stored) {
      return Conditions.not(part.bind(input, stored));
    }
  }

  /** Every part is bound, also where another already decides: an error in one is an error. */
  private static List<Condition> bindAll(
      List<Finder> parts, Question input, @Nullable StoredRows stored) {
    List<Condition> conditions = new ArrayList<>(parts.size());
    for (Finder part : parts) {
      conditions.add(part.bind(input, stored));
    }
    return conditions;
  }
}
