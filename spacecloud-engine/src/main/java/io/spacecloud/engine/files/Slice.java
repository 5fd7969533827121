package io.spacecloud.engine.files;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.Objects;

/** A part of an open file, which is closed with it. */
final class Slice extends InputStream {
  private final FileChannel file;
  private final long end;
  private long at;

  Slice(FileChannel file, long from, long end) {
    this.file = file;
    this.at = from;
    this.end = end;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, bytes.length);
    if (length == 0) {
      return 0;
    }
    int most = (int) Math.min(length, end - at);
    int count = most <= 0 ? -1 : file.read(ByteBuffer.wrap(bytes, offset, most), at);
    if (count < 0 && at < end) {
      throw new IOException("the file became shorter");
    }
    at += Math.max(count, 0);
    return count;
  }

  @Override
  public long skip(long count) {
    long skipped = Math.max(0, Math.min(count, end - at));
    at += skipped;
    return skipped;
  }

  @Override
  public int available() {
    return (int) Math.min(Integer.MAX_VALUE, Math.max(0, end - at));
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
