package io.spacecloud.engine.files;

import io.spacecloud.api.error.ConflictException;
import io.spacecloud.api.file.FilePath;
import io.spacecloud.engine.files.Folder.Kind;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Goes from folder to open folder, each time from the root on, and makes those that are missing.
 */
final class Walker {
  private final FileSystem system;
  private final Folder root;
  private final Staging staging;

  Walker(FileSystem system, Folder root, Staging staging) {
    this.system = system;
    this.root = root;
    this.staging = staging;
  }

  /** The name as this file system has it. */
  Path name(String name) {
    return system.getPath(name);
  }

  /** The folder at a path, or null if there is none. */
  @Nullable Folder find(@Nullable FilePath path) throws IOException {
    try {
      return walk(path, Folder::open);
    } catch (NoSuchFileException e) {
      return null;
    }
  }

  /** The folder at a path, made if it is not there. */
  Folder made(@Nullable FilePath path) throws IOException {
    return walk(path, this::openOrMake);
  }

  private interface Step {
    Folder from(Folder folder, Path name) throws IOException;
  }

  /** Null, which is where the root stands, is the root. */
  private Folder walk(@Nullable FilePath path, Step step) throws IOException {
    if (path == null || path.isRoot()) {
      return root.again();
    }
    Folder at = root;
    for (String name : path.names()) {
      Folder from = at;
      try {
        at = step.from(from, name(name));
      } finally {
        if (from != root) {
          from.close();
        }
      }
    }
    return at;
  }

  private Folder openOrMake(Folder folder, Path name) throws IOException {
    Kind kind = folder.kind(name);
    if (kind == Kind.NONE) {
      make(folder, name);
    } else if (kind != Kind.FOLDER) {
      throw occupied();
    }
    return folder.open(name);
  }

  private void make(Folder folder, Path name) throws IOException {
    Path empty = staging.newFolder();
    try {
      staging.folder().move(empty, folder, name);
    } catch (IOException e) {
      staging.discard(empty);
      throw e;
    }
    folder.sync();
  }

  static ConflictException occupied() {
    return new ConflictException(
        ConflictException.Reason.OCCUPIED, "something else stands where this would have to be");
  }
}
