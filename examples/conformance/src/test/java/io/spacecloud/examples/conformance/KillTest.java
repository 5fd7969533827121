package io.spacecloud.examples.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.spacecloud.api.file.FileEntry;
import io.spacecloud.api.file.OpenFile;
import io.spacecloud.engine.SessionFiles;
import io.spacecloud.engine.SpaceCloud;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Processes are killed in the midst of uploads and sign-ups, again and again over the same files
 * and the same PostgreSQL, while another one lives on: afterwards everything is whole, what was
 * said to be done is done, and nothing temporary is left. {@code -Dspacecloud.kills=50} kills 50.
 */
class KillTest {
  private static final int KILLS = Integer.getInteger("spacecloud.kills", 3);
  private static final int MOST_DONE = 60;
  private static final long MOST_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

  @TempDir private Path directory;

  /** The last version of each file, or folder, that was said to be there. */
  private final Map<String, Long> done = new HashMap<>();

  private String database = "";
  private Members members = new Members("");

  private Process start(String owner, long firstVersion) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-Xmx128m",
            "-cp",
            System.getProperty("java.class.path"),
            Victim.class.getName(),
            directory.toString(),
            database,
            owner,
            String.valueOf(firstVersion))
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  @Test
  @Timeout(3_600)
  void whatDiesInTheMidstOfItLeavesEverythingWhole() throws Exception {
    long seed = Long.getLong("spacecloud.seed", new Random().nextLong() >>> 1);
    System.out.println("kills, replay with -Dspacecloud.seed=" + seed);
    try (EmbeddedPostgres postgres = EmbeddedPostgres.builder().start()) {
      database = "jdbc:postgresql://localhost:" + postgres.getPort() + "/postgres";
      members = new Members(database);
      try (SpaceCloud cloud = Victim.open(directory, database)) {
        cloud.schema("db").create();
      }
      Random random = new Random(seed);
      long begun = 0;
      for (int kill = 0; kill < KILLS; kill++) {
        begun += kill(1_000_000L * (kill + 1), random);
      }
      try (SpaceCloud cloud = Victim.open(directory, database)) {
        members.verifyAll(cloud.users("db"));
      }
      System.out.printf(
          "%d kills; files and folders on their way then: %d; accounts: %d, of them made by whom"
              + " was killed before they said so: %d%n",
          KILLS, begun, members.count(), members.unsaid());
    }
  }

  /** Kills one of two processes; how much that one had begun and not done. */
  private long kill(long version, Random random) throws Exception {
    Process dies = start("dies", version);
    Process lives = start("lives", version);
    try (BufferedReader dying = dies.inputReader();
        BufferedReader living = lives.inputReader()) {
      assertThat(living.readLine()).isEqualTo("begun");
      hear(dying, random.nextInt(MOST_DONE) + 1);
      LockSupport.parkNanos(random.nextLong(MOST_NANOS)); // at any moment
      assertThat(dies.toHandle().destroyForcibly()).isTrue(); // what it said stays to be read
      dies.waitFor();
      hear(dying, Integer.MAX_VALUE);
      long begun = onItsWay(dies);
      verify("dies");

      lives.getOutputStream().close();
      hear(living, Integer.MAX_VALUE);
      assertThat(lives.waitFor()).isZero();
      verify("lives");
      verifyThatNothingElseIsThere();
      return begun;
    } finally {
      dies.destroyForcibly();
      lives.destroyForcibly();
    }
  }

  /** How much a process has begun and not done. */
  private long onItsWay(Process dead) throws IOException {
    long count = 0;
    try (Stream<Path> own = Files.list(directory.resolve(".spacecloud"))) {
      for (Path each : own.filter(path -> belongsTo(dead, path)).toList()) {
        try (Stream<Path> begun = Files.list(each)) {
          count += begun.count();
        }
      }
    }
    return count;
  }

  private static boolean belongsTo(Process process, Path path) {
    return path.getFileName().toString().startsWith(process.pid() + "-") && Files.isDirectory(path);
  }

  /** Takes note of so much of what it says; of a line, none is half. */
  private void hear(BufferedReader process, int lines) throws IOException {
    String line = "";
    for (int i = 0; i < lines && line != null; i++) {
      line = process.readLine();
      String[] words = String.valueOf(line).split(" ", -1);
      assertThat(words[0])
          .as(line)
          .isIn("begun", "uploaded", "reordered", "joined", "refused", "ended", "null");
      if (words[0].equals("joined")) {
        members.joined(words[1], words[2]);
      } else if (words.length == 3) {
        done.put(words[1], Long.parseLong(words[2]));
      }
    }
  }

  private void verify(String owner) throws Exception {
    try (SpaceCloud cloud = Victim.open(directory, database)) {
      members.verify(cloud.users("db"));
      SessionFiles files = cloud.authenticated(Map.of("id", owner)).files();
      List<String> all = new ArrayList<>();
      walk(files, "/" + owner, all);
      Map<String, Long> versions = new HashMap<>();
      for (String path : all) {
        try (OpenFile file = files.download(path)) {
          versions.put(path, Sealed.version(file));
        }
      }
      verifyFolders(versions);
      for (String path : done.keySet()) {
        if (path.startsWith("/" + owner + "/up")) {
          assertThat(versions.get(path))
              .as(path)
              .isNotNull()
              .isGreaterThanOrEqualTo(done.get(path));
        }
      }
    }
  }

  /** A folder is put elsewhere, and deleted, as a whole. */
  private static void verifyFolders(Map<String, Long> versions) {
    Map<String, List<Long>> moved = new TreeMap<>();
    versions.forEach(
        (path, version) -> {
          if (path.contains("/moved")) {
            String folder = path.substring(0, path.lastIndexOf('/'));
            moved.computeIfAbsent(folder, key -> new ArrayList<>()).add(version);
          }
        });
    moved.forEach(
        (folder, each) -> assertThat(each).as(folder).hasSize(3).containsOnly(each.get(0)));
  }

  private static void walk(SessionFiles files, String folder, List<String> found) {
    for (FileEntry each : files.list(folder).entries()) {
      assertThat(each.name()).matches("(?:up|made|moved|file)[0-9]|in|empty");
      if (each.folder()) {
        walk(files, each.path().toString(), found);
      } else {
        found.add(each.path().toString());
      }
    }
  }

  /** Nobody lives who could own what is on its way. */
  private void verifyThatNothingElseIsThere() throws IOException {
    Victim.open(directory, database).close();
    assertThat(directory.resolve(".spacecloud")).isEmptyDirectory();
    try (Stream<Path> all = Files.list(directory)) {
      assertThat(all.map(each -> Objects.toString(each.getFileName())))
          .containsExactlyInAnyOrder(".spacecloud", "dies", "lives");
    }
  }
}
