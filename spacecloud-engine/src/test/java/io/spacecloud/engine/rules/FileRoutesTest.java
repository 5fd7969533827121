package io.spacecloud.engine.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FileRoutesTest {
  private static FileRoutes<String> routes(List<String> prefixes) {
    FileRoutes<String> routes = new FileRoutes<>();
    prefixes.forEach(each -> routes.add(prefix(each), each));
    return routes;
  }

  private static FilePrefix prefix(String text) {
    try {
      return FilePrefix.parse(text);
    } catch (FilePrefix.MalformedException e) {
      throw new AssertionError(text, e);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "/,                  /",
    "/x,                 /",
    "/images,            /images",
    "/images/7,          /images/:userId",
    "/images/7/a/b/c,    /images/:userId",
    "/images/public,     /images/public",
    "/images/public/a,   /images/public",
    "/images/7/private,  /images/:userId/private",
    "/images/7/private/x,/images/:userId/private",
    "/images/public/private, /images/public",
    "/Images/7,          /",
    "/imagesx/7,         /",
    "/a/b/c,             /a/b",
    "/a/x/c,             /a/:v/c",
    "/a/x/d,             /",
  })
  void literalNamesGoBeforeVariablesAndLongerPrefixesBeforeTheirBeginnings(
      String path, String prefix) {
    List<String> prefixes =
        new ArrayList<>(
            List.of(
                "/",
                "/images",
                "/images/:userId",
                "/images/public",
                "/images/:userId/private",
                "/a/b",
                "/a/:v/c"));
    for (int seed = 0; seed < 20; seed++) {
      Collections.shuffle(prefixes, new Random(seed)); // their order makes no difference
      assertThat(value(routes(prefixes).find(path))).isEqualTo(prefix);
    }
  }

  private static @Nullable String value(FileRoutes.@Nullable Route<String> route) {
    return route == null ? null : route.value();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "images",
        "//",
        "/images//7",
        "/images/",
        "/images/../x",
        "/./x",
        "/..",
        "/x/."
      })
  void whatIsNotNormalisedIsUnderNoPrefix(String path) {
    assertThat(routes(List.of("/", "/images/:userId")).find(path)).isNull();
  }

  @Test
  void variablesStandForTheNamesInTheirPlaces() {
    FileRoutes<String> routes = routes(List.of("/:a/x/:b", "/:other"));

    assertThat(routes.find("/1/x/:b/c").params()).isEqualTo(Map.of("a", "1", "b", ":b"));
    assertThat(routes.find("/1/y").params()).isEqualTo(Map.of("other", "1"));
  }

  @Test
  void withoutARootWhatIsUnderNoPrefixIsUnderNone() {
    assertThat(routes(List.of("/a/b")).find("/a")).isNull();
    assertThat(routes(List.of("/a/b")).find("/")).isNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "", "images", "//", "/a//b", "/a/./b", "/..", "/:", "/:1", "/:a b", "/:a/:a", "/a//"
      })
  void whatIsNoPrefixIsRefused(String text) {
    assertThatThrownBy(() -> FilePrefix.parse(text))
        .isInstanceOf(FilePrefix.MalformedException.class);
  }

  @ParameterizedTest
  @CsvSource({
    "/a, /a/, true",
    "/:a/b, /:c/b, true",
    "/:a, /b, false",
    "/:a/b, /:a/c, false",
    "/a, /a/b, false",
    "/, /, true",
  })
  void prefixesThatStandForTheSamePathsAreTheSame(String one, String other, boolean same) {
    assertThat(prefix(one).isSameAs(prefix(other))).isEqualTo(same);
    assertThat(prefix(other).isSameAs(prefix(one))).isEqualTo(same);
  }

  /** Every prefix is looked at once, however they are nested. */
  @Test
  void aPathThatFitsNothingToItsEndIsSettledAtOnce() {
    FileRoutes<String> routes = new FileRoutes<>();
    Random random = new Random(1);
    for (int i = 0; i < 5_000; i++) {
      StringBuilder text = new StringBuilder();
      for (int j = 0; j < 30; j++) {
        text.append(random.nextBoolean() ? "/a" : "/:v" + j);
      }
      routes.add(prefix(text + "/end"), "x");
    }
    assertThat(routes.find("/a".repeat(30) + "/no")).isNull();
  }
}
