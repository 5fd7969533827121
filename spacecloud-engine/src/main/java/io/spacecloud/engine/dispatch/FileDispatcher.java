package io.spacecloud.engine.dispatch;

import io.spacecloud.api.error.InvalidRequestException;
import io.spacecloud.api.error.LimitExceededException;
import io.spacecloud.api.error.NotFoundException;
import io.spacecloud.api.file.FileEntry;
import io.spacecloud.api.file.FilePage;
import io.spacecloud.api.file.FilePath;
import io.spacecloud.api.file.OpenFile;
import io.spacecloud.api.file.Upload;
import io.spacecloud.api.request.FileOperation;
import io.spacecloud.api.result.Document;
import io.spacecloud.api.rule.Access;
import io.spacecloud.api.spi.FileStore;
import io.spacecloud.engine.config.Limits;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * The one way from an operation on files to their store: let in, judged, done, told. The rules
 * judge paths and what the caller says, never what is there: a denial tells nothing of it, and
 * nothing can change between the judging and the doing. Thread-safe.
 */
public final class FileDispatcher {
  /** How many entries are looked at for one page, where some of them may not be shown. */
  private static final int MAX_LOOKED_AT = 10_000;

  private final FileStore store;
  private final Dispatcher dispatcher;
  private final Limits limits;
  private final int pageLimit;

  /**
   * @param dispatcher asks the rules
   * @param pageLimit the most entries that a list returns
   */
  public FileDispatcher(FileStore store, Dispatcher dispatcher, Limits limits, int pageLimit) {
    this.store = store;
    this.dispatcher = dispatcher;
    this.limits = limits;
    this.pageLimit = pageLimit;
  }

  /** With whose authority something is done, and by which rules. */
  public record Standing(Policy policy, Authority authority) {}

  private static FileAccess creating(FilePath path, Map<String, Object> meta) {
    return new FileAccess(FileOperation.CREATE, path, false, Document.of("meta", meta));
  }

  private <T extends @Nullable Object> T run(
      Standing standing, List<FileAccess> all, Supplier<T> work, ToLongFunction<T> count) {
    try (Admitted admitted =
        dispatcher.authorizeFile(standing.policy(), standing.authority(), all)) {
      try {
        T result = work.get();
        admitted.ran(count.applyAsLong(result));
        return result;
      } catch (RuntimeException | Error e) {
        admitted.failed(e);
        throw e;
      }
    }
  }

  /** What stands at the path, or null. */
  public @Nullable FileEntry stat(Standing standing, FilePath path) {
    return this.<@Nullable FileEntry>run(
        standing,
        List.of(FileAccess.of(FileOperation.READ, path)),
        () -> store.stat(path),
        entry -> entry == null ? 0 : 1);
  }

  /**
   * Opens a file.
   *
   * @throws NotFoundException if there is none
   */
  public OpenFile open(Standing standing, FilePath file, long offset, long length) {
    require(offset >= 0, "offset", "negative");
    require(length >= 0, "length", "negative");
    Admitted admitted =
        dispatcher.authorizeFile(
            standing.policy(),
            standing.authority(),
            List.of(FileAccess.of(FileOperation.READ, file)));
    try {
      OpenFile open = store.open(file, offset, length);
      if (open == null) {
        throw new NotFoundException("no such file");
      }
      return new OpenFile(open.entry(), new ReadStream(open.content(), admitted));
    } catch (RuntimeException | Error e) {
      admitted.failed(e);
      admitted.close();
      throw e;
    }
  }

  private static void require(boolean valid, String field, String problem) {
    if (!valid) {
      throw new InvalidRequestException(field, problem);
    }
  }

