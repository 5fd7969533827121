package io.spacecloud.engine.files;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/** What is uploaded, on its way to the disk. */
final class Content {
  private static final int BUFFER = 1 << 16;

  private Content() {}

  /** What the stream threw: that is not the disk's failure. */
  static final class BrokenException extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final transient IOException failure;

    BrokenException(IOException failure) {
      super(failure);
      this.failure = failure;
    }

    IOException failure() {
      return failure;
    }
  }

  /**
   * Writes all of it.
   *
   * @throws BrokenException if the stream throws
   */
  static void copy(InputStream content, FileChannel file) throws IOException {
    byte[] buffer = new byte[BUFFER];
    for (int count = read(content, buffer); count >= 0; count = read(content, buffer)) {
      ByteBuffer bytes = ByteBuffer.wrap(buffer, 0, count);
      while (bytes.hasRemaining()) {
        file.write(bytes);
      }
    }
  }

  private static int read(InputStream content, byte[] buffer) {
    try {
      return content.read(buffer);
    } catch (IOException e) {
      throw new BrokenException(e);
    }
  }
}
