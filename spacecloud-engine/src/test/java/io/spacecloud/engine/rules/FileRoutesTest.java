package io.spacecloud.engine.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spacecloud.api.file.FilePath;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
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
      assertThat(value(routes(prefixes).find(names(path)))).isEqualTo(prefix);
    }
  }

  private static List<String> names(String path) {
    return FilePath.of(path).names();
  }

  private static @Nullable String value(FileRoutes.@Nullable Route<String> route) {
    return route == null ? null : route.value();
  }

  @Test
  void variablesStandForTheNamesInTheirPlaces() {
    FileRoutes<String> routes = routes(List.of("/:a/x/:b", "/:other"));

    assertThat(routes.find(names("/1/x/b/c")).params()).isEqualTo(Map.of("a", "1", "b", "b"));
    assertThat(routes.find(names("/1/y")).params()).isEqualTo(Map.of("other", "1"));
  }

  @Test
  void withoutARootWhatIsUnderNoPrefixIsUnderNone() {
    assertThat(routes(List.of("/a/b")).find(names("/a"))).isNull();
    assertThat(routes(List.of("/a/b")).find(names("/"))).isNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "images",
        "//",
        "/a//b",
        "/a/./b",
        "/..",
        "/:",
        "/:1",
        "/:a b",
        "/:a/:a",
        "/a//",
        "/con",
        "/a.",
        "/a\\b",
        "/.spacecloud/x",
        "/a\u0000"
      })
  void whatIsNoPrefixIsRefused(String text) {
    assertThatThrownBy(() -> FilePrefix.parse(text))
        .isInstanceOf(FilePrefix.MalformedException.class);
  }

  @Test
  void aPrefixHas64Names() {
    assertThat(prefix("/a".repeat(64)).variables()).isEmpty();
    assertThatThrownBy(() -> FilePrefix.parse("/a".repeat(65)))
        .isInstanceOf(FilePrefix.MalformedException.class);
  }

  @Test
  void literalNamesAreSpeltAsPathsSpellThem() {
    assertThat(routes(List.of("/cafe\u0301")).find(names("/caf\u00e9/x"))).isNotNull();
  }

  @ParameterizedTest
  @CsvSource({
    "/,            /images /images/:userId /images/public /images/:userId/private /a/b /a/:v/c",
    "/images,      /images/:userId /images/public /images/:userId/private",
    "/images/7,    /images/:userId/private",
    "/images/public, /images/:userId/private",
    "/images/7/private, ''",
    "/a,           /a/b /a/:v/c",
    "/a/b,         /a/:v/c",
    "/a/x,         /a/:v/c",
    "/a/x/c,       ''",
    "/none,        ''",
  })
  void belowAPathEveryPrefixMayCountThatEndsThere(String path, String prefixes) {
    FileRoutes<String> routes =
        routes(
            List.of(
                "/",
                "/images",
                "/images/:userId",
                "/images/public",
                "/images/:userId/private",
                "/a/b",
                "/a/:v/c"));
    assertThat(routes.below(names(path)).stream().map(FileRoutes.Route::prefix))
        .containsExactlyInAnyOrderElementsOf(
            prefixes.isEmpty() ? List.of() : List.of(prefixes.split(" ")));
  }

  @Test
  void ofVariablesBelowAPathThoseAreKnownThatStandInIt() {
    FileRoutes<String> routes = routes(List.of("/:a/x/:b"));
    assertThat(routes.below(names("/1")).get(0).params()).isEqualTo(Map.of("a", "1"));
    assertThat(routes.below(names("/")).get(0).params()).isEmpty();
    assertThat(routes.below(names("/1/x/2"))).isEmpty();
  }

  /**
   * Whatever the prefixes: what a path below goes by is what its folder goes by, or is among these.
   */
  @Test
  void noPathBelowGoesByAnythingElse() {
    long seed = Long.getLong("spacecloud.seed", System.nanoTime());
    Random random = new Random(seed);
    for (int round = 0; round < 3_000; round++) {
      Map<String, FilePrefix> prefixes = new LinkedHashMap<>();
      for (int i = random.nextInt(6); i >= 0; i--) {
        FilePrefix prefix = prefix(text(random, List.of("/a", "/b", "/:v")));
        if (prefixes.values().stream().noneMatch(prefix::isSameAs)) {
          prefixes.put(prefix.text(), prefix);
        }
      }
      FileRoutes<String> routes = routes(List.copyOf(prefixes.keySet()));
      List<String> folder = names(text(random, List.of("/a", "/b", "/c")));
      List<String> path = new ArrayList<>(folder);
      path.addAll(names(text(random, List.of("/a", "/b", "/c"))));
      List<String> allowed = new ArrayList<>();
      allowed.add(value(routes.find(folder)));
      routes.below(folder).forEach(each -> allowed.add(each.value()));
      assertThat(allowed)
          .as("-Dspacecloud.seed=%d: %s below %s by %s", seed, path, folder, prefixes.keySet())
          .contains(value(routes.find(path)));
    }
  }

  private static String text(Random random, List<String> names) {
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(4); i > 0; i--) {
      String name = names.get(random.nextInt(names.size()));
      text.append(name.equals("/:v") ? name + i : name);
    }
    return text.isEmpty() ? "/" : text.toString();
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
    assertThat(routes.find(names("/a".repeat(30) + "/no"))).isNull();
  }
}
