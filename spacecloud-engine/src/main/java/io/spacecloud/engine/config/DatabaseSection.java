package io.spacecloud.engine.config;

import io.spacecloud.api.request.Operation;
import io.spacecloud.api.spi.BackendConfig;
import io.spacecloud.engine.rules.Rule;
import io.spacecloud.engine.rules.RuleParser;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads one database of {@code modules.crud}. */
final class DatabaseSection {
  private static final List<String> TYPES = List.of("sql-postgres", "sql-mysql", "sql-h2", "mongo");
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
    section.allow(Set.of("type", "conn", "isPrimary", "enabled", "serveUndeclared", "collections"));
    Map<String, CollectionConfig> collections = new LinkedHashMap<>();
    section
        .section("collections")
        .sections()
        .forEach((name, inner) -> collections.put(name, collection(name, inner)));
    return new DatabaseConfig(
        alias,
        connection(),
        section.flag("isPrimary", false),
        section.flag("enabled", true),
        section.flag("serveUndeclared", false),
        collections);
  }

  private @Nullable BackendConfig connection() {
    String type = section.has("type") ? section.choice("type", TYPES) : alias;
    if (!section.has("type") && !TYPES.contains(alias)) {
      section.problem("type", "missing, and the alias is none of " + TYPES);
      return null;
    }
    String conn = environment.text(section, "conn");
    if (type == null || conn == null) {
      return null;
    }
    try {
      ConnectionUrl url = ConnectionUrl.parse(type, conn);
      return new BackendConfig(alias, type, url.url(), url.user(), url.password());
    } catch (ConnectionUrl.InvalidException e) {
      section.problem("conn", String.valueOf(e.getMessage()));
      return null;
    }
  }

  private static CollectionConfig collection(String name, Section section) {
    section.allow(Set.of("isRealtimeEnabled", "rules"));
    boolean realtime = section.flag("isRealtimeEnabled", false);
    return new CollectionConfig(
        name, realtime, section.has("rules") ? rules(section.section("rules")) : null);
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
