package io.spacecloud.engine.rules;

import io.spacecloud.api.request.CollectionRequest;
import io.spacecloud.api.request.Operation;
import io.spacecloud.api.rule.RuleEvaluator;
import io.spacecloud.api.rule.RuleGrounds;
import io.spacecloud.api.rule.RuleInput;
import io.spacecloud.api.rule.RuleTrace;
import io.spacecloud.api.rule.Verdict;
import io.spacecloud.engine.config.CollectionConfig;
import io.spacecloud.engine.config.DatabaseConfig;
import java.time.Clock;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Judges by a project's declarative rules, compiled once. Immutable and thread-safe. */
public final class DeclarativeRules implements RuleEvaluator {
  private final ByName<Database> databases;

  private DeclarativeRules(ByName<Database> databases) {
    this.databases = databases;
  }

  /**
   * @param collections the rules of each declared collection
   * @param undeclared the rules of tables that are not declared, or null where there are none
   */
  private record Database(
      ByName<ByOperation> collections, @Nullable ByOperation undeclared) {}

  /** The rules of a collection, by the operation's place among all. */
  private static final class ByOperation {
    private final @Nullable CompiledRule[] rules = new CompiledRule[Operation.values().length];

    @Nullable CompiledRule get(Operation operation) {
      return rules[operation.ordinal()];
    }
  }

  /**
   * Compiles the rules of every database.
   *
   * @param databases by alias
   * @param clock what {@code utils.now} reads
   * @param ciphers what encrypts and hashes fields
   */
  public static DeclarativeRules compile(
      Map<String, DatabaseConfig> databases, Clock clock, Ciphers ciphers) {
    Map<String, Database> compiled = new HashMap<>();
    databases.forEach(
        (alias, database) -> {
          if (database.enabled()) {
            compiled.put(alias, compile(database, clock, ciphers));
          }
        });
    return new DeclarativeRules(new ByName<>(compiled));
  }

  private static Database compile(DatabaseConfig database, Clock clock, Ciphers ciphers) {
    CollectionConfig fallback = database.collections().get(DatabaseConfig.DEFAULT);
    ByOperation byDefault =
        byOperation(fallback == null ? null : fallback.rules(), clock, ciphers);
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
    return new Database(new ByName<>(collections), database.servesUndeclared() ? byDefault : null);
  }

  private static ByOperation byOperation(
      @Nullable Map<Operation, Rule> rules, Clock clock, Ciphers ciphers) {
    ByOperation compiled = new ByOperation();
    if (rules != null) {
      rules.forEach(
          (operation, rule) ->
              compiled.rules[operation.ordinal()] =
                  new CompiledRule(rule, operation, clock, ciphers));
    }
    return compiled;
  }

  private @Nullable CompiledRule find(String alias, String collection, Operation operation) {
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

  @Override
  public Verdict evaluate(RuleInput input) {
    CollectionRequest request = input.request();
    CompiledRule rule = find(request.database(), request.collection(), input.operation());
    return rule == null ? noRule(input) : rule.evaluate(input);
  }

  @Override
  public boolean readsData(String database, String collection, Operation operation) {
    CompiledRule rule = find(database, collection, operation);
    return rule != null && rule.readsData();
  }

  @Override
  public RuleGrounds grounds(String database, String collection, Operation operation) {
    CompiledRule rule = find(database, collection, operation);
    return rule == null ? RuleGrounds.NONE : rule.grounds();
  }

  @Override
  public @Nullable String place(String database, String collection, Operation operation) {
    CompiledRule rule = find(database, collection, operation);
    return rule == null ? null : rule.place();
  }

  @Override
  public RuleTrace trace(RuleInput input) {
    CollectionRequest request = input.request();
    CompiledRule rule = find(request.database(), request.collection(), input.operation());
    return rule == null ? RuleTrace.of(input.operation(), noRule(input)) : rule.trace(input);
  }

  private static Verdict noRule(RuleInput input) {
    CollectionRequest request = input.request();
    String place = request.database() + "." + request.collection() + "." + input.operation().key();
    return new Verdict.Denied(place, null, "there is no rule for it", null);
  }
}
