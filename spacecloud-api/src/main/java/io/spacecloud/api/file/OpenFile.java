package io.spacecloud.api.file;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;

/**
 * A file that is open for reading, and stays what it was when it was opened. Whoever opened it
 * closes it. For one thread at a time.
 *
 * @param entry the whole file, whatever part of it was asked for
 * @param content its bytes, or the part that was asked for
 */
public record OpenFile(FileEntry entry, InputStream content) implements Closeable {
  @Override
  public void close() throws IOException {
    content.close();
  }
}
