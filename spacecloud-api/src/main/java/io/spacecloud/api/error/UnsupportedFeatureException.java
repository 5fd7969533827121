package io.spacecloud.api.error;

/** This backend cannot do what was asked for, and refuses before anything has run. */
public final class UnsupportedFeatureException extends SpaceCloudException {
  private static final long serialVersionUID = 1L;

  public UnsupportedFeatureException(String message) {
    super(message);
  }
}
