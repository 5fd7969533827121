package io.spacecloud.engine.files;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spacecloud.api.contract.Crowd;
import io.spacecloud.api.error.BackendException;
import io.spacecloud.api.error.ConflictException;
import io.spacecloud.api.error.SpaceCloudException;
import io.spacecloud.api.file.FileEntry;
import io.spacecloud.api.file.FilePath;
import io.spacecloud.api.file.OpenFile;
import io.spacecloud.api.spi.FileStore;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Nothing outside the directory is read or written, whatever links stand in it, or come to stand
 * there while it is read and written.
 *
 * <p>Falls with {@code NOFOLLOW_LINKS} in {@code HeldFolder}, or if {@code Tree} went by longer
 * paths, as {@code NamedFolder} does.
 */
@Timeout(300)
class LinksTest {
  @TempDir private Path temporary;
  private Path inside;
  private Path outside;
  private FileStore store;

  @BeforeEach
  void open() throws IOException {
    inside = Files.createDirectory(temporary.resolve("inside"));
    outside = Files.createDirectory(temporary.resolve("outside"));
    for (String name : List.of("f", "g", "sub/f", "sub/deep/f", "only-outside")) {
      Path file = outside.resolve(name);
      Files.createDirectories(file.getParent());
      Files.writeString(file, "outside");
    }
    store = LocalFileStore.open(inside);
  }

  @AfterEach
  void close() {
    store.close();
  }

  private Map<String, String> whatIsOutside() throws IOException {
    Map<String, String> all = new TreeMap<>();
    try (Stream<Path> paths = Files.walk(outside)) {
      for (Path each : paths.toList()) {
        String name = outside.relativize(each).toString();
        all.put(name, Files.isDirectory(each) ? "/" : Files.readString(each));
      }
    }
    return all;
  }

