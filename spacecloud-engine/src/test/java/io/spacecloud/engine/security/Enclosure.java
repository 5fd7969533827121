package io.spacecloud.engine.security;

import static org.assertj.core.api.Assertions.assertThat;

import io.spacecloud.api.file.FileEntry;
import io.spacecloud.api.file.FilePage;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;

/** A directory with the root of a store in it, and around that what nobody may read or touch. */
final class Enclosure {
  /** What none of the files in the root is made of, and none is as long. */
  private static final String SENTINEL = "#".repeat(7_777);

  /** A name that is outside alone. */
  static final String ONLY_OUTSIDE = "only-outside";

  private static final FileTime LONG_AGO = FileTime.from(Instant.parse("2001-01-01T00:00:00Z"));

  final Path root;
  final Path outside;
  private final Path around;
  private final Path wings;
  private final Map<String, List<Object>> before;

  private Enclosure(Path around, Path wings) throws IOException {
    this.around = around;
    this.wings = wings;
    this.root = Files.createDirectory(around.resolve("inside"));
    this.outside = Files.createDirectory(around.resolve("outside"));
    for (String name :
        List.of("secret", "f", "private/f", "sub/secret", "inside-too", ONLY_OUTSIDE)) {
      Path file = outside.resolve(name);
      Files.createDirectories(file.getParent());
      Files.writeString(file, SENTINEL);
    }
    Files.writeString(around.resolve("secret"), SENTINEL);
    Files.createDirectory(around.resolve("inside-2")); // begins as the root does
    Files.writeString(around.resolve("inside-2/f"), SENTINEL);
    this.before = surroundings();
  }

  /** Made in an empty directory. */
  static Enclosure in(Path directory) throws IOException {
    Path wings = Files.createDirectory(directory.resolve("wings"));
    return new Enclosure(Files.createDirectory(directory.resolve("around")), wings);
  }

  /** What is around, with when it was changed last, and whether it has been read. */
  private Map<String, List<Object>> surroundings() throws IOException {
    List<Path> all;
    try (Stream<Path> paths = Files.walk(around)) {
      all = paths.filter(each -> !each.startsWith(root) && !each.equals(around)).toList();
    }
    Map<String, List<Object>> found = new TreeMap<>();
    for (Path each : all) {
      BasicFileAttributes now = Files.readAttributes(each, BasicFileAttributes.class);
      boolean file = now.isRegularFile();
      // Where the system notes it, a file that was not read since is as old as it was made out.
      Object read = file && !before().isEmpty() ? now.lastAccessTime() : LONG_AGO;
      String content = file ? Files.readString(each) : "";
      Files.getFileAttributeView(each, BasicFileAttributeView.class)
          .setTimes(null, file ? LONG_AGO : null, null);
      found.put(
          around.relativize(each).toString(),
          List.of(now.fileKey(), now.lastModifiedTime(), read, content));
    }
    return found;
  }

  @SuppressWarnings("NullAway") // null while it is made
  private Map<String, List<Object>> before() {
    return before == null ? Map.of() : before;
  }

  /** Nothing outside the root was read, made, changed or taken away. */
  void isUntouched() throws IOException {
    assertThat(surroundings()).isEqualTo(before);
    try (Stream<Path> beside = Files.list(around)) {
      assertThat(beside.map(each -> each.getFileName().toString()))
          .containsExactlyInAnyOrder("inside", "inside-2", "outside", "secret");
    }
  }

  /** What came out of a door says nothing of what is outside. */
  static void holdsNothingOfOutside(String what, Object out) {
    String text = String.valueOf(out);
    assertThat(text.indexOf('#')).as(what).isNegative();
    assertThat(text.contains(ONLY_OUTSIDE) || text.contains("inside-too")).as(what).isFalse();
    List<FileEntry> entries =
        out instanceof FilePage page
            ? page.entries()
            : out instanceof FileEntry entry ? List.of(entry) : List.of();
    assertThat(entries).as(what).noneMatch(each -> each.bytes() == SENTINEL.length());
  }

  /** Something in the root is a link to the outside for a moment, and then itself again. */
  void swap(String place, Path target) throws IOException {
    Path there = root.resolve(place);
    Path aside = wings.resolve(UUID.randomUUID().toString());
    boolean taken = moved(there, aside);
    try {
      Files.createSymbolicLink(there, target);
      Thread.yield();
      Files.delete(there);
    } catch (FileSystemException e) {
      // somebody has put something there, or taken away what it would stand in
    }
    if (taken && !Files.exists(there, LinkOption.NOFOLLOW_LINKS)) {
      moved(aside, there);
    }
  }

  private static boolean moved(Path from, Path to) throws IOException {
    try {
      Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
      return true;
    } catch (FileSystemException e) {
      return false; // somebody was faster
    }
  }
}
