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
import io.spacecloud.engine.config.DatabaseConfig;
import io.spacecloud.engine.config.ModulesConfig;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Judges by a project's declarative rules, compiled once. Immutable and thread-safe. */
public final class DeclarativeRules implements RuleEvaluator {
  private final CollectionRules collections;
  private final Map<String, Map<String, CompiledRule>> services;
  private final FileRules files;

  private DeclarativeRules(
      CollectionRules collections,
      Map<String, Map<String, CompiledRule>> services,
      FileRules files) {
    this.collections = collections;
    this.services = services;
    this.files = files;
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
    return new DeclarativeRules(
        new CollectionRules(databases, clock, ciphers),
        services(modules.functions(), clock, ciphers),
        new FileRules(modules.fileStore(), clock, ciphers));
  }

  private static Map<String, Map<String, CompiledRule>> services(
      ModulesConfig.@Nullable Functions functions, Clock clock, Ciphers ciphers) {
    Map<String, Map<String, CompiledRule>> services = new HashMap<>();
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
                services.put(service, compiled);
              });
    }
    return services;
  }

  private @Nullable CompiledRule find(String service, String function) {
    Map<String, CompiledRule> functions = services.get(service);
    return functions == null ? null : functions.get(function);
  }

  @Override
  public Verdict evaluate(RuleInput input) {
    CollectionRequest request = input.request();
    CompiledRule rule =
        collections.find(request.database(), request.collection(), input.operation());
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
    CompiledRule rule = collections.find(database, collection, operation);
    return rule != null && rule.readsData();
  }

  @Override
  public RuleGrounds grounds(String database, String collection, Operation operation) {
    CompiledRule rule = collections.find(database, collection, operation);
    return rule == null ? RuleGrounds.NONE : rule.grounds();
  }

  @Override
  public @Nullable String place(String database, String collection, Operation operation) {
    CompiledRule rule = collections.find(database, collection, operation);
    return rule == null ? null : rule.place();
  }

  @Override
  public @Nullable String place(Access access) {
    if (access instanceof Access.ToFile file) {
      return files.place(file);
    }
    CompiledRule rule;
    if (access instanceof Access.ToCollection rows) {
      rule = collections.find(rows.database(), rows.collection(), rows.operation());
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
    CompiledRule rule =
        collections.find(request.database(), request.collection(), input.operation());
    return rule == null ? RuleTrace.of(input.operation(), noRule(input)) : rule.trace(input);
  }

  private static Verdict noRule(Question input) {
    return Verdict.noRule(input.access());
  }
}
