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
