package io.spacecloud.engine.security;

import static org.assertj.core.api.Assertions.assertThat;

import io.spacecloud.api.file.Upload;
import io.spacecloud.engine.ProjectConfig;
import io.spacecloud.engine.SessionFiles;
import io.spacecloud.engine.files.LocalFileStore;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Nothing that changes between the judging and the doing makes a difference (class 17): what is
 * judged is the path, and all that may be below it, not what is there.
 *
 * <p>Falls if a folder were judged by what is in it, or a move by what is moved.
 */
class FileCheckAndWriteApartTest {
  /** Into a folder, just before it is deleted or put elsewhere, comes what may not be. */
  @Test
  void whatComesInBetweenIsNotTakenAlong() {
    try (FileHouse house = FileHouse.of("/", FileHouse.OPEN, "/:owner/private", FileHouse.CLOSED)) {
      house.cloud.trusted().files().deleteAll("/ann/private");
      house.store.before(path -> house.put("/ann/private/late"));
      for (FileDoor door : List.of(FileDoor.DELETE_ALL, FileDoor.MOVE_AWAY)) {
        house.denied(door, house.ann(), "/ann");
      }
      assertThat(house.ann().delete("/ann/f")).isTrue();
      assertThat(house.stored()).containsKey("/ann/private/late");
    }
  }

  /** A file that was judged becomes a folder, which holds what may not be moved. */
  @Test
  void whatIsMovedIsJudgedAsIfItWereAFolder() {
    try (FileHouse house = FileHouse.of("/", FileHouse.OPEN, "/ann/f/deep", FileHouse.CLOSED)) {
      house.denied(FileDoor.MOVE_AWAY, house.ann(), "/ann/f");
      house.denied(FileDoor.MOVE_HERE, house.ann(), "/ann/f");
      house.denied(FileDoor.DELETE_ALL, house.ann(), "/ann/f");
      assertThat(house.ann().delete("/ann/f")).isTrue();
    }
  }

  /** Of what is moved nothing is said, whatever it is by the time. */
  @Test
  void rulesThatLookAtWhatIsSaidAllowNoMove() throws IOException {
    String images =
        FileHouse.OPEN.replace(
            "create: {rule: authenticated}",
            "create: {rule: match, eval: in, type: string, f1: args.meta.contentType, f2:"
                + " [image/png]}");
    try (FileHouse house = FileHouse.of("/", FileHouse.OPEN, "/images", images)) {
      SessionFiles ann = house.ann();
      ann.upload("/ann/png", Upload.of(new byte[1]).withContentType("image/png"));
      house.denied(FileDoor.MOVE_HERE, ann, "/images/x");
      ann.upload("/images/x", Upload.of(new byte[1]).withContentType("image/png"));
      ann.move("/images/x", "/ann/x");
    }
  }

  @Test
  void anUploadEndsByTheRulesThatItBeganWith(@TempDir Path directory) throws IOException {
    try (FileHouse house = FileHouse.on(LocalFileStore.open(directory), "/", FileHouse.OPEN)) {
      ProjectConfig closed = FileHouse.config(House.SECRET, "/", FileHouse.CLOSED);
      ByteArrayInputStream reloading =
          new ByteArrayInputStream(new byte[10]) {
            @Override
            public synchronized int read(byte[] bytes, int offset, int length) {
              house.cloud.reload(closed);
              return super.read(bytes, offset, length);
            }
          };
      assertThat(house.ann().upload("/ann/new", Upload.of(reloading))).isEqualTo(10);
      house.denied(FileDoor.UPLOAD, house.ann(), "/ann/new");
      assertThat(house.stored()).containsKey("/ann/new");
    }
  }

  /** The claims of the moment are those of the request. */
  @Test
  void whoseClaimsAreOthersIsAnother() {
    try (FileHouse house = FileHouse.of("/:owner", FileHouse.OWN)) {
      Map<String, Object> claims = new java.util.HashMap<>(Map.of("id", "bob"));
      SessionFiles files = house.cloud.authenticated(claims).files();
      claims.put("id", "ann");
      house.denied(FileDoor.DOWNLOAD, files, "/ann/f");
      assertThat(files.exists("/bob/f")).isTrue();
    }
  }
}
