package io.spacecloud.engine.files;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The content type of a file, which stands behind its content: the two become visible as one, and
 * whoever has the file open reads both of the same. A file without a type has no trailer, unless
 * its content ends as one does.
 *
 * @param content how long the content is
 */
record Trailer(long content, @Nullable String contentType) {
  private static final byte[] MARK = "\0sc-type".getBytes(StandardCharsets.US_ASCII);
  private static final int FIXED = Short.BYTES + MARK.length;

  /** Puts one behind the content that the file holds. */
  static void write(FileChannel file, @Nullable String contentType) throws IOException {
    long size = file.size();
    if (contentType == null && !isMarked(end(file, size))) {
      return;
    }
    String text = contentType == null ? "" : contentType;
    byte[] type = text.getBytes(StandardCharsets.US_ASCII);
    ByteBuffer trailer = ByteBuffer.allocate(type.length + FIXED);
    trailer.put(type).putShort((short) type.length).put(MARK).flip();
    while (trailer.hasRemaining()) {
      size += file.write(trailer, size);
    }
  }

  static Trailer read(FileChannel file) throws IOException {
    long size = file.size();
    byte[] end = end(file, size);
    int length = isMarked(end) ? Short.toUnsignedInt(ByteBuffer.wrap(end).getShort()) : -1;
    if (length < 0 || length + FIXED > size) {
      return new Trailer(size, null);
    }
    long content = size - FIXED - length;
    String type = new String(read(file, content, length), StandardCharsets.US_ASCII);
    return new Trailer(content, type.isEmpty() ? null : type);
  }

  private static boolean isMarked(byte[] end) {
    return end.length == FIXED && Arrays.equals(end, Short.BYTES, FIXED, MARK, 0, MARK.length);
  }

  private static byte[] end(FileChannel file, long size) throws IOException {
    return read(file, Math.max(0, size - FIXED), (int) Math.min(size, FIXED));
  }

  private static byte[] read(FileChannel file, long from, int length) throws IOException {
    byte[] all = new byte[length];
    ByteBuffer bytes = ByteBuffer.wrap(all);
    long at = from;
    while (bytes.hasRemaining()) {
      int count = file.read(bytes, at);
      if (count < 0) {
        throw new IOException("the file became shorter");
      }
      at += count;
    }
    return all;
  }
}
