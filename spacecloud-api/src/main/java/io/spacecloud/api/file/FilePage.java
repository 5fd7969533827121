package io.spacecloud.api.file;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A part of what stands in a folder, in order.
 *
 * @param next after which the next page begins; null if this is the last
 */
public record FilePage(List<FileEntry> entries, @Nullable String next) {
  public FilePage {
    entries = List.copyOf(entries);
  }
}
