package io.spacecloud.api.file;

import io.spacecloud.api.error.InvalidRequestException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where a file or folder is: {@code /a/b}, or {@code /} for the folder that holds all. Immutable.
 *
 * <p>A place has one spelling. It is made here, once, and is what rules judge and what a store is
 * given. Names are brought to Unicode's composed form (NFC), and are not changed otherwise: nothing
 * is decoded, trimmed, joined or stepped back over; what would have to be is refused.
 */
public final class FilePath {
  /** The folder that holds all. */
  public static final FilePath ROOT = new FilePath(List.of());

  private static final int MAX_BYTES = 1_000;
  private static final int MAX_NAMES = 32;

  private final List<String> names;
  private final String text;

  private FilePath(List<String> names) {
    this.names = List.copyOf(names);
    this.text = "/" + String.join("/", names);
  }

  /**
   * The path that a text denotes.
   *
   * @throws InvalidRequestException if it is none, or names what some system takes for something
   *     else than a file of that name
   */
  public static FilePath of(String text) {
    return of("path", text);
  }

  /**
   * The path that a text denotes.
   *
   * @param field what an error calls it
   * @throws InvalidRequestException as in the other one
   */
  public static FilePath of(String field, String text) {
    check(text.length() <= MAX_BYTES, field, "too long");
    check(text.startsWith("/"), field, "does not begin with /");
    List<String> names = new ArrayList<>();
    if (text.length() > 1) {
      for (String name : text.substring(1).split("/", -1)) {
        names.add(FileName.checked(field, name));
      }
    }
    return checked(field, new FilePath(names));
  }

  /** What stands in this folder under that name. */
  public FilePath resolve(String name) {
    List<String> all = new ArrayList<>(names);
    all.add(FileName.checked("name", name));
    return checked("name", new FilePath(all));
  }

  private static FilePath checked(String field, FilePath path) {
    check(path.names.size() <= MAX_NAMES, field, "too deep");
    int bytes = path.text.getBytes(StandardCharsets.UTF_8).length;
    check(bytes <= MAX_BYTES, field, "too long");
    return path;
  }

  private static void check(boolean valid, String field, String problem) {
    if (!valid) {
      throw new InvalidRequestException(field, problem);
    }
  }

  /** The names on the way, the last one being its own; none for the root. */
  public List<String> names() {
    return names;
  }

  public boolean isRoot() {
    return names.isEmpty();
  }

  /** Its own name; empty for the root. */
  public String name() {
    return names.isEmpty() ? "" : names.get(names.size() - 1);
  }

  /** The folder that it stands in, or null for the root. */
  public @Nullable FilePath parent() {
    return names.isEmpty() ? null : new FilePath(names.subList(0, names.size() - 1));
  }

  /** Whether it is that folder, or stands somewhere in it. */
  public boolean isWithin(FilePath folder) {
    return names.size() >= folder.names.size()
        && names.subList(0, folder.names.size()).equals(folder.names);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof FilePath path && text.equals(path.text);
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }

  @Override
  public String toString() {
    return text;
  }
}
