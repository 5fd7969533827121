package io.spacecloud.examples.livetodos;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Windows of a real browser, which stay equal. */
class LiveTodosBrowserTest {
  private static final Path SCRIPTS = Path.of("src", "test", "browser");
  private static final Path WORK = Path.of("target", "browser");

  @Test
  @Timeout(300)
  void windowsStayEqual() throws Exception {
    Path browser = program("chromium", "chromium-browser", "google-chrome");
    Path node = program("node");
    Path npm = program("npm");
    Files.createDirectories(WORK);
    for (String file : List.of("package.json", "windows.js")) {
      Files.copy(SCRIPTS.resolve(file), WORK.resolve(file), StandardCopyOption.REPLACE_EXISTING);
    }
    run(npm.toString(), "install", "--no-audit", "--no-fund", "--no-package-lock");
    try (LiveTodos todos = LiveTodos.start(0)) {
      String said = run(node.toString(), "windows.js", todos.url(), browser.toString(), "window");
      assertThat(said).endsWith("equal\n");
    }
    assertThat(WORK.resolve("window-first.png")).isNotEmptyFile();
  }

  /** The first of them on the PATH; without any, the test is skipped or fails. */
  private static Path program(String... names) {
    String path = Optional.ofNullable(System.getenv("PATH")).orElse("");
    Optional<Path> found =
        Arrays.stream(names)
            .flatMap(name -> Stream.of(path.split(File.pathSeparator)).map(d -> Path.of(d, name)))
            .filter(Files::isExecutable)
            .findFirst();
    if (found.isEmpty()) {
      String missing = "SKIPPED: " + names[0] + " is not on the PATH; no window was looked at";
      assertThat(System.getenv("SPACECLOUD_TEST_REQUIRED")).as(missing).isNull();
      System.err.println(missing);
      Assumptions.abort(missing);
    }
    return found.orElseThrow();
  }

  private static String run(String... command) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(command).directory(WORK.toFile()).redirectErrorStream(true).start();
    try {
      String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
      assertThat(process.exitValue()).as(said).isZero();
      return said;
    } finally {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
  }
}