  private void write(String path) {
    try {
      store.write(
          FilePath.of(path), new ByteArrayInputStream("inside".getBytes(UTF_8)), null, null);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private List<String> list(String folder) {
    List<FileEntry> entries = store.list(FilePath.of(folder), "", null, 100);
    return entries == null ? null : entries.stream().map(FileEntry::marker).toList();
  }

  @Test
  void aLinkIsNotThere() throws IOException {
    Map<String, String> before = whatIsOutside();
    write("/real");
    Files.createSymbolicLink(inside.resolve("folder"), outside);
    Files.createSymbolicLink(inside.resolve("file"), outside.resolve("f"));
    Files.createSymbolicLink(inside.resolve("nowhere"), outside.resolve("new"));
    Files.createSymbolicLink(inside.resolve("loop"), inside.resolve("loop"));
    Files.createSymbolicLink(inside.resolve("up"), Path.of("..", "outside"));
    Files.createSymbolicLink(inside.resolve("own"), inside.resolve("real"));

    assertThat(list("/")).containsExactly("real");
    for (String link : List.of("/folder", "/file", "/nowhere", "/loop", "/up", "/own")) {
      for (String path : List.of(link, link + "/f", link + "/sub", link + "/sub/f")) {
        FilePath there = FilePath.of(path);
        assertThat(store.stat(there)).as(path).isNull();
        assertThat(store.open(there, 0, 10)).as(path).isNull();
        assertThat(store.list(there, "", null, 10)).as(path).isNull();
        assertThat(store.delete(there, true)).as(path).isFalse();
        assertThat(store.move(there, FilePath.of("/moved"))).as(path).isFalse();
        assertThatThrownBy(() -> write(path)).as(path).isInstanceOf(ConflictException.class);
        assertThatThrownBy(() -> store.createFolder(there))
            .as(path)
            .isInstanceOf(ConflictException.class);
        assertThatThrownBy(() -> store.move(FilePath.of("/real"), there))
            .as(path)
            .isInstanceOf(ConflictException.class);
      }
    }
    assertThat(whatIsOutside()).isEqualTo(before);
    assertThat(list("/")).containsExactly("real");
  }

  @Test
  void aFolderIsDeletedWithTheLinksInItAndNotWhatTheyLeadTo() throws IOException {
    Map<String, String> before = whatIsOutside();
    write("/a/b/c");
    Files.createSymbolicLink(inside.resolve("a/folder"), outside);
    Files.createSymbolicLink(inside.resolve("a/b/file"), outside.resolve("f"));
    assertThat(store.delete(FilePath.of("/a"), true)).isTrue();
    assertThat(whatIsOutside()).isEqualTo(before);
    assertThat(list("/")).isEmpty();
  }

  @Test
  void itsOwnPartIsNoLink() throws IOException {
    Path other = Files.createDirectory(temporary.resolve("other"));
    Files.createSymbolicLink(other.resolve(".spacecloud"), outside);
    Map<String, String> before = whatIsOutside();
    assertThatThrownBy(() -> LocalFileStore.open(other)).isInstanceOf(BackendException.class);
    assertThat(whatIsOutside()).isEqualTo(before);
  }

  @Test
  void theDirectoryItselfMayBeALink() throws IOException {
    Path link = Files.createSymbolicLink(temporary.resolve("link"), inside);
    try (FileStore other = LocalFileStore.open(link)) {
      other.createFolder(FilePath.of("/made"));
    }
    assertThat(list("/")).containsExactly("made/");
  }

  /** One that waits for a writer would keep whoever opens it. */
  @Test
  void whatIsNoFileIsNotThere() throws Exception {
    Process made = new ProcessBuilder("mkfifo", inside.resolve("pipe").toString()).start();
    assertThat(made.waitFor()).isZero();
    FilePath pipe = FilePath.of("/pipe");
    assertThat(store.open(pipe, 0, 1)).isNull();
    assertThat(store.stat(pipe)).isNull();
    assertThat(list("/")).isEmpty();
    assertThat(store.list(pipe, "", null, 1)).isNull();
    assertThat(store.delete(pipe, true)).isFalse();
    assertThatThrownBy(() -> write("/pipe")).isInstanceOf(ConflictException.class);
    assertThat(Files.exists(inside.resolve("pipe"))).isTrue();
  }

  @Test
  void namesThatNoPathHasAreNotThereAndGoWithTheirFolder() throws IOException {
    write("/a/f");
    for (String name : List.of("back\\slash", "a:b", "dot.", "space ", "CON", "cafe\u0301", "\t")) {
      if (!LocalFileStoreTest.isSpelt(name)) {
        continue;
      }
      Files.writeString(inside.resolve("a").resolve(name), "x");
      Files.createDirectory(inside.resolve("a").resolve("d" + name));
    }
    assertThat(list("/a")).containsExactly("dCON/", "f");
    assertThat(store.delete(FilePath.of("/a/f"), false)).isTrue();
    assertThatThrownBy(() -> store.delete(FilePath.of("/a"), false))
        .isInstanceOf(ConflictException.class);
    assertThat(store.delete(FilePath.of("/a"), true)).isTrue();
    assertThat(Files.exists(inside.resolve("a"))).isFalse();
  }

  /** Deeper than any path reaches, and than would be wise to follow by recursion. */
  @Test
  void aTreeThatIsTooDeepGoesAsAWhole() throws Exception {
    Path at = Files.createDirectory(inside.resolve("a"));
    Path end = inside.resolve("end");
    for (int i = 0; i < 300; i++) {
      Files.createDirectories(end.resolve("x/x/x/x/x/x/x/x/x/x"));
      Path deeper = Files.createDirectory(inside.resolve("deeper"));
      Files.move(end, deeper.resolve("end"));
      Files.move(deeper, end);
    }
    Files.move(end, at.resolve("end"));
    assertThat(store.delete(FilePath.of("/a"), true)).isTrue();
    assertThat(list("/")).isEmpty();
  }

  /** A folder or file is a link for a moment, and then itself again. */
  private void swap(Path place, Path link) throws IOException {
    Path aside = temporary.resolve("aside");
    put(place, aside);
    put(link, place);
    put(place, link);
    put(aside, place);
  }

  /** What has come there in between, since nothing was there, goes. */
  private void put(Path from, Path to) throws IOException {
    while (true) {
      try {
        Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
        return;
      } catch (IOException e) {
        if (!Files.exists(to, LinkOption.NOFOLLOW_LINKS)) {
          throw e;
        }
        Files.move(to, Files.createTempDirectory(temporary, "came").resolve("x"));
      }
    }
  }

  @Test
  void foldersThatBecomeLinksMeanwhileLeadNowhere() throws Exception {
    Map<String, String> before = whatIsOutside();
    for (String file : List.of("/d/f", "/d/sub/f", "/d/sub/deep/f", "/e/keep")) {
      write(file);
    }
    Path top = Files.createSymbolicLink(temporary.resolve("top"), outside);
    Path sub = Files.createSymbolicLink(temporary.resolve("sub"), outside.resolve("sub"));
    Path file = Files.createSymbolicLink(temporary.resolve("file"), outside.resolve("f"));
    try (Crowd crowd = new Crowd()) {
      crowd.add(
          3_000,
          round -> {
            swap(inside.resolve("d"), top);
            swap(inside.resolve("d/sub"), sub);
            swap(inside.resolve("e/keep"), file);
          });
      for (String path : List.of("/d/f", "/d/sub/f", "/d/sub/deep/f", "/e/keep")) {
        crowd.whileOthers(() -> isNotOutside(path));
      }
      crowd.whileOthers(() -> changes("/d/g", "/d/sub/g"));
      crowd.whileOthers(() -> changes("/d/sub/deep/g", "/d/h"));
    }
    assertThat(whatIsOutside()).isEqualTo(before);
    assertThat(list("/d/sub/deep")).contains("f");
  }

  private void isNotOutside(String path) throws IOException {
    try (OpenFile file = store.open(FilePath.of(path), 0, 100)) {
      if (file != null) {
        assertThat(new String(file.content().readAllBytes(), UTF_8)).isEqualTo("inside");
      }
    } catch (SpaceCloudException e) {
      // neither is that outside
    }
    try {
      FileEntry entry = store.stat(FilePath.of(path));
      assertThat(entry == null ? 6 : entry.bytes()).isEqualTo(6);
      List<String> names = list("/d");
      assertThat(names == null ? List.of() : names).doesNotContain("only-outside");
    } catch (SpaceCloudException e) {
      // nor that
    }
  }

  private void changes(String one, String other) {
    FilePath path = FilePath.of(one);
    for (Runnable change :
        List.<Runnable>of(
            () -> write(one),
            () -> store.move(path, FilePath.of(other)),
            () -> store.delete(path, false),
            () -> store.createFolder(FilePath.of(one + "-folder/x")),
            () -> store.delete(FilePath.of(one + "-folder"), true),
            () -> store.delete(FilePath.of(other), true))) {
      try {
        change.run();
      } catch (SpaceCloudException e) {
        // as long as nothing happens outside
      }
    }
  }

  /** What they are before the test's own checks. */
  @Test
  void theSystemHoldsDirectoriesOpenHere() throws IOException {
    try (var stream = Files.newDirectoryStream(inside)) {
      assertThat(stream).isInstanceOf(java.nio.file.SecureDirectoryStream.class);
    }
    assertThat(Files.isDirectory(inside.resolve(".spacecloud"), LinkOption.NOFOLLOW_LINKS))
        .isTrue();
  }
}
