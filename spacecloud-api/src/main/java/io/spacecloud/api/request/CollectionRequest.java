package io.spacecloud.api.request;

/** A request on one collection, judged by one rule. */
public sealed interface CollectionRequest extends Request permits Read, Aggregate, WriteRequest {
  /** The name of the collection, in exact case. */
  String collection();

  /** Which of the collection's rules judges it. */
  Operation operation();
}
