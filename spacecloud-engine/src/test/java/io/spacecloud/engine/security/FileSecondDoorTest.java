package io.spacecloud.engine.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.spacecloud.api.file.FileEntry;
import io.spacecloud.api.request.FileOperation;
import io.spacecloud.engine.SessionFiles;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * There is no second door to files (class 3): each way is judged, for each operation that it is, at
 * each path that it is about, and for whatever may be below where it is about that.
 *
 * <p>Falls without {@code Dispatcher#authorizeFile} in any method of {@code FileDispatcher}, with
 * any of the accesses of {@code #move}, with {@code FileAccess#ofAll} in {@code #delete} or {@code
 * #move}, without {@code FileDispatcher#mayRead}, or without {@code FileRoutes#below}. That stores
 * are reached from {@code FileDispatcher} alone is {@code ArchitectureTest}'s.
 */
class FileSecondDoorTest {
  @ParameterizedTest
  @EnumSource
  void whatIsDeniedIsDeniedThroughEachAndReachesNoStore(FileDoor door) {
    try (FileHouse house = FileHouse.of("/", FileHouse.CLOSED)) {
      for (String path : List.of("/ann/f", "/ann", "/ann/none", "/none", "/")) {
        house.denied(door, house.ann(), path);
        house.denied(door, house.cloud.anonymous().files(), path);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void whereThereIsNoRuleNothingIsAllowed(FileDoor door) {
    try (FileHouse house = FileHouse.of("/other", FileHouse.OPEN)) {
      house.denied(door, house.ann(), "/ann/f");
    }
    for (FileOperation missing : FileOperation.values()) {
      String rest = FileHouse.OPEN.replace(missing.key() + ": {rule: authenticated}", "");
      String rules = rest.replace("{, ", "{").replace(", ,", ",").replace(", }", "}");
      try (FileHouse house = FileHouse.of("/", FileHouse.OPEN, "/ann", rules)) {
        if (door.needs(missing)) {
          house.denied(door, house.ann(), "/ann/f");
        } else {
          assertThatCode(() -> door.enter(house.ann(), door.fitting("/ann/f")))
              .doesNotThrowAnyException();
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void whatIsAllowedToVerifiedCallersIsNotToOthers(FileDoor door) {
    try (FileHouse house = FileHouse.of("/", FileHouse.OPEN)) {
      house.denied(door, house.cloud.anonymous().files(), "/ann/f");
    }
  }

  @ParameterizedTest
  @EnumSource
  void eachPathIsJudgedAndNotTheOneBesideIt(FileDoor door) {
    try (FileHouse house = FileHouse.of("/:owner", FileHouse.OWN)) {
      for (String path : List.of("/bob/f", "/bob", "/bob/none", "/annx/f", "/ANN/f", "/")) {
        house.denied(door, house.ann(), path);
      }
    }
  }

  /** Whether there is anything below or not, and whatever is at the path. */
  @ParameterizedTest
  @EnumSource
  void whatIsAboutAllThatIsBelowIsJudgedForAllThatMayBe(FileDoor door) {
    try (FileHouse house = FileHouse.of("/", FileHouse.OPEN, "/:owner/private", FileHouse.CLOSED)) {
      for (String path : List.of("/ann", "/none", "/")) {
        if (door.isOfAll()) {
          house.denied(door, house.ann(), path);
        }
      }
      house.denied(door, house.ann(), "/ann/private");
      house.denied(door, house.ann(), "/ann/private/f");
      house.denied(door, house.ann(), "/none/private/x");
    }
  }

  /** One prefix below denies one operation. */
  @ParameterizedTest
  @EnumSource
  void eachOperationIsJudgedForAllThatMayBe(FileDoor door) {
    for (FileOperation denied : FileOperation.values()) {
      String rules =
          FileHouse.OPEN.replace(
              denied.key() + ": {rule: authenticated}", denied.key() + ": {rule: deny}");
      try (FileHouse house = FileHouse.of("/", FileHouse.OPEN, "/ann/private", rules)) {
        if (door.isOfAll() && door.needs(denied)) {
          house.denied(door, house.ann(), "/ann");
        } else if (door == FileDoor.DELETE_ALL || door == FileDoor.MOVE_AWAY) {
          assertThatCode(() -> door.enter(house.ann(), "/ann")).doesNotThrowAnyException();
        }
      }
    }
  }

  /** What stands for any name below the path is not known, and an error denies. */
  @Test
  void aVariableBelowThePathSatisfiesNothing() {
    String own =
        FileHouse.rules(
            "{rule: match, eval: ==, type: string, f1: args.params.owner, f2: args.auth.id}");
    String not = own.replace("eval: ==", "eval: '!='");
    String orAdmin =
        FileHouse.rules(
            "{rule: or, clauses: [{rule: match, eval: ==, type: string, f1: args.auth.id, f2:"
                + " admin}, {rule: match, eval: ==, type: string, f1: args.params.owner, f2:"
                + " args.auth.id}]}");
    for (String rules : List.of(own, not)) {
      try (FileHouse house = FileHouse.of("/", FileHouse.OPEN, "/ann/:owner", rules)) {
        house.denied(FileDoor.DELETE_ALL, house.as("f"), "/ann");
        house.denied(FileDoor.MOVE_AWAY, house.as("f"), "/ann");
        house.denied(FileDoor.MOVE_HERE, house.as("f"), "/ann");
      }
    }
    try (FileHouse house = FileHouse.of("/", FileHouse.OPEN, "/ann/:owner", orAdmin)) {
      house.denied(FileDoor.DELETE_ALL, house.as("f"), "/ann");
      assertThat(house.as("admin").deleteAll("/ann")).isTrue();
      assertThat(house.stored()).doesNotContainKey("/ann/f");
    }
  }

  @Test
  void aListShowsNothingThatMayNotBeReadWhateverTheFolderSays() {
    try (FileHouse house =
        FileHouse.of(
            "/", FileHouse.OPEN, "/:owner/private", FileHouse.CLOSED, "/bob/f", FileHouse.CLOSED)) {
      assertThat(names(house.ann(), "/ann")).containsExactly("f");
      assertThat(names(house.ann(), "/bob")).isEmpty();
      assertThat(names(house.cloud.trusted().files(), "/bob")).containsExactly("f", "private/");
      house.denied(FileDoor.LIST, house.ann(), "/ann/private");
    }
  }

  private static List<String> names(SessionFiles files, String folder) {
    return files.list(folder).entries().stream().map(FileEntry::marker).toList();
  }

  @Test
  void theEmbeddersOwnAreJudgedByNoRules() {
    try (FileHouse house = FileHouse.of("/", FileHouse.CLOSED)) {
      SessionFiles trusted = house.cloud.trusted().files();
      for (FileDoor door : FileDoor.values()) {
        house.put("/bob/f");
        house.put(FileHouse.OWN_PLACE + "/f");
        assertThatCode(() -> door.enter(trusted, door.fitting("/bob/f")))
            .as("%s", door)
            .doesNotThrowAnyException();
      }
    }
  }
}
