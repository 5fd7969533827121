package io.spacecloud.engine.accounts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spacecloud.api.error.InvalidRequestException;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EmailTest {
  private static final long SEED = Long.getLong("spacecloud.seed", System.nanoTime());

  @Test
  void whatMeansTheSameIsTheSame() {
    for (List<String> same :
        List.of(
            List.of(
                "ada@example.com",
                "ADA@EXAMPLE.COM",
                " ada@example.com ",
                "\u3000Ada@example.com\n"),
            List.of(
                "\uff41\uff44\uff41@example.com", "ada\uff20example\uff0ecom", "ada@example.com"),
            List.of("stra\u00dfe@x.de", "STRASSE@x.de", "stra\u1e9ee@x.de"),
            List.of("jose\u0301@x.es", "jos\u00e9@x.es", "JOSE\u0301@X.es"),
            List.of("\u03c3\u03bf\u03c6\u03cc\u03c2@x.gr", "\u03a3\u039f\u03a6\u038c\u03a3@x.gr"),
            List.of("\ufb01n@x.org", "FIN@x.org"),
            List.of("kelvin@x.org", "\u212aelvin@x.org"))) {
      assertThat(same.stream().map(Email::checked).distinct()).as("%s", same).hasSize(1);
    }
    assertThat(Email.checked("ada@example.com")).isEqualTo("ada@example.com");
    assertThat(Email.checked("a@x.org")).isNotEqualTo(Email.checked("\u0430@x.org")); // Cyrillic
  }

  @Test
  void noLanguageChangesIt() {
    Locale before = Locale.getDefault();
    try {
      for (String language : List.of("tr", "lt", "az", "el", "de")) {
        Locale.setDefault(Locale.forLanguageTag(language));
        assertThat(Email.checked("TITLE@I.org")).isEqualTo("title@i.org");
      }
    } finally {
      Locale.setDefault(before);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "ada",
        "@",
        "@x.org",
        "ada@",
        "a@b@c",
        "ada\uff20b@c",
        "a b@x.org",
        "a\u00a0b@x.org",
        "a\u0000@x.org",
        "a\u200b@x.org",
        "a\u202e@x.org",
        "a\ud800@x.org",
        "a\ue000@x.org",
        "a\nb@x.org",
        "<ada@x.org>",
        "\"ada\"@x.org",
        "ada,bob@x.org",
        "ada;@x.org",
        "a..b@x.org",
        ".a@x.org",
        "a.@x.org",
        "a@x..org",
        "a@.x.org",
        "a@x.org.",
        "a@[127.0.0.1]"
      })
  void whatIsNoAddressIsRefused(String typed) {
    assertThatThrownBy(() -> Email.checked(typed))
        .isInstanceOfSatisfying(
            InvalidRequestException.class, e -> assertThat(e.path()).isEqualTo("email"));
  }

  @Test
  void lengthsAreBounded() {
    String label = "x".repeat(63);
    assertThat(Email.checked("a".repeat(64) + "@" + label + ".org")).hasSize(64 + 1 + 63 + 4);
    for (String typed :
        List.of(
            "a".repeat(65) + "@x.org",
            "a@" + label + "x.org",
            "a@" + (label + ".").repeat(4) + "org",
            "\ufdfa".repeat(20) + "@x.org", // each becomes eighteen letters
            "a".repeat(1_000_000))) {
      assertThatThrownBy(() -> Email.checked(typed)).isInstanceOf(InvalidRequestException.class);
    }
  }

  /** The form that is stored is its own. */
  @Test
  void foldedOnceIsFoldedForGood() {
    Random random = new Random(SEED);
    for (int i = 0; i < 20_000; i++) {
      StringBuilder text = new StringBuilder();
      for (int j = random.nextInt(8); j >= 0; j--) {
        int c = random.nextInt(4) == 0 ? random.nextInt(0x110000) : random.nextInt(0x3000);
        text.appendCodePoint(c >= 0xd800 && c <= 0xdfff ? 'x' : c);
      }
      String folded = Email.fold(text.toString());
      if (folded.length() <= 300) {
        assertThat(Email.fold(folded)).as("-Dspacecloud.seed=" + SEED).isEqualTo(folded);
      }
    }
  }
}
