package io.spacecloud.api.live;

/** A subscription; closing it ends it. Thread-safe. */
public interface LiveQuery extends AutoCloseable {
  /** Where a subscription is in its life. */
  enum State {
    /** Its first snapshot is on the way. */
    STARTING,
    /** It is kept up to date. */
    LIVE,
    /** It has ended; the listener was told why. */
    CLOSED
  }

  /** Where it is now. */
  State state();

  /**
   * Ends the subscription; the listener hears nothing more once this returns. It waits for a call
   * of the listener that is on its way, unless it is made from that very call. Idempotent.
   */
  @Override
  void close();
}
