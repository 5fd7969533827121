package io.spacecloud.engine;

import io.spacecloud.api.error.InvalidRequestException;
import io.spacecloud.api.value.Values;
import io.spacecloud.engine.auth.TokenConfig;
import io.spacecloud.engine.auth.TokenKey;
import io.spacecloud.engine.config.ConfigParser;
import io.spacecloud.engine.config.ConfigText;
import io.spacecloud.engine.config.Problems;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Makes a configuration in code; its rules mean what they mean in a file, and are checked by {@link
 * #build}. In code, {@code $NAME} stands for itself.
 */
public final class ProjectConfigBuilder {
  private final Map<String, Object> root = new LinkedHashMap<>();
  private final Map<String, Map<String, Object>> databases = new LinkedHashMap<>();
  private final Map<String, Map<String, Map<String, @Nullable Object>>> collections =
      new LinkedHashMap<>();
  private final Map<String, Map<String, Object>> functions = new LinkedHashMap<>();
  private final Map<String, Map<String, Object>> files = new LinkedHashMap<>();
  private final List<TokenKey> keys = new ArrayList<>();
  private final Problems problems = new Problems();
  private @Nullable TokenConfig tokens;

  ProjectConfigBuilder() {}

  /** The project's id. */
  public ProjectConfigBuilder id(String id) {
    root.put("id", id);
    return this;
  }

  /** Adds the secret of HS256 tokens. */
  public ProjectConfigBuilder secret(String secret) {
    if (secret.isBlank()) {
      problems.add("secret", "empty");
    }
    return key(new TokenKey.Secret(null, TokenKey.Algorithm.HS256, secret));
  }

  /** Adds a key; the first that can sign issues tokens. */
  public ProjectConfigBuilder key(TokenKey key) {
    keys.add(key);
    return this;
  }

  /** How tokens are verified and issued; its keys come before those that are added apart. */
  public ProjectConfigBuilder tokens(TokenConfig config) {
    tokens = config;
    return this;
  }

  /** A database whose backend the application supplies. */
  public ProjectConfigBuilder database(String alias) {
    databases.computeIfAbsent(alias, key -> new LinkedHashMap<>());
    return this;
  }

  /** A database and how to reach it, as {@code type} and {@code conn} of a file say it. */
  public ProjectConfigBuilder database(String alias, String type, String conn) {
    return setting(alias, "type", type).setting(alias, "conn", conn);
  }

  /** Serves tables that are not declared, by the rules of the collection {@code default}. */
  public ProjectConfigBuilder serveUndeclared(String alias) {
    return setting(alias, "serveUndeclared", true);
  }

  /** Declares a collection that the rules of the collection {@code default} serve. */
  public ProjectConfigBuilder collection(String alias, String name) {
    declared(alias, name);
    return this;
  }

  /**
   * Declares a collection.
   *
   * @param rules by operation: {@code create}, {@code read}, {@code update}, {@code delete}, {@code
   *     aggr}
   */
  public ProjectConfigBuilder collection(String alias, String name, Map<String, ?> rules) {
    try {
      declared(alias, name).put("rules", Values.normalize(path(alias, name) + ".rules", rules));
    } catch (InvalidRequestException e) {
      problems.add(e.path(), "not a value that a file can hold");
    }
    return this;
  }

  /**
   * Declares a collection.
   *
   * @param rules YAML or JSON, by operation
   */
  public ProjectConfigBuilder collection(String alias, String name, String rules) {
    Object read = ConfigText.read(path(alias, name) + ".rules", rules, problems);
    declared(alias, name).put("rules", read == null ? Map.of() : read);
    return this;
  }

  /**
   * Says what the documents of a collection are: {@code fields}, {@code key}, {@code unique} and
   * {@code open}, as a file's {@code declare} says them.
   *
   * @param declaration YAML or JSON
   */
  public ProjectConfigBuilder declare(String alias, String name, String declaration) {
    Object read = ConfigText.read(path(alias, name) + ".declare", declaration, problems);
    declared(alias, name).put("declare", read == null ? Map.of() : read);
    return this;
  }

  /**
   * The keys of encrypted and hashed fields, as a file's {@code encryption} has them.
   *
   * @param keys {@code keys}, of which the first encrypts, and {@code hashKey}: each 32 bytes in
   *     base64
   */
  public ProjectConfigBuilder encryption(Map<String, ?> keys) {
    root.put("encryption", keys);
    return this;
  }

  /** Lets live queries follow a collection. */
  public ProjectConfigBuilder realtime(String alias, String name) {
    declared(alias, name).put("isRealtimeEnabled", true);
    return this;
  }

  /**
   * Lets callers call a function.
   *
   * @param rule YAML or JSON
   */
  public ProjectConfigBuilder function(String service, String function, String rule) {
    String path = "modules.functions.rules." + service + "." + function;
    Object read = ConfigText.read(path, rule, problems);
    functions
        .computeIfAbsent(service, key -> new LinkedHashMap<>())
        .put(function, read == null ? Map.of() : read);
    return this;
  }

  /**
   * Lets callers do something to the files below a path.
   *
   * @param prefix such as {@code /images/:userId}
   * @param rules YAML or JSON, by operation: {@code create}, {@code read}, {@code delete}
   */
  public ProjectConfigBuilder files(String prefix, String rules) {
    String name = String.valueOf(files.size());
    Object read = ConfigText.read("modules.fileStore.rules." + name + ".rule", rules, problems);
    files.put(name, Map.of("prefix", prefix, "rule", read == null ? Map.of() : read));
    return this;
  }

  private ProjectConfigBuilder setting(String alias, String key, Object value) {
    databases.computeIfAbsent(alias, name -> new LinkedHashMap<>()).put(key, value);
    return this;
  }

  private Map<String, @Nullable Object> declared(String alias, String name) {
    database(alias);
    return collections
        .computeIfAbsent(alias, key -> new LinkedHashMap<>())
        .computeIfAbsent(name, key -> new LinkedHashMap<>());
  }

  private static String path(String alias, String collection) {
    return "modules.crud." + alias + ".collections." + collection;
  }

  /**
   * The configuration.
   *
   * @throws io.spacecloud.engine.config.InvalidConfigException naming everything that is wrong
   */
  public ProjectConfig build() {
    Problems all = new Problems();
    problems.all().forEach(problem -> all.add(problem.path(), problem.text()));
    collections.forEach((alias, declared) -> setting(alias, "collections", declared));
    Map<String, Object> config = new LinkedHashMap<>(root);
    Map<String, Object> modules = new LinkedHashMap<>();
    modules.put("crud", databases);
    if (!functions.isEmpty()) {
      modules.put("functions", Map.of("enabled", true, "rules", functions));
    }
    if (!files.isEmpty()) {
      modules.put("fileStore", Map.of("enabled", true, "rules", files));
    }
    config.put("modules", modules);
    return new ProjectConfig(ConfigParser.parse(config, allTokens(), all));
  }

  private TokenConfig allTokens() {
    TokenConfig config = tokens == null ? TokenConfig.of(List.of()) : tokens;
    List<TokenKey> all = new ArrayList<>(config.keys());
    all.addAll(keys);
    return new TokenConfig(
        all,
        config.issuer(),
        config.audience(),
        config.requireExpiry(),
        config.leeway(),
        config.cacheSize());
  }
}
