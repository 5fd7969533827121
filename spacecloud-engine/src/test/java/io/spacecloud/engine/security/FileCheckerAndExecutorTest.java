package io.spacecloud.engine.security;

import static org.assertj.core.api.Assertions.assertThat;

import io.spacecloud.api.error.InvalidRequestException;
import io.spacecloud.api.error.SpaceCloudException;
import io.spacecloud.api.file.FilePath;
import io.spacecloud.api.rule.FileInput;
import io.spacecloud.api.rule.RuleEvaluator;
import io.spacecloud.api.rule.RuleInput;
import io.spacecloud.api.rule.Verdict;
import io.spacecloud.engine.files.LocalFileStore;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What the rules judge is what the store is given, and no spelling leads to a file past its rules
 * (class 2).
 *
 * <p>Falls if anything but one and the same {@code FilePath} went to {@code FileInput} and to the
 * store; if that kept two spellings of one name apart; if literal names of prefixes were not spelt
 * as paths spell them. That paths are refused, and not joined, trimmed, decoded or stepped back
 * over, is {@code FileInjectionTest}'s; that disks take no two names for one, {@code
 * InexactDisksTest}'s.
 */
class FileCheckerAndExecutorTest {
  private static final List<String> PRIVATE =
      List.of(
          "/ann/priv\u00e9/caf\u00e9",
          "/ann/prive\u0301/cafe\u0301",
          "/ann/./priv\u00e9/caf\u00e9",
          "/ann//priv\u00e9/caf\u00e9",
          "//ann/priv\u00e9/caf\u00e9",
          "/ann/priv\u00e9/./caf\u00e9",
          "/ann/priv\u00e9//caf\u00e9",
          "/ann/priv\u00e9/caf\u00e9/",
          "/ann/x/../priv\u00e9/caf\u00e9",
          "/ann/priv\u00e9/../priv\u00e9/caf\u00e9",
          "/bob/../ann/priv\u00e9/caf\u00e9",
          "/ann/priv\u00e9\u0000/caf\u00e9",
          "/ann/priv\u00e9\\caf\u00e9",
          "/ann\\priv\u00e9\\caf\u00e9",
          "/ann/priv\u00e9./caf\u00e9",
          "/ann/priv\u00e9 /caf\u00e9",
          "/ann/priv\u00e9::$INDEX_ALLOCATION/caf\u00e9",
          "/ann/%70riv\u00e9/caf\u00e9",
          "/ann/%2e/priv\u00e9/caf\u00e9",
          "/ann%2fpriv\u00e9%2fcaf\u00e9",
          "/ann/PRIV\u00c9/caf\u00e9",
          "/ann/Priv\u00e9/caf\u00e9",
          "/ann/pr\u0131v\u00e9/caf\u00e9",
          "/ann/\uff50riv\u00e9/caf\u00e9",
          "/ann/pr\u200biv\u00e9/caf\u00e9",
          "/ann/pr\u2170v\u00e9/caf\u00e9",
          "/ann/\u202e\u00e9virp/caf\u00e9",
          "ann/priv\u00e9/caf\u00e9",
          "C:/ann/priv\u00e9/caf\u00e9",
          "file:/ann/priv\u00e9/caf\u00e9");

  @ParameterizedTest
  @EnumSource
  void noSpellingLeadsPastTheRules(FileDoor door, @TempDir Path directory) {
    // A prefix is spelt in any way, too.
    String[] rules = {"/", FileHouse.OPEN, "/:owner/prive\u0301", FileHouse.CLOSED};
    for (FileHouse house :
        List.of(
            FileHouse.of(rules),
            FileHouse.on(LocalFileStore.open(directory.resolve(door.name())), rules))) {
      try (house) {
        house.put(PRIVATE.get(0));
        for (String path : PRIVATE) {
          house.put(FileHouse.OWN_PLACE + "/f");
          try {
            Object out = door.enter(house.ann(), path);
            assertThat(String.valueOf(out)).as(path).doesNotContain("priv\u00e9/caf\u00e9");
          } catch (SpaceCloudException e) {
            // refused, denied, or another file that is not there
          }
          assertThat(house.stored()).as(path).containsEntry(PRIVATE.get(0), PRIVATE.get(0));
        }
      }
    }
  }

  /** What rules are asked about and what the store is asked for, whatever is said. */
  @Test
  void theRulesAndTheStoreAreGivenTheSame() {
    long seed = Long.getLong("spacecloud.seed", System.nanoTime());
    Random random = new Random(seed);
    List<FilePath> judged = new ArrayList<>();
    RuleEvaluator recording =
        new RuleEvaluator() {
          @Override
          public Verdict evaluate(RuleInput input) {
            throw new AssertionError();
          }

          @Override
          public Verdict evaluate(FileInput input) {
            judged.add(input.path());
            return Verdict.granted();
          }
        };
    String alphabet = "/./ab\u00e9e\u0301\\%2~ \u0000:";
    Set<FilePath> seen = new HashSet<>();
    try (FileHouse house = FileHouse.judgedBy(recording)) {
      for (int i = 0; i < 20_000; i++) {
        StringBuilder path = new StringBuilder("/");
        for (int length = random.nextInt(8); length > 0; length--) {
          path.append(alphabet.charAt(random.nextInt(alphabet.length())));
        }
        FileDoor door = FileDoor.values()[random.nextInt(FileDoor.values().length)];
        judged.clear();
        house.store.asked();
        try {
          door.enter(house.ann(), path.toString());
        } catch (InvalidRequestException e) {
          continue; // some of them are no paths
        } catch (SpaceCloudException e) {
          // others are not there
        }
        assertThat(judged)
            .as("-Dspacecloud.seed=%d: %s %s", seed, door, path)
            .containsAll(house.store.asked());
        seen.addAll(judged);
      }
    }
    assertThat(seen).hasSizeGreaterThan(100);
  }

  @Test
  void aClaimIsComparedWithTheNameAsItStandsInThePath() {
    try (FileHouse house = FileHouse.of("/:owner", FileHouse.OWN)) {
      house.as("jos\u00e9").createFolder("/jose\u0301");
      assertThat(house.stored()).containsKey("/jos\u00e9/");
      house.denied(FileDoor.LIST, house.as("jose\u0301"), "/jos\u00e9");
      for (String claim :
          List.of("ann/private", "../ann", "/ann", "ann/", "", ".", "..", "*", "%")) {
        house.denied(FileDoor.DOWNLOAD, house.as(claim), "/ann/f");
      }
      house.denied(
          FileDoor.DOWNLOAD,
          house.cloud.authenticated(Map.of("id", List.of("ann"))).files(),
          "/ann/f");
    }
  }
}
