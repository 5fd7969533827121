package io.spacecloud.engine.config;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Checks the modules beside the databases, whose settings are kept as they were written. */
final class ModuleSections {
  private static final Set<String> RULES =
      Set.of(
          "allow",
          "authenticated",
          "deny",
          "match",
          "and",
          "or",
          "not",
          "query",
          "func",
          "force",
          "remove",
          "encrypt",
          "decrypt",
          "hash");
  private static final Set<String> FILE_OPERATIONS = Set.of("create", "read", "delete");

  private final Section modules;

  ModuleSections(Section modules) {
    this.modules = modules;
  }

  void check() {
    auth(modules.section("auth"));
    functions(modules.section("functions"));
    broker(modules.section("realtime"), Set.of("enabled", "broker", "conn"));
    fileStore(modules.section("fileStore"));
  }

  private static void auth(Section auth) {
    auth.allow(Set.of("email"));
    Section email = auth.section("email");
    email.allow(Set.of("enabled"));
    email.flag("enabled", false);
  }

  private static void broker(Section section, Set<String> keys) {
    section.allow(keys);
    section.flag("enabled", false);
    section.choice("broker", List.of("nats"));
    String conn = section.text("conn");
    if (conn != null && !conn.matches("(nats|tls)://[^\\s/]+|\\$\\w+")) {
      section.problem("conn", "expected nats://host:port");
    }
  }

  private static void functions(Section functions) {
    broker(functions, Set.of("enabled", "broker", "conn", "rules"));
    functions
        .section("rules")
        .sections()
        .forEach(
            (service, rules) ->
                rules.members().forEach((name, rule) -> rule(rules.path(name + ""), rule, rules)));
  }

  private static void fileStore(Section store) {
    store.allow(Set.of("enabled", "storeType", "conn", "rules"));
    store.flag("enabled", false);
    store.choice("storeType", List.of("local"));
    store.text("conn");
    store.section("rules").sections().values().forEach(ModuleSections::fileRule);
  }

  private static void fileRule(Section section) {
    section.allow(Set.of("prefix", "rule"));
    if (!section.required("prefix").startsWith("/") && section.text("prefix") != null) {
      section.problem("prefix", "expected a path that begins with /");
    }
    if (!section.has("rule")) {
      section.problem("rule", "missing");
    }
    Section rules = section.section("rule");
    rules.allow(FILE_OPERATIONS);
    rules.members().forEach((name, rule) -> rule(rules.path(name + ""), rule, rules));
  }

  private static void rule(String path, @Nullable Object value, Section owner) {
    if (!(value instanceof Map<?, ?> map)) {
      owner.problems().add(path, "expected a rule");
    } else if (!map.containsKey("rule")) {
      owner.problems().add(path + ".rule", "missing");
    } else if (!RULES.contains(String.valueOf(map.get("rule")))) {
      owner.problems().add(path + ".rule", "unknown rule");
    }
  }
}
