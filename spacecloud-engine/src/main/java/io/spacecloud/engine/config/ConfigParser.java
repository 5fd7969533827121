package io.spacecloud.engine.config;

import io.spacecloud.engine.auth.TokenConfig;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads a whole configuration, and reports at once all that is wrong with it. */
public final class ConfigParser {
  /** It becomes part of names that other systems give meaning to. */
  private static final Pattern ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");

  private static final Set<String> ROOT =
      Set.of("id", "name", "secret", "secrets", "tokens", "encryption", "modules");
  private static final Set<String> MODULES =
      Set.of("crud", "auth", "functions", "realtime", "fileStore");

  /** What a server needs and a library leaves to the application. */
  private static final Set<String> NOT_APPLICABLE =
      Set.of(
          "ssl",
          "static",
          "deploy",
          "deployments",
          "gateway",
          "admin",
          "nodeId",
          "cluster",
          "letsencrypt");

  /**
   * What a configuration says.
   *
   * @param notices what it asks for that does not apply, in words
   */
  public record Parsed(
      String id,
      TokenConfig tokens,
      Map<String, DatabaseConfig> databases,
      ModulesConfig modules,
      EncryptionConfig encryption,
      List<String> notices) {}

  private final Problems problems;
  private final Environment environment;
  private final List<String> notices = new ArrayList<>();

  private ConfigParser(Problems problems, Environment environment) {
    this.problems = problems;
    this.environment = environment;
  }

  /**
   * Reads a configuration's text, YAML or JSON.
   *
   * @param variables what {@code $NAME} stands for; null where it is not set
   * @throws InvalidConfigException naming every problem
   */
  public static Parsed parse(String text, Function<String, @Nullable String> variables) {
    Problems problems = new Problems();
    Object root = ConfigText.read("", text, problems);
    if (root instanceof Map<?, ?> map) {
      return new ConfigParser(problems, new Environment(variables)).project(map, null);
    } else if (problems.isEmpty()) {
      problems.add("", "expected an object");
    }
    throw new InvalidConfigException(problems.all());
  }

  /**
   * Checks a configuration that was made in code; in it, {@code $NAME} stands for itself.
   *
   * @param tokens stands in for the configuration's own keys
   * @param problems what was found before
   * @throws InvalidConfigException naming every problem
   */
  public static Parsed parse(Map<String, ?> root, TokenConfig tokens, Problems problems) {
    return new ConfigParser(problems, Environment.LITERAL).project(root, tokens);
  }

  private Parsed project(Map<?, ?> members, @Nullable TokenConfig tokens) {
    Section root = new Section("", members, problems);
    allow(root, ROOT);
    String id = root.required("id");
    if (!id.isEmpty() && !ID.matcher(id).matches()) {
      root.problem("id", "expected up to 64 letters, digits, dots, dashes and underscores");
    }
    root.text("name");
    TokenConfig keys = tokens == null ? tokens(root) : tokens;
    Section modules = root.section("modules");
    allow(modules, MODULES);
    Map<String, DatabaseConfig> databases = databases(modules.section("crud"));
    EncryptionConfig encryption = EncryptionConfig.read(root.section("encryption"), environment);
    databases.values().forEach(each -> new KeyNeeds(problems, encryption).check(each));
    ModulesConfig others = new ModuleSections(modules, environment).read();
    EmailSection.check(others.email(), databases, problems);
    if (!problems.isEmpty()) {
      throw new InvalidConfigException(problems.all());
    }
    return new Parsed(id, keys, databases, others, encryption, notices);
  }

  private TokenConfig tokens(Section root) {
    if (!root.has("secret") && !root.has("secrets")) {
      root.problem("secret", "missing; without a key no token can be verified");
    }
    return new TokenSection(root, environment).read();
  }

  private void allow(Section section, Set<String> known) {
    Set<String> keys = new HashSet<>(known);
    for (Object key : section.members().keySet()) {
      if (key instanceof String name && NOT_APPLICABLE.contains(name)) {
        keys.add(name);
        notices.add(section.path(name) + ": does not apply to a library");
      }
    }
    section.allow(keys);
  }

  private Map<String, DatabaseConfig> databases(Section crud) {
    Map<String, DatabaseConfig> databases = new LinkedHashMap<>();
    crud.sections()
        .forEach(
            (alias, section) -> {
              DatabaseConfig database = new DatabaseSection(alias, section, environment).read();
              if (database.primary()
                  && databases.values().stream().anyMatch(DatabaseConfig::primary)) {
                section.problem("isPrimary", "another database is primary already");
              }
              databases.put(alias, database);
            });
    return databases;
  }
}
