package io.spacecloud.api.error;

/** The database alias or the collection does not exist for this project. */
public final class NotFoundException extends SpaceCloudException {
  private static final long serialVersionUID = 1L;

  public NotFoundException(String message) {
    super(message);
  }
}
