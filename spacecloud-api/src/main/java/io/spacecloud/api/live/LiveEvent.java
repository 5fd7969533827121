package io.spacecloud.api.live;

import io.spacecloud.api.result.Document;
import java.util.List;

/** A change of one live query's result. */
public sealed interface LiveEvent {
  /** The whole result: at the beginning, and again after a gap. */
  record Snapshot(List<Document> documents, boolean resync) implements LiveEvent {}

  /** A document entered the result; the index is -1 where the query is not sorted. */
  record Added(Document document, int index) implements LiveEvent {}

  /** Visible fields of a document of the result changed. */
  record Modified(Document document, int index) implements LiveEvent {}

  /** A document left the result; only its key is told. */
  record Removed(Document key) implements LiveEvent {}
}
