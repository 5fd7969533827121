package io.spacecloud.engine.lint;

import io.spacecloud.api.request.FileOperation;
import io.spacecloud.api.request.Operation;
import io.spacecloud.api.spi.CollectionSchema;
import io.spacecloud.engine.config.CollectionConfig;
import io.spacecloud.engine.config.DatabaseConfig;
import io.spacecloud.engine.config.ModulesConfig;
import io.spacecloud.engine.rules.Rule;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Looks for what is allowed in the rules of a project, and hardly meant. */
public final class Linter {
  private static final Set<Operation> WRITES =
      EnumSet.of(Operation.CREATE, Operation.UPDATE, Operation.DELETE);

  private final Schemas schemas;
  private final List<LintWarning> warnings = new ArrayList<>();

  private Linter(Schemas schemas) {
    this.schemas = schemas;
  }

  /** What is known of collections. */
  @FunctionalInterface
  public interface Schemas {
    /** The collection's fields and keys, or null where they are not known. */
    @Nullable CollectionSchema of(String database, CollectionConfig collection);
  }

  /** The warnings, in the order of the configuration. */
  public static List<LintWarning> lint(
      Collection<DatabaseConfig> databases, ModulesConfig modules, Schemas schemas) {
    Linter linter = new Linter(schemas);
    databases.stream().filter(DatabaseConfig::enabled).forEach(linter::database);
    linter.functions(modules.functions());
    linter.files(modules.fileStore());
    return List.copyOf(linter.warnings);
  }

  private void functions(ModulesConfig.@Nullable Functions functions) {
    if (functions != null) {
      LogicLint lint = new LogicLint(warnings);
      functions.rules().values().forEach(rules -> rules.values().forEach(lint::check));
    }
  }

  private void files(ModulesConfig.@Nullable FileStore store) {
    if (store != null) {
      for (ModulesConfig.FileRules each : store.rules().values()) {
        each.rules()
            .forEach(
                (operation, rule) -> {
                  new LogicLint(warnings).check(rule);
                  open(operation != FileOperation.READ, rule);
                });
      }
    }
  }

  private void database(DatabaseConfig database) {
    for (CollectionConfig collection : database.collections().values()) {
      String path = "modules.crud." + database.alias() + ".collections." + collection.name();
      Map<Operation, Rule> rules = collection.rules();
      if (rules != null) {
        CollectionSchema schema = schemas.of(database.alias(), collection);
        rules.forEach((operation, rule) -> rule(operation, rule, schema));
        together(rules);
      } else if (!database.collections().containsKey(DatabaseConfig.DEFAULT)) {
        warnings.add(
            new LintWarning(
                LintCode.NO_RULES, path, "has no rules, so that every request is denied"));
      }
    }
  }

  private void rule(Operation operation, Rule rule, @Nullable CollectionSchema schema) {
    new LogicLint(warnings).check(rule);
    open(WRITES.contains(operation), rule);
    new FindLint(operation, warnings).check(rule);
    if (schema != null) {
      SchemaLint lint = new SchemaLint(schema, warnings);
      lint.check(rule);
      if (operation == Operation.READ) {
        lint.checkKey(rule);
      }
    }
  }

  private void open(boolean writes, Rule rule) {
    if (writes && Rules.plain(rule) instanceof Rule.Allow) {
      warnings.add(
          new LintWarning(
              LintCode.OPEN_WRITE, rule.path(), "lets everybody write, without a token too"));
    }
  }

  private void together(Map<Operation, Rule> rules) {
    Rule read = rules.get(Operation.READ);
    Rule update = rules.get(Operation.UPDATE);
    boolean reads = read != null && !(Rules.plain(read) instanceof Rule.Deny);
    for (Operation operation : List.of(Operation.UPDATE, Operation.DELETE)) {
      Rule write = rules.get(operation);
      if (!reads && write != null && !(Rules.plain(write) instanceof Rule.Deny)) {
        warnings.add(
            new LintWarning(
                LintCode.WRITE_WITHOUT_READ,
                write.path(),
                "without a rule for read that grants, find may only be the primary key"));
      }
    }
    if (update != null) {
      new OwnerLint(read, update, warnings).check();
    }
  }
}
