package io.spacecloud.engine.testing;

import io.spacecloud.api.error.ConflictException;
import io.spacecloud.api.error.InvalidRequestException;
import io.spacecloud.api.file.FileEntry;
import io.spacecloud.api.file.FilePath;
import io.spacecloud.api.file.OpenFile;
import io.spacecloud.api.spi.FileStore;
import io.spacecloud.api.value.Comparisons;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Files in memory, for tests. It is what a store of objects is: keys in order, of which those of
 * folders end with a slash, and no renaming. Thread-safe.
 */
public final class InMemoryFileStore implements FileStore {
  private static final String LAST = Character.toString(Character.MAX_CODE_POINT);

  private record Stored(byte[] content, Instant at, @Nullable String contentType) {}

  private final TreeMap<String, Stored> objects = new TreeMap<>(Comparisons::compareCodePoints);
  private final Clock clock;

  private InMemoryFileStore(Clock clock) {
    this.clock = clock;
  }

  /** An empty one. */
  public static InMemoryFileStore create() {
    return create(Clock.systemUTC());
  }

  /** An empty one of that time. */
  public static InMemoryFileStore create(Clock clock) {
    return new InMemoryFileStore(clock);
  }

  private static String key(FilePath path) {
    return path.toString().substring(1);
  }

  private static String folderKey(@Nullable FilePath path) {
    return path == null || path.isRoot() ? "" : key(path) + "/";
  }

  @Override
  public void write(
      FilePath file, InputStream content, @Nullable Long length, @Nullable String contentType)
      throws IOException {
    byte[] all = content.readAllBytes();
    put(file, new Stored(all, clock.instant(), contentType));
  }

  private synchronized void put(FilePath file, Stored stored) {
    makeFolders(file.parent());
    require(!isFolder(file), "something else stands where this would have to be");
    objects.put(key(file), stored);
  }

  private void makeFolders(@Nullable FilePath folder) {
    for (FilePath each = folder; each != null && !each.isRoot(); each = each.parent()) {
      require(!objects.containsKey(key(each)), "something else stands where this would have to be");
    }
    for (FilePath each = folder; each != null && !each.isRoot(); each = each.parent()) {
      objects.putIfAbsent(folderKey(each), new Stored(new byte[0], clock.instant(), null));
    }
  }

  private static void require(boolean free, String problem) {
    if (!free) {
      throw new ConflictException(ConflictException.Reason.OCCUPIED, problem);
    }
  }

  private boolean isFolder(FilePath path) {
    return path.isRoot() || objects.containsKey(folderKey(path));
  }

  @Override
  public synchronized @Nullable OpenFile open(FilePath file, long offset, long length) {
    Stored stored = objects.get(key(file));
    if (stored == null) {
      return null;
    }
    int from = (int) Math.min(offset, stored.content().length);
    int count = (int) Math.min(length, stored.content().length - from);
    return new OpenFile(
        entry(file, stored, stored.contentType()),
        new ByteArrayInputStream(stored.content(), from, count));
  }

  private static FileEntry entry(FilePath file, Stored stored, @Nullable String contentType) {
    return new FileEntry(file, false, stored.content().length, stored.at(), contentType);
  }

  @Override
  public synchronized @Nullable FileEntry stat(FilePath path) {
    if (isFolder(path)) {
      return new FileEntry(path, true, 0, null, null);
    }
    Stored stored = objects.get(key(path));
    return stored == null ? null : entry(path, stored, stored.contentType());
  }

  @Override
  public synchronized @Nullable List<FileEntry> list(
      FilePath folder, String prefix, @Nullable String after, int limit) {
    if (!isFolder(folder)) {
      return null;
    }
    String base = folderKey(folder);
    List<FileEntry> page = new ArrayList<>();
    String key = objects.ceilingKey(base + prefix);
    if (after != null && Comparisons.compareCodePoints(after, prefix) >= 0) {
      key = following(base + after);
    }
    while (key != null && key.startsWith(base + prefix) && page.size() < limit) {
      String rest = key.substring(base.length());
      int slash = rest.indexOf('/');
      String marker = slash < 0 ? rest : rest.substring(0, slash + 1);
      if (!marker.isEmpty()) {
        page.add(listed(folder, marker, key));
      }
      key = marker.isEmpty() ? objects.higherKey(key) : following(base + marker);
    }
    return page;
  }

  /** The next key that is not below this one. */
  private @Nullable String following(String key) {
    return objects.higherKey(key.endsWith("/") ? key + LAST : key);
  }

  private FileEntry listed(FilePath folder, String marker, String key) {
    if (marker.endsWith("/")) {
      String name = marker.substring(0, marker.length() - 1);
      return new FileEntry(folder.resolve(name), true, 0, null, null);
    }
    return entry(folder.resolve(marker), Objects.requireNonNull(objects.get(key)), null);
  }

  @Override
  public synchronized void createFolder(FilePath folder) {
    makeFolders(folder);
  }

  @Override
  public synchronized boolean delete(FilePath path, boolean recursive) {
    requireBelowRoot(path);
    if (!isFolder(path)) {
      return objects.remove(key(path)) != null;
    }
    SortedMap<String, Stored> all = below(path);
    require(recursive || all.size() == 1, "the folder is not empty");
    all.clear();
    return true;
  }

  private static void requireBelowRoot(FilePath path) {
    if (path.isRoot()) {
      throw new InvalidRequestException("path", "the folder that holds all stays where it is");
    }
  }

  /** The folder's own key, and all that begin with it. */
  private SortedMap<String, Stored> below(FilePath folder) {
    return objects.subMap(folderKey(folder), folderKey(folder) + LAST);
  }

  @Override
  public synchronized boolean move(FilePath from, FilePath to) {
    requireBelowRoot(from);
    boolean folder = isFolder(from);
    if (!from.equals(to) && to.isWithin(from)) {
      throw new InvalidRequestException("to", "a folder cannot be put into itself");
    } else if (from.equals(to) || (!folder && !objects.containsKey(key(from)))) {
      return folder || objects.containsKey(key(from));
    }
    makeFolders(to.parent());
    boolean occupied = isFolder(to) || (folder && objects.containsKey(key(to)));
    require(!occupied, "something else stands where this would have to be");
    if (folder) {
      SortedMap<String, Stored> all = below(from);
      Map<String, Stored> copies = new TreeMap<>();
      int length = folderKey(from).length();
      all.forEach((key, stored) -> copies.put(folderKey(to) + key.substring(length), stored));
      all.clear();
      objects.putAll(copies);
    } else {
      objects.put(key(to), objects.remove(key(from)));
    }
    return true;
  }

  @Override
  public void close() {}
}
