package io.spacecloud.api.live;

/** A subscription; closing it ends it. Thread-safe. */
public interface LiveQuery extends AutoCloseable {
  /** Where a subscription is in its life. */
  enum State {
    STARTING,
    LIVE,
    CLOSED
  }

  State state();

  /** Ends the subscription; the listener hears nothing more once this returns. Idempotent. */
  @Override
  void close();
}
