package io.spacecloud.engine.config;

import io.spacecloud.engine.auth.TokenConfig;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads a whole configuration, and reports all that is wrong with it at once. */
public final class ConfigParser {
  private static final Set<String> IGNORED =
      Set.of("ssl", "static", "deployments", "gateway", "admin", "deploy", "pubsub");
  private static final Set<String> ROOT =
      Set.of("id", "name", "secret", "secrets", "tokens", "modules");
  private static final Set<String> MODULES =
      Set.of("crud", "auth", "functions", "realtime", "fileStore");

  /**
   * What a configuration says.
   *
   * @param modules the modules that are kept as they were written, by name
   * @param notices what does not apply, in words
   */
  public record Parsed(
      String id,
      TokenConfig tokens,
      Map<String, DatabaseConfig> databases,
      Map<String, Object> modules,
      List<String> notices) {}

  private ConfigParser() {}

  /**
   * Reads a configuration's text, JSON or YAML.
   *
   * @throws InvalidConfigException naming every problem
   */
  public static Parsed parse(String text, Function<String, @Nullable String> environment) {
    return parse(ConfigText.read(text), environment, null);
  }

  /**
   * Reads a configuration that is a map already.
   *
   * @param tokens stands in for the configuration's own keys, if not null
   */
  public static Parsed parse(
      Map<?, ?> config,
      Function<String, @Nullable String> environment,
      @Nullable TokenConfig tokens) {
    Problems problems = new Problems();
    Section root = new Section("", config, problems);
    List<String> notices = new ArrayList<>();
    allow(root, ROOT, notices);
    String id = root.required("id");
    root.text("name");
    Environment resolved = new Environment(environment);
    TokenConfig keys = tokens != null ? tokens : new TokenSection(root, resolved).read();
    Section modules = root.section("modules");
    allow(modules, MODULES, notices);
    new ModuleSections(modules).check();
    Map<String, DatabaseConfig> databases = databases(modules.section("crud"), resolved);
    if (!problems.isEmpty()) {
      throw new InvalidConfigException(problems.all());
    }
    return new Parsed(id, keys, databases, kept(modules, notices), List.copyOf(notices));
  }

  private static void allow(Section section, Set<String> known, List<String> notices) {
    Set<String> all = new TreeSet<>(known);
    for (Object key : section.members().keySet()) {
      if (IGNORED.contains(String.valueOf(key))) {
        all.add(String.valueOf(key));
        notices.add(section.path(key + "") + ": not applicable to a library");
      }
    }
    section.allow(all);
  }

  private static Map<String, DatabaseConfig> databases(Section crud, Environment environment) {
    Map<String, DatabaseConfig> databases = new LinkedHashMap<>();
    crud.sections()
        .forEach(
            (alias, section) ->
                databases.put(alias, new DatabaseSection(alias, section, environment).read()));
    return databases;
  }

  private static Map<String, Object> kept(Section modules, List<String> notices) {
    Map<String, Object> kept = new LinkedHashMap<>();
    modules
        .members()
        .forEach(
            (name, settings) -> {
              if (!"crud".equals(name) && settings != null && MODULES.contains(name)) {
                kept.put(String.valueOf(name), settings);
                notices.add("modules." + name + ": accepted, not served by this version");
              }
            });
    return Collections.unmodifiableMap(kept);
  }
}
