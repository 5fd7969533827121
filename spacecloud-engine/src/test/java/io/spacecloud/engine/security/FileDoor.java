package io.spacecloud.engine.security;

import io.spacecloud.api.file.OpenFile;
import io.spacecloud.api.file.Upload;
import io.spacecloud.api.request.FileOperation;
import io.spacecloud.engine.SessionFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.EnumSet;
import java.util.Set;

/** Every way to do something with a file or folder: an attack goes through all of them. */
enum FileDoor {
  STAT(SessionFiles::stat, FileOperation.READ),
  EXISTS(SessionFiles::exists, FileOperation.READ),
  DOWNLOAD((files, path) -> text(files.download(path)), FileOperation.READ),
  DOWNLOAD_PART((files, path) -> text(files.download(path, 0, 3)), FileOperation.READ),
  LIST(SessionFiles::list, FileOperation.READ),
  LIST_PAGE((files, path) -> files.list(path, "f", null, 1), FileOperation.READ),
  UPLOAD((files, path) -> files.upload(path, upload()), FileOperation.CREATE),
  CREATE_FOLDER(
      (files, path) -> {
        files.createFolder(path);
        return "made";
      },
      FileOperation.CREATE),
  DELETE(SessionFiles::delete, FileOperation.DELETE),
  DELETE_ALL(SessionFiles::deleteAll, FileOperation.DELETE),
  MOVE_AWAY(
      (files, path) -> {
        files.move(path, FileHouse.OWN_PLACE + "/moved");
        return "moved";
      },
      FileOperation.READ,
      FileOperation.DELETE),
  MOVE_HERE(
      (files, path) -> {
        files.move(FileHouse.OWN_PLACE + "/f", path);
        return "moved";
      },
      FileOperation.CREATE);

  private interface Way {
    Object go(SessionFiles files, String path) throws IOException;
  }

  private final Way way;
  private final Set<FileOperation> needs;

  FileDoor(Way way, FileOperation... needs) {
    this.way = way;
    this.needs = EnumSet.copyOf(Set.of(needs));
  }

  private static Upload upload() {
    return Upload.of(new byte[] {'n', 'e', 'w'}).withContentType("a/b");
  }

  private static String text(OpenFile file) throws IOException {
    try (file) {
      return file.entry() + new String(file.content().readAllBytes());
    }
  }

  /** Goes in at the path; what comes out. */
  Object enter(SessionFiles files, String path) {
    try {
      return way.go(files, path);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A path beside that of a file, or the file's own, at which nothing stands in the way. */
  String fitting(String file) {
    return switch (this) {
      case LIST, LIST_PAGE -> file.substring(0, file.lastIndexOf('/'));
      case CREATE_FOLDER -> file + "-folder";
      default -> file;
    };
  }

  /** Whether nobody comes in who is not granted the operation at the path. */
  boolean needs(FileOperation operation) {
    return needs.contains(operation);
  }

  /** Whether it is about whatever is below the path, too. */
  boolean isOfAll() {
    return this == DELETE_ALL || this == MOVE_AWAY || this == MOVE_HERE;
  }
}
