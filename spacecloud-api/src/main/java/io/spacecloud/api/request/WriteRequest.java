package io.spacecloud.api.request;

/** A request that changes rows of one collection. */
public sealed interface WriteRequest extends CollectionRequest permits Create, Update, Delete {
  /** Whether the request is authorised, executed and counted, and then rolled back. */
  boolean dryRun();
}
