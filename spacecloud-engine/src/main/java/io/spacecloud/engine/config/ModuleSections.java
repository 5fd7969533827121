package io.spacecloud.engine.config;

import io.spacecloud.api.error.InvalidRequestException;
import io.spacecloud.api.value.Values;
import io.spacecloud.engine.config.ModulesConfig.Auth;
import io.spacecloud.engine.config.ModulesConfig.FileRules;
import io.spacecloud.engine.config.ModulesConfig.FileStore;
import io.spacecloud.engine.config.ModulesConfig.Functions;
import io.spacecloud.engine.config.ModulesConfig.Realtime;
import io.spacecloud.engine.config.ModulesConfig.SignIn;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads the modules beside the databases. */
final class ModuleSections {
  private static final String EMAIL = "email";
  private static final List<String> BROKERS = List.of("nats");
  private static final List<String> STORES = List.of("local", "amazon-s3", "gcp-storage");
  private static final Set<String> FILE_OPERATIONS = Set.of("create", "read", "delete");
  private static final List<String> RULES =
      List.of(
          "allow",
          "authenticated",
          "deny",
          "match",
          "and",
          "or",
          "not",
          "filter",
          "query",
          "func",
          "force",
          "remove",
          "encrypt",
          "decrypt",
          "hash");
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
    EmailConfig email = section.has(EMAIL) ? new EmailSection(section.section(EMAIL)).read() : null;
    section
        .sections()
        .forEach(
            (name, method) -> {
              if (!name.equals(EMAIL)) {
                method.allow(Set.of("enabled", "id", "secret"));
              }
              methods.put(
                  name,
                  new SignIn(
                      method.flag("enabled", false),
                      method.text("id"),
                      environment.text(method, "secret")));
            });
    SignIn byEmail = methods.get(EMAIL);
    return new Auth(methods, byEmail != null && byEmail.enabled() ? email : null);
  }

  private Functions functions(Section section) {
    section.allow(Set.of("enabled", "broker", "conn", "rules"));
    Map<String, Map<String, Object>> rules = new LinkedHashMap<>();
    section
        .section("rules")
        .sections()
        .forEach((service, functions) -> rules.put(service, rules(functions)));
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
    Map<String, FileRules> rules = new LinkedHashMap<>();
    section.section("rules").sections().forEach((name, inner) -> rules.put(name, fileRules(inner)));
    return new FileStore(
        section.flag("enabled", false),
        section.choice("storeType", STORES),
        environment.text(section, "conn"),
        section.text("endpoint"),
        rules);
  }

  private static FileRules fileRules(Section section) {
    section.allow(Set.of("prefix", "rule"));
    String prefix = section.required("prefix");
    if (!prefix.isEmpty() && !prefix.startsWith("/")) {
      section.problem("prefix", "expected a path that begins with /");
    }
    if (!section.has("rule")) {
      section.problem("rule", "missing");
    }
    section.section("rule").allow(FILE_OPERATIONS);
    return new FileRules(prefix, rules(section.section("rule")));
  }

  private static Map<String, Object> rules(Section section) {
    Map<String, Object> rules = new LinkedHashMap<>();
    section
        .sections()
        .forEach(
            (name, rule) -> {
              if (rule.required("rule").isEmpty() || rule.choice("rule", RULES) == null) {
                return;
              }
              rules.put(name, frozen(rule));
            });
    return rules;
  }

  private static Object frozen(Section rule) {
    try {
      return Objects.requireNonNull(Values.normalize("", rule.members()));
    } catch (InvalidRequestException e) {
      rule.problems().add(rule.path(), String.valueOf(e.getMessage()));
      return Map.of();
    }
  }
}
