package io.spacecloud.engine.testing;

import io.spacecloud.api.file.FileEntry;
import io.spacecloud.api.file.FilePath;
import io.spacecloud.api.file.OpenFile;
import io.spacecloud.api.spi.FileStore;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A file store that remembers what it was asked, and fails when it is told to. */
public final class WatchedFiles implements FileStore {
  private final FileStore store;
  private final List<FilePath> asked = new ArrayList<>();
  private Consumer<FilePath> before = path -> {};
  private boolean closed;

  public WatchedFiles(FileStore store) {
    this.store = store;
  }

  /** The paths that it was given, and forgets them. */
  public List<FilePath> asked() {
    List<FilePath> all = List.copyOf(asked);
    asked.clear();
    return all;
  }

  /** Does this before each thing that it is asked. */
  public void before(Consumer<FilePath> work) {
    before = work;
  }

  public boolean isClosed() {
    return closed;
  }

  private FilePath note(FilePath path) {
    asked.add(path);
    before.accept(path);
    return path;
  }

  @Override
  public void write(
      FilePath file, InputStream content, @Nullable Long length, @Nullable String contentType)
      throws IOException {
    store.write(note(file), content, length, contentType);
  }

  @Override
  public @Nullable OpenFile open(FilePath file, long offset, long length) {
    return store.open(note(file), offset, length);
  }

  @Override
  public @Nullable FileEntry stat(FilePath path) {
    return store.stat(note(path));
  }

  @Override
  public @Nullable List<FileEntry> list(
      FilePath folder, String prefix, @Nullable String after, int limit) {
    return store.list(note(folder), prefix, after, limit);
  }

  @Override
  public void createFolder(FilePath folder) {
    store.createFolder(note(folder));
  }

  @Override
  public boolean delete(FilePath path, boolean recursive) {
    return store.delete(note(path), recursive);
  }

  @Override
  public boolean move(FilePath from, FilePath to) {
    return store.move(note(from), note(to));
  }

  @Override
  public void close() {
    closed = true;
    store.close();
  }
}
