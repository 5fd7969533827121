package io.spacecloud.api.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spacecloud.api.contract.FileStoreContract;
import io.spacecloud.api.error.InvalidRequestException;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** One place, one spelling; what any system takes for something else is refused. */
class FilePathTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "a",
        "a/b",
        "./a",
        "../a",
        "~/a",
        "//",
        "//a",
        "/a/",
        "/a//b",
        "/.",
        "/..",
        "/../a",
        "/a/..",
        "/a/../b",
        "/a/./b",
        "/a/...",
        "/....",
        "/.. ",
        "/ ",
        "/a ",
        "/a.",
        "/a. .",
        "\\a",
        "/a\\b",
        "/..\\..\\a",
        "C:",
        "C:\\a",
        "/C:/a",
        "/a:b",
        "/a:$DATA",
        "//host/share",
        "\\\\host\\share",
        "\\\\?\\C:\\a",
        "file:///a",
        "/a\u0000",
        "/\u0000",
        "/a\u0000.png",
        "/a\n",
        "/a\rb",
        "/\u001b[31m",
        "/a\u007f",
        "/a\u0085",
        "/a\u2028b",
        "/a\u2029",
        "/\u202egnp.exe",
        "/a\u200eb",
        "/a\u200bb",
        "/\ufeffa",
        "/a\u00adb",
        "/a\ufffdb",
        "/a\ue000",
        "/a\ufdd0",
        "/a\uffff",
        "/\ud800",
        "/a\udc00b",
        "/a*",
        "/a?b",
        "/\"a\"",
        "/<a>",
        "/a|b",
        "/.spacecloud",
        "/.SpaceCloud",
        "/.\u017fpacecloud",
        "/a/.spacecloud/b",
        "/.spacecloud."
      })
  void isRefused(String text) {
    refused(text);
  }

  private static void refused(String text) {
    assertThatThrownBy(() -> FilePath.of(text))
        .as("<%s>", text)
        .isInstanceOfSatisfying(
            InvalidRequestException.class, e -> assertThat(e.path()).isEqualTo("path"))
        .hasMessageMatching("path: [a-z0-9 /]+");
  }

  @Test
  void devicesAreNoNames() {
    for (String device :
        List.of(
            "con",
            "CON",
            "Prn",
            "aux",
            "NUL",
            "com1",
            "COM9",
            "com0",
            "lpt1",
            "LPT\u00b2",
            "CONIN$",
            "conout$",
            "clock$")) {
      for (String name : List.of(device, device + ".txt", device + ".tar.gz", device + " .txt")) {
        refused("/" + name);
        refused("/a/" + name + "/b");
      }
      assertThat(FilePath.of("/x" + device).name()).isEqualTo("x" + device);
      assertThat(FilePath.of("/" + device + "x").name()).isEqualTo(device + "x");
    }
  }

  static List<String> unusualNames() {
    return FileStoreContract.unusualNames();
  }

  @ParameterizedTest
  @MethodSource("unusualNames")
  void isANameLikeOthers(String name) {
    String composed = Normalizer.normalize(name, Normalizer.Form.NFC);
    FilePath path = FilePath.of("/a/" + name);
    assertThat(path.names()).containsExactly("a", composed);
    assertThat(path).hasToString("/a/" + composed);
    assertThat(FileName.isValid(composed)).isTrue();
  }

  @Test
  void nothingIsDecoded() {
    assertThat(FilePath.of("/%2e%2e/%2fetc").names()).containsExactly("%2e%2e", "%2fetc");
    assertThat(FilePath.of("/..%00/&#46;&#46;/\uff0e\uff0e").names()).hasSize(3);
  }

  @Test
  void spellingsOfOneTextAreOnePath() {
    FilePath composed = FilePath.of("/caf\u00e9");
    assertThat(FilePath.of("/cafe\u0301")).isEqualTo(composed).hasSameHashCodeAs(composed);
    assertThat(FilePath.of("/cafe\u0301")).hasToString("/caf\u00e9");
    assertThat(FilePath.of("/\u212a").name()).isEqualTo("K");
    assertThat(FilePath.of("/A")).isNotEqualTo(FilePath.of("/a"));
    assertThat(FileName.isValid("cafe\u0301")).isFalse();
  }

  /** What is composed first is looked at afterwards. */
  @Test
  void whatBecomesASignIsOne() {
    assertThat(FilePath.of("/\u037e").name()).isEqualTo(";");
    assertThat(FilePath.of("/\u1fef").name()).isEqualTo("`");
    assertThat(FilePath.of("/>\u0338").name()).isEqualTo("\u226f");
    refused("/>\u0339");
    refused("/.\u017fpaceclou\u0064");
  }

  @Test
  void lengthAndDepthAreBounded() {
    assertThat(FilePath.of("/" + "x".repeat(255)).name()).hasSize(255);
    refused("/" + "x".repeat(256));
    refused("/" + "é".repeat(128));
    refused("/" + "\ud83d\ude00".repeat(64));
    assertThat(FilePath.of("/d".repeat(32)).names()).hasSize(32);
    refused("/d".repeat(33));
    String longest = ("/" + "x".repeat(249)).repeat(4);
    assertThat(FilePath.of(longest)).hasToString(longest);
    refused(longest + "x");
    refused("/" + "x/".repeat(500_000));
    refused("/".repeat(1_000_000));
    FilePath deepest = FilePath.of("/d".repeat(32));
    assertThatThrownBy(() -> deepest.resolve("d")).isInstanceOf(InvalidRequestException.class);
    assertThatThrownBy(() -> FilePath.of(longest).resolve("d"))
        .isInstanceOf(InvalidRequestException.class);
  }

  @Test
  void aChildIsOneNameBelow() {
    FilePath a = FilePath.of("/a");
    assertThat(FilePath.ROOT.resolve("a")).isEqualTo(a);
    assertThat(a.resolve("b").parent()).isEqualTo(a);
    assertThat(a.parent()).isEqualTo(FilePath.ROOT).isEqualTo(FilePath.of("/"));
    assertThat(FilePath.ROOT.parent()).isNull();
    for (String name : List.of("", ".", "..", "b/c", "/b", "b\u0000")) {
      assertThatThrownBy(() -> a.resolve(name)).isInstanceOf(InvalidRequestException.class);
    }
  }

  @Test
  void whatIsWithinAFolderIsNotWhatBeginsLikeIt() {
    FilePath folder = FilePath.of("/a/b");
    assertThat(FilePath.of("/a/b").isWithin(folder)).isTrue();
    assertThat(FilePath.of("/a/b/c").isWithin(folder)).isTrue();
    assertThat(FilePath.of("/a/bc").isWithin(folder)).isFalse();
    assertThat(FilePath.of("/a").isWithin(folder)).isFalse();
    assertThat(folder.isWithin(FilePath.ROOT)).isTrue();
  }

  /** Whatever comes in: what is a path is spelt as it spells itself, and steps nowhere. */
  @Test
  void whatIsAPathIsSafeAndStable() {
    long seed = Long.getLong("spacecloud.seed", System.nanoTime());
    Random random = new Random(seed);
    String alphabet = "/./\\ab:%2e\u0000 \u0301eé\u202e\ud83d\ude00~*CON\u212a\ufb01";
    List<FilePath> paths = new ArrayList<>();
    for (int i = 0; i < 200_000; i++) {
      StringBuilder text = new StringBuilder("/");
      for (int length = random.nextInt(12); length > 0; length--) {
        text.append(alphabet.charAt(random.nextInt(alphabet.length())));
      }
      try {
        paths.add(FilePath.of(text.toString()));
      } catch (InvalidRequestException e) {
        assertThat(e.path()).isEqualTo("path");
      }
    }
    assertThat(paths).hasSizeGreaterThan(1_000);
    for (FilePath path : paths) {
      String text = path.toString();
      assertThat(FilePath.of(text)).as("-Dspacecloud.seed=%d: %s", seed, text).isEqualTo(path);
      assertThat(Normalizer.isNormalized(text, Normalizer.Form.NFC)).isTrue();
      for (String name : path.names()) {
        assertThat(name)
            .as("-Dspacecloud.seed=%d: %s", seed, text)
            .isNotEmpty()
            .doesNotContain("/", "\\", ":", "\u0000")
            .doesNotEndWith(".")
            .doesNotEndWith(" ");
        assertThat(name.getBytes(StandardCharsets.UTF_8).length).isLessThanOrEqualTo(255);
        assertThat(name.toUpperCase(Locale.ROOT)).isNotEqualTo("CON");
      }
    }
  }
}
