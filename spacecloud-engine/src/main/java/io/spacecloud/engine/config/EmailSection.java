package io.spacecloud.engine.config;

import io.spacecloud.engine.config.EmailConfig.Attempts;
import io.spacecloud.engine.config.EmailConfig.Passwords;
import io.spacecloud.engine.config.EmailConfig.Refresh;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads {@code modules.auth.email}. */
final class EmailSection {
  static final Set<String> KEYS =
      Set.of(
          "enabled",
          "id",
          "secret",
          "databases",
          "collection",
          "role",
          "tokenLifetime",
          "refresh",
          "passwords",
          "attempts",
          "reauthenticate");

  private static final int MAX_NAME = 64;
  private static final int MAX_LENGTH = 1_024;
  private static final int MAX_MEMORY = 1 << 20;
  private static final int MAX_ITERATIONS = 64;
  private static final int MAX_PARALLELISM = 16;
  private static final int MAX_CONCURRENT = 256;
  private static final int MAX_ATTEMPTS = 1_000_000;
  private static final Duration LEAST = Duration.ofSeconds(1);
  private static final Duration MOST = Duration.ofDays(3_650);

  private final Section section;

  EmailSection(Section section) {
    this.section = section;
  }

  EmailConfig read() {
    section.allow(KEYS);
    String collection = name(section, "collection", "users");
    Duration lifetime = duration(section, "tokenLifetime", Duration.ofHours(1));
    Refresh refresh = section.has("refresh") ? refresh(section.section("refresh")) : null;
    if (refresh != null && refresh.collection().equals(collection)) {
      section.problem("refresh", "its collection is that of the accounts");
    }
    return new EmailConfig(
        databases(),
        collection,
        name(section, "role", "user"),
        lifetime,
        refresh,
        passwords(section.section("passwords")),
        attempts(section.section("attempts")),
        section.flag("reauthenticate", true));
  }

  private static Refresh refresh(Section section) {
    section.allow(Set.of("collection", "lifetime"));
    return new Refresh(
        name(section, "collection", "refresh_tokens"),
        duration(section, "lifetime", Duration.ofDays(30)));
  }

  private static Passwords passwords(Section section) {
    section.allow(
        Set.of("minLength", "maxLength", "memory", "iterations", "parallelism", "concurrent"));
    Passwords read =
        new Passwords(
            number(section, "minLength", 8, 1, MAX_LENGTH),
            number(section, "maxLength", 256, 1, MAX_LENGTH),
            number(section, "memory", 19_456, 1_024, MAX_MEMORY),
            number(section, "iterations", 2, 1, MAX_ITERATIONS),
            number(section, "parallelism", 1, 1, MAX_PARALLELISM),
            number(
                section,
                "concurrent",
                Runtime.getRuntime().availableProcessors(),
                1,
                MAX_CONCURRENT));
    if (read.minLength() > read.maxLength()) {
      section.problem("maxLength", "less than minLength");
    }
    return read;
  }

  private static Attempts attempts(Section section) {
    section.allow(Set.of("perAccount", "perClient", "within"));
    return new Attempts(
        number(section, "perAccount", 10, 0, MAX_ATTEMPTS),
        number(section, "perClient", 100, 0, MAX_ATTEMPTS),
        duration(section, "within", Duration.ofMinutes(15)));
  }

  private Set<String> databases() {
    Set<String> names = new LinkedHashSet<>();
    if (section.has("databases")) {
      List<?> given = section.value("databases") instanceof List<?> list ? list : List.of();
      for (Object each : given) {
        if (!(each instanceof String name) || !names.add(name)) {
          section.problem("databases", "expected the aliases of databases, each once");
        }
      }
      if (given.isEmpty()) {
        section.problem("databases", "expected a list of the aliases of databases");
      }
    }
    return names;
  }

  private static String name(Section section, String key, String orElse) {
    String text = section.text(key);
    if (text != null && text.length() > MAX_NAME) {
      section.problem(key, "longer than " + MAX_NAME);
    }
    return text == null ? orElse : text;
  }

  private static int number(Section section, String key, int orElse, int least, int most) {
    int number = section.count(key, orElse, most);
    if (section.has(key) && number < least) {
      section.problem(key, "expected at least " + least);
    }
    return number;
  }

  private static Duration duration(Section section, String key, Duration orElse) {
    String text = section.text(key);
    if (text == null) {
      return orElse;
    }
    Duration duration = Durations.parse(text).orElse(Duration.ZERO);
    if (duration.compareTo(LEAST) < 0 || duration.compareTo(MOST) > 0) {
      section.problem(key, "expected such as 30m, from a second to ten years");
      return orElse;
    }
    return duration;
  }

  /** Whether the databases are there, and keep nothing else where user management keeps tokens. */
  static void check(
      @Nullable EmailConfig email, Map<String, DatabaseConfig> databases, Problems problems) {
    if (email == null) {
      return;
    }
    String place = "modules.auth.email";
    for (String alias : email.databases()) {
      if (!databases.containsKey(alias)) {
        problems.add(place + ".databases", "names no database of modules.crud");
      }
    }
    Refresh refresh = email.refresh();
    databases.forEach(
        (alias, database) -> {
          if (refresh != null
              && email.serves(alias)
              && database.collections().containsKey(refresh.collection())) {
            problems.add(place + ".refresh.collection", "is no collection of anybody else's");
          }
        });
  }
}
