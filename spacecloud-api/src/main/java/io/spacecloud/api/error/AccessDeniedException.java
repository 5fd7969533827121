package io.spacecloud.api.error;

/** The rules deny the request; the message tells the caller no more than that. */
public final class AccessDeniedException extends SpaceCloudException {
  private static final long serialVersionUID = 1L;

  public AccessDeniedException(String message) {
    super(message);
  }
}
