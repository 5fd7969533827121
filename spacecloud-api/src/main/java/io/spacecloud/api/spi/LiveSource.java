package io.spacecloud.api.spi;

/** Where a live query comes from: the engine, which judges it whenever it matters. Thread-safe. */
public interface LiveSource {
  /**
   * Judges the read by the rules, the token and the time of now.
   *
   * @throws io.spacecloud.api.error.SpaceCloudException if it may not be followed any more
   */
  LiveView judge();

  /** Whether the last judgement came from other rules or keys than are in force, or has expired. */
  boolean isStale();
}