  /** Writes a file, and returns how long it is. */
  public long write(Standing standing, FilePath file, Upload upload) throws IOException {
    Map<String, Object> meta = new LinkedHashMap<>(Map.of("folder", false));
    if (upload.length() != null) {
      meta.put("bytes", upload.length());
    }
    if (upload.contentType() != null) {
      meta.put("contentType", upload.contentType());
    }
    try (Admitted admitted =
        dispatcher.authorizeFile(
            standing.policy(), standing.authority(), List.of(creating(file, meta)))) {
      try {
        WrittenStream content = new WrittenStream(upload, most(standing));
        store.write(file, content, upload.length(), upload.contentType());
        admitted.ran(content.count());
        return content.count();
      } catch (IOException | RuntimeException | Error e) {
        admitted.failed(e);
        throw e;
      }
    }
  }

  private long most(Standing standing) {
    return standing.authority().trusted() || limits.fileBytes() == 0
        ? Long.MAX_VALUE
        : limits.fileBytes();
  }

  /** Makes a folder. */
  public void createFolder(Standing standing, FilePath folder) {
    run(
        standing,
        List.of(creating(folder, Map.of("folder", true))),
        () -> {
          store.createFolder(folder);
          return 1;
        },
        count -> count);
  }

  /** Deletes a file or folder, and returns whether there was one. */
  public boolean delete(Standing standing, FilePath path, boolean recursive) {
    FileAccess access =
        recursive
            ? FileAccess.ofAll(FileOperation.DELETE, path)
            : FileAccess.of(FileOperation.DELETE, path);
    return run(
        standing, List.of(access), () -> store.delete(path, recursive), deleted -> deleted ? 1 : 0);
  }

  /**
   * Puts a file or folder elsewhere.
   *
   * @throws NotFoundException if there is none
   */
  public void move(Standing standing, FilePath from, FilePath to) {
    run(
        standing,
        List.of(
            FileAccess.ofAll(FileOperation.READ, from),
            FileAccess.ofAll(FileOperation.DELETE, from),
            FileAccess.ofAll(FileOperation.CREATE, to)),
        () -> {
          if (!store.move(from, to)) {
            throw new NotFoundException("no such file or folder");
          }
          return 1;
        },
        count -> count);
  }

  /**
   * What stands directly in a folder, as far as it may be read.
   *
   * @param limit 0 for as many as there may be
   * @throws NotFoundException if there is no such folder
   */
  public FilePage list(
      Standing standing, FilePath folder, String prefix, @Nullable String after, int limit) {
    require(limit >= 0, "limit", "negative");
    int most = limit == 0 ? pageLimit : Math.min(limit, pageLimit);
    return run(
        standing,
        List.of(FileAccess.of(FileOperation.READ, folder)),
        () -> page(standing, folder, prefix, after, most),
        page -> page.entries().size());
  }

  /** It ends, and the next one begins, with what is shown: what is not has no part in it. */
  private FilePage page(
      Standing standing, FilePath folder, String prefix, @Nullable String after, int limit) {
    boolean all =
        standing.authority().trusted()
            || standing
                .policy()
                .rules()
                .judgesAsOne(new Access.ToFile(FileOperation.READ, folder.toString()));
    List<FileEntry> shown = new ArrayList<>();
    String from = after;
    for (int lookedAt = 0; shown.size() <= limit; ) {
      List<FileEntry> next = store.list(folder, prefix, from, limit + 1);
      if (next == null) {
        throw new NotFoundException("no such folder");
      }
      for (FileEntry each : next) {
        if (all || mayRead(standing, each.path())) {
          shown.add(each);
        }
      }
      lookedAt += next.size();
      if (next.size() <= limit) {
        break;
      } else if (lookedAt > MAX_LOOKED_AT) {
        throw new LimitExceededException("too many entries that may not be read");
      }
      from = next.get(limit).marker();
    }
    boolean more = shown.size() > limit;
    return new FilePage(
        more ? shown.subList(0, limit) : shown, more ? shown.get(limit - 1).marker() : null);
  }

  private boolean mayRead(Standing standing, FilePath path) {
    return dispatcher.allowsFile(
        standing.policy(), standing.authority(), FileAccess.of(FileOperation.READ, path));
  }
}
