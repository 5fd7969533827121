package io.spacecloud.engine.rules;

import io.spacecloud.api.request.CollectionRequest;
import io.spacecloud.api.request.Operation;
import io.spacecloud.api.rule.Access;
import io.spacecloud.api.rule.CallInput;
import io.spacecloud.api.rule.FileInput;
import io.spacecloud.api.rule.Question;
import io.spacecloud.api.rule.RuleEvaluator;
import io.spacecloud.api.rule.RuleGrounds;
import io.spacecloud.api.rule.RuleInput;
import io.spacecloud.api.rule.RuleTrace;
import io.spacecloud.api.rule.Verdict;
import io.spacecloud.engine.config.CollectionConfig;
import io.spacecloud.engine.config.DatabaseConfig;
import io.spacecloud.engine.config.ModulesConfig;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Judges by a project's declarative rules, compiled once. Immutable and thread-safe. */
public final class DeclarativeRules implements RuleEvaluator {
  private final ByName<Database> databases;
  private final ByName<ByName<CompiledRule>> services;
  private final FileRules files;

  private DeclarativeRules(
      ByName<Database> databases, ByName<ByName<CompiledRule>> services, FileRules files) {
    this.databases = databases;
    this.services = services;
    this.files = files;
  }

  /**
   * @param collections the rules of each declared collection
   * @param undeclared the rules of tables that are not declared, or null where there are none
   */
  private record Database(ByName<ByOperation> collections, @Nullable ByOperation undeclared) {}

  /** The rules of a collection, by the operation's place among all. */
  private static final class ByOperation {
    private final @Nullable CompiledRule[] rules = new CompiledRule[Operation.values().length];

    @Nullable CompiledRule get(Operation operation) {
      return rules[operation.ordinal()];
    }
  }

  /** Compiles the rules of every database. */
  public static DeclarativeRules compile(
      Map<String, DatabaseConfig> databases, Clock clock, Ciphers ciphers) {
    return compile(databases, ModulesConfig.NONE, clock, ciphers);
  }

  /**
   * Compiles the rules of every database, of functions and files.
   *
   * @param databases by alias
   * @param clock what {@code utils.now} reads
   * @param ciphers what encrypts and hashes fields
   */
  public static DeclarativeRules compile(
      Map<String, DatabaseConfig> databases, ModulesConfig modules, Clock clock, Ciphers ciphers) {
    Map<String, Database> compiled = new HashMap<>();
    databases.forEach(
        (alias, database) -> {
          if (database.enabled()) {
            compiled.put(alias, compile(database, clock, ciphers));
          }
        });
    return new DeclarativeRules(
        new ByName<>(compiled),
        services(modules.functions(), clock, ciphers),
        new FileRules(modules.fileStore(), clock, ciphers));
  }

  private static ByName<ByName<CompiledRule>> services(
      ModulesConfig.@Nullable Functions functions, Clock clock, Ciphers ciphers) {
    Map<String, ByName<CompiledRule>> services = new HashMap<>();
    if (functions != null) {
      functions
          .rules()
          .forEach(
              (service, rules) -> {
                Map<String, CompiledRule> compiled = new HashMap<>();
                rules.forEach(
                    (function, rule) ->
                        compiled.put(
                            function, new CompiledRule(rule, Scope.ofCall(), clock, ciphers)));
                services.put(service, new ByName<>(compiled));
              });
    }
    return new ByName<>(services);
  }

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
    return new Database(new ByName<>(collections), database.servesUndeclared() ? byDefault : null);
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

  private @Nullable CompiledRule find(String service, String function) {
    ByName<CompiledRule> functions = services.get(service);
    return functions == null ? null : functions.get(function);
  }

  @Override
  public Verdict evaluate(RuleInput input) {
    CollectionRequest request = input.request();
    CompiledRule rule = find(request.database(), request.collection(), input.operation());
    return rule == null ? noRule(input) : rule.evaluate(input);
  }

  @Override
  public Verdict evaluate(CallInput input) {
    CompiledRule rule = find(input.service(), input.function());
    return rule == null ? noRule(input) : rule.evaluate(input);
  }

  @Override
  public Verdict evaluate(FileInput input) {
    return files.evaluate(input);
  }

  @Override
  public boolean judgesAsOne(Access.ToFile folder) {
    return files.judgesAsOne(folder);
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
  public @Nullable String place(Access access) {
    if (access instanceof Access.ToFile file) {
      return files.place(file);
    }
    CompiledRule rule;
    if (access instanceof Access.ToCollection rows) {
      rule = find(rows.database(), rows.collection(), rows.operation());
    } else if (access instanceof Access.ToFunction call) {
      rule = find(call.service(), call.function());
    } else {
      throw new AssertionError(access.getClass());
    }
    return rule == null ? null : rule.place();
  }

  @Override
  public RuleTrace trace(CallInput input) {
    CompiledRule rule = find(input.service(), input.function());
    return rule == null ? RuleTrace.of(input.access(), noRule(input)) : rule.trace(input);
  }

  @Override
  public RuleTrace trace(FileInput input) {
    return files.trace(input);
  }

  @Override
  public RuleTrace trace(RuleInput input) {
    CollectionRequest request = input.request();
    CompiledRule rule = find(request.database(), request.collection(), input.operation());
    return rule == null ? RuleTrace.of(input.operation(), noRule(input)) : rule.trace(input);
  }

  private static Verdict noRule(Question input) {
    return Verdict.noRule(input.access());
  }
}
