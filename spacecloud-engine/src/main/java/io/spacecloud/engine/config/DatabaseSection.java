package io.spacecloud.engine.config;

import io.spacecloud.api.request.Operation;
import io.spacecloud.api.spi.BackendConfig;
import io.spacecloud.engine.config.ConnectionUrl.InvalidException;
import io.spacecloud.engine.rules.Rule;
import io.spacecloud.engine.rules.RuleParser;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads one database of {@code modules.crud}. */
final class DatabaseSection {
  private static final Set<String> KEYS =
      Set.of("type", "conn", "isPrimary", "enabled", "serveUndeclared", "collections");
  private static final Set<String> COLLECTION = Set.of("isRealtimeEnabled", "declare", "rules");
  private static final Set<String> OPERATIONS =
      Arrays.stream(Operation.values()).map(Operation::key).collect(Collectors.toSet());

  private final String alias;
  private final Section section;
  private final Environment environment;

  DatabaseSection(String alias, Section section, Environment environment) {
    this.alias = alias;
    this.section = section;
    this.environment = environment;
  }

  DatabaseConfig read() {
    section.allow(KEYS);
    DatabaseType type = type();
    BackendConfig connection = connection(type);
    Map<String, CollectionConfig> collections = new LinkedHashMap<>();
    section
        .section("collections")
        .sections()
        .forEach((name, inner) -> collections.put(name, collection(name, inner)));
    return new DatabaseConfig(
        alias,
        type == null ? null : type.key(),
        connection,
        section.flag("isPrimary", false),
        section.flag("enabled", true),
        section.flag("serveUndeclared", false),
        collections);
  }

  /** The alias may be the type; a database whose backend the application supplies needs none. */
  private @Nullable DatabaseType type() {
    if (section.has("type")) {
      String key = section.choice("type", DatabaseType.keys());
      return key == null ? null : DatabaseType.ofKey(key);
    }
    DatabaseType type = DatabaseType.ofKey(alias);
    if (type == null && section.has("conn")) {
      section.problem("type", "missing; the alias is none of " + known());
    }
    return type;
  }

  private static String known() {
    return String.join(", ", DatabaseType.keys());
  }

  private @Nullable BackendConfig connection(@Nullable DatabaseType type) {
    String conn = environment.text(section, "conn");
    if (type == null || conn == null) {
      return null;
    }
    try {
      return ConnectionUrl.parse(type, conn).config(alias, type);
    } catch (InvalidException e) {
      section.problem("conn", String.valueOf(e.getMessage()));
      return null;
    }
  }

  private static CollectionConfig collection(String name, Section section) {
    section.allow(COLLECTION);
    boolean realtime = section.flag("isRealtimeEnabled", false);
    return new CollectionConfig(
        name,
        realtime,
        section.has("declare")
            ? new DeclarationSection(name, section.section("declare")).read()
            : null,
        section.has("rules") ? rules(section.section("rules")) : null);
  }

  private static Map<Operation, Rule> rules(Section section) {
    section.allow(OPERATIONS);
    Map<Operation, Rule> rules = new EnumMap<>(Operation.class);
    for (Operation operation : Operation.values()) {
      String key = operation.key();
      if (section.has(key)) {
        rules.put(
            operation,
            RuleParser.parse(section.path(key), section.value(key), operation, section.problems()));
      }
    }
    return rules;
  }
}
