package io.spacecloud.engine.dispatch;

import io.spacecloud.api.error.InvalidRequestException;
import io.spacecloud.api.file.Upload;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** An upload's content, which throws where it is longer or shorter than it may be. */
final class WrittenStream extends InputStream {
  private final InputStream content;
  private final @Nullable Long length;
  private final long most;
  private long count;

  WrittenStream(Upload upload, long most) {
    this.content = upload.content();
    this.length = upload.length();
    this.most = Math.min(most, length == null ? upload.maxBytes() : length);
    if (length != null && length > most) {
      throw tooLong();
    }
  }

  /** How much has been read of it. */
  long count() {
    return count;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  /** No more than one byte too many is asked for. */
  @Override
  public int read(byte[] bytes, int offset, int wanted) throws IOException {
    int asked = (int) Math.min(wanted, Math.max(1, most - count + 1));
    int read = content.read(bytes, offset, asked);
    if (read < 0 && length != null && count < length) {
      throw new InvalidRequestException("content", "shorter than its length");
    }
    count += Math.max(0, read);
    if (count > most) {
      throw tooLong();
    }
    return read;
  }

  private InvalidRequestException tooLong() {
    return new InvalidRequestException(
        "content", length == null || length > most ? "too long" : "longer than its length");
  }
}
