package io.spacecloud.engine.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spacecloud.api.error.AccessDeniedException;
import io.spacecloud.api.request.Request;
import io.spacecloud.api.result.Result;
import io.spacecloud.api.rule.RuleEvaluator;
import io.spacecloud.api.spi.Capability;
import io.spacecloud.api.value.Kind;
import io.spacecloud.engine.ProjectConfig;
import io.spacecloud.engine.Session;
import io.spacecloud.engine.SpaceCloud;
import io.spacecloud.engine.SpaceCloudBuilder;
import io.spacecloud.engine.testing.MemoryBackend;
import io.spacecloud.engine.testing.RecordingRealtime;
import io.spacecloud.engine.testing.Schemas;
import java.time.Duration;
import java.util.Base64;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** An engine with three rows of two owners, for attacks to go through its doors. */
final class House {
  static final String SECRET = "a-secret-for-this-test-alone-0123456789";
  static final String KEY = Base64.getEncoder().encodeToString(new byte[32]);
  static final String FILTERED = rules("{rule: filter, find: {owner: args.auth.id}}");
  static final String OPEN = rules("{rule: authenticated}");

  final MemoryBackend backend =
      new MemoryBackend()
          .including(Capability.RENAME)
          .with(
              Schemas.of("todos")
                  .required("id", Kind.STRING)
                  .field("owner", Kind.STRING)
                  .field("note", Kind.STRING)
                  .field("n", Kind.INTEGER, 64)
                  .field("d", Kind.DECIMAL)
                  .field("done", Kind.BOOLEAN)
                  .field("j", Kind.OBJECT)
                  .key("id")
                  .build(),
              row("1", "ann", 1),
              row("2", "bob", 2),
              row("3", "ann", 3))
          .with(Schemas.of("bare").required("id", Kind.STRING).key("id").build())
          .with(Schemas.of("secret").required("id", Kind.STRING).key("id").build());
  final SpaceCloud cloud;

  private House(String rules, RuleEvaluator evaluator) {
    SpaceCloudBuilder builder =
        SpaceCloud.builder()
            .config(config(rules))
            .backend("db", backend)
            .realtime(new RecordingRealtime());
    this.cloud = (evaluator == null ? builder : builder.rules(evaluator)).build();
  }

  static House of(String rules) {
    return new House(rules, null);
  }

  static House judgedBy(RuleEvaluator evaluator) {
    return new House(OPEN, evaluator);
  }

  /** One rule for every operation. */
  static String rules(String rule) {
    return "{create: %1$s, read: %1$s, update: %1$s, delete: %1$s, aggr: %1$s}".formatted(rule);
  }

  static ProjectConfig config(String rules) {
    return ProjectConfig.builder()
        .id("house")
        .secret(SECRET)
        .encryption(Map.of("keys", List.of(Map.of("id", "k1", "key", KEY)), "hashKey", KEY))
        .collection("db", "todos", rules)
        .realtime("db", "todos")
        .collection("db", "bare")
        .build();
  }

  private static Map<String, Object> row(String id, String owner, int n) {
    return Map.of("id", id, "owner", owner, "n", n, "note", "#note" + id);
  }

  Session as(Map<String, ?> claims) {
    return cloud.session(cloud.tokens().issue(claims, Duration.ofHours(1)));
  }

  Session ann() {
    return as(Map.of("id", "ann"));
  }

  /**
   * Whatever can say the request says it, and each time it is denied, reaches no database and
   * leaves no trace.
   *
   * @return the ways that can say it
   */
  Set<Way> denied(Session session, Request request) {
    String before = stored();
    int ran = backend.commands().size();
    Set<Way> ways = Way.of(request).collect(Collectors.toCollection(LinkedHashSet::new));
    for (Way way : ways) {
      assertThatThrownBy(() -> way.send(session, request), "%s: %s", way, request)
          .isInstanceOf(AccessDeniedException.class)
          .hasMessage("denied");
    }
    assertThat(stored()).isEqualTo(before);
    assertThat(backend.commands()).hasSize(ran);
    return ways;
  }

  /** What went in by the door has come to these rows and to no others. */
  void touched(Door door, Result result, Collection<String> ids) {
    long some = door.isOfOne() ? Math.min(1, ids.size()) : ids.size();
    assertThat(result.count()).as("%s", door).isEqualTo(some);
    Set<Object> changed = new LinkedHashSet<>(List.of("1", "2", "3"));
    if (door.shows()) {
      changed.clear();
      result.documents().forEach(row -> changed.add(row.get("id")));
    } else {
      backend.rows("todos").stream()
          .filter(row -> !"x".equals(row.get("note")))
          .forEach(row -> changed.remove(row.get("id")));
      some = door.leavesTraces() ? some : 0;
    }
    assertThat(ids).as("%s", door).containsAll(changed.stream().map(String::valueOf).toList());
    assertThat(changed).as("%s", door).hasSize((int) some);
  }

  /** All that is stored. */
  String stored() {
    return List.of(backend.rows("todos"), backend.rows("bare")).toString();
  }
}
