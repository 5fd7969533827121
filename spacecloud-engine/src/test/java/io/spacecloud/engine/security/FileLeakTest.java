package io.spacecloud.engine.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.spacecloud.api.file.FileEntry;
import io.spacecloud.api.file.FilePage;
import io.spacecloud.engine.SessionFiles;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Nothing tells whether there is a file that may not be read (class 11): not an answer, a message,
 * a page, nor whether the store was asked.
 *
 * <p>Falls if anything of {@code FileDispatcher} asked the store before the rules, if {@code #page}
 * ended with what is not shown or counted it, or if folders were judged by what is in them.
 */
class FileLeakTest {
  private static String outcome(FileDoor door, SessionFiles files, String path) {
    Object[] out = new Object[1];
    Throwable failure = catchThrowable(() -> out[0] = door.enter(files, path));
    return failure == null ? String.valueOf(out[0]) : failure.toString();
  }

  @ParameterizedTest
  @EnumSource
  void whatIsDeniedIsTheSameWhateverIsThere(FileDoor door) {
    try (FileHouse house = FileHouse.of("/:owner", FileHouse.OWN)) {
      Set<String> outcomes = new HashSet<>();
      for (String path :
          List.of("/bob/f", "/bob/none", "/bob/private", "/bob/f/none", "/bob", "/none/none")) {
        outcomes.add(outcome(door, house.ann(), path));
        assertThat(house.store.asked()).as(path).isEmpty();
      }
      assertThat(outcomes).containsExactly("io.spacecloud.api.error.AccessDeniedException: denied");
    }
  }

  /** Two worlds that differ in what may not be read: every door, every path, every page. */
  @Test
  void whoMayNotReadSeesNoDifference() {
    long seed = Long.getLong("spacecloud.seed", System.nanoTime());
    Random random = new Random(seed);
    String onlyOwn =
        FileHouse.rules(
            "{rule: match, eval: ==, type: string, f1: args.params.name, f2: args.auth.id}");
    String[] rules = {"/", FileHouse.OPEN, "/ann/:name", onlyOwn, "/bob", FileHouse.CLOSED};
    for (int round = 0; round < 200; round++) {
      try (FileHouse one = FileHouse.of(rules);
          FileHouse other = FileHouse.of(rules)) {
        for (int i = random.nextInt(6); i > 0; i--) {
          String shown = "/open" + random.nextInt(100);
          one.put(shown);
          other.put(shown);
        }
        one.put("/ann/shown");
        other.put("/ann/shown");
        for (int i = random.nextInt(10); i > 0; i--) {
          int number = random.nextInt(10);
          String hidden = "/" + List.of("ann", "bob").get(random.nextInt(2)) + "/h" + number;
          (random.nextBoolean() ? one : other).put(hidden + (number % 2 == 0 ? "" : "/x"));
        }
        assertThat(pages(other.as("shown")))
            .as("-Dspacecloud.seed=%d", seed)
            .isEqualTo(pages(one.as("shown")));
        for (FileDoor door : FileDoor.values()) {
          String path =
              List.of("/ann/h1", "/bob", "/bob/h2", "/ann/h3/x", "/", "/bob/f")
                  .get(random.nextInt(6));
          assertThat(outcome(door, other.as("shown"), path))
              .as("-Dspacecloud.seed=%d: %s %s", seed, door, path)
              .isEqualTo(outcome(door, one.as("shown"), path));
        }
      }
    }
  }

  /** All pages of every size, each with what the next one begins after. */
  private static List<String> pages(SessionFiles files) {
    List<String> all = new ArrayList<>();
    for (int size = 1; size < 5; size++) {
      String after = null;
      do {
        FilePage page = files.list("/ann", "", after, size);
        all.add(page.entries().stream().map(FileEntry::marker).toList() + " " + page.next());
        after = page.next();
      } while (after != null);
    }
    return all;
  }

  @Test
  void messagesHoldNoNames() {
    try (FileHouse house = FileHouse.of("/", FileHouse.OPEN)) {
      house.put("/secret-name/inner/f");
      for (FileDoor door : FileDoor.values()) {
        for (String path :
            List.of(
                "/secret-name/none", "/secret-name", "/secret-name/inner/f/x", "/secret-name./x")) {
          Throwable failure = catchThrowable(() -> door.enter(house.ann(), path));
          assertThat(String.valueOf(failure)).doesNotContain("secret-name");
        }
      }
    }
  }
}
