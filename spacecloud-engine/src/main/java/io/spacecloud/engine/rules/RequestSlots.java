package io.spacecloud.engine.rules;

import io.spacecloud.api.condition.Condition;
import io.spacecloud.api.condition.Condition.And;
import io.spacecloud.api.condition.Condition.Comparison;
import io.spacecloud.api.condition.Conditions;
import io.spacecloud.api.condition.FieldPath;
import io.spacecloud.api.request.Aggregate;
import io.spacecloud.api.request.CollectionRequest;
import io.spacecloud.api.request.Create;
import io.spacecloud.api.request.Delete;
import io.spacecloud.api.request.Read;
import io.spacecloud.api.request.Sort;
import io.spacecloud.api.request.Update;
import io.spacecloud.api.rule.Question;
import io.spacecloud.api.rule.RuleInput;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What variables find in the request itself. */
final class RequestSlots {
  private RequestSlots() {}

  /** INVARIANT: slots of requests are compiled for rules of collections alone. */
  static CollectionRequest request(Question input) {
    return ((RuleInput) input).request();
  }

  /** Which rows the request is about; every row, where it does not say. */
  private static Condition where(CollectionRequest request) {
    if (request instanceof Read read) {
      return read.where();
    } else if (request instanceof Update update) {
      return update.where();
    } else if (request instanceof Delete delete) {
      return delete.where();
    } else if (request instanceof Create || request instanceof Aggregate) {
      return Conditions.TRUE;
    }
    throw new AssertionError(request.getClass());
  }

  /** {@code args.find.p}: the value that every row of the request has at p. */
  static final class Find extends Slot {
    private final FieldPath path;

    Find(FieldPath path) {
      this.path = path;
    }

    @Override
    @Nullable Object get(Question input, @Nullable StoredRows stored) {
      Condition where = where(request(input));
      if (!(where instanceof And and)) {
        return equality(where);
      }
      Object value = null;
      List<Condition> conditions = and.conditions();
      for (int i = 0; i < conditions.size(); i++) {
        Object next = equality(conditions.get(i));
        if (next != null && value != null) {
          return null; // two equalities: neither is the value
        }
        value = next == null ? value : next;
      }
      return value;
    }

    private @Nullable Object equality(Condition condition) {
      return condition instanceof Comparison comparison
              && comparison.operator() == Condition.Operator.EQ
              && comparison.path().equals(path)
          ? comparison.value()
          : null;
    }
  }

  /** The whole condition, as it is written. */
  static final class Where extends Slot {
    @Override
    Object get(Question input, @Nullable StoredRows stored) {
      return Conditions.toMap(where(request(input)));
    }
  }

  /** The options that a read has. */
  static final class Options extends Slot {
    private static final List<String> NAMES =
        List.of("select", "sort", "skip", "limit", "distinct");

    @Override
    Object get(Question input, @Nullable StoredRows stored) {
      Map<String, Object> options = new LinkedHashMap<>();
      for (String name : NAMES) {
        Object option = new Option(name).get(input, stored);
        if (option != null) {
          options.put(name, option);
        }
      }
      return options;
    }
  }

  /** {@code args.op}: the request's own, as it is written. */
  static final class Op extends Slot {
    private static final Map<Create.Op, String> CREATE = keys(Create.Op.class);
    private static final Map<Read.Op, String> READ = keys(Read.Op.class);
    private static final Map<Update.Op, String> UPDATE = keys(Update.Op.class);
    private static final Map<Delete.Op, String> DELETE = keys(Delete.Op.class);
    private static final Map<Aggregate.Op, String> AGGREGATE = keys(Aggregate.Op.class);

    private static <E extends Enum<E>> Map<E, String> keys(Class<E> ops) {
      Map<E, String> keys = new EnumMap<>(ops);
      for (E op : ops.getEnumConstants()) {
        keys.put(op, op.name().toLowerCase(Locale.ROOT));
      }
      return keys;
    }

    @Override
    @Nullable Object get(Question input, @Nullable StoredRows stored) {
      CollectionRequest request = request(input);
      if (request instanceof Read read) {
        return READ.get(read.op());
      } else if (request instanceof Update update) {
        return UPDATE.get(update.op());
      } else if (request instanceof Create create) {
        return CREATE.get(create.op());
      } else if (request instanceof Delete delete) {
        return DELETE.get(delete.op());
      } else if (request instanceof Aggregate aggregate) {
        return AGGREGATE.get(aggregate.op());
      }
      throw new AssertionError(request.getClass());
    }
  }

  /** {@code args.opts.limit} and the like; what the request does not give does not resolve. */
  static final class Option extends Slot {
    private final String name;

    Option(String name) {
      this.name = name;
    }

    @Override
    @Nullable Object get(Question input, @Nullable StoredRows stored) {
      if (!(request(input) instanceof Read read)) {
        return null;
      }
      return switch (name) {
        case "skip" -> read.skip();
        case "limit" -> read.limit();
        case "distinct" -> read.distinct() == null ? null : read.distinct().toString();
        case "sort" -> texts(read.sort().stream().map(Sort::toString).toList());
        case "select" -> texts(read.select().stream().map(FieldPath::toString).toList());
        default -> throw new AssertionError(name);
      };
    }

    private static @Nullable List<String> texts(List<String> texts) {
      return texts.isEmpty() ? null : texts;
    }
  }

  /** {@code args.pipeline}: the stages as they are written. */
  static final class Pipeline extends Slot {
    @Override
    @Nullable Object get(Question input, @Nullable StoredRows stored) {
      return request(input) instanceof Aggregate aggregate
          ? PipelineWriter.write(aggregate.stages())
          : null;
    }
  }
}
