package io.spacecloud.engine.config;

import io.spacecloud.engine.ProjectConfig;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Whatever a file is turned into, it is a configuration or an {@link InvalidConfigException}. */
class ConfigFuzzTest {
  private static final long SEED = Long.getLong("spacecloud.fuzz.seed", System.currentTimeMillis());
  private static final int ROUNDS = Integer.getInteger("spacecloud.fuzz.rounds", 5_000);

  private static final String JSON =
      """
      {"id": "p", "secrets": [{"alg": "HS384", "secret": "s"}], "tokens": {"leeway": "5s"},
       "modules": {"crud": {"sql-mysql": {"conn": "u:p@tcp(h:1)/db?timeout=1s&tls=false",
       "collections": {"a": {"rules": {"read": {"rule": "filter", "find": {"x": [1.5, null]}}}}}}}}}
      """;

  private static final List<String> PIECES =
      List.of(
          "{",
          "}",
          "[",
          "]",
          ",",
          ": ",
          "\"",
          "'",
          "\n",
          "\n  ",
          "\t",
          "- ",
          "? ",
          "&a ",
          "*a",
          "!",
          "!!binary ",
          "|\n",
          ">-\n",
          "---\n",
          "...\n",
          "%YAML 9\n",
          "null",
          "~",
          "yes",
          ".inf",
          "0x1F",
          "1e999999999",
          "\u0000",
          "\ud800",
          "\ufeff",
          "#",
          "@",
          "`",
          "<<: ",
          "%zz",
          "$",
          "/");

  @Test
  void nothingButAConfigurationOrItsProblemsComesOut() throws IOException {
    System.out.println("ConfigFuzzTest: -Dspacecloud.fuzz.seed=" + SEED);
    List<String> texts = List.of(JSON, file());
    Random random = new Random(SEED);
    for (int round = 0; round < ROUNDS; round++) {
      String text = texts.get(random.nextInt(texts.size()));
      for (int change = random.nextInt(3); change >= 0; change--) {
        text = changed(text, random);
      }
      read(round, text);
    }
  }

  private static String changed(String text, Random random) {
    int from = random.nextInt(text.length() + 1);
    int to = Math.min(text.length(), from + random.nextInt(8));
    String other =
        switch (random.nextInt(4)) {
          case 0 -> "";
          case 1 -> String.valueOf((char) random.nextInt(0x10000));
          default -> PIECES.get(random.nextInt(PIECES.size()));
        };
    return text.substring(0, from) + other + text.substring(to);
  }

  private static void read(int round, String text) {
    try {
      ProjectConfig.parse(text, name -> "value");
    } catch (InvalidConfigException e) {
      if (e.problems().isEmpty()) {
        throw new AssertionError("no problems: seed " + SEED + ", round " + round, e);
      }
    } catch (RuntimeException | StackOverflowError e) {
      throw new AssertionError("seed " + SEED + ", round " + round + ":\n" + text, e);
    }
  }

  private static String file() throws IOException {
    try (InputStream file = ProjectConfig.class.getResourceAsStream("space-cloud-v0.9.yaml")) {
      return new String(Objects.requireNonNull(file).readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
