package io.spacecloud.api.spi;

import io.spacecloud.api.file.FileEntry;
import io.spacecloud.api.file.FilePath;
import io.spacecloud.api.file.OpenFile;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Keeps files and the folders that they stand in. It is asked for nothing that was not authorised,
 * and keeps each path apart from every other, to the letter. Thread-safe, also across processes.
 *
 * <p>What stands at a path is a file or a folder. Folders are there because they were created, or
 * because something was put into them, and stay until they are deleted. A store of objects keeps
 * them as empty objects whose key ends with a slash, and needs no other operation than to put, get,
 * copy, delete and list by prefix.
 *
 * <p>A write is one: whoever reads sees the old file or the new one with its content type, and a
 * process that dies in the midst of it leaves nothing.
 *
 * <p>What cannot be done throws: {@link io.spacecloud.api.error.ConflictException} where something
 * stands in the way, {@link io.spacecloud.api.error.BackendException} where the store fails.
 */
public interface FileStore extends AutoCloseable {
  /**
   * Puts a file in the place of the one that is there, if there is one, and makes the folders on
   * the way to it. The stream is read to its end, once, and is not closed; what it throws ends the
   * write, of which nothing stays, and is passed on.
   *
   * @param length how many bytes the stream has, if that is known; it has no others
   * @param contentType is kept with the file
   * @throws IOException that the stream threw
   */
  void write(
      FilePath file, InputStream content, @Nullable Long length, @Nullable String contentType)
      throws IOException;

  /**
   * Opens a file, or answers null if there is none.
   *
   * @param offset where to begin; past the end there is nothing
   * @param length how many bytes at the most
   */
  @Nullable OpenFile open(FilePath file, long offset, long length);

  /** What stands at the path, or null. The root is always there. */
  @Nullable FileEntry stat(FilePath path);

  /**
   * What stands directly in a folder, by code points of {@link FileEntry#marker}, or null if there
   * is no such folder.
   *
   * @param prefix what the names begin with; empty for all
   * @param after the marker after which to begin, or null
   * @param limit how many at the most
   */
  @Nullable List<FileEntry> list(FilePath folder, String prefix, @Nullable String after, int limit);

  /** Makes a folder, and those on the way to it; nothing if it is there. */
  void createFolder(FilePath folder);

  /**
   * Deletes a file, or a folder: an empty one, or with all that is in it.
   *
   * @return whether there was anything
   */
  boolean delete(FilePath path, boolean recursive);

  /**
   * Puts a file, or a folder with all that is in it, elsewhere, and makes the folders on the way
   * there. A file takes the place of a file; a folder is put where nothing is. Whole for each file;
   * a store that cannot rename may show some of them in both places meanwhile.
   *
   * @return whether there was anything
   */
  boolean move(FilePath from, FilePath to);

  /** Closes what the store opened; what is open for reading may end. */
  @Override
  void close();
}
