package io.spacecloud.engine.rules;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.spacecloud.api.request.CollectionRequest;
import io.spacecloud.api.request.Operation;
import io.spacecloud.api.result.Document;
import io.spacecloud.api.rule.Caller;
import io.spacecloud.api.rule.RowReader;
import io.spacecloud.api.rule.RuleInput;
import io.spacecloud.engine.config.CollectionConfig;
import io.spacecloud.engine.config.DatabaseConfig;
import io.spacecloud.engine.config.ModulesConfig;
import io.spacecloud.engine.config.Problems;
import io.spacecloud.engine.lint.LintWarning;
import io.spacecloud.engine.lint.Linter;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Compiles rules of {@code db.todos} for tests. */
final class Rules {
  static final Clock CLOCK =
      Clock.fixed(Instant.parse("2024-05-06T07:08:09.123Z"), ZoneOffset.ofHours(5));

  private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());

  /** What a configuration's text says. */
  static Object yaml(String text) {
    try {
      return YAML.readValue(text, Object.class);
    } catch (IOException e) {
      throw new AssertionError(text, e);
    }
  }

  static Rule parse(Map<?, ?> rule, Operation operation) {
    Problems problems = new Problems();
    Rule parsed = RuleParser.parse("rules", rule, operation, problems);
    assertThat(problems.all()).as("%s", rule).isEmpty();
    return parsed;
  }

  static RuleInput input(
      Operation operation, Caller caller, CollectionRequest request, Document doc) {
    return new RuleInput(operation, caller, request, doc, RowReader.NONE);
  }

  DeclarativeRules read(Map<String, ?> rule) {
    return of(Operation.READ, rule);
  }

  @SuppressWarnings("unchecked") // a rule is an object
  DeclarativeRules read(String yaml) {
    return read((Map<String, ?>) yaml(yaml));
  }

  DeclarativeRules of(Operation operation, Map<String, ?> rule) {
    return of(Map.of("todos", collection("todos", Map.of(operation, parse(rule, operation)))));
  }

  static List<LintWarning> lint(Operation operation, Map<String, ?> rule) {
    CollectionConfig todos = collection("todos", Map.of(operation, parse(rule, operation)));
    DatabaseConfig database =
        new DatabaseConfig("db", null, true, true, false, Map.of("todos", todos));
    return Linter.lint(List.of(database), ModulesConfig.NONE, (alias, collection) -> null);
  }

  private static DeclarativeRules of(Map<String, CollectionConfig> collections) {
    return DeclarativeRules.compile(
        Map.of("db", new DatabaseConfig("db", null, true, true, false, collections)),
        CLOCK,
        Ciphers.NONE);
  }

  private static CollectionConfig collection(String name, Map<Operation, Rule> rules) {
    return new CollectionConfig(name, false, null, rules);
  }

  /** A {@code match} of two strings. */
  static Map<String, Object> same(String f1, String f2) {
    return Map.of("rule", "match", "type", "string", "eval", "==", "f1", f1, "f2", f2);
  }

  /** A {@code query} of all rows of a collection, which a clause judges. */
  static Map<String, Object> query(String collection, String store, Map<String, ?> clause) {
    return Map.of(
        "rule",
        "query",
        "db",
        "db",
        "col",
        collection,
        "find",
        Map.of(),
        "store",
        store,
        "clause",
        clause);
  }

  /** Databases of the same collections, which only callers of the database's name may read. */
  static DeclarativeRules own(Map<String, List<String>> collections) {
    Map<String, DatabaseConfig> databases = new LinkedHashMap<>();
    collections.forEach(
        (alias, names) -> {
          Map<String, ?> rule = same("args.auth.id", alias);
          Map<String, CollectionConfig> ruled = new LinkedHashMap<>();
          names.forEach(
              name ->
                  ruled.put(
                      name, collection(name, Map.of(Operation.READ, parse(rule, Operation.READ)))));
          databases.put(alias, new DatabaseConfig(alias, null, true, true, false, ruled));
        });
    return DeclarativeRules.compile(databases, CLOCK, Ciphers.NONE);
  }

  /** Two databases, one of which serves what is not declared; {@code default} lets read. */
  DeclarativeRules lookups() {
    Map<Operation, Rule> reading =
        Map.of(Operation.READ, parse(Map.of("rule", "authenticated"), Operation.READ));
    Map<String, CollectionConfig> collections =
        Map.of(
            "plain", collection("plain", null),
            "ruled", collection("ruled", Map.of()),
            "default", collection("default", reading));
    return DeclarativeRules.compile(
        Map.of(
            "db", new DatabaseConfig("db", null, true, true, false, collections),
            "open", new DatabaseConfig("open", null, false, true, true, collections),
            "none", new DatabaseConfig("none", null, false, false, true, collections)),
        CLOCK,
        Ciphers.NONE);
  }
}
