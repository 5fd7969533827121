package io.spacecloud.engine.files;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A directory by its path, where the platform holds none open. Each use first sees that the path
 * still leads there, by exactly these names and no link; what changes it at the same instant goes
 * unseen.
 */
final class NamedFolder implements Folder {
  private final Path path;

  /**
   * @param path a real one
   */
  NamedFolder(Path path) {
    this.path = path;
  }

  private Path at(Path name) throws IOException {
    if (!path.toRealPath().toString().equals(path.toString())) {
      throw new NoSuchFileException(name.toString());
    }
    return path.resolve(name);
  }

  @Override
  public @Nullable BasicFileAttributes attributes(Path name) throws IOException {
    try {
      return Files.readAttributes(at(name), BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    } catch (NoSuchFileException e) {
      return null;
    }
  }

  @Override
  public boolean isAlias(Path name, BasicFileAttributes found) throws IOException {
    Path real = at(name).toRealPath(LinkOption.NOFOLLOW_LINKS);
    return !real.getFileName().toString().equals(name.toString());
  }

  @Override
  public Folder enter(Path name) throws IOException {
    Path inner = at(name);
    if (!Files.isDirectory(inner, LinkOption.NOFOLLOW_LINKS)) {
      throw new NotDirectoryException(name.toString());
    }
    return new NamedFolder(inner);
  }

  @Override
  public Folder again() {
    return this;
  }

  @Override
  public FileChannel channel(Path name, Set<? extends OpenOption> options) throws IOException {
    Set<OpenOption> all = new HashSet<>(options);
    all.add(LinkOption.NOFOLLOW_LINKS);
    return FileChannel.open(at(name), all);
  }

  @Override
  public void move(Path name, Folder target, Path targetName) throws IOException {
    Path to = ((NamedFolder) target).at(targetName);
    Files.move(at(name), to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  @Override
  public void deleteFile(Path name) throws IOException {
    Files.delete(at(name));
  }

  @Override
  public void deleteFolder(Path name) throws IOException {
    Files.delete(at(name));
  }

  @Override
  public Iterable<Path> entries() throws IOException {
    try (Stream<Path> all = Files.list(at(path.getFileSystem().getPath("")))) {
      return all.toList();
    }
  }

  /** Systems without open directories have no way to this, and keep names by themselves. */
  @Override
  public void sync() {}

  @Override
  public void close() {}
}
