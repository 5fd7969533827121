package io.spacecloud.engine;

import io.spacecloud.api.spi.FileStore;
import io.spacecloud.engine.config.ModulesConfig;
import io.spacecloud.engine.config.Problems;
import io.spacecloud.engine.files.LocalFileStore;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** What a configuration says of where files are kept. */
final class FileModule {
  static final String PATH = "modules.fileStore";
  private static final String LOCAL = "local";

  private FileModule() {}

  static boolean isEnabled(ProjectConfig config) {
    ModulesConfig.FileStore module = config.modules().fileStore();
    return module != null && module.enabled();
  }

  /**
   * Adds what is wrong.
   *
   * @param given whether there is a store, whatever the configuration says
   */
  static void check(ProjectConfig config, boolean given, Problems problems) {
    ModulesConfig.FileStore module = config.modules().fileStore();
    if (module == null && given) {
      problems.add(PATH, "a file store was given for what the configuration does not have");
    } else if (module != null && module.enabled() && !given) {
      check(module, problems);
    }
  }

  private static void check(ModulesConfig.FileStore module, Problems problems) {
    if (module.storeType() == null) {
      problems.add(PATH, "has no storeType, and no file store was given");
    } else if (!module.storeType().equals(LOCAL)) {
      problems.add(
          PATH + ".storeType",
          "the library has no store of this type: give one to SpaceCloudBuilder.files");
    } else if (module.conn() == null) {
      problems.add(PATH + ".conn", "missing: the directory that files are kept in");
    } else if (directory(module.conn()) == null) {
      problems.add(PATH + ".conn", "no directory can have this name");
    }
  }

  private static @Nullable Path directory(String conn) {
    try {
      return Path.of(conn);
    } catch (InvalidPathException e) {
      return null;
    }
  }

  /** The store that a configuration names that was checked; null where it names none. */
  static @Nullable FileStore open(ProjectConfig config) {
    ModulesConfig.FileStore module = config.modules().fileStore();
    String conn = module != null && module.enabled() ? module.conn() : null;
    return conn == null ? null : LocalFileStore.open(Path.of(conn));
  }
}
