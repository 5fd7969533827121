package io.spacecloud.engine.files;

import io.spacecloud.api.file.FileEntry;
import io.spacecloud.api.file.FileName;
import io.spacecloud.api.value.Comparisons;
import io.spacecloud.engine.files.Folder.Kind;
import java.io.IOException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A page of what stands in a folder, which is seen in any order. Holds no more than it returns. */
final class Page {
  /** What was seen. */
  record Found(Path name, BasicFileAttributes attributes) {
    boolean isFolder() {
      return Kind.of(attributes) == Kind.FOLDER;
    }
  }

  /** Looks into what was found. */
  interface Reader {
    FileEntry read(Found found) throws IOException;
  }

  private final String prefix;
  private final @Nullable String after;
  private final int limit;
  private final TreeMap<String, Found> first = new TreeMap<>(Comparisons::compareCodePoints);

  Page(String prefix, @Nullable String after, int limit) {
    this.prefix = prefix;
    this.after = after;
    this.limit = limit;
  }

  /** Whether what has the name may be on the page, be it a file or a folder. */
  boolean mayHold(String name) {
    return name.startsWith(prefix) && (fits(name) || fits(name + "/")) && FileName.isValid(name);
  }

  private boolean fits(String marker) {
    return limit > 0
        && (after == null || Comparisons.compareCodePoints(marker, after) > 0)
        && (first.size() < limit || Comparisons.compareCodePoints(marker, first.lastKey()) < 0);
  }

  /** Takes note of a file or folder; of anything else not. */
  void add(Path name, @Nullable BasicFileAttributes attributes) {
    Kind kind = Kind.of(attributes);
    String marker = kind == Kind.FOLDER ? name + "/" : name.toString();
    if (attributes != null && (kind == Kind.FOLDER || kind == Kind.FILE) && fits(marker)) {
      first.put(marker, new Found(name, attributes));
      if (first.size() > limit) {
        first.pollLastEntry();
      }
    }
  }

  List<FileEntry> entries(Reader reader) throws IOException {
    List<FileEntry> entries = new ArrayList<>(first.size());
    for (Found each : first.values()) {
      entries.add(reader.read(each));
    }
    return entries;
  }
}
