package io.spacecloud.examples.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The story is the same wherever on earth it is told. */
class QuickstartTest {
  @Test
  void theStoryIsToldInKolkataAndInTurkish() throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Duser.timezone=Asia/Kolkata",
                "-Duser.language=tr",
                "-cp",
                System.getProperty("java.class.path"),
                Quickstart.class.getName())
            .redirectErrorStream(true)
            .start();
    process.getOutputStream().close();

    assertThat(text(process.getInputStream())).isEqualTo(text(golden()));
    assertThat(process.waitFor()).isZero();
  }

  private static InputStream golden() {
    return QuickstartTest.class.getResourceAsStream("/story.txt");
  }

  private static String text(InputStream stream) throws IOException {
    try (stream) {
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8)
          .replace(System.lineSeparator(), "\n");
    }
  }
}
