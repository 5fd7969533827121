package io.spacecloud.api.spi;

/** What a backend may lack; a request that needs it is then refused before anything runs. */
public enum Capability {
  /** Batches, transactions, dry runs, {@code maxAffected}, checks after an update. */
  TRANSACTIONS,
  /** Paths into objects, {@code $contains}, {@code $push} and comparison of lists and objects. */
  JSON,
  /** Results that do not fit into memory. */
  STREAMING,
  /** {@code $rename}. */
  RENAME,
  /** The keys that a write touched are reported with it. */
  TOUCHED_KEYS
}
