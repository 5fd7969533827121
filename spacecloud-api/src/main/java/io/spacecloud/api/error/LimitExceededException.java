package io.spacecloud.api.error;

/** The caller, or all callers together, ask for more than the engine was set to serve. */
public final class LimitExceededException extends SpaceCloudException {
  private static final long serialVersionUID = 1L;

  public LimitExceededException(String message) {
    super(message);
  }

  /** The same request may succeed later. */
  public boolean isRetryable() {
    return true;
  }
}
