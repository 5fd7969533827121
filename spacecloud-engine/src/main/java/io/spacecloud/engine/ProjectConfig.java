package io.spacecloud.engine;

import io.spacecloud.engine.auth.TokenConfig;
import io.spacecloud.engine.config.ConfigParser;
import io.spacecloud.engine.config.ConfigParser.Parsed;
import io.spacecloud.engine.config.DatabaseConfig;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A project: its keys, databases and rules. Immutable.
 *
 * <p>Read from YAML or JSON as Space Cloud v0.9 has it, or made by {@link #builder}. Whatever is
 * wrong is reported at once, as an {@link io.spacecloud.engine.config.InvalidConfigException}.
 */
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

  static ProjectConfig of(Parsed parsed) {
    return new ProjectConfig(parsed.id(), parsed.tokens(), parsed.databases(), parsed.notices());
  }

  /** Reads a file, UTF-8. */
  public static ProjectConfig load(Path file) throws IOException {
    return parse(Files.readString(file));
  }

  /** Reads a stream, UTF-8, to its end; it stays open. */
  public static ProjectConfig read(InputStream stream) throws IOException {
    return parse(new String(stream.readAllBytes(), StandardCharsets.UTF_8));
  }

  /** Reads a text, YAML or JSON; {@code $NAME} is looked up in the process's environment. */
  public static ProjectConfig parse(String text) {
    return parse(text, System::getenv);
  }

  /**
   * Reads a text, YAML or JSON.
   *
   * @param environment the value of a variable, or null if it is not set
   */
  public static ProjectConfig parse(String text, Function<String, @Nullable String> environment) {
    return of(ConfigParser.parse(text, environment));
  }

  /** Begins a configuration in code. */
  public static ProjectConfigBuilder builder() {
    return new ProjectConfigBuilder();
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
