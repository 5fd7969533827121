package io.spacecloud.api.error;

import org.jspecify.annotations.Nullable;

/** A database, broker or function could not serve a request that is in order. */
public final class BackendException extends SpaceCloudException {
  private static final long serialVersionUID = 1L;

  /** Why it could not serve. */
  public enum Reason {
    /** It cannot be reached, or the connection broke. */
    DOWN,
    /** Nobody serves the function that was called at the moment; nothing has run. */
    UNSERVED,
    /** No connection became free in time, or nobody had time to serve; nothing has run. */
    EXHAUSTED,
    /** The operation did not end within its timeout. */
    TIMEOUT,
    /** It answered with an error that trying again will not mend. */
    FAILED
  }

  private final Reason reason;

  public BackendException(Reason reason, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.reason = reason;
  }

  public Reason reason() {
    return reason;
  }

  /** Whether the same request may succeed later. */
  public boolean isRetryable() {
    return reason != Reason.FAILED;
  }
}
