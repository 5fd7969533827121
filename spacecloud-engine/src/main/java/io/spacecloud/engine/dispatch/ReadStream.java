package io.spacecloud.engine.dispatch;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** What is downloaded: counted and told of when it is closed. */
final class ReadStream extends FilterInputStream {
  private final Admitted admitted;
  private long count;

  ReadStream(InputStream content, Admitted admitted) {
    super(content);
    this.admitted = admitted;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    try {
      int read = in.read(bytes, offset, length);
      count += Math.max(0, read);
      return read;
    } catch (IOException | RuntimeException e) {
      admitted.failed(e);
      throw e;
    }
  }

  @Override
  public void close() throws IOException {
    try {
      in.close();
    } finally {
      admitted.ran(count);
      admitted.close();
    }
  }
}
