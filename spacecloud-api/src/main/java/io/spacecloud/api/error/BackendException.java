package io.spacecloud.api.error;

import org.jspecify.annotations.Nullable;

/** A database or broker could not serve a request that is in order. */
public final class BackendException extends SpaceCloudException {
  private static final long serialVersionUID = 1L;

  /** Why it could not serve. */
  public enum Reason {
    /** It cannot be reached, or the connection broke. */
    DOWN,
    /** No connection became free in time. */
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
