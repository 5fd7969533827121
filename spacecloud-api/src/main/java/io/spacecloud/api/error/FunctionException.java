package io.spacecloud.api.error;

/**
 * A function replied that it will not do what it was called for; the message is its own, and meant
 * for the caller. Functions throw it to say so.
 */
public final class FunctionException extends SpaceCloudException {
  private static final long serialVersionUID = 1L;

  /** Says so, in words that the caller may read. */
  public FunctionException(String message) {
    super(message);
  }
}
