package io.spacecloud.api.error;

/** A listener threw, so that what it listened to was closed; the cause is what it threw. */
public final class ListenerException extends SpaceCloudException {
  private static final long serialVersionUID = 1L;

  public ListenerException(Throwable cause) {
    super("the listener failed", cause);
  }
}
