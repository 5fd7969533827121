package io.spacecloud.api.live;

import io.spacecloud.api.result.Document;
import java.util.List;

/**
 * A change of one live query's result, relative to what its listener was told before.
 *
 * <p>An index is a position in the result as it is with the change, and that of a removed document
 * the one it had; it is -1 where the query is not sorted. {@link LiveDocuments} puts events
 * together.
 */
public sealed interface LiveEvent {
  /**
   * The whole result: at the beginning, and again where changes could not be told one by one.
   *
   * @param key the names of the fields that tell documents apart, which each document has
   * @param resync whether it stands in the place of an earlier one
   */
  record Snapshot(List<Document> documents, List<String> key, boolean resync) implements LiveEvent {
    public Snapshot {
      documents = List.copyOf(documents);
      key = List.copyOf(key);
    }
  }

  /** A document entered the result. */
  record Added(Document document, int index) implements LiveEvent {}

  /** Visible fields of a document of the result changed, or its place. */
  record Modified(Document document, int index) implements LiveEvent {}

  /** A document left the result; only its key is told. */
  record Removed(Document key, int index) implements LiveEvent {}
}
