package io.spacecloud.api.error;

/** The token is absent where one is needed, or is not valid: authenticate again. */
public final class UnauthenticatedException extends SpaceCloudException {
  private static final long serialVersionUID = 1L;

  public UnauthenticatedException(String message) {
    super(message);
  }
}
