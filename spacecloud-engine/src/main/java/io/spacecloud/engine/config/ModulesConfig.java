package io.spacecloud.engine.config;

import io.spacecloud.api.request.FileOperation;
import io.spacecloud.engine.rules.FilePrefix;
import io.spacecloud.engine.rules.Rule;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a configuration says of the modules beside the databases; each null where it says nothing.
 */
public record ModulesConfig(
    @Nullable Auth auth,
    @Nullable Functions functions,
    @Nullable Realtime realtime,
    @Nullable FileStore fileStore) {
  /** No modules but databases. */
  public static final ModulesConfig NONE = new ModulesConfig(null, null, null, null);

  /** How users sign in, by method, such as {@code email}. */
  public record Auth(Map<String, SignIn> methods) {
    public Auth {
      methods = copy(methods);
    }
  }

  /** One way to sign in. */
  public record SignIn(boolean enabled, @Nullable String id, @Nullable String secret) {
    @Override
    public String toString() {
      return "SignIn[enabled=" + enabled + "]";
    }
  }

  /**
   * Functions that callers may call.
   *
   * @param rules by service and function
   */
  public record Functions(
      boolean enabled,
      @Nullable String broker,
      @Nullable String conn,
      Map<String, Map<String, Rule>> rules) {
    public Functions {
      Map<String, Map<String, Rule>> copies = new LinkedHashMap<>();
      rules.forEach((service, functions) -> copies.put(service, copy(functions)));
      rules = copy(copies);
    }

    @Override
    public String toString() {
      return "Functions[enabled=" + enabled + "]";
    }
  }

  /** How processes tell one another of changes. */
  public record Realtime(boolean enabled, @Nullable String broker, @Nullable String conn) {
    @Override
    public String toString() {
      return "Realtime[enabled=" + enabled + "]";
    }
  }

  /**
   * Where files are kept.
   *
   * @param conn a directory, or what the store type makes of it
   * @param rules by the name that they have in the configuration; no two are for the same prefix
   */
  public record FileStore(
      boolean enabled,
      @Nullable String storeType,
      @Nullable String conn,
      @Nullable String endpoint,
      Map<String, FileRules> rules) {
    public FileStore {
      rules = copy(rules);
    }

    @Override
    public String toString() {
      return "FileStore[enabled=" + enabled + "]";
    }
  }

  /**
   * Who may do what with the files below a path.
   *
   * @param prefix such as {@code /images/:userId}
   * @param rules by operation
   */
  public record FileRules(FilePrefix prefix, Map<FileOperation, Rule> rules) {
    public FileRules {
      Map<FileOperation, Rule> copy = new EnumMap<>(FileOperation.class);
      copy.putAll(rules);
      rules = Collections.unmodifiableMap(copy);
    }
  }

  private static <V> Map<String, V> copy(Map<String, V> map) {
    return Collections.unmodifiableMap(new LinkedHashMap<>(map));
  }
}
