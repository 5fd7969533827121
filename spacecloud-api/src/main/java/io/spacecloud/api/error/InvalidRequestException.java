package io.spacecloud.api.error;

/** The request is malformed or does not fit the collection: correct it and send it again. */
public final class InvalidRequestException extends SpaceCloudException {
  private static final long serialVersionUID = 1L;

  private static final int MAX_PATH = 512;

  private final String path;

  /**
   * @param path where in the request the problem is, such as {@code find.age.$gt}; empty for the
   *     whole
   * @param problem what is wrong, without values
   */
  public InvalidRequestException(String path, String problem) {
    super(path.isEmpty() ? problem : shown(path) + ": " + problem);
    this.path = shown(path);
  }

  /** Paths hold names that a client chose: they are kept short, and off the terminal's control. */
  private static String shown(String path) {
    boolean clean = path.length() <= MAX_PATH;
    for (int i = 0; clean && i < path.length(); i++) {
      clean = !Character.isISOControl(path.charAt(i));
    }
    if (clean) {
      return path;
    }
    String printable = path.replaceAll("\\p{Cntrl}", "?");
    return printable.length() <= MAX_PATH ? printable : printable.substring(0, MAX_PATH) + "…";
  }

  /** Where in the request the problem is; empty for the request as a whole. */
  public String path() {
    return path;
  }
}
