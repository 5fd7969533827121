package io.spacecloud.api.file;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A file or folder that is there.
 *
 * @param bytes how long the file is; 0 for a folder
 * @param modified when it became what it is; null where the store does not know
 * @param contentType as it was uploaded, or null; not told by lists, and of folders
 */
public record FileEntry(
    FilePath path,
    boolean folder,
    long bytes,
    @Nullable Instant modified,
    @Nullable String contentType) {

  /** Its own name. */
  public String name() {
    return path.name();
  }

  /**
   * By what a list is in order, and after which its next page begins: the name, of a folder with a
   * slash behind it.
   */
  public String marker() {
    return folder ? name() + "/" : name();
  }
}
