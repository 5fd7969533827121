package io.spacecloud.api.request;

import io.spacecloud.api.condition.Condition;
import io.spacecloud.api.condition.Conditions;
import io.spacecloud.api.condition.FieldPath;
import io.spacecloud.api.error.InvalidRequestException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Changes rows. Each method returns a new request.
 *
 * @param assignments at least one when executed; no two on one path or on a path and its parent
 * @param maxAffected the most rows that may change, or null; if more would, none does
 */
public record Update(
    String database,
    String collection,
    Op op,
    Condition where,
    List<Assignment> assignments,
    @Nullable Long maxAffected,
    boolean dryRun,
    @Nullable Duration timeout)
    implements WriteRequest {

  /** How many rows are changed. */
  public enum Op {
    /** One row, if any matches. */
    ONE,
    /** Every row that matches. */
    ALL,
    /** The one row that a unique key names, inserted if it is missing. */
    UPSERT
  }

  public Update {
    TimeLimit.check(timeout);
    assignments = List.copyOf(assignments);
    if (assignments.size() > UpdateParser.MAX_ASSIGNMENTS) {
      throw new InvalidRequestException(
          "update", "more than " + UpdateParser.MAX_ASSIGNMENTS + " operators");
    }
    for (int i = 0; i < assignments.size(); i++) {
      checkApart(assignments.get(i));
      for (int j = 0; j < i; j++) {
        checkApart(assignments.get(i), assignments.get(j));
      }
    }
    if (maxAffected != null && maxAffected < 0) {
      throw new InvalidRequestException("options.maxAffected", "negative");
    }
  }

  private static void checkApart(Assignment a, Assignment b) {
    if (touches(a, b.path())
        || (b.value() instanceof String name && renames(b) && touches(a, FieldPath.of(name)))) {
      throw new InvalidRequestException(
          "update." + a.operator().wire() + "." + a.path(), "another operator touches this path");
    }
  }

  private static void checkApart(Assignment a) {
    if (renames(a) && a.value() instanceof String name && FieldPath.of(name).overlaps(a.path())) {
      throw new InvalidRequestException(
          "update." + a.operator().wire() + "." + a.path(), "the new name is within the old one");
    }
  }

  private static boolean touches(Assignment a, FieldPath path) {
    return a.path().overlaps(path)
        || (renames(a) && a.value() instanceof String name && FieldPath.of(name).overlaps(path));
  }

  private static boolean renames(Assignment a) {
    return a.operator() == UpdateOperator.RENAME;
  }

  private static Update of(String database, String collection, Op op) {
    return new Update(database, collection, op, Conditions.TRUE, List.of(), null, false, null);
  }

  /** Changes one of the rows that match. */
  public static Update one(String database, String collection) {
    return of(database, collection, Op.ONE);
  }

  /** Changes all rows that match. */
  public static Update all(String database, String collection) {
    return of(database, collection, Op.ALL);
  }

  /** Changes the row that a unique key names, or inserts it. */
  public static Update upsert(String database, String collection) {
    return of(database, collection, Op.UPSERT);
  }

  /** Only rows for which the condition holds too. */
  public Update where(Condition condition) {
    return withWhere(Conditions.and(where, condition));
  }

  /** Only rows that match the query object too. */
  public Update where(Map<String, ?> query) {
    return where(Conditions.parse(query));
  }

  /** The same update with this condition instead of its own. */
  public Update withWhere(Condition condition) {
    return new Update(
        database, collection, op, condition, assignments, maxAffected, dryRun, timeout);
  }

  public Update set(String path, @Nullable Object value) {
    return with(UpdateOperator.SET, path, value);
  }

  public Update unset(String path) {
    return with(UpdateOperator.UNSET, path, null);
  }

  /** Adds to the field, counting from 0 where it is null. */
  public Update inc(String path, Number amount) {
    return with(UpdateOperator.INC, path, amount);
  }

  /** Multiplies the field; null becomes 0. */
  public Update mul(String path, Number factor) {
    return with(UpdateOperator.MUL, path, factor);
  }

  /** Sets the field where the value is less, or the field null. */
  public Update min(String path, Object value) {
    return with(UpdateOperator.MIN, path, value);
  }

  /** Sets the field where the value is greater, or the field null. */
  public Update max(String path, Object value) {
    return with(UpdateOperator.MAX, path, value);
  }

  /** Appends to a list, which is started where the field is null. */
  public Update push(String path, @Nullable Object element) {
    return with(UpdateOperator.PUSH, path, element);
  }

  /** Sets the field to the present time of the database, UTC. */
  public Update currentDate(String path) {
    return with(UpdateOperator.CURRENT_DATE, path, null);
  }

  /** Applies an operator too. */
  public Update with(UpdateOperator operator, String path, @Nullable Object value) {
    List<Assignment> more = new ArrayList<>(assignments);
    more.add(UpdateParser.assignment(operator, FieldPath.of(path), value));
    return withAssignments(more);
  }

  /** Applies the operators of an update object, such as {@code {"$set": {"a": 1}}}, too. */
  public Update with(Map<String, ?> update) {
    List<Assignment> more = new ArrayList<>(assignments);
    more.addAll(UpdateParser.parse(update));
    return withAssignments(more);
  }

  /** The same update with these operators instead of its own. */
  public Update withAssignments(List<Assignment> others) {
    return new Update(database, collection, op, where, others, maxAffected, dryRun, timeout);
  }

  /** Fails, changing nothing, where more rows would change. */
  public Update maxAffected(long rows) {
    return new Update(database, collection, op, where, assignments, rows, dryRun, timeout);
  }

  /** Authorised, executed, counted, and rolled back. */
  public Update asDryRun() {
    return new Update(database, collection, op, where, assignments, maxAffected, true, timeout);
  }

  /** Given up when the database takes longer. */
  public Update timeout(Duration duration) {
    return new Update(database, collection, op, where, assignments, maxAffected, dryRun, duration);
  }

  @Override
  public Operation operation() {
    return Operation.UPDATE;
  }
}
