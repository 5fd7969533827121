package io.spacecloud.api.result;

import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a request returned; what does not apply to it is empty or 0. Immutable.
 *
 * <ul>
 *   <li>read {@code one}, {@code all} and aggregate: {@link #documents}
 *   <li>read {@code count}: {@link #count}
 *   <li>read {@code distinct}: {@link #values}
 *   <li>create, update, delete: {@link #affected} and {@link #keys}
 *   <li>batch: {@link #counts}, and {@link #affected} for their sum
 * </ul>
 */
public final class Result {
  private static final DocumentMapper NO_MAPPER =
      new DocumentMapper() {
        @Override
        public <T> T map(Document document, Class<T> type) {
          throw new IllegalStateException("this result was made without a document mapper");
        }
      };

  private final List<Document> documents;
  private final List<@Nullable Object> values;
  private final List<Document> keys;
  private final List<Long> counts;
  private final long count;
  private final long affected;
  private final boolean truncated;
  private final DocumentMapper mapper;

  private Result(
      List<Document> documents,
      List<@Nullable Object> values,
      List<Document> keys,
      List<Long> counts,
      long count,
      long affected,
      boolean truncated,
      DocumentMapper mapper) {
    this.documents = documents;
    this.values = values;
    this.keys = keys;
    this.counts = counts;
    this.count = count;
    this.affected = affected;
    this.truncated = truncated;
    this.mapper = mapper;
  }

  /**
   * Of a read or aggregate.
   *
   * @param documents taken over
   * @param truncated whether the page limit cut more off
   */
  public static Result ofDocuments(List<Document> documents, boolean truncated) {
    List<Document> view = Collections.unmodifiableList(documents);
    return new Result(
        view, List.of(), List.of(), List.of(), documents.size(), 0, truncated, NO_MAPPER);
  }

  /** Of a count. */
  public static Result ofCount(long count) {
    return new Result(List.of(), List.of(), List.of(), List.of(), count, 0, false, NO_MAPPER);
  }

  /**
   * Of a distinct read.
   *
   * @param values taken over
   */
  public static Result ofValues(List<@Nullable Object> values, boolean truncated) {
    List<@Nullable Object> view = Collections.unmodifiableList(values);
    return new Result(
        List.of(), view, List.of(), List.of(), values.size(), 0, truncated, NO_MAPPER);
  }

  /**
   * Of a write.
   *
   * @param keys the primary keys that the database generated, or of the row an upsert inserted
   */
  public static Result ofAffected(long affected, List<Document> keys) {
    return new Result(
        List.of(), List.of(), List.copyOf(keys), List.of(), affected, affected, false, NO_MAPPER);
  }

  /** Of a batch. */
  public static Result ofCounts(List<Long> counts) {
    long sum = counts.stream().mapToLong(Long::longValue).sum();
    return new Result(
        List.of(), List.of(), List.of(), List.copyOf(counts), sum, sum, false, NO_MAPPER);
  }

  /** The same result, whose documents the mapper can turn into objects. */
  public Result withMapper(DocumentMapper other) {
    return new Result(documents, values, keys, counts, count, affected, truncated, other);
  }

  /** The documents, in the order asked for. */
  public List<Document> documents() {
    return documents;
  }

  /** The documents as objects of a record or bean class. */
  public <T> List<T> documents(Class<T> type) {
    return documents.stream().map(document -> mapper.map(document, type)).toList();
  }

  /** The first document, if there is one. */
  public Optional<Document> document() {
    return documents.isEmpty() ? Optional.empty() : Optional.of(documents.get(0));
  }

  /** The first document as an object, if there is one. */
  public <T> Optional<T> document(Class<T> type) {
    return document().map(document -> mapper.map(document, type));
  }

  /** The different values of a distinct read; one may be null. */
  public List<@Nullable Object> values() {
    return values;
  }

  /** How many: of a count the answer, else the documents, values or rows concerned. */
  public long count() {
    return count;
  }

  /** How many rows were created, changed or deleted. */
  public long affected() {
    return affected;
  }

  /** The keys that the database generated, or the key of the row that an upsert inserted. */
  public List<Document> keys() {
    return keys;
  }

  /** The affected rows of each request of a batch. */
  public List<Long> counts() {
    return counts;
  }

  /** Whether the page limit cut documents or values off. */
  public boolean truncated() {
    return truncated;
  }

  /** Counts only: values are not for logs. */
  @Override
  public String toString() {
    return "Result[count=" + count + ", truncated=" + truncated + "]";
  }
}
