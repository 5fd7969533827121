package io.spacecloud.engine.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.spacecloud.engine.ProjectConfig;
import io.spacecloud.engine.config.EmailConfig.Attempts;
import io.spacecloud.engine.config.EmailConfig.Passwords;
import io.spacecloud.engine.config.EmailConfig.Refresh;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EmailConfigTest {
  private static EmailConfig email(String settings) {
    return ProjectConfig.parse(file(settings)).modules().email();
  }

  private static String file(String settings) {
    return "{id: p, secret: a-secret-for-this-test-alone-0123456789, modules: {"
        + "crud: {db: {collections: {todos: {}}}}, auth: {email: {"
        + settings
        + "}}}}";
  }

  @Test
  void whatSpaceCloudSaysIsEnough() {
    int cpus = Runtime.getRuntime().availableProcessors();
    assertThat(email("enabled: true"))
        .isEqualTo(
            new EmailConfig(
                Set.of(),
                "users",
                "user",
                Duration.ofHours(1),
                null,
                new Passwords(8, 256, 19_456, 2, 1, cpus),
                new Attempts(10, 100, Duration.ofMinutes(15)),
                true));
    assertThat(email("enabled: false")).isNull();
    assertThat(email("")).isNull();
    assertThat(email("enabled: true, id: x, secret: y").role()).isEqualTo("user");
  }

  @Test
  void everythingCanBeSaid() {
    String all =
        """
        enabled: true, databases: [db], collection: people, role: guest, tokenLifetime: 10m,
        refresh: {collection: tokens, lifetime: 48h},
        passwords: {minLength: 10, maxLength: 64, memory: 65536, iterations: 3, parallelism: 2, concurrent: 4},
        attempts: {perAccount: 5, perClient: 0, within: 1h}, reauthenticate: false
        """;
    assertThat(email(all))
        .isEqualTo(
            new EmailConfig(
                Set.of("db"),
                "people",
                "guest",
                Duration.ofMinutes(10),
                new Refresh("tokens", Duration.ofHours(48)),
                new Passwords(10, 64, 65_536, 3, 2, 4),
                new Attempts(5, 0, Duration.ofHours(1)),
                false));
    assertThat(email("enabled: true, refresh: {}").refresh())
        .isEqualTo(new Refresh("refresh_tokens", Duration.ofDays(30)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "colection: x | colection",
        "role: '' | role",
        "collection: 5 | collection",
        "tokenLifetime: 5 | tokenLifetime",
        "tokenLifetime: 0s | tokenLifetime",
        "tokenLifetime: 1000000h | tokenLifetime",
        "databases: db | databases",
        "databases: [] | databases",
        "databases: [5] | databases",
        "databases: [db, db] | databases",
        "databases: [nowhere] | databases",
        "refresh: yes | refresh",
        "refresh: {x: 1} | refresh.x",
        "refresh: {collection: users} | refresh",
        "refresh: {collection: todos} | refresh.collection",
        "passwords: {minLength: 0} | passwords.minLength",
        "passwords: {minLength: 9, maxLength: 8} | passwords.maxLength",
        "passwords: {maxLength: 100000} | passwords.maxLength",
        "passwords: {memory: 1000} | passwords.memory",
        "passwords: {memory: 10000000} | passwords.memory",
        "passwords: {iterations: 0} | passwords.iterations",
        "passwords: {parallelism: 100} | passwords.parallelism",
        "passwords: {concurrent: 0} | passwords.concurrent",
        "attempts: {perAccount: -1} | attempts.perAccount",
        "attempts: {within: soon} | attempts.within",
        "reauthenticate: 1 | reauthenticate"
      })
  void whatIsWrongIsSaidWithItsPlace(String setting, String place) {
    InvalidConfigException e =
        catchThrowableOfType(
            InvalidConfigException.class, () -> email("enabled: true, " + setting));
    assertThat(e).as(setting).isNotNull();
    assertThat(e.problems())
        .as(setting)
        .extracting(problem -> problem.path())
        .contains("modules.auth.email." + place);
  }

  @Test
  void codeSaysItAsAFileDoes() {
    ProjectConfig config =
        ProjectConfig.builder()
            .id("p")
            .secret("a-secret-for-this-test-alone-0123456789")
            .collection("db", "todos")
            .users(Map.of("role", "guest", "refresh", Map.of("lifetime", "1h")))
            .build();
    assertThat(config.modules().email())
        .isEqualTo(email("enabled: true, role: guest, refresh: {lifetime: 1h}"));
  }
}
