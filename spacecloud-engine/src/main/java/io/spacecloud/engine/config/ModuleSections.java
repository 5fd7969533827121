package io.spacecloud.engine.config;

import io.spacecloud.api.request.FileOperation;
import io.spacecloud.engine.config.ModulesConfig.Auth;
import io.spacecloud.engine.config.ModulesConfig.FileRules;
import io.spacecloud.engine.config.ModulesConfig.FileStore;
import io.spacecloud.engine.config.ModulesConfig.Functions;
import io.spacecloud.engine.config.ModulesConfig.Realtime;
import io.spacecloud.engine.config.ModulesConfig.SignIn;
import io.spacecloud.engine.rules.FilePrefix;
import io.spacecloud.engine.rules.Rule;
import io.spacecloud.engine.rules.RuleParser;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads the modules beside the databases. */
final class ModuleSections {
  private static final List<String> BROKERS = List.of("nats");
  private static final List<String> STORES = List.of("local", "amazon-s3", "gcp-storage");
  private static final Set<String> FILE_OPERATIONS =
      Arrays.stream(FileOperation.values()).map(FileOperation::key).collect(Collectors.toSet());
  private static final Pattern NATS = Pattern.compile("(?:(?:nats|tls|wss?)://[^\\s,/]+(?:,|$))+");

  private final Section modules;
  private final Environment environment;

  ModuleSections(Section modules, Environment environment) {
    this.modules = modules;
    this.environment = environment;
  }

  ModulesConfig read() {
    return new ModulesConfig(
        modules.has("auth") ? auth(modules.section("auth")) : null,
        modules.has("functions") ? functions(modules.section("functions")) : null,
        modules.has("realtime") ? realtime(modules.section("realtime")) : null,
        modules.has("fileStore") ? fileStore(modules.section("fileStore")) : null);
  }

  private Auth auth(Section section) {
    Map<String, SignIn> methods = new LinkedHashMap<>();
    section
        .sections()
        .forEach(
            (name, method) -> {
              method.allow(Set.of("enabled", "id", "secret"));
              methods.put(
                  name,
                  new SignIn(
                      method.flag("enabled", false),
                      method.text("id"),
                      environment.text(method, "secret")));
            });
    return new Auth(methods);
  }

  private Functions functions(Section section) {
    section.allow(Set.of("enabled", "broker", "conn", "rules"));
    Map<String, Map<String, Rule>> rules = new LinkedHashMap<>();
    section
        .section("rules")
        .sections()
        .forEach((service, functions) -> rules.put(service, functionRules(functions)));
    return new Functions(
        section.flag("enabled", false), section.choice("broker", BROKERS), nats(section), rules);
  }

  private Realtime realtime(Section section) {
    section.allow(Set.of("enabled", "broker", "conn"));
    return new Realtime(
        section.flag("enabled", false), section.choice("broker", BROKERS), nats(section));
  }

  private @Nullable String nats(Section section) {
    String conn = environment.text(section, "conn");
    if (conn != null && !NATS.matcher(conn).matches()) {
      section.problem("conn", "expected nats://host:port, or several with commas between");
      return null;
    }
    return conn;
  }

  private FileStore fileStore(Section section) {
    section.allow(Set.of("enabled", "storeType", "conn", "endpoint", "rules"));
    return new FileStore(
        section.flag("enabled", false),
        section.choice("storeType", STORES),
        environment.text(section, "conn"),
        section.text("endpoint"),
        fileRules(section.section("rules")));
  }

  private static Map<String, Rule> functionRules(Section service) {
    Map<String, Rule> rules = new LinkedHashMap<>();
    service
        .sections()
        .forEach(
            (name, rule) ->
                rules.put(
                    name, RuleParser.parseCall(rule.path(), rule.members(), rule.problems())));
    return rules;
  }

  private static Map<String, FileRules> fileRules(Section section) {
    Map<String, FileRules> rules = new LinkedHashMap<>();
    section
        .sections()
        .forEach(
            (name, inner) -> {
              FileRules own = fileRules(inner, inner.required("prefix"));
              rules.forEach(
                  (other, known) -> {
                    if (own != null && known.prefix().isSameAs(own.prefix())) {
                      inner.problem("prefix", "stands for the same paths as that of " + other);
                    }
                  });
              if (own != null) {
                rules.put(name, own);
              }
            });
    return rules;
  }

  private static @Nullable FileRules fileRules(Section section, String text) {
    section.allow(Set.of("prefix", "rule"));
    if (!section.has("rule")) {
      section.problem("rule", "missing");
    }
    Section rules = section.section("rule");
    rules.allow(FILE_OPERATIONS);
    FilePrefix prefix = text.isEmpty() ? null : prefix(section, text);
    return prefix == null ? null : new FileRules(prefix, byOperation(rules, prefix));
  }

  private static @Nullable FilePrefix prefix(Section section, String text) {
    try {
      return FilePrefix.parse(text);
    } catch (FilePrefix.MalformedException e) {
      section.problem("prefix", String.valueOf(e.getMessage()));
      return null;
    }
  }

  private static Map<FileOperation, Rule> byOperation(Section rules, FilePrefix prefix) {
    Map<FileOperation, Rule> byOperation = new EnumMap<>(FileOperation.class);
    for (FileOperation operation : FileOperation.values()) {
      String key = operation.key();
      if (rules.has(key)) {
        byOperation.put(
            operation,
            RuleParser.parseFile(rules.path(key), rules.value(key), prefix, rules.problems()));
      }
    }
    return byOperation;
  }
}
