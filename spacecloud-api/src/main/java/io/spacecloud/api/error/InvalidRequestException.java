package io.spacecloud.api.error;

/** The request is malformed or does not fit the collection: correct it and send it again. */
public final class InvalidRequestException extends SpaceCloudException {
  private static final long serialVersionUID = 1L;

  private final String path;

  /**
   * @param path where in the request the problem is, such as {@code find.age.$gt}; empty for the
   *     whole
   * @param problem what is wrong, without values
   */
  public InvalidRequestException(String path, String problem) {
    super(path.isEmpty() ? problem : path + ": " + problem);
    this.path = path;
  }

  /** Where in the request the problem is; empty for the request as a whole. */
  public String path() {
    return path;
  }
}
