package io.spacecloud.engine.files;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A directory that the system holds open: nothing is looked up by a longer path. */
final class HeldFolder implements Folder {
  private static final Logger LOG = LoggerFactory.getLogger(HeldFolder.class);

  private final SecureDirectoryStream<Path> stream;
  private final Path self;
  private final boolean syncs;

  /**
   * @param self what a directory calls itself
   * @param syncs whether the file system can be told to keep a directory as it is
   */
  private HeldFolder(SecureDirectoryStream<Path> stream, Path self, boolean syncs) {
    this.stream = stream;
    this.self = self;
    this.syncs = syncs;
  }

  static HeldFolder of(SecureDirectoryStream<Path> stream, Path self) {
    HeldFolder folder = new HeldFolder(stream, self, true);
    try {
      folder.sync();
      return folder;
    } catch (IOException e) {
      LOG.warn("the files' file system does not sync directories; a power cut may undo uploads");
      return new HeldFolder(stream, self, false);
    }
  }

  @Override
  public @Nullable BasicFileAttributes attributes(Path name) throws IOException {
    try {
      return stream
          .getFileAttributeView(name, BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
          .readAttributes();
    } catch (NoSuchFileException e) {
      return null;
    }
  }

  /**
   * Each directory is asked, since on some systems each has its own way: if another spelling leads
   * to the same file, only what the directory lists tells which is the name.
   */
  @Override
  public boolean isAlias(Path name, BasicFileAttributes found) throws IOException {
    for (String other : Spellings.of(name.toString())) {
      BasicFileAttributes same = attributes(name.resolveSibling(other));
      if (same != null && found.fileKey() != null && found.fileKey().equals(same.fileKey())) {
        return !lists(name);
      }
    }
    return false;
  }

  private boolean lists(Path name) throws IOException {
    try (Folder anew = again()) {
      for (Path entry : anew.entries()) {
        if (entry.getFileName().toString().equals(name.toString())) {
          return true;
        }
      }
    }
    return false;
  }

  @Override
  public Folder enter(Path name) throws IOException {
    return new HeldFolder(stream.newDirectoryStream(name, LinkOption.NOFOLLOW_LINKS), self, syncs);
  }

  @Override
  public Folder again() throws IOException {
    return new HeldFolder(stream.newDirectoryStream(self), self, syncs);
  }

  @Override
  public FileChannel channel(Path name, Set<? extends OpenOption> options) throws IOException {
    Set<OpenOption> all = new HashSet<>(options);
    all.add(LinkOption.NOFOLLOW_LINKS);
    return (FileChannel) stream.newByteChannel(name, all);
  }

  @Override
  public void move(Path name, Folder target, Path targetName) throws IOException {
    stream.move(name, ((HeldFolder) target).stream, targetName);
  }

  @Override
  public void deleteFile(Path name) throws IOException {
    stream.deleteFile(name);
  }

  @Override
  public void deleteFolder(Path name) throws IOException {
    stream.deleteDirectory(name);
  }

  @Override
  public Iterable<Path> entries() {
    return stream;
  }

  @Override
  public void sync() throws IOException {
    if (syncs) {
      try (FileChannel directory = channel(self, Set.of(StandardOpenOption.READ))) {
        directory.force(true);
      } catch (FileSystemException e) {
        throw new IOException(e.getReason()); // what it was for is done: not to be tried again
      }
    }
  }

  @Override
  public void close() throws IOException {
    stream.close();
  }
}
