package io.spacecloud.engine.files;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An open directory. Names are single ones, and links are not followed; where the platform has
 * directories that are held open, what is done in one is done in it, whatever becomes of its name
 * meanwhile.
 */
interface Folder extends Closeable {
  /** What stands at a name; anything but files and folders, such as a link, is other. */
  enum Kind {
    NONE,
    FILE,
    FOLDER,
    OTHER;

    static Kind of(@Nullable BasicFileAttributes found) {
      if (found == null) {
        return NONE;
      } else if (found.isRegularFile()) {
        return FILE;
      }
      return found.isDirectory() ? FOLDER : OTHER;
    }
  }

  /** The directory of that real path. */
  @SuppressWarnings("StreamResourceLeak") // closed with the folder
  static Folder of(Path directory) throws IOException {
    DirectoryStream<Path> stream = Files.newDirectoryStream(directory);
    if (stream instanceof SecureDirectoryStream<Path> secure) {
      return HeldFolder.of(secure, directory.getFileSystem().getPath("."));
    }
    stream.close();
    return new NamedFolder(directory);
  }

  /** The attributes of what stands at exactly that name, or null. */
  @Nullable BasicFileAttributes attributes(Path name) throws IOException;

  /**
   * Whether what {@link #attributes} found there goes by another name, since this file system takes
   * both names for one.
   */
  boolean isAlias(Path name, BasicFileAttributes found) throws IOException;

  /** What stands at the name; what goes by another name is other. */
  default Kind kind(Path name) throws IOException {
    BasicFileAttributes found = attributes(name);
    try {
      return found != null && isAlias(name, found) ? Kind.OTHER : Kind.of(found);
    } catch (NoSuchFileException e) {
      return Kind.NONE; // it has just gone
    }
  }

  /**
   * The folder of that name.
   *
   * @throws NoSuchFileException if there is none
   */
  default Folder open(Path name) throws IOException {
    if (kind(name) == Kind.FOLDER) {
      try {
        return enter(name);
      } catch (NoSuchFileException | NotDirectoryException e) {
        throw new NoSuchFileException(name.toString()); // it was gone, if it is back or not
      } catch (IOException e) {
        if (kind(name) == Kind.FOLDER) {
          throw e;
        }
      }
    }
    throw new NoSuchFileException(name.toString());
  }

  /** The folder of that name, which has just been seen to be one. */
  Folder enter(Path name) throws IOException;

  /** This folder, once more. */
  Folder again() throws IOException;

  /** Opens a file, which is made as the options say. */
  FileChannel channel(Path name, Set<? extends OpenOption> options) throws IOException;

  /** Renames in one step, in the place of a file that is there. */
  void move(Path name, Folder target, Path targetName) throws IOException;

  void deleteFile(Path name) throws IOException;

  void deleteFolder(Path name) throws IOException;

  /** What stands in it, once: each path ends with its name. */
  Iterable<Path> entries() throws IOException;

  /** Sees to it that names that were made or taken away stay so, as far as the platform can. */
  void sync() throws IOException;
}
