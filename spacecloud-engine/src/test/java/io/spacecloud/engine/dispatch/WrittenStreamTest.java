package io.spacecloud.engine.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spacecloud.api.error.InvalidRequestException;
import io.spacecloud.api.file.Upload;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** An upload as a store reads it, however it does. */
class WrittenStreamTest {
  private static final byte[] THREE = {1, -1, 3};

  private final AtomicInteger taken = new AtomicInteger();

  private Upload upload() {
    return Upload.of(
        new ByteArrayInputStream(THREE) {
          @Override
          public int read(byte[] bytes, int offset, int wanted) {
            int read = super.read(bytes, offset, wanted);
            taken.addAndGet(Math.max(0, read));
            return read;
          }
        });
  }

  private static void refused(InputStream content, String problem) {
    assertThatThrownBy(content::readAllBytes)
        .isInstanceOf(InvalidRequestException.class)
        .hasMessage("content: " + problem);
  }

  @Test
  void itIsReadByteByByte() throws IOException {
    WrittenStream content = new WrittenStream(upload().withLength(3), 3);
    assertThat(content.read()).isEqualTo(1);
    assertThat(content.read()).isEqualTo(255);
    assertThat(content.count()).isEqualTo(2);
    assertThat(content.read()).isEqualTo(3);
    assertThat(content.read()).isEqualTo(-1);
    assertThat(content.count()).isEqualTo(3);
  }

  @Test
  void itIsAsLongAsItMayBeAndAsItSays() throws IOException {
    assertThat(new WrittenStream(upload(), Long.MAX_VALUE).readAllBytes()).isEqualTo(THREE);
    assertThat(new WrittenStream(upload(), 3).readAllBytes()).isEqualTo(THREE);
    assertThat(new WrittenStream(upload().withMaxBytes(3), 9).readAllBytes()).isEqualTo(THREE);
    assertThat(new WrittenStream(upload().withLength(3), 3).readAllBytes()).isEqualTo(THREE);
    refused(new WrittenStream(upload(), 2), "too long");
    refused(new WrittenStream(upload().withMaxBytes(2), 9), "too long");
    refused(new WrittenStream(upload().withLength(2), 9), "longer than its length");
    refused(new WrittenStream(upload().withLength(2), 2), "longer than its length");
    refused(new WrittenStream(upload().withLength(4), 9), "shorter than its length");
    assertThatThrownBy(() -> new WrittenStream(upload().withLength(4), 3))
        .hasMessage("content: too long");
  }

  @Test
  void noMoreIsTakenThanItTakesToKnow() {
    refused(new WrittenStream(upload(), 1), "too long");
    assertThat(taken).hasValue(2);
    taken.set(0);
    refused(new WrittenStream(upload(), 0), "too long");
    assertThat(taken).hasValue(1);
  }

  @Test
  void nothingIsAskedForWhereNothingIsWanted() throws IOException {
    WrittenStream content = new WrittenStream(upload(), 3);
    assertThat(content.read(new byte[3], 1, 0)).isZero();
    assertThat(taken).hasValue(0);
    assertThat(content.read(new byte[3], 1, 2)).isEqualTo(2);
    assertThat(taken).hasValue(2);
  }
}
