package io.spacecloud.examples.users;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class NotebookTest {
  @Test
  void theStoryIsAsItIsTold() throws Exception {
    PrintStream out = System.out;
    ByteArrayOutputStream told = new ByteArrayOutputStream();
    System.setOut(new PrintStream(told, true, StandardCharsets.UTF_8));
    try {
      Notebook.main(new String[0]);
    } finally {
      System.setOut(out);
    }
    try (InputStream story = NotebookTest.class.getResourceAsStream("/story.txt")) {
      assertThat(told.toString(StandardCharsets.UTF_8).replace(System.lineSeparator(), "\n"))
          .isEqualTo(new String(story.readAllBytes(), StandardCharsets.UTF_8));
    }
  }
}
