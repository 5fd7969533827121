package io.spacecloud.api.request;

import io.spacecloud.api.error.InvalidRequestException;
import io.spacecloud.api.result.Document;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Inserts documents: all of them, or none.
 *
 * @param docs exactly one for {@link Op#ONE}
 * @param allowPartial whether a backend without transactions may insert some and then fail
 */
public record Create(
    String database,
    String collection,
    Op op,
    List<Document> docs,
    boolean allowPartial,
    boolean dryRun,
    @Nullable Duration timeout)
    implements WriteRequest {

  /** How many documents are given. */
  public enum Op {
    ONE,
    ALL
  }

  public Create {
    TimeLimit.check(timeout);
    docs = List.copyOf(docs);
    if (op == Op.ONE && docs.size() != 1) {
      throw new InvalidRequestException("doc", "op one takes one document");
    }
  }

  /** Inserts one document. */
  public static Create one(String database, String collection, Map<String, ?> doc) {
    return of(database, collection, Op.ONE, List.of(doc));
  }

  /** Inserts all the documents, or none. */
  public static Create all(
      String database, String collection, List<? extends Map<String, ?>> docs) {
    return of(database, collection, Op.ALL, docs);
  }

  private static Create of(
      String database, String collection, Op op, List<? extends Map<String, ?>> docs) {
    List<Document> documents = new ArrayList<>(docs.size());
    Document before = Document.empty();
    for (Map<String, ?> doc : docs) {
      String place = op == Op.ONE ? "doc" : "doc." + documents.size();
      before = Document.of(place, doc, before);
      documents.add(before);
    }
    return new Create(database, collection, op, documents, false, false, null);
  }

  /** The same request with other documents. */
  public Create withDocs(List<Document> documents) {
    return new Create(database, collection, op, documents, allowPartial, dryRun, timeout);
  }

  /** Lets a backend without transactions insert documents one by one. */
  public Create withPartialAllowed() {
    return new Create(database, collection, op, docs, true, dryRun, timeout);
  }

  /** Authorised, executed, counted, and rolled back. */
  public Create asDryRun() {
    return new Create(database, collection, op, docs, allowPartial, true, timeout);
  }

  /** Given up when the database takes longer. */
  public Create timeout(Duration duration) {
    return new Create(database, collection, op, docs, allowPartial, dryRun, duration);
  }

  @Override
  public Operation operation() {
    return Operation.CREATE;
  }
}
