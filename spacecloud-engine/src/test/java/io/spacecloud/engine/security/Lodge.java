package io.spacecloud.engine.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spacecloud.api.error.AccessDeniedException;
import io.spacecloud.api.request.Request;
import io.spacecloud.api.rule.RuleEvaluator;
import io.spacecloud.api.value.Kind;
import io.spacecloud.engine.ProjectConfig;
import io.spacecloud.engine.Session;
import io.spacecloud.engine.SpaceCloud;
import io.spacecloud.engine.SpaceCloudBuilder;
import io.spacecloud.engine.testing.MemoryBackend;
import io.spacecloud.engine.testing.RecordingRealtime;
import io.spacecloud.engine.testing.Schemas;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** An engine whose doors lead to a collection of accounts: {@code todos} of {@code db}. */
final class Lodge {
  static final String HASH =
      "$argon2id$v=19$m=1024,t=1,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4";

  final MemoryBackend backend =
      new MemoryBackend()
          .with(
              Schemas.of("todos")
                  .required("id", Kind.STRING)
                  .field("email", Kind.STRING)
                  .field("name", Kind.STRING)
                  .field("pass", Kind.STRING)
                  .field("role", Kind.STRING)
                  .field("owner", Kind.STRING)
                  .field("note", Kind.STRING)
                  .field("n", Kind.INTEGER, 64)
                  .key("id")
                  .unique("email")
                  .build(),
              account("1", "ann"),
              account("2", "bob"))
          .with(Schemas.of("bare").required("id", Kind.STRING).key("id").build());
  final SpaceCloud cloud;

  private Lodge(String rules, RuleEvaluator evaluator) {
    SpaceCloudBuilder builder =
        SpaceCloud.builder()
            .config(config(rules))
            .backend("db", backend)
            .realtime(new RecordingRealtime());
    this.cloud = (evaluator == null ? builder : builder.rules(evaluator)).build();
  }

  static Lodge of(String rules) {
    return new Lodge(rules, null);
  }

  static Lodge judgedBy(RuleEvaluator evaluator) {
    return new Lodge(House.OPEN, evaluator);
  }

  private static ProjectConfig config(String rules) {
    return ProjectConfig.builder()
        .id("lodge")
        .secret(House.SECRET)
        .encryption(Map.of("keys", List.of(), "hashKey", House.KEY))
        .collection("db", "todos", rules)
        .collection("db", "bare", House.OPEN)
        .realtime("db", "todos")
        .users(Map.of("collection", "todos", "passwords", Map.of("memory", 1_024, "iterations", 1)))
        .build();
  }

  private static Map<String, Object> account(String id, String name) {
    return Map.of(
        "id",
        id,
        "email",
        name + "@x.org",
        "name",
        name,
        "pass",
        HASH,
        "role",
        "user",
        "owner",
        name);
  }

  Session ann() {
    return cloud.session(cloud.tokens().issue(Map.of("id", "1"), Duration.ofHours(1)));
  }

  String stored() {
    return backend.rows("todos").toString();
  }

  /** However the request is said, it is denied, and nothing is reached or changed by it. */
  void denied(Session session, Request request) {
    String before = stored();
    int ran = backend.commands().size();
    Way.of(request)
        .forEach(
            way ->
                assertThatThrownBy(() -> way.send(session, request), "%s: %s", way, request)
                    .isInstanceOf(AccessDeniedException.class)
                    .hasMessage("denied"));
    assertThat(stored()).isEqualTo(before);
    assertThat(backend.commands()).hasSize(ran);
  }
}
