package io.spacecloud.api.request;

import io.spacecloud.api.condition.Condition;
import io.spacecloud.api.condition.Conditions;
import io.spacecloud.api.condition.FieldPath;
import io.spacecloud.api.error.InvalidRequestException;
import io.spacecloud.api.result.Document;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads rows of one collection. Each method returns a new request.
 *
 * @param select the fields to return; empty for all
 * @param limit the most documents to return, or null for the engine's page limit
 * @param distinct the field whose values {@link Op#DISTINCT} returns, else null
 * @param after the last document of the page before, for keyset paging, or null
 */
public record Read(
    String database,
    String collection,
    Op op,
    Condition where,
    List<FieldPath> select,
    List<Sort> sort,
    long skip,
    @Nullable Long limit,
    @Nullable FieldPath distinct,
    @Nullable Document after,
    @Nullable Duration timeout)
    implements CollectionRequest {

  /** What is returned. */
  public enum Op {
    /** One document, or none. */
    ONE,
    /** Documents. */
    ALL,
    /** The number of documents. */
    COUNT,
    /** The different values of one field, null included, in order where the kind has one. */
    DISTINCT
  }

  public Read {
    TimeLimit.check(timeout);
    select = List.copyOf(select);
    sort = List.copyOf(sort);
    if (skip < 0) {
      throw new InvalidRequestException("options.skip", "negative");
    }
    if (limit != null && limit < 0) {
      throw new InvalidRequestException("options.limit", "negative");
    }
    if ((distinct != null) != (op == Op.DISTINCT)) {
      throw new InvalidRequestException("options.distinct", "goes with op distinct");
    }
    if (after != null && skip > 0) {
      throw new InvalidRequestException("options.after", "does not go with skip");
    }
  }

  private static Read of(String database, String collection, Op op, @Nullable FieldPath distinct) {
    return new Read(
        database,
        collection,
        op,
        Conditions.TRUE,
        List.of(),
        List.of(),
        0,
        null,
        distinct,
        null,
        null);
  }

  /** The first document in order, or none. */
  public static Read one(String database, String collection) {
    return of(database, collection, Op.ONE, null);
  }

  /** All documents, up to the engine's page limit. */
  public static Read all(String database, String collection) {
    return of(database, collection, Op.ALL, null);
  }

  /** How many documents there are. */
  public static Read count(String database, String collection) {
    return of(database, collection, Op.COUNT, null);
  }

  /** The different values of a field. */
  public static Read distinct(String database, String collection, String field) {
    return of(database, collection, Op.DISTINCT, FieldPath.of(field));
  }

  /** Only rows for which the condition holds too. */
  public Read where(Condition condition) {
    return withWhere(Conditions.and(where, condition));
  }

  /** Only rows that match the query object too. */
  public Read where(Map<String, ?> query) {
    return where(Conditions.parse(query));
  }

  /** The same read with this condition instead of its own. */
  public Read withWhere(Condition condition) {
    return new Read(
        database, collection, op, condition, select, sort, skip, limit, distinct, after, timeout);
  }

  /** Only these fields. */
  public Read select(String... fields) {
    return withSelect(Arrays.stream(fields).map(FieldPath::of).toList());
  }

  /** Only these fields; all if there are none. */
  public Read withSelect(List<FieldPath> fields) {
    return new Read(
        database, collection, op, where, fields, sort, skip, limit, distinct, after, timeout);
  }

  /** In this order: {@code "a"} ascending, {@code "-a"} descending; ties by the primary key. */
  public Read sort(String... keys) {
    return withSort(Arrays.stream(keys).map(Sort::of).toList());
  }

  /** In this order. */
  public Read withSort(List<Sort> keys) {
    return new Read(
        database, collection, op, where, select, keys, skip, limit, distinct, after, timeout);
  }

  /** Without the first documents. */
  public Read skip(long documents) {
    return new Read(
        database, collection, op, where, select, sort, documents, limit, distinct, after, timeout);
  }

  /** At most so many documents. */
  public Read limit(long documents) {
    return new Read(
        database, collection, op, where, select, sort, skip, documents, distinct, after, timeout);
  }

  /**
   * Only what follows this document in the read's order: the next page.
   *
   * @param last the last document of the page before; it must hold the sort fields and the key
   */
  public Read after(Document last) {
    return withAfter(last);
  }

  /** As {@link #after}, or with no such bound if null. */
  public Read withAfter(@Nullable Document last) {
    return new Read(
        database, collection, op, where, select, sort, skip, limit, distinct, last, timeout);
  }

  /** Given up when the database takes longer. */
  public Read timeout(Duration duration) {
    return new Read(
        database, collection, op, where, select, sort, skip, limit, distinct, after, duration);
  }

  @Override
  public Operation operation() {
    return Operation.READ;
  }
}
