package io.spacecloud.engine.rules;

import io.spacecloud.api.request.Operation;
import io.spacecloud.engine.config.CollectionConfig;
import io.spacecloud.engine.config.DatabaseConfig;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The rules of all collections, found anew for every request. Immutable and thread-safe. */
final class CollectionRules {
  /** So few collections are found faster one by one than in maps. */
  private static final int FEW = 8;

  private final Map<String, Database> databases = new HashMap<>();
  private final @Nullable Declared first;

  CollectionRules(Map<String, DatabaseConfig> configs, Clock clock, Ciphers ciphers) {
    configs.forEach(
        (alias, config) -> {
          if (config.enabled()) {
            databases.put(alias, compile(config, clock, ciphers));
          }
        });
    this.first = few(databases);
  }

  /**
   * @param collections the rules of each declared collection
   * @param undeclared the rules of tables that are not declared, or null where there are none
   */
  private record Database(Map<String, ByOperation> collections, @Nullable ByOperation undeclared) {}

  /** The rules of a collection, by the operation's place among all. */
  private static final class ByOperation {
    private final @Nullable CompiledRule[] rules = new CompiledRule[Operation.values().length];

    @Nullable CompiledRule get(Operation operation) {
      return rules[operation.ordinal()];
    }
  }

  /** A declared collection, by interned names: they mostly are the very strings that are asked. */
  private record Declared(
      String database,
      String collection,
      @Nullable CompiledRule[] rules,
      @Nullable Declared next) {}

  private static Database compile(DatabaseConfig database, Clock clock, Ciphers ciphers) {
    CollectionConfig fallback = database.collections().get(DatabaseConfig.DEFAULT);
    ByOperation byDefault = byOperation(fallback == null ? null : fallback.rules(), clock, ciphers);
    Map<String, ByOperation> collections = new HashMap<>();
    database
        .collections()
        .forEach(
            (name, collection) -> {
              if (!name.equals(DatabaseConfig.DEFAULT)) {
                boolean own = collection.rules() != null;
                collections.put(
                    name, own ? byOperation(collection.rules(), clock, ciphers) : byDefault);
              }
            });
    return new Database(collections, database.servesUndeclared() ? byDefault : null);
  }

  private static ByOperation byOperation(
      @Nullable Map<Operation, Rule> rules, Clock clock, Ciphers ciphers) {
    ByOperation compiled = new ByOperation();
    if (rules != null) {
      rules.forEach(
          (operation, rule) ->
              compiled.rules[operation.ordinal()] =
                  new CompiledRule(rule, Scope.of(operation), clock, ciphers));
    }
    return compiled;
  }

  private static @Nullable Declared few(Map<String, Database> databases) {
    int all = databases.values().stream().mapToInt(each -> each.collections().size()).sum();
    if (all > FEW) {
      return null;
    }
    Declared first = null;
    for (Map.Entry<String, Database> database : databases.entrySet()) {
      String alias = database.getKey().intern();
      for (Map.Entry<String, ByOperation> each : database.getValue().collections().entrySet()) {
        first = new Declared(alias, each.getKey().intern(), each.getValue().rules, first);
      }
    }
    return first;
  }

  /** The rule for an operation; null if there is none. */
  @Nullable CompiledRule find(String alias, String collection, Operation operation) {
    for (Declared each = first; each != null; each = each.next) {
      if (each.collection.equals(collection) && each.database.equals(alias)) {
        return each.rules[operation.ordinal()];
      }
    }
    Database database = databases.get(alias);
    if (database == null) {
      return null;
    }
    ByOperation rules = database.collections().get(collection);
    if (rules == null) {
      rules = database.undeclared();
    }
    return rules == null ? null : rules.get(operation);
  }
}
