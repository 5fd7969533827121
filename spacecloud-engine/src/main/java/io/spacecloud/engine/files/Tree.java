package io.spacecloud.engine.files;

import io.spacecloud.api.error.ConflictException;
import io.spacecloud.api.error.InvalidRequestException;
import io.spacecloud.api.file.FileEntry;
import io.spacecloud.api.file.FilePath;
import io.spacecloud.api.file.OpenFile;
import io.spacecloud.engine.files.Folder.Kind;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Files and folders as a directory has them, which changes by renaming alone. */
final class Tree implements Closeable {
  /** How often a thing is tried while others put there, or take away, what it needs. */
  private static final int ATTEMPTS = 20;

  private static final Set<StandardOpenOption> READ = Set.of(StandardOpenOption.READ);
  private static final Set<StandardOpenOption> NEW =
      Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE);

  private final Folder root;
  private final Staging staging;
  private final Walker walker;

  private Tree(Folder root, Staging staging, Walker walker) {
    this.root = root;
    this.staging = staging;
    this.walker = walker;
  }

  static Tree open(Path directory) throws IOException {
    Files.createDirectories(directory);
    Path real = directory.toRealPath();
    Folder root = Folder.of(real);
    try {
      Staging staging = Staging.open(real, root);
      return new Tree(root, staging, new Walker(real.getFileSystem(), root, staging));
    } catch (IOException | RuntimeException e) {
      root.close();
      throw e;
    }
  }

  void write(FilePath file, InputStream content, @Nullable String contentType) throws IOException {
    Path temporary = staging.fresh();
    boolean placed = false;
    try {
      try (FileChannel channel = staging.folder().channel(temporary, NEW)) {
        Content.copy(content, channel);
        Trailer.write(channel, contentType);
        channel.force(true);
      }
      placed = place(staging.folder(), temporary, file);
    } finally {
      if (!placed) {
        staging.discard(temporary);
      }
    }
    if (!placed) {
      throw new IOException("somebody has taken away what was written");
    }
  }

  @Nullable OpenFile open(FilePath file, long offset, long length) throws IOException {
    try (Folder folder = walker.find(file.parent())) {
      return folder == null || file.isRoot() ? null : open(folder, file, offset, length);
    }
  }

  private @Nullable OpenFile open(Folder folder, FilePath file, long offset, long length)
      throws IOException {
    Path name = name(file);
    // The time is looked at first: what is then read may be newer than it says, never older.
    BasicFileAttributes found = folder.attributes(name);
    if (Kind.of(found) != Kind.FILE || found == null) {
      return null;
    }
    FileChannel channel = null;
    try {
      if (folder.isAlias(name, found)) {
        return null;
      }
      channel = folder.channel(name, READ);
      FileEntry entry = entry(file, found, Trailer.read(channel));
      long from = Math.min(offset, entry.bytes());
      return new OpenFile(
          entry, new Slice(channel, from, from + Math.min(length, entry.bytes() - from)));
    } catch (IOException | RuntimeException e) {
      if (channel != null) {
        channel.close();
      }
      if (folder.kind(name) == Kind.FILE) {
        throw e;
      }
      return null; // it has just gone
    }
  }

  private static FileEntry entry(FilePath file, BasicFileAttributes found, Trailer trailer) {
    return new FileEntry(
        file,
        false,
        trailer.content(),
        found.lastModifiedTime().toInstant(),
        trailer.contentType());
  }

  private static FileEntry folderEntry(FilePath folder) {
    return new FileEntry(folder, true, 0, null, null);
  }

  @Nullable FileEntry stat(FilePath path) throws IOException {
    if (path.isRoot()) {
      return folderEntry(path);
    }
    try (Folder folder = walker.find(path.parent())) {
      if (folder == null) {
        return null;
      } else if (folder.kind(name(path)) == Kind.FOLDER) {
        return folderEntry(path);
      }
      OpenFile file = open(folder, path, 0, 0);
      if (file != null) {
        file.close();
      }
      return file == null ? null : file.entry();
    }
  }

  @Nullable List<FileEntry> list(FilePath path, Page page) throws IOException {
    try (Folder folder = walker.find(path)) {
      if (folder == null) {
        return null;
      }
      for (Path each : folder.entries()) {
        Path name = each.getFileName();
        if (page.mayHold(name.toString())) {
          page.add(name, folder.attributes(name));
        }
      }
      return page.entries(found -> listed(folder, path, found));
    } catch (NoSuchFileException e) {
      return null; // it has just gone
    }
  }

  /** What goes while it is listed is listed as it was. */
  private FileEntry listed(Folder folder, FilePath path, Page.Found found) throws IOException {
    FilePath file = path.resolve(found.name().toString());
    if (found.isFolder()) {
      return folderEntry(file);
    }
    long bytes = found.attributes().size();
    try (FileChannel channel = folder.channel(found.name(), READ)) {
      bytes = Trailer.read(channel).content();
    } catch (IOException e) {
      if (folder.kind(found.name()) == Kind.FILE) {
        throw e;
      }
    }
    return entry(file, found.attributes(), new Trailer(bytes, null));
  }

  void createFolder(FilePath folder) throws IOException {
    retried(
        () -> {
          walker.made(folder).close();
          return true;
        });
  }

  boolean delete(FilePath path, boolean recursive) throws IOException {
    requireBelowRoot(path);
    try (Folder folder = walker.find(path.parent())) {
      Path name = name(path);
      Kind kind = folder == null ? Kind.NONE : folder.kind(name);
      if (folder == null || kind == Kind.NONE || kind == Kind.OTHER) {
        return false;
      }
      if (kind == Kind.FOLDER && recursive) {
        removeAll(folder, name);
      } else {
        remove(folder, name, kind);
        folder.sync();
      }
      return true;
    } catch (NoSuchFileException e) {
      return false;
    }
  }

  private static void remove(Folder folder, Path name, Kind kind) throws IOException {
    if (kind == Kind.FILE) {
      folder.deleteFile(name);
      return;
    }
    try {
      folder.deleteFolder(name);
    } catch (DirectoryNotEmptyException e) {
      throw new ConflictException(ConflictException.Reason.OCCUPIED, "the folder is not empty");
    }
  }

  /** A folder goes as a whole, before what is in it does. */
  private void removeAll(Folder folder, Path name) throws IOException {
    Path gone = staging.fresh();
    folder.move(name, staging.folder(), gone);
    folder.sync();
    staging.discard(gone);
  }

  boolean move(FilePath from, FilePath to) throws IOException {
    requireBelowRoot(from);
    if (to.equals(from)) {
      return stat(from) != null;
    } else if (to.isWithin(from)) {
      throw new InvalidRequestException("to", "a folder cannot be put into itself");
    }
    try (Folder source = walker.find(from.parent())) {
      boolean placed = source != null && place(source, name(from), to);
      if (source != null && placed) {
        source.sync();
      }
      return placed;
    }
  }

  private static void requireBelowRoot(FilePath path) {
    if (path.isRoot()) {
      throw new InvalidRequestException("path", "the folder that holds all stays where it is");
    }
  }

  /** Renames what stands there, if anything does, to a path whose folders are made. */
  private boolean place(Folder source, Path name, FilePath to) throws IOException {
    return retried(
        () -> {
          Kind kind = source.kind(name);
          if (kind == Kind.NONE || kind == Kind.OTHER) {
            return false;
          }
          try (Folder target = walker.made(to.parent())) {
            Kind there = to.isRoot() ? Kind.FOLDER : target.kind(name(to));
            if (there != Kind.NONE && (there != Kind.FILE || kind != Kind.FILE)) {
              throw Walker.occupied();
            }
            source.move(name, target, name(to));
            target.sync();
            return true;
          }
        });
  }

  private interface Change {
    boolean make() throws IOException;
  }

  /** Tries again, from the root on, while others take away or put there what it needs. */
  private static boolean retried(Change change) throws IOException {
    for (int attempt = 1; ; attempt++) {
      try {
        return change.make();
      } catch (FileSystemException e) {
        if (attempt == ATTEMPTS && e instanceof NoSuchFileException) {
          throw new ConflictException(
              ConflictException.Reason.WRITE_CONFLICT, "others change the same folders");
        } else if (attempt == ATTEMPTS) {
          throw e;
        }
      }
    }
  }

  private Path name(FilePath path) {
    return walker.name(path.name());
  }

  @Override
  public void close() throws IOException {
    try (root) {
      staging.close();
    }
  }
}
