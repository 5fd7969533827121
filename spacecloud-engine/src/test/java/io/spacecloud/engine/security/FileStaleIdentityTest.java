package io.spacecloud.engine.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spacecloud.api.error.UnauthenticatedException;
import io.spacecloud.engine.SessionFiles;
import io.spacecloud.engine.SpaceCloud;
import io.spacecloud.engine.auth.TokenFixtures.TestClock;
import io.spacecloud.engine.testing.InMemoryFileStore;
import io.spacecloud.engine.testing.MemoryBackend;
import io.spacecloud.engine.testing.WatchedFiles;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The files of a session do not outlive its token, the token's key or the rules (class 6).
 *
 * <p>Falls if {@code Session#files} asked for its authority or its rules once, and not each time.
 */
class FileStaleIdentityTest {
  private static final String OTHER_SECRET = "another-secret-of-enough-characters-42";

  private static SessionFiles ann(SpaceCloud cloud) {
    return cloud.session(cloud.tokens().issue(Map.of("id", "ann"), Duration.ofMinutes(5))).files();
  }

  private static void isNobody(FileDoor door, SessionFiles files, WatchedFiles store) {
    store.asked();
    assertThatThrownBy(() -> door.enter(files, "/ann/f"))
        .isInstanceOf(UnauthenticatedException.class);
    assertThat(store.asked()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void filesEndWithTheTokensKey(FileDoor door) {
    try (FileHouse house = FileHouse.of("/", FileHouse.OPEN)) {
      SessionFiles files = ann(house.cloud);
      assertThat(files.exists("/ann/f")).isTrue();
      house.cloud.reload(FileHouse.config(OTHER_SECRET, "/", FileHouse.OPEN));
      isNobody(door, files, house.store);
    }
  }

  @ParameterizedTest
  @EnumSource
  void filesEndWithTheToken(FileDoor door) {
    TestClock watch = new TestClock();
    WatchedFiles store = new WatchedFiles(InMemoryFileStore.create());
    try (SpaceCloud cloud =
        SpaceCloud.builder()
            .config(FileHouse.config(House.SECRET, "/", FileHouse.OPEN))
            .backend("db", new MemoryBackend())
            .files(store)
            .clock(watch)
            .build()) {
      SessionFiles files = ann(cloud);
      assertThat(files.exists("/ann/f")).isFalse();
      watch.advance(Duration.ofMinutes(6));
      isNobody(door, files, store);
    }
  }

  @ParameterizedTest
  @EnumSource
  void otherRulesHoldAtOnce(FileDoor door) {
    try (FileHouse house = FileHouse.of("/", FileHouse.OPEN)) {
      SessionFiles files = house.ann();
      assertThat(files.exists("/ann/f")).isTrue();
      house.cloud.reload(FileHouse.config(House.SECRET, "/", FileHouse.CLOSED));
      house.denied(door, files, "/ann/f");
      house.cloud.reload(FileHouse.config(House.SECRET, "/", FileHouse.OPEN));
      assertThat(files.exists("/ann/f")).isTrue();
    }
  }
}
