package io.spacecloud.engine.files;

import io.spacecloud.api.error.BackendException;
import io.spacecloud.api.error.InvalidRequestException;
import io.spacecloud.api.file.FileEntry;
import io.spacecloud.api.file.FilePath;
import io.spacecloud.api.file.OpenFile;
import io.spacecloud.api.spi.FileStore;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.ClosedDirectoryStreamException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.FileSystemException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Files in a directory of a local disk, each under its own path there. Several stores and processes
 * may use one directory. Thread-safe.
 *
 * <p>Links, and whatever else is neither a file nor a folder, are not there for it, and nor is what
 * has a name that no {@link FilePath} has.
 */
public final class LocalFileStore implements FileStore {
  private final Tree tree;
  private final AtomicBoolean closed = new AtomicBoolean();

  private LocalFileStore(Tree tree) {
    this.tree = tree;
  }

  /**
   * The files in a directory, which is made if it is not there. What processes that died have left
   * behind is swept away.
   *
   * @throws BackendException if it cannot be used
   */
  public static LocalFileStore open(Path directory) {
    return guarded(() -> new LocalFileStore(Tree.open(directory)));
  }

  @Override
  public void write(
      FilePath file, InputStream content, @Nullable Long length, @Nullable String contentType)
      throws IOException {
    try {
      guarded(
          () -> {
            tree.write(file, content, contentType);
            return true;
          });
    } catch (Content.BrokenException e) {
      throw e.failure();
    }
  }

  @Override
  public @Nullable OpenFile open(FilePath file, long offset, long length) {
    return guarded(() -> tree.open(file, offset, length));
  }

  @Override
  public @Nullable FileEntry stat(FilePath path) {
    return guarded(() -> tree.stat(path));
  }

  @Override
  public @Nullable List<FileEntry> list(
      FilePath folder, String prefix, @Nullable String after, int limit) {
    return guarded(() -> tree.list(folder, new Page(prefix, after, limit)));
  }

  @Override
  public void createFolder(FilePath folder) {
    guarded(
        () -> {
          tree.createFolder(folder);
          return true;
        });
  }

  @Override
  public boolean delete(FilePath path, boolean recursive) {
    return guarded(() -> tree.delete(path, recursive));
  }

  @Override
  public boolean move(FilePath from, FilePath to) {
    return guarded(() -> tree.move(from, to));
  }

  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      guarded(
          () -> {
            tree.close();
            return true;
          });
    }
  }

  private static <T extends @Nullable Object> T guarded(Callable<T> work) {
    try {
      return work.call();
    } catch (InvalidPathException e) {
      throw new InvalidRequestException("path", "the file system cannot spell it");
    } catch (ClosedDirectoryStreamException e) {
      throw new IllegalStateException("closed");
    } catch (DirectoryIteratorException e) {
      IOException cause = e.getCause();
      throw failed(cause == null ? e : cause);
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw failed(e);
    }
  }

  /** Without the exception itself, whose message holds names. */
  private static BackendException failed(Exception e) {
    String reason = e instanceof FileSystemException named ? named.getReason() : e.getMessage();
    return new BackendException(
        BackendException.Reason.FAILED,
        "the files' directory failed: " + (reason == null ? e.getClass().getSimpleName() : reason),
        null);
  }
}
