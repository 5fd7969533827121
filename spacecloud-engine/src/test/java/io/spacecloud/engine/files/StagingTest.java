package io.spacecloud.engine.files;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spacecloud.api.contract.Crowd;
import io.spacecloud.api.file.FileEntry;
import io.spacecloud.api.file.FilePath;
import io.spacecloud.api.spi.FileStore;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.SequenceInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What is on its way is nobody else's, and what nobody owns any more goes. */
@Timeout(300)
class StagingTest {
  @TempDir private Path directory;

  private List<String> staged() throws IOException {
    try (Stream<Path> all = Files.walk(directory.resolve(".spacecloud"))) {
      return all.skip(1)
          .map(each -> directory.resolve(".spacecloud").relativize(each).toString())
          .filter(each -> !each.endsWith(".lock"))
          .toList();
    }
  }

  private static InputStream content(String text) {
    return new ByteArrayInputStream(text.getBytes(UTF_8));
  }

  /** As a process leaves it that died of a power cut. */
  @Test
  void whatTheDeadLeftIsSweptAway() throws IOException {
    Path left = Files.createDirectories(directory.resolve(".spacecloud/4711-1-dead"));
    Files.writeString(left.resolve("half"), "x");
    Files.createDirectories(left.resolve("folder/deep/er"));
    Files.writeString(left.resolve("folder/deep/er/file"), "x");
    Files.createSymbolicLink(left.resolve("folder/link"), directory);
    Files.createFile(directory.resolve(".spacecloud/4711-1-dead.lock"));
    Files.createFile(directory.resolve(".spacecloud/4711-1-before-its-folder.lock"));
    Files.writeString(directory.resolve("file"), "x");

    LocalFileStore.open(directory).close();
    assertThat(directory.resolve(".spacecloud")).isEmptyDirectory();
    assertThat(directory.resolve("file")).hasContent("x");
  }

  @Test
  void closingLeavesNothing() throws IOException {
    FileStore store = LocalFileStore.open(directory);
    store.write(FilePath.of("/a/b"), content("x"), null, null);
    store.delete(FilePath.of("/a"), true);
    store.close();
    assertThat(directory.resolve(".spacecloud")).isEmptyDirectory();
    assertThatThrownBy(() -> store.stat(FilePath.of("/a")))
        .isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> store.write(FilePath.of("/a"), content("x"), null, null))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void itsOwnPartIsSeenByItsOwnerAlone() throws IOException {
    try (FileStore store = LocalFileStore.open(directory)) {
      assertThat(Files.getPosixFilePermissions(directory.resolve(".spacecloud")))
          .isEqualTo(PosixFilePermissions.fromString("rwx------"));
      assertThat(store.list(FilePath.ROOT, "", null, 10)).isEmpty();
    }
  }

  @Test
  void aStoreSweepsNothingOfAnotherInTheSameProcess() throws IOException {
    try (FileStore one = LocalFileStore.open(directory)) {
      InputStream opening =
          new InputStream() {
            @Override
            public int read() throws IOException {
              LocalFileStore.open(directory).close();
              assertThat(staged()).hasSize(2);
              return -1;
            }
          };
      one.write(FilePath.of("/a"), new SequenceInputStream(content("whole"), opening), null, null);
    }
    assertThat(directory.resolve("a")).hasContent("whole");
  }

  @Test
  void storesThatOpenAndCloseDoNotDisturbOneAnother() throws Exception {
    try (Crowd crowd = new Crowd()) {
      for (int thread = 0; thread < 4; thread++) {
        FilePath path = FilePath.of("/" + thread);
        crowd.add(
            50,
            round -> {
              try (FileStore store = LocalFileStore.open(directory)) {
                store.write(path, content("x"), null, null);
              }
            });
      }
    }
    assertThat(directory.resolve(".spacecloud")).isEmptyDirectory();
    assertThat(directory.toFile().list()).hasSize(5);
  }

  /** A process that uploads what it is sent, and says when it has begun and ended. */
  static final class Uploader {
    public static void main(String[] arguments) throws IOException {
      try (FileStore store = LocalFileStore.open(Path.of(arguments[0]))) {
        InputStream begun =
            new InputStream() {
              @Override
              public int read() {
                System.out.println("begun");
                return -1;
              }
            };
        InputStream content =
            new SequenceInputStream(new SequenceInputStream(content("first "), begun), System.in);
        store.write(FilePath.of("/slow"), content, null, "a/b");
        System.out.println("done");
      }
    }
  }

  private Process uploader(Path place) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xshare:auto",
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path"),
            Uploader.class.getName(),
            place.toString())
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  @Test
  void aStoreSweepsNothingOfALivingProcessAndAllOfADeadOne() throws Exception {
    Process lives = uploader(directory);
    Process dies = uploader(directory);
    try (BufferedReader said = lives.inputReader();
        BufferedReader saidLast = dies.inputReader()) {
      assertThat(said.readLine()).isEqualTo("begun");
      assertThat(saidLast.readLine()).isEqualTo("begun");
      assertThat(staged()).hasSize(4);
      LocalFileStore.open(directory).close();
      assertThat(staged()).hasSize(4);

      dies.destroyForcibly().waitFor();
      try (FileStore store = LocalFileStore.open(directory)) {
        assertThat(staged()).hasSize(3);
        assertThat(store.list(FilePath.ROOT, "", null, 10)).isEmpty();
        try (OutputStream rest = lives.getOutputStream()) {
          rest.write("rest".getBytes(UTF_8));
        }
        assertThat(said.readLine()).isEqualTo("done");
        assertThat(lives.waitFor()).isZero();
        FileEntry entry = store.stat(FilePath.of("/slow"));
        assertThat(entry.bytes()).isEqualTo(10);
        assertThat(entry.contentType()).isEqualTo("a/b");
      }
    } finally {
      lives.destroyForcibly();
      dies.destroyForcibly();
    }
    assertThat(directory.resolve(".spacecloud")).isEmptyDirectory();
  }
}
