package io.spacecloud.engine;

import io.spacecloud.api.spi.CollectionSchema;
import io.spacecloud.api.spi.Declaration;
import io.spacecloud.api.spi.DeclaredField;
import io.spacecloud.engine.auth.TokenConfig;
import io.spacecloud.engine.auth.TokenKey;
import io.spacecloud.engine.config.CollectionConfig;
import io.spacecloud.engine.config.ConfigParser;
import io.spacecloud.engine.config.ConfigParser.Parsed;
import io.spacecloud.engine.config.ConfigText;
import io.spacecloud.engine.config.DatabaseConfig;
import io.spacecloud.engine.config.EncryptionConfig;
import io.spacecloud.engine.config.ModulesConfig;
import io.spacecloud.engine.lint.LintWarning;
import io.spacecloud.engine.lint.Linter;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A project: its keys, databases and rules. Immutable.
 *
 * <p>Read from YAML or JSON as Space Cloud v0.9 has it, or made by {@link #builder}. Everything
 * that is wrong is reported at once by an {@link
 * io.spacecloud.engine.config.InvalidConfigException}.
 */
public final class ProjectConfig {
  private final String id;
  private final TokenConfig tokens;
  private final Map<String, DatabaseConfig> databases;
  private final ModulesConfig modules;
  private final EncryptionConfig encryption;
  private final List<String> notices;

  ProjectConfig(
      String id, TokenConfig tokens, Map<String, DatabaseConfig> databases, List<String> notices) {
    this(new Parsed(id, tokens, databases, ModulesConfig.NONE, EncryptionConfig.NONE, notices));
  }

  ProjectConfig(Parsed parsed) {
    this.id = parsed.id();
    this.tokens = parsed.tokens();
    this.databases = Collections.unmodifiableMap(new LinkedHashMap<>(parsed.databases()));
    this.modules = parsed.modules();
    this.encryption = parsed.encryption();
    this.notices = List.copyOf(parsed.notices());
  }

  /** Reads a file, YAML or JSON; {@code $NAME} is a variable of the process's environment. */
  public static ProjectConfig load(Path file) throws IOException {
    return load(file, System::getenv);
  }

  /**
   * Reads a file, YAML or JSON.
   *
   * @param environment what a variable stands for, or null where it is not set
   */
  public static ProjectConfig load(Path file, Function<String, @Nullable String> environment)
      throws IOException {
    try (InputStream stream = Files.newInputStream(file)) {
      return read(stream, environment);
    }
  }

  /** Reads a stream, YAML or JSON, and leaves it open; {@code $NAME} as in {@link #load(Path)}. */
  public static ProjectConfig read(InputStream stream) throws IOException {
    return read(stream, System::getenv);
  }

  /**
   * Reads a stream, YAML or JSON, and leaves it open.
   *
   * @param environment what a variable stands for, or null where it is not set
   */
  public static ProjectConfig read(
      InputStream stream, Function<String, @Nullable String> environment) throws IOException {
    byte[] start = stream.readNBytes(ConfigText.MAX_SIZE + 1); // one more is refused as too large
    return parse(new String(start, StandardCharsets.UTF_8), environment);
  }

  /** Reads a text, YAML or JSON; {@code $NAME} as in {@link #load(Path)}. */
  public static ProjectConfig parse(String text) {
    return parse(text, System::getenv);
  }

  /**
   * Reads a text, YAML or JSON.
   *
   * @param environment what a variable stands for, or null where it is not set
   */
  public static ProjectConfig parse(String text, Function<String, @Nullable String> environment) {
    return new ProjectConfig(ConfigParser.parse(text, environment));
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

  /** A secret that the project's processes share, or nothing where keys of tokens are public. */
  byte[] secret() {
    for (TokenKey key : tokens.keys()) {
      if (key instanceof TokenKey.Secret secret) {
        return secret.secret().getBytes(StandardCharsets.UTF_8);
      }
    }
    EncryptionConfig.Secret hashing = encryption.hashKey();
    return hashing == null ? new byte[0] : hashing.bytes();
  }

  /** Users, functions, realtime and files. */
  public ModulesConfig modules() {
    return modules;
  }

  /** The keys of encrypted and hashed fields. */
  public EncryptionConfig encryption() {
    return encryption;
  }

  /** What the configuration asks for that does not apply to a library, such as {@code ssl}. */
  public List<String> notices() {
    return notices;
  }

  /**
   * What is allowed and hardly meant, as far as the configuration tells; {@link
   * SpaceCloud#warnings} knows the databases, too.
   */
  public List<LintWarning> warnings() {
    return Linter.lint(databases.values(), modules, (database, collection) -> declared(collection));
  }

  private static @Nullable CollectionSchema declared(CollectionConfig collection) {
    Declaration declaration = collection.declaration();
    if (declaration == null || declaration.fields().isEmpty()) {
      return null;
    }
    List<List<String>> unique = new ArrayList<>(declaration.uniqueKeys());
    if (!declaration.primaryKey().isEmpty()) {
      unique.add(declaration.primaryKey());
    }
    return new CollectionSchema(
        declaration.collection(),
        declaration.fields().stream().map(DeclaredField::schema).toList(),
        declaration.primaryKey(),
        unique,
        declaration.open());
  }
}
