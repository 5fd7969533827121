package io.spacecloud.engine.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spacecloud.api.error.InvalidRequestException;
import io.spacecloud.api.error.LimitExceededException;
import io.spacecloud.api.file.OpenFile;
import io.spacecloud.api.file.Upload;
import io.spacecloud.engine.SessionFiles;
import io.spacecloud.engine.config.Limits;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/**
 * What an operation on files may cost is bounded (class 13).
 *
 * <p>Falls with the bounds in {@code WrittenStream}, with {@code Limits#fileBytes}, {@code
 * FileDispatcher#MAX_LOOKED_AT} or its page limit, with {@code Admission} around downloads until
 * they are closed.
 */
class FileCostTest {
  /** Never ends, and counts what is read of it. */
  private static final class Endless extends InputStream {
    private final AtomicLong read = new AtomicLong();

    @Override
    public int read() {
      read.incrementAndGet();
      return 'x';
    }

    @Override
    public int read(byte[] bytes, int offset, int length) {
      read.addAndGet(length);
      return length;
    }
  }

  @Test
  void anUploadThatDoesNotEndIsEnded() {
    try (FileHouse house =
        FileHouse.limited(Limits.NONE.withFileBytes(100_000), "/", FileHouse.OPEN)) {
      List<Upload> uploads =
          List.of(
              Upload.of(new Endless()),
              Upload.of(new Endless()).withMaxBytes(1L << 40),
              Upload.of(new Endless()).withMaxBytes(10),
              Upload.of(new Endless()).withLength(10));
      for (Upload each : uploads) {
        assertThatThrownBy(() -> house.ann().upload("/ann/new", each))
            .isInstanceOf(InvalidRequestException.class);
        assertThat(((Endless) each.content()).read).hasValueLessThanOrEqualTo(100_001);
      }
      for (int i : List.of(2, 3)) {
        assertThat(((Endless) uploads.get(i).content()).read).hasValueLessThanOrEqualTo(11);
      }
      Upload told = Upload.of(new Endless()).withLength(100_001);
      assertThatThrownBy(() -> house.ann().upload("/ann/new", told))
          .isInstanceOf(InvalidRequestException.class);
      assertThat(((Endless) told.content()).read).as("it said so itself").hasValue(0);
      assertThat(house.stored()).doesNotContainKey("/ann/new");
    }
  }

  @Test
  void openDownloadsCountUntilTheyAreClosed() throws IOException {
    try (FileHouse house =
        FileHouse.limited(Limits.NONE.withCallerConcurrent(2), "/", FileHouse.OPEN)) {
      SessionFiles ann = house.ann();
      List<OpenFile> open = new ArrayList<>();
      open.add(ann.download("/ann/f"));
      open.add(ann.download("/ann/f"));
      for (FileDoor door : FileDoor.values()) {
        assertThatThrownBy(() -> door.enter(ann, "/ann/f"))
            .as("%s", door)
            .isInstanceOf(LimitExceededException.class);
      }
      assertThat(house.as("bob").exists("/ann/f")).isTrue();
      open.get(0).content().readAllBytes();
      open.get(0).close();
      open.get(0).close();
      assertThat(ann.exists("/ann/f")).isTrue();
      OpenFile third = ann.download("/ann/f");
      assertThatThrownBy(() -> ann.exists("/ann/f")).isInstanceOf(LimitExceededException.class);
      third.close();
      open.get(1).close();
      assertThatThrownBy(() -> ann.download("/ann/none"))
          .isNotInstanceOf(LimitExceededException.class);
      assertThatThrownBy(() -> ann.download("/ann/none"))
          .isNotInstanceOf(LimitExceededException.class);
      ann.download("/ann/f").close();
    }
  }

  @Test
  void anUploadCountsWhileItLasts() throws IOException {
    try (FileHouse house = FileHouse.limited(Limits.NONE.withConcurrent(1), "/", FileHouse.OPEN)) {
      InputStream asking =
          new InputStream() {
            @Override
            public int read() {
              assertThatThrownBy(() -> house.as("bob").exists("/ann/f"))
                  .isInstanceOf(LimitExceededException.class);
              return -1;
            }
          };
      house.ann().upload("/ann/new", Upload.of(asking));
      assertThat(house.as("bob").exists("/ann/new")).isTrue();
    }
  }

  @Test
  void soMuchIsLookedAtForOnePage() {
    try (FileHouse house = FileHouse.of("/", FileHouse.OPEN, "/many/:owner", FileHouse.OWN)) {
      for (int i = 0; i < 15_000; i++) {
        house.put("/many/x" + i);
      }
      house.put("/many/ann");
      assertThat(house.ann().list("/many", "a", null, 0).entries()).hasSize(1);
      assertThatThrownBy(() -> house.as("zoe").list("/many", "", null, 0))
          .isInstanceOf(LimitExceededException.class);
      assertThat(house.store.asked()).hasSizeLessThan(20);
      assertThat(house.cloud.trusted().files().list("/many").entries()).hasSize(1_000);
    }
  }

  @Test
  void aPathIsNotTooLong() {
    try (FileHouse house = FileHouse.of("/", FileHouse.OPEN)) {
      for (FileDoor door : FileDoor.values()) {
        for (String path :
            List.of("/x".repeat(1_000_000), "/" + "x".repeat(5_000_000), "/".repeat(1_000_000))) {
          assertThatThrownBy(() -> door.enter(house.ann(), path))
              .isInstanceOf(InvalidRequestException.class);
        }
      }
      assertThat(house.store.asked()).isEmpty();
    }
  }
}
