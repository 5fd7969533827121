package io.spacecloud.api.error;

import java.io.Serializable;
import java.util.List;
import java.util.stream.Collectors;

/** The request is malformed or does not fit the collection: correct it and send it again. */
public final class InvalidRequestException extends SpaceCloudException {
  private static final long serialVersionUID = 2L;

  private static final int MAX_PATH = 512;
  private static final int MAX_PROBLEMS = 20;

  /**
   * One thing that is wrong.
   *
   * @param path where in the request, such as {@code find.age.$gt}; empty for the whole
   * @param text what is wrong, without values
   */
  public record Problem(String path, String text) implements Serializable {
    private static final long serialVersionUID = 1L;

    /**
     * Paths hold names that a client chose: they are kept short, and off the terminal's control.
     */
    public Problem {
      path = shown(path);
    }

    @Override
    public String toString() {
      return path.isEmpty() ? text : path + ": " + text;
    }
  }

  private final List<Problem> problems;

  /**
   * @param path where in the request the problem is, such as {@code find.age.$gt}; empty for the
   *     whole
   * @param problem what is wrong, without values
   */
  public InvalidRequestException(String path, String problem) {
    this(List.of(new Problem(path, problem)));
  }

  /**
   * @param problems what is wrong, at least one thing; of very many the first
   */
  public InvalidRequestException(List<Problem> problems) {
    super(
        problems.stream()
            .limit(MAX_PROBLEMS)
            .map(Problem::toString)
            .collect(Collectors.joining("; ")));
    this.problems = problems.stream().limit(MAX_PROBLEMS).toList();
  }

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

  /** Where in the request the first problem is; empty for the request as a whole. */
  public String path() {
    return problems.get(0).path();
  }

  /** Everything that was found wrong, the first 20 things of very many. */
  public List<Problem> problems() {
    return problems;
  }
}
