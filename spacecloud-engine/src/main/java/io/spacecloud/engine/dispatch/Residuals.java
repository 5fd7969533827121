package io.spacecloud.engine.dispatch;

import io.spacecloud.api.condition.Condition;
import io.spacecloud.api.condition.Condition.And;
import io.spacecloud.api.condition.Condition.Constant;
import io.spacecloud.api.condition.Condition.Not;
import io.spacecloud.api.condition.Condition.Or;
import io.spacecloud.api.condition.ConditionEvaluator;
import io.spacecloud.api.condition.Conditions;
import io.spacecloud.api.condition.FieldPath;
import io.spacecloud.api.request.Assignment;
import io.spacecloud.api.request.UpdateOperator;
import io.spacecloud.api.result.Document;
import io.spacecloud.api.spi.CollectionSchema;
import io.spacecloud.api.spi.FieldSchema;
import io.spacecloud.api.value.Kind;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What remains of a residual when some of a row's values are known before anything runs. */
final class Residuals {
  private static final Object UNKNOWN = new Object();

  private Residuals() {}

  /** The value at a path, or {@link #UNKNOWN}. */
  private interface Knowledge {
    @Nullable Object at(FieldPath path);
  }

  /** What an inserted row must still satisfy, its document being known. */
  static Condition afterInsert(Condition residual, Document doc, CollectionSchema schema) {
    return reduce(residual, path -> inserted(path, doc, schema));
  }

  private static @Nullable Object inserted(FieldPath path, Document doc, CollectionSchema schema) {
    FieldSchema field = schema.field(path.root());
    boolean filled = field != null && (field.defaulted() || field.generated());
    return filled && !doc.containsKey(path.root())
        ? UNKNOWN
        : stored(path, ConditionEvaluator.resolve(path, doc), schema);
  }

  /** A real column may be of single precision, and then holds another value than was written. */
  private static @Nullable Object stored(
      FieldPath path, @Nullable Object value, CollectionSchema schema) {
    FieldSchema field = schema.field(path.root());
    boolean mayDiffer =
        value instanceof Double real
            && field != null
            && field.kind() == Kind.REAL
            && (float) (double) real != real;
    return mayDiffer ? UNKNOWN : value;
  }

  /**
   * What an updated row must still satisfy, having satisfied the residual before: of what is
   * conjoined, only that which reads a field that the update touches.
   */
  static Condition afterUpdate(
      Condition residual, List<Assignment> assignments, CollectionSchema schema) {
    List<Condition> conjoined = residual instanceof And and ? and.conditions() : List.of(residual);
    return Conditions.and(
        conjoined.stream()
            .filter(c -> isTouched(c, assignments, schema))
            .map(c -> reduce(c, path -> stored(path, updated(path, assignments), schema)))
            .toList());
  }

  private static boolean isTouched(
      Condition condition, List<Assignment> assignments, CollectionSchema schema) {
    for (FieldPath path : Conditions.paths(condition)) {
      if (isComputed(path, schema) || assignments.stream().anyMatch(a -> touches(a, path))) {
        return true;
      }
    }
    return false;
  }

  /** A generated column may depend on any other; a generated key does not. */
  private static boolean isComputed(FieldPath path, CollectionSchema schema) {
    FieldSchema field = schema.field(path.root());
    return field != null && field.generated() && !schema.primaryKey().contains(path.root());
  }

  private static boolean touches(Assignment a, FieldPath path) {
    return a.path().overlaps(path)
        || (a.operator() == UpdateOperator.RENAME
            && FieldPath.of(String.valueOf(a.value())).overlaps(path));
  }

  private static @Nullable Object updated(FieldPath path, List<Assignment> assignments) {
    for (Assignment a : assignments) {
      boolean known = a.operator() == UpdateOperator.SET || a.operator() == UpdateOperator.UNSET;
      int depth = a.path().segments().size();
      if (known && path.segments().size() >= depth && a.path().overlaps(path)) {
        return inside(a.value(), path.segments().subList(depth, path.segments().size()));
      }
    }
    return UNKNOWN;
  }

  private static @Nullable Object inside(@Nullable Object value, List<String> names) {
    Object inner = value;
    for (String name : names) {
      inner = inner instanceof Map<?, ?> map ? map.get(name) : null;
    }
    return inner;
  }

  private static Condition reduce(Condition condition, Knowledge knowledge) {
    if (condition instanceof And c) {
      return Conditions.and(c.conditions().stream().map(i -> reduce(i, knowledge)).toList());
    } else if (condition instanceof Or c) {
      return Conditions.or(c.conditions().stream().map(i -> reduce(i, knowledge)).toList());
    } else if (condition instanceof Not c) {
      return Conditions.not(reduce(c.condition(), knowledge));
    } else if (condition instanceof Constant) {
      return condition;
    }
    FieldPath path = Conditions.paths(condition).iterator().next(); // a leaf has one
    Object value = knowledge.at(path);
    return value == UNKNOWN ? condition : constant(condition, path, value);
  }

  private static Condition constant(Condition leaf, FieldPath path, @Nullable Object value) {
    Object row = value;
    for (int i = path.segments().size() - 1; i > 0; i--) {
      row = Collections.singletonMap(path.segments().get(i), row);
    }
    boolean holds =
        ConditionEvaluator.compile(leaf).test(Collections.singletonMap(path.root(), row));
    return holds ? Conditions.TRUE : Conditions.FALSE;
  }
}
