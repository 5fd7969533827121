package io.spacecloud.engine;

import io.spacecloud.api.error.InvalidRequestException;
import io.spacecloud.api.file.FileEntry;
import io.spacecloud.api.file.FilePage;
import io.spacecloud.api.file.FilePath;
import io.spacecloud.api.file.OpenFile;
import io.spacecloud.api.file.Upload;
import io.spacecloud.engine.dispatch.FileDispatcher;
import io.spacecloud.engine.dispatch.FileDispatcher.Standing;
import java.io.IOException;
import java.text.Normalizer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The files, as one caller may use them. A path is {@code /a/b}; what it may be, {@link FilePath}
 * says. Immutable and thread-safe.
 *
 * <p>Whatever is not allowed is an {@link io.spacecloud.api.error.AccessDeniedException}, whether
 * or not there is such a file; where something else stands in the way, it is a {@link
 * io.spacecloud.api.error.ConflictException}, where the store fails, a {@link
 * io.spacecloud.api.error.BackendException}.
 */
public final class SessionFiles {
  private static final int MAX_MARKER = 256;

  private final FileDispatcher files;
  private final Supplier<Standing> standing;

  SessionFiles(FileDispatcher files, Supplier<Standing> standing) {
    this.files = files;
    this.standing = standing;
  }

  /** What stands at a path, or null. */
  public @Nullable FileEntry stat(String path) {
    FilePath there = FilePath.of(path);
    return files.stat(standing.get(), there);
  }

  /** Whether anything stands at a path. */
  public boolean exists(String path) {
    return stat(path) != null;
  }

  /**
   * Opens a file for reading; it counts as one request until it is closed.
   *
   * @throws io.spacecloud.api.error.NotFoundException if there is none
   */
  public OpenFile download(String path) {
    return download(path, 0, Long.MAX_VALUE);
  }

  /**
   * Opens a part of a file for reading; it counts as one request until it is closed.
   *
   * @param offset where to begin; past the end there is nothing
   * @param length how many bytes at the most
   * @throws io.spacecloud.api.error.NotFoundException if there is no such file
   */
  public OpenFile download(String path, long offset, long length) {
    FilePath file = FilePath.of(path);
    return files.open(standing.get(), file, offset, length);
  }

  /**
   * Makes a file, or puts it in the place of the one that is there, and makes the folders on the
   * way to it. Whoever reads it meanwhile sees the old one or the new one.
   *
   * @return how many bytes it has
   * @throws IOException that the upload's stream threw; nothing has changed then
   * @throws InvalidRequestException if it is longer than it may be
   */
  public long upload(String path, Upload upload) throws IOException {
    FilePath file = FilePath.of(path);
    return files.write(standing.get(), file, upload);
  }

  /**
   * What stands directly in a folder, as far as it may be read: the first of it, if it is much.
   *
   * @throws io.spacecloud.api.error.NotFoundException if there is no such folder
   */
  public FilePage list(String folder) {
    return list(folder, "", null, 0);
  }

  /**
   * What stands directly in a folder, as far as it may be read.
   *
   * @param prefix what the names begin with; empty for all
   * @param after {@link FilePage#next} of the page before, or null
   * @param limit how many at the most; 0 for as many as there may be
   * @throws io.spacecloud.api.error.NotFoundException if there is no such folder
   */
  public FilePage list(String folder, String prefix, @Nullable String after, int limit) {
    FilePath path = FilePath.of("folder", folder);
    String start = part("prefix", prefix);
    String marker = after == null ? null : part("after", after);
    return files.list(standing.get(), path, start, marker, limit);
  }

  /** A part of a name; of a folder's marker, the slash belongs to it. */
  private static String part(String field, String text) {
    String composed = Normalizer.normalize(text, Normalizer.Form.NFC);
    int slash = composed.indexOf('/');
    boolean marker = field.equals("after") && slash > 0 && slash == composed.length() - 1;
    if (composed.length() > MAX_MARKER || (slash >= 0 && !marker)) {
      throw new InvalidRequestException(field, "no part of a name");
    }
    return composed;
  }

  /** Makes a folder, and those on the way to it; nothing if it is there. */
  public void createFolder(String path) {
    FilePath folder = FilePath.of(path);
    files.createFolder(standing.get(), folder);
  }

  /**
   * Deletes a file, or a folder that is empty.
   *
   * @return whether there was anything
   */
  public boolean delete(String path) {
    FilePath there = FilePath.of(path);
    return files.delete(standing.get(), there, false);
  }

  /**
   * Deletes a file, or a folder with all that is in it. Whatever may stand in it must be allowed to
   * be deleted.
   *
   * @return whether there was anything
   */
  public boolean deleteAll(String path) {
    FilePath there = FilePath.of(path);
    return files.delete(standing.get(), there, true);
  }

  /**
   * Puts a file elsewhere, in the place of one that is there, or a folder with all that is in it,
   * where nothing is. It must be allowed to be read and deleted where it is, and created where it
   * goes, with whatever may stand in it.
   *
   * @throws io.spacecloud.api.error.NotFoundException if there is nothing to be put
   */
  public void move(String from, String to) {
    FilePath source = FilePath.of("from", from);
    FilePath target = FilePath.of("to", to);
    files.move(standing.get(), source, target);
  }
}
