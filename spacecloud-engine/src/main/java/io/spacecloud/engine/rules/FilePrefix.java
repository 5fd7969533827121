package io.spacecloud.engine.rules;

import io.spacecloud.api.error.InvalidRequestException;
import io.spacecloud.api.file.FilePath;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The beginning of a path that rules of files are for, such as {@code /images/:userId}.
 *
 * @param text as it is configured
 */
public record FilePrefix(String text, List<Segment> segments) {
  private static final int MAX_SEGMENTS = 64;
  private static final Pattern VARIABLE = Pattern.compile(":[A-Za-z_][A-Za-z0-9_]*");

  /**
   * One name of a path.
   *
   * @param variable whether it stands for any one, which is then known by this name
   */
  record Segment(String name, boolean variable) {}

  public FilePrefix {
    segments = List.copyOf(segments);
  }

  /** The text is no prefix; the message says why. */
  public static final class MalformedException extends Exception {
    private static final long serialVersionUID = 1L;

    MalformedException(String problem) {
      super(problem);
    }
  }

  /** Reads a prefix; a slash at its end makes no difference. */
  public static FilePrefix parse(String text) throws MalformedException {
    String path = text.length() > 2 && text.endsWith("/") ? cut(text) : text;
    List<String> names = segments(path);
    if (names == null) {
      throw new MalformedException("expected a path that begins with /, without . and ..");
    } else if (names.size() > MAX_SEGMENTS) {
      throw new MalformedException("more than " + MAX_SEGMENTS + " names in a path");
    }
    List<Segment> segments = new ArrayList<>();
    Set<String> variables = new LinkedHashSet<>();
    for (String name : names) {
      boolean variable = name.startsWith(":");
      if (variable && !VARIABLE.matcher(name).matches()) {
        throw new MalformedException("expected a variable such as :userId");
      } else if (variable && !variables.add(name)) {
        throw new MalformedException("has the variable " + name + " twice");
      }
      segments.add(new Segment(variable ? name.substring(1) : literal(name), variable));
    }
    return new FilePrefix(text, segments);
  }

  /** A name that a path can have, spelt as paths spell it. */
  private static String literal(String name) throws MalformedException {
    try {
      return FilePath.ROOT.resolve(name).name();
    } catch (InvalidRequestException e) {
      throw new MalformedException("has a name that no file has");
    }
  }

  private static String cut(String text) {
    return text.substring(0, text.length() - 1);
  }

  /** The names of a normalised path; null if it is none. */
  @SuppressWarnings("StringSplitter") // empty names are looked at
  static @Nullable List<String> segments(String path) {
    if (!path.startsWith("/")) {
      return null;
    }
    List<String> names =
        path.length() == 1 ? List.of() : Arrays.asList(path.substring(1).split("/", -1));
    boolean normal =
        names.stream().noneMatch(name -> name.isEmpty() || name.equals(".") || name.equals(".."));
    return normal ? names : null;
  }

  /** The names of the variables. */
  Set<String> variables() {
    return segments.stream()
        .filter(Segment::variable)
        .map(Segment::name)
        .collect(Collectors.toUnmodifiableSet());
  }

  /** Whether both are for the same paths. */
  public boolean isSameAs(FilePrefix other) {
    return shape().equals(other.shape());
  }

  private List<Segment> shape() {
    return segments.stream().map(each -> each.variable() ? new Segment("", true) : each).toList();
  }
}
