package io.spacecloud.engine;

import io.spacecloud.engine.auth.TokenConfig;
import io.spacecloud.engine.config.ConfigParser;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Makes a configuration in code; what it is made of means what it means in a file. */
public final class ProjectConfigBuilder {
  private final Map<String, Object> root = new LinkedHashMap<>();
  private final Map<String, Map<String, Object>> databases = new LinkedHashMap<>();
  private final Map<String, Map<String, Map<String, Object>>> collections = new LinkedHashMap<>();
  private @Nullable TokenConfig tokens;

  ProjectConfigBuilder() {}

  public ProjectConfigBuilder id(String id) {
    root.put("id", id);
    return this;
  }

  /** The secret of HS256 tokens. */
  public ProjectConfigBuilder secret(String secret) {
    root.put("secret", secret);
    return this;
  }

  /** How tokens are verified and issued, instead of a secret. */
  public ProjectConfigBuilder tokens(TokenConfig config) {
    this.tokens = config;
    return this;
  }

  /** A database whose backend the application supplies. */
  public ProjectConfigBuilder database(String alias, String type) {
    settings(alias).put("type", type);
    return this;
  }

  /** How to reach a database. */
  public ProjectConfigBuilder conn(String alias, String conn) {
    settings(alias).put("conn", conn);
    return this;
  }

  /** Serves tables that are not declared by the rules of {@code default}. */
  public ProjectConfigBuilder serveUndeclared(String alias) {
    settings(alias).put("serveUndeclared", true);
    return this;
  }

  /**
   * Declares a collection.
   *
   * @param rules by operation: {@code create}, {@code read}, {@code update}, {@code delete}, {@code
   *     aggr}; each as a configuration has it
   */
  public ProjectConfigBuilder collection(String alias, String name, Map<String, ?> rules) {
    settings(alias);
    collection(alias, name).put("rules", rules);
    return this;
  }

  /** Lets live queries follow a collection. */
  public ProjectConfigBuilder realtime(String alias, String name) {
    settings(alias);
    collection(alias, name).put("isRealtimeEnabled", true);
    return this;
  }

  private Map<String, Object> settings(String alias) {
    return databases.computeIfAbsent(alias, key -> new LinkedHashMap<>());
  }

  private Map<String, Object> collection(String alias, String name) {
    return collections
        .computeIfAbsent(alias, key -> new LinkedHashMap<>())
        .computeIfAbsent(name, key -> new LinkedHashMap<>());
  }

  /**
   * The configuration.
   *
   * @throws io.spacecloud.engine.config.InvalidConfigException naming everything that is wrong
   */
  public ProjectConfig build() {
    collections.forEach((alias, declared) -> settings(alias).put("collections", declared));
    Map<String, Object> config = new LinkedHashMap<>(root);
    config.put("modules", Map.of("crud", databases));
    return ProjectConfig.of(ConfigParser.parse(config, System::getenv, tokens));
  }
}
