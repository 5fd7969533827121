package io.spacecloud.api.spi;

import java.io.InputStream;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Stores files under normalised paths: {@code /a/b}, without {@code .} and {@code ..}. */
public interface FileStore extends AutoCloseable {
  /** A file or folder. */
  record Entry(
      String path, boolean folder, long bytes, Instant modified, @Nullable String contentType) {}

  /** Stores all of the stream, or nothing; readers see the old or the new file. */
  void write(String path, InputStream content, long maxBytes, @Nullable String contentType);

  /**
   * The bytes from an offset on.
   *
   * @param length how many at most; -1 for all
   */
  InputStream read(String path, long offset, long length);

  @Nullable Entry stat(String path);

  /** What stands directly under a folder, in order of names, after the given name. */
  List<Entry> list(String folder, @Nullable String after, int limit);

  void createFolder(String path);

  /** Whether there was anything to delete. */
  boolean delete(String path, boolean recursive);

  void move(String from, String to);

  @Override
  void close();
}
