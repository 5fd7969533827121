package io.spacecloud.engine.security;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spacecloud.api.contract.Crowd;
import io.spacecloud.api.error.AccessDeniedException;
import io.spacecloud.api.file.FileEntry;
import io.spacecloud.api.file.OpenFile;
import io.spacecloud.api.file.Upload;
import io.spacecloud.engine.SessionFiles;
import io.spacecloud.engine.SpaceCloud;
import io.spacecloud.engine.files.LocalFileStore;
import io.spacecloud.engine.testing.MemoryBackend;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * What stands for a variable of a prefix, and who calls, is one operation's alone (class 16).
 *
 * <p>Falls if {@code FileRoutes} or {@code FileRules} kept the route or the question that they
 * found for a path.
 */
class FileSharedStateTest {
  private static final int CALLERS = 8;

  @Test
  @Timeout(300)
  void eightCallersAtOnceEachHaveTheirOwn(@TempDir Path directory) throws Exception {
    try (SpaceCloud cloud =
        SpaceCloud.builder()
            .config(
                FileHouse.config(
                    House.SECRET,
                    "/",
                    "{read: {rule: authenticated}}",
                    "/:owner",
                    FileHouse.OWN,
                    "/own",
                    FileHouse.CLOSED))
            .backend("db", new MemoryBackend())
            .files(LocalFileStore.open(directory))
            .build()) {
      cloud.trusted().files().createFolder("/caller0");
      try (Crowd crowd = new Crowd()) {
        for (int caller = 0; caller < CALLERS; caller++) {
          String id = "caller" + caller;
          String other = "caller" + (caller + 1) % CALLERS;
          SessionFiles files = cloud.authenticated(Map.of("id", id)).files();
          crowd.add(50, round -> useOwn(files, id, other));
        }
      }
    }
  }

  private static void useOwn(SessionFiles files, String id, String other) throws Exception {
    String path = "/" + id + "/f";
    files.upload(path, Upload.of(id.getBytes(UTF_8)).withContentType("id/" + id));
    try (OpenFile file = files.download(path)) {
      assertThat(file.content().readAllBytes()).asString(UTF_8).isEqualTo(id);
      assertThat(file.entry().contentType()).isEqualTo("id/" + id);
    }
    assertThat(files.list("/").entries()).extracting(FileEntry::name).containsExactly(id);
    for (FileDoor door : FileDoor.values()) {
      assertThatThrownBy(() -> door.enter(files, "/" + other + "/f"))
          .as("%s of %s", door, id)
          .isInstanceOf(AccessDeniedException.class);
    }
  }
}
