package io.spacecloud.engine;

import io.spacecloud.engine.auth.TokenConfig;
import io.spacecloud.engine.config.DatabaseConfig;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A project: its keys, databases and rules. Immutable. */
public final class ProjectConfig {
  private final String id;
  private final TokenConfig tokens;
  private final Map<String, DatabaseConfig> databases;
  private final List<String> notices;

  ProjectConfig(
      String id, TokenConfig tokens, Map<String, DatabaseConfig> databases, List<String> notices) {
    this.id = id;
    this.tokens = tokens;
    this.databases = Collections.unmodifiableMap(new LinkedHashMap<>(databases));
    this.notices = List.copyOf(notices);
  }

  /** TEMPORARY minimal loader. */
  @SuppressWarnings("unchecked")
  public static ProjectConfig parse(String text) {
    try {
      Map<String, Object> root =
          (Map<String, Object>)
              new com.fasterxml.jackson.databind.ObjectMapper(
                      new com.fasterxml.jackson.dataformat.yaml.YAMLFactory())
                  .readValue(text, Map.class);
      io.spacecloud.engine.config.Problems problems = new io.spacecloud.engine.config.Problems();
      Map<String, DatabaseConfig> databases = new LinkedHashMap<>();
      Map<String, Object> modules = (Map<String, Object>) root.getOrDefault("modules", Map.of());
      Map<String, Map<String, Object>> crud =
          (Map<String, Map<String, Object>>) modules.getOrDefault("crud", Map.of());
      crud.forEach(
          (alias, db) -> {
            Map<String, io.spacecloud.engine.config.CollectionConfig> collections =
                new LinkedHashMap<>();
            ((Map<String, Map<String, Object>>) db.getOrDefault("collections", Map.of()))
                .forEach(
                    (name, c) -> {
                      Map<String, Object> rules = (Map<String, Object>) c.get("rules");
                      Map<io.spacecloud.api.request.Operation, io.spacecloud.engine.rules.Rule>
                          parsed =
                              new java.util.EnumMap<>(io.spacecloud.api.request.Operation.class);
                      if (rules != null) {
                        for (var op : io.spacecloud.api.request.Operation.values()) {
                          if (rules.get(op.key()) != null) {
                            parsed.put(
                                op,
                                io.spacecloud.engine.rules.RuleParser.parse(
                                    "modules.crud."
                                        + alias
                                        + ".collections."
                                        + name
                                        + ".rules."
                                        + op.key(),
                                    rules.get(op.key()),
                                    op,
                                    problems));
                          }
                        }
                      }
                      collections.put(
                          name,
                          new io.spacecloud.engine.config.CollectionConfig(
                              name, false, rules == null ? null : parsed));
                    });
            databases.put(
                alias,
                new DatabaseConfig(
                    alias,
                    db.get("conn") == null
                        ? null
                        : new io.spacecloud.api.spi.BackendConfig(
                            alias,
                            String.valueOf(db.get("type")),
                            (String) db.get("conn"),
                            null,
                            null),
                    false,
                    true,
                    false,
                    collections));
          });
      if (!problems.isEmpty()) {
        throw new io.spacecloud.engine.config.InvalidConfigException(problems.all());
      }
      return new ProjectConfig(
          String.valueOf(root.get("id")),
          TokenConfig.of(
              List.of(
                  new io.spacecloud.engine.auth.TokenKey.Secret(
                      null,
                      io.spacecloud.engine.auth.TokenKey.Algorithm.HS256,
                      String.valueOf(root.get("secret"))))),
          databases,
          List.of());
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  public String id() {
    return id;
  }

  public TokenConfig tokens() {
    return tokens;
  }

  /** By alias. */
  public Map<String, DatabaseConfig> databases() {
    return databases;
  }

  /** What the configuration asks for that does not apply to a library, such as {@code ssl}. */
  public List<String> notices() {
    return notices;
  }
}
