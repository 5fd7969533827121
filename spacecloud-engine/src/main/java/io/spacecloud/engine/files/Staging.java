package io.spacecloud.engine.files;

import io.spacecloud.api.file.FileName;
import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where files and folders are before they are there and after they are gone: a folder of this
 * store's own, in the reserved one of the directory, on the same file system.
 *
 * <p>Beside each such folder is a file that its owner keeps locked as long as it lives; the system
 * unlocks it when the process ends, however that is. Whoever opens a store locks, and sweeps away,
 * what nobody has locked.
 */
final class Staging implements Closeable {
  private static final Logger LOG = LoggerFactory.getLogger(Staging.class);
  private static final String LOCK = ".lock";

  /**
   * Begins the names of this process's folders. It never opens its own lock files twice, since on
   * some systems to close one of them would unlock it.
   */
  private static final String PROCESS =
      ProcessHandle.current().pid()
          + "-"
          + ProcessHandle.current().info().startInstant().map(Instant::toEpochMilli).orElse(0L)
          + "-";

  private final Folder area;
  private final Path path;
  private final Path name;
  private final FileChannel lock;
  private final Folder own;

  private Staging(Folder area, Path path, Path name, FileChannel lock, Folder own) {
    this.area = area;
    this.path = path;
    this.name = name;
    this.lock = lock;
    this.own = own;
  }

  /** A staging of one's own in that directory, from which what others left behind is gone. */
  static Staging open(Path directory, Folder root) throws IOException {
    Path reserved = directory.resolve(FileName.RESERVED);
    try {
      Files.createDirectory(reserved, ownersOnly(directory));
    } catch (FileAlreadyExistsException e) {
      // as a rule
    }
    Folder area = root.open(reserved.getFileName());
    try {
      sweep(area);
      return claim(area, reserved);
    } catch (IOException | RuntimeException e) {
      area.close();
      throw e;
    }
  }

  private static FileAttribute<?>[] ownersOnly(Path directory) {
    return directory.getFileSystem().supportedFileAttributeViews().contains("posix")
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"))
        }
        : new FileAttribute<?>[0];
  }

  private static Staging claim(Folder area, Path reserved) throws IOException {
    while (true) {
      Path name = reserved.getFileSystem().getPath(PROCESS + UUID.randomUUID());
      Path lockName = lockOf(name);
      FileChannel lock =
          area.channel(lockName, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE));
      try {
        // Somebody who sweeps may have come in between, and taken it for nobody's.
        if (lock.tryLock() != null && area.attributes(lockName) != null) {
          Path path = reserved.resolve(name);
          Files.createDirectory(path);
          return new Staging(area, path, name, lock, area.open(name));
        }
      } catch (IOException | RuntimeException e) {
        lock.close();
        throw e;
      }
      lock.close();
    }
  }

  private static Path lockOf(Path name) {
    return name.resolveSibling(name.getFileName() + LOCK);
  }

  private static void sweep(Folder area) throws IOException {
    List<Path> locks = new ArrayList<>();
    try (Folder listed = area.again()) {
      for (Path entry : listed.entries()) {
        String text = entry.getFileName().toString();
        if (text.endsWith(LOCK) && !text.startsWith(PROCESS)) {
          locks.add(entry.getFileName());
        }
      }
    }
    for (Path each : locks) {
      try {
        sweep(area, each);
      } catch (NoSuchFileException e) {
        // another process sweeps, too
      } catch (IOException e) {
        LOG.warn("what another process left behind cannot be swept away: {}", e.getClass());
      }
    }
  }

  private static void sweep(Folder area, Path lockName) throws IOException {
    if (area.kind(lockName) != Folder.Kind.FILE) {
      return;
    }
    try (FileChannel channel = area.channel(lockName, Set.of(StandardOpenOption.WRITE));
        FileLock lock = channel.tryLock()) {
      if (lock != null) {
        String text = lockName.toString();
        Path name = lockName.resolveSibling(text.substring(0, text.length() - LOCK.length()));
        empty(area, name);
        area.deleteFile(lockName);
      }
    }
  }

  private static void empty(Folder area, Path name) throws IOException {
    if (area.kind(name) == Folder.Kind.FOLDER) {
      try (Folder left = area.open(name)) {
        discardAll(left);
      }
      area.deleteFolder(name);
    }
  }

  private static void discardAll(Folder folder) throws IOException {
    List<Path> all = new ArrayList<>();
    try (Folder listed = folder.again()) {
      listed.entries().forEach(entry -> all.add(entry.getFileName()));
    }
    for (Path each : all) {
      discard(folder, each);
    }
  }

  /**
   * Deletes what is there with all that is in it. Folders in it are first put beside it, so that
   * few are open however deep they are.
   */
  private static void discard(Folder folder, Path name) throws IOException {
    Deque<Path> left = new ArrayDeque<>(List.of(name));
    while (!left.isEmpty()) {
      Path next = left.removeFirst();
      if (Folder.Kind.of(folder.attributes(next)) != Folder.Kind.FOLDER) {
        folder.deleteFile(next);
        continue;
      }
      try (Folder inner = folder.enter(next);
          Folder listed = inner.again()) {
        for (Path entry : listed.entries()) {
          Path aside = fresh(name);
          inner.move(entry.getFileName(), folder, aside);
          left.add(aside);
        }
      }
      try {
        folder.deleteFolder(next);
      } catch (DirectoryNotEmptyException e) {
        left.add(next); // somebody still puts things into it
      }
    }
  }

  private static Path fresh(Path sibling) {
    return sibling.resolveSibling(UUID.randomUUID().toString());
  }

  /** What others hand in and take out. */
  Folder folder() {
    return own;
  }

  /** A name that is free. */
  Path fresh() {
    return fresh(name);
  }

  /**
   * Makes an empty folder. No system lets a program in Java make one in an open directory, so it is
   * made by its path, where none but the owner of the whole can have changed anything.
   */
  Path newFolder() throws IOException {
    Path made = fresh();
    Files.createDirectory(path.resolve(made));
    return made;
  }

  /** Deletes what is there with all that is in it. */
  void discard(Path staged) throws IOException {
    try {
      discard(own, staged);
    } catch (NoSuchFileException e) {
      // closed meanwhile, and emptied
    }
  }

  @Override
  public void close() throws IOException {
    try (area;
        lock;
        own) {
      empty(area, name);
      area.deleteFile(lockOf(name));
    }
  }
}
