package io.spacecloud.engine.dispatch;

import io.spacecloud.api.error.NotFoundException;
import io.spacecloud.api.request.CollectionRequest;
import io.spacecloud.api.request.Operation;
import io.spacecloud.api.request.Update;
import io.spacecloud.api.request.WriteRequest;
import io.spacecloud.api.rule.Access;
import io.spacecloud.api.rule.RuleEvaluator;
import io.spacecloud.engine.config.CollectionConfig;
import io.spacecloud.engine.config.DatabaseConfig;
import io.spacecloud.engine.config.ModulesConfig;
import io.spacecloud.engine.rules.ResultChanges;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The rules and what they are for: one version of them, by which a whole request is judged. */
public final class Policy {
  private final RuleEvaluator rules;
  private final Map<String, DatabaseConfig> databases;
  private final Set<String> readingData;
  private final ModulesConfig modules;
  private final ResultChanges changes;

  /** Rules, what they are for, and what does to results what they say. */
  public Policy(
      RuleEvaluator rules,
      Map<String, DatabaseConfig> databases,
      ModulesConfig modules,
      ResultChanges changes) {
    this.rules = rules;
    this.modules = modules;
    this.changes = changes;
    this.databases = databases;
    this.readingData = new HashSet<>();
    databases.forEach(
        (alias, database) -> {
          if (database.collections().keySet().stream().anyMatch(name -> writeReads(alias, name))
              || writeReads(alias, DatabaseConfig.DEFAULT)) {
            readingData.add(alias);
          }
        });
  }

  ResultChanges changes() {
    return changes;
  }

  RuleEvaluator rules() {
    return rules;
  }

  /** The database of that alias if it is declared and enabled, or null. */
  @Nullable DatabaseConfig database(String alias) {
    DatabaseConfig database = databases.get(alias);
    return database != null && database.enabled() ? database : null;
  }

  /** Whether live queries of the collection are enabled. */
  boolean isLive(String alias, String collection) {
    DatabaseConfig database = database(alias);
    CollectionConfig known = database == null ? null : database.collections().get(collection);
    return known != null && known.realtimeEnabled();
  }

  /** Where the rule for the access stands, or null. */
  @Nullable String place(Access access) {
    return rules.place(access);
  }

  /**
   * Nothing, unless the configuration says that there are no functions, or files.
   *
   * @throws NotFoundException if it does
   */
  void requireEnabled(Access access) {
    ModulesConfig.Functions functions = modules.functions();
    ModulesConfig.FileStore files = modules.fileStore();
    if (access instanceof Access.ToFunction && functions != null && !functions.enabled()) {
      throw new NotFoundException("functions are not enabled");
    } else if (access instanceof Access.ToFile && files != null && !files.enabled()) {
      throw new NotFoundException("files are not enabled");
    }
  }

  /** Whether rules for writes to the database may look at data. */
  boolean readsData(String alias) {
    return readingData.contains(alias);
  }

  /** Whether the rules asked about a write may look at data. */
  boolean readsData(WriteRequest request) {
    return reads(request, request.operation())
        || (request.operation() != Operation.CREATE && reads(request, Operation.READ))
        || (request instanceof Update update
            && update.op() == Update.Op.UPSERT
            && reads(request, Operation.CREATE));
  }

  private boolean reads(CollectionRequest request, Operation operation) {
    return rules.readsData(request.database(), request.collection(), operation);
  }

  private boolean writeReads(String alias, String collection) {
    return rules.readsData(alias, collection, Operation.CREATE)
        || rules.readsData(alias, collection, Operation.READ)
        || rules.readsData(alias, collection, Operation.UPDATE)
        || rules.readsData(alias, collection, Operation.DELETE);
  }
}
