package io.spacecloud.engine.dispatch;

import io.spacecloud.api.condition.Condition;
import io.spacecloud.api.condition.Conditions;
import io.spacecloud.api.condition.FieldPath;
import io.spacecloud.api.error.AccessDeniedException;
import io.spacecloud.api.request.Assignment;
import io.spacecloud.api.request.Read;
import io.spacecloud.api.request.Sort;
import io.spacecloud.api.request.Stage;
import io.spacecloud.api.request.UpdateOperator;
import io.spacecloud.api.result.Document;
import io.spacecloud.api.rule.FieldAccess;
import io.spacecloud.api.spi.CollectionSchema;
import io.spacecloud.api.spi.FieldSchema;
import io.spacecloud.api.value.Comparisons;
import io.spacecloud.engine.binding.Binder;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a caller may not read cannot be used either: whoever could filter, sort or count by it could
 * guess it. Each method throws {@link AccessDeniedException} where a request tries.
 */
final class FieldGuard {
  private static final Set<UpdateOperator> ON_OLD_VALUES =
      EnumSet.of(
          UpdateOperator.INC,
          UpdateOperator.MUL,
          UpdateOperator.MIN,
          UpdateOperator.MAX,
          UpdateOperator.PUSH,
          UpdateOperator.RENAME);

  private FieldGuard() {}

  private static void require(FieldAccess fields, FieldPath path) {
    if (!fields.permits(path)) {
      throw Judge.denied(null);
    }
  }

  static void condition(FieldAccess fields, Condition condition) {
    if (!fields.isAll()) {
      Conditions.paths(condition).forEach(path -> require(fields, path));
    }
  }

  static void read(FieldAccess fields, Read read) {
    if (fields.isAll()) {
      return;
    }
    condition(fields, read.where());
    FieldPath distinct = read.distinct();
    if (distinct != null) {
      require(fields, distinct);
    } else if (read.op() == Read.Op.ONE || read.op() == Read.Op.ALL) {
      order(fields, read.sort());
    }
  }

  private static void order(FieldAccess fields, List<Sort> sort) {
    sort.forEach(key -> require(fields, key.path()));
  }

  /** Of the stages up to the first that makes other documents; those see what it yields alone. */
  static void pipeline(FieldAccess fields, List<Stage> stages) {
    if (fields.isAll()) {
      return;
    }
    for (Stage stage : stages) {
      if (stage instanceof Stage.Match match) {
        condition(fields, match.condition());
      } else if (stage instanceof Stage.Order order) {
        order(fields, order.keys());
      } else if (stage instanceof Stage.Group group) {
        group(fields, group);
        return;
      } else if (stage instanceof Stage.Project project) {
        project.fields().forEach(field -> require(fields, field.source()));
        return;
      } else if (stage instanceof Stage.Count) {
        return;
      }
    }
  }

  private static void group(FieldAccess fields, Stage.Group group) {
    group.keys().forEach(key -> require(fields, key.path()));
    for (Stage.Accumulator accumulator : group.accumulators()) {
      if (accumulator.path() != null) {
        require(fields, accumulator.path());
      }
    }
  }

  /** Whether the pipeline's documents are those of the collection. */
  static boolean returnsStored(List<Stage> stages) {
    return stages.stream()
        .noneMatch(
            stage ->
                stage instanceof Stage.Group
                    || stage instanceof Stage.Project
                    || stage instanceof Stage.Count);
  }

  /** What an operator makes of an old value tells of it. */
  static void oldValues(FieldAccess readable, List<Assignment> assignments) {
    if (readable.isAll()) {
      return;
    }
    for (Assignment each : assignments) {
      if (ON_OLD_VALUES.contains(each.operator())) {
        touched(readable, each);
      }
      parents(readable, each.path());
    }
  }

  /** Whether there is an object on the way decides whether a value can be set in it. */
  private static void parents(FieldAccess readable, FieldPath path) {
    List<String> segments = path.segments();
    for (int i = 1; i < segments.size(); i++) {
      if (!readable.permitsPart(FieldPath.of(String.join(".", segments.subList(0, i))))) {
        throw Judge.denied(null);
      }
    }
  }

  static void written(FieldAccess writable, List<Assignment> assignments) {
    if (!writable.isAll()) {
      assignments.forEach(each -> touched(writable, each));
    }
  }

  /**
   * The whole of it, also where an object is set: that takes the place of the one before, and so
   * takes away what it does not hold.
   */
  private static void touched(FieldAccess fields, Assignment assignment) {
    require(fields, assignment.path());
    if (assignment.operator() == UpdateOperator.RENAME) {
      require(fields, FieldPath.of(String.valueOf(assignment.value())));
    }
  }

  /**
   * What a document that is to be created may hold. What comes to the same as leaving the field out
   * it may hold in any case: the default, or a null where there is none.
   */
  static void created(FieldAccess writable, Document doc, Binder binder) {
    if (writable.isAll()) {
      return;
    }
    Map<String, @Nullable Object> chosen = new LinkedHashMap<>();
    doc.forEach(
        (name, value) -> {
          FieldSchema field = binder.schema().field(name);
          boolean filled = value == null && field != null && field.defaulted();
          if (filled || !Comparisons.equal(value, binder.defaults().get(name))) {
            chosen.put(name, value);
          }
        });
    allowed(writable, chosen);
  }

  private static void allowed(FieldAccess writable, Map<String, @Nullable Object> chosen) {
    if (writable.forbidden(chosen) != null) {
      throw Judge.denied(null);
    }
  }

  /** The paths to ask the database for; empty where it is to send all that it has. */
  static List<FieldPath> select(
      FieldAccess fields, List<FieldPath> wanted, CollectionSchema schema) {
    if (wanted.isEmpty() && schema.isOpen()) {
      return wanted; // what there is nobody knows before
    }
    List<FieldPath> all = new ArrayList<>(wanted);
    if (wanted.isEmpty()) {
      for (FieldSchema field : schema.fields()) {
        all.add(FieldPath.of(field.name()));
      }
    }
    List<FieldPath> visible = all.stream().filter(fields::permitsPart).toList();
    return visible.isEmpty() ? all.subList(0, 1) : visible; // the mask takes away that one
  }
}
