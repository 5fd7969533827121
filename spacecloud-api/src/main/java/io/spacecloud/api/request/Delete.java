package io.spacecloud.api.request;

import io.spacecloud.api.condition.Condition;
import io.spacecloud.api.condition.Conditions;
import io.spacecloud.api.error.InvalidRequestException;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Deletes rows. Each method returns a new request.
 *
 * @param maxAffected the most rows that may go, or null; if more would, none does
 */
public record Delete(
    String database,
    String collection,
    Op op,
    Condition where,
    @Nullable Long maxAffected,
    boolean dryRun,
    @Nullable Duration timeout)
    implements WriteRequest {

  /** How many rows are deleted. */
  public enum Op {
    /** One row, if any matches. */
    ONE,
    /** Every row that matches. */
    ALL
  }

  public Delete {
    TimeLimit.check(timeout);
    if (maxAffected != null && maxAffected < 0) {
      throw new InvalidRequestException("options.maxAffected", "negative");
    }
  }

  /** Deletes one of the rows that match. */
  public static Delete one(String database, String collection) {
    return new Delete(database, collection, Op.ONE, Conditions.TRUE, null, false, null);
  }

  /** Deletes all rows that match. */
  public static Delete all(String database, String collection) {
    return new Delete(database, collection, Op.ALL, Conditions.TRUE, null, false, null);
  }

  /** Only rows for which the condition holds too. */
  public Delete where(Condition condition) {
    return withWhere(Conditions.and(where, condition));
  }

  /** Only rows that match the query object too. */
  public Delete where(Map<String, ?> query) {
    return where(Conditions.parse(query));
  }

  /** The same delete with this condition instead of its own. */
  public Delete withWhere(Condition condition) {
    return new Delete(database, collection, op, condition, maxAffected, dryRun, timeout);
  }

  /** Fails, deleting nothing, where more rows would go. */
  public Delete maxAffected(long rows) {
    return new Delete(database, collection, op, where, rows, dryRun, timeout);
  }

  /** Authorised, executed, counted, and rolled back. */
  public Delete asDryRun() {
    return new Delete(database, collection, op, where, maxAffected, true, timeout);
  }

  /** Given up when the database takes longer. */
  public Delete timeout(Duration duration) {
    return new Delete(database, collection, op, where, maxAffected, dryRun, duration);
  }

  @Override
  public Operation operation() {
    return Operation.DELETE;
  }
}
