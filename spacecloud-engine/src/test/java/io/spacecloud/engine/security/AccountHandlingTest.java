package io.spacecloud.engine.security;

import static io.spacecloud.api.condition.Conditions.field;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spacecloud.api.condition.Condition;
import io.spacecloud.api.condition.Conditions;
import io.spacecloud.api.condition.FieldPath;
import io.spacecloud.api.error.AccessDeniedException;
import io.spacecloud.api.error.NotFoundException;
import io.spacecloud.api.request.Aggregate;
import io.spacecloud.api.request.Assignment;
import io.spacecloud.api.request.CollectionRequest;
import io.spacecloud.api.request.Create;
import io.spacecloud.api.request.Delete;
import io.spacecloud.api.request.Read;
import io.spacecloud.api.request.Request;
import io.spacecloud.api.request.Update;
import io.spacecloud.api.request.UpdateOperator;
import io.spacecloud.api.result.Document;
import io.spacecloud.api.result.Result;
import io.spacecloud.api.rule.Effects;
import io.spacecloud.api.rule.FieldAccess;
import io.spacecloud.api.rule.RuleEvaluator;
import io.spacecloud.api.rule.Verdict;
import io.spacecloud.api.value.Kind;
import io.spacecloud.engine.ProjectConfig;
import io.spacecloud.engine.Session;
import io.spacecloud.engine.SpaceCloud;
import io.spacecloud.engine.testing.MemoryBackend;
import io.spacecloud.engine.testing.RecordingRealtime;
import io.spacecloud.engine.testing.Schemas;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Accounts are user management's to handle (class 14), through every door and whatever rules say:
 * nobody reads a hash, or finds, sorts or counts by it; no session gives itself a role, an address
 * or a password; refresh tokens are not there.
 *
 * <p>Falls without {@code Vault.access} in {@code Judge.verdict}, for the trusted and for others;
 * without {@code Vault.isUsedBy} in {@code Judge.narrowed}; without {@code Vault.seen} in {@code
 * Scope.read}, as a guard or as a mask; without {@code Databases.requireSeen}, where requests and
 * where rules read.
 */
class AccountHandlingTest {
  private static final List<Condition> BY_HASH =
      List.of(
          field("pass").eq(Lodge.HASH),
          field("pass").like("$argon2id$%"),
          field("pass").exists(),
          Conditions.not(field("pass").eq("x")),
          Conditions.or(field("id").eq("1"), field("pass").gt("$")));

  @ParameterizedTest
  @MethodSource("io.spacecloud.engine.security.Door#finding")
  void noDoorShowsAHashOrFindsByOne(Door door) {
    Lodge lodge = Lodge.of(House.OPEN);
    for (Session session : List.of(lodge.ann(), lodge.cloud.trusted())) {
      for (Condition where : BY_HASH) {
        assertThatThrownBy(() -> door.find(session, where), "%s", where)
            .isInstanceOf(AccessDeniedException.class)
            .hasMessage("denied");
      }
      assertThat(lodge.backend.commands()).isEmpty();
    }
    assertShowsNone(door.find(lodge.ann(), Conditions.TRUE));
    assertShowsNone(door.find(lodge.cloud.trusted(), Conditions.TRUE));
  }

  private static void assertShowsNone(Result result) {
    assertThat(result.documents()).allSatisfy(each -> assertThat(each).doesNotContainKey("pass"));
    assertThat(result.values()).doesNotContain(Lodge.HASH);
  }

  @Test
  void noRequestReadsAHashInAnotherWay() {
    Lodge lodge = Lodge.of(House.OPEN);
    List<Request> requests =
        List.of(
            Read.all("db", "todos").sort("pass"),
            Read.all("db", "todos").sort("-pass").limit(1),
            Read.one("db", "todos").sort("pass"),
            Read.distinct("db", "todos", "pass"),
            Read.count("db", "todos").where(field("pass").exists()),
            pipeline(Map.of("$sort", Map.of("pass", 1))),
            pipeline(Map.of("$project", Map.of("x", "$pass"))),
            pipeline(Map.of("$group", Map.of("_id", "$pass"))),
            pipeline(Map.of("$group", Map.of("_id", "$id", "m", Map.of("$max", "$pass")))),
            Update.all("db", "todos").min("pass", "$").set("note", "x"),
            Update.all("db", "todos").where(field("pass").exists()).set("note", "x"),
            Delete.all("db", "todos").where(field("pass").gt("$argon2id$v=19$m=1")));
    for (Request each : requests) {
      lodge.denied(lodge.ann(), each);
      lodge.denied(lodge.cloud.trusted(), each);
    }
    for (Session session : List.of(lodge.ann(), lodge.cloud.trusted())) {
      for (String[] select : new String[][] {{"pass"}, {"id", "pass"}}) {
        for (Way way : List.of(Way.DIRECT, Way.JSON, Way.TRANSACTION, Way.STREAM)) {
          assertShowsNone(way.send(session, Read.all("db", "todos").select(select)));
        }
      }
    }
  }

  private static Aggregate pipeline(Map<String, ?> stage) {
    return Aggregate.all("db", "todos", List.of(stage));
  }

  @ParameterizedTest
  @MethodSource("io.spacecloud.engine.security.Door#creating")
  void noSessionMakesAnAccountThatCouldSignIn(Door door) {
    Lodge lodge = Lodge.of(House.OPEN);
    String before = lodge.stored();
    for (String name : List.of("pass", "role", "email")) {
      assertThatThrownBy(() -> door.create(lodge.ann(), Map.of("id", "9", name, "admin")))
          .isInstanceOf(AccessDeniedException.class)
          .hasMessage("denied");
    }
    assertThat(lodge.stored()).isEqualTo(before);
  }

  @Test
  void noSessionChangesWhoSomebodyIs() {
    Lodge lodge = Lodge.of(House.OPEN);
    List<Update> updates = new ArrayList<>();
    for (Update kind :
        List.of(
            Update.all("db", "todos"),
            Update.one("db", "todos").where(field("id").eq("1")),
            Update.upsert("db", "todos").where(field("id").eq("1")))) {
      for (String name : List.of("pass", "role", "email")) {
        updates.add(kind.set(name, "admin"));
        updates.add(kind.set("note", "x").set(name, "admin"));
        updates.add(kind.unset(name));
        updates.add(kind.max(name, "z"));
      }
      if (kind.op() != Update.Op.UPSERT) { // whose key is not to change in any case
        updates.add(kind.set("id", "2"));
      }
    }
    updates.forEach(each -> lodge.denied(lodge.ann(), each));
  }

  @Test
  void theEmbedderWritesAHashAndNeverReadsOne() {
    Lodge lodge = Lodge.of(House.OPEN);
    Session trusted = lodge.cloud.trusted();
    trusted.update(Update.one("db", "todos").where(field("id").eq("1")).set("pass", "$2a$new"));
    trusted.create(Create.one("db", "todos", Map.of("id", "3", "pass", "$2a$other")));
    assertThat(lodge.stored()).contains("$2a$new").contains("$2a$other");
    assertShowsNone(trusted.read(Read.all("db", "todos")));
  }

  /** Rules that hand the hash out, or let a caller guess at it or set it. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "{rule: filter, find: {pass: args.auth.id}}",
        "{rule: filter, find: {pass: {$exists: true}}}",
        "{rule: or, clauses: [{rule: filter, find: {id: '1'}}, {rule: filter, find: {pass: x}}]}",
        "{rule: query, db: db, col: todos, find: {pass: {$like: '$%'}}}",
        "{rule: query, db: db, col: todos, find: {}, store: args.rows, clause:"
            + " {rule: match, eval: '!=', type: string, f1: args.rows.0.pass, f2: x}}"
      })
  void noRuleLooksAtAHash(String rule) {
    for (Door door : Door.values()) {
      Lodge lodge = Lodge.of(House.rules(rule));
      String before = lodge.stored();
      assertThatThrownBy(() -> door.enter(lodge.ann()), "%s", door)
          .isInstanceOf(AccessDeniedException.class)
          .hasMessage("denied");
      assertThat(lodge.stored()).isEqualTo(before);
    }
  }

  @Test
  void noRuleWritesAHash() {
    String force =
        "{rule: and, clauses: [{rule: authenticated}, {rule: force, field: %s, value: x}]}";
    Lodge lodge =
        Lodge.of(
            "{read: {rule: authenticated}, create: %s, update: %s, delete: %s}"
                .formatted(
                    force.formatted("args.doc.pass"),
                    force.formatted("args.update.$set.pass"),
                    force.formatted("args.find.pass")));
    lodge.denied(lodge.ann(), Create.one("db", "todos", Map.of("id", "9")));
    lodge.denied(lodge.ann(), Update.all("db", "todos").set("note", "x"));
    lodge.denied(lodge.ann(), Delete.all("db", "todos"));
  }

  @Test
  void noRuleShowsAHashByAnEffect() {
    Lodge lodge =
        Lodge.of(
            """
            read: {rule: and, fields: {allow: [id, pass, note]}, clauses: [
              {rule: authenticated},
              {rule: force, field: res.pass, value: args.auth.id},
              {rule: hash, field: res.pass}]}
            aggr: {rule: authenticated}
            """);
    assertShowsNone(lodge.ann().read(Read.all("db", "todos")));
    assertShowsNone(lodge.ann().aggregate(Aggregate.all("db", "todos", List.of())));
  }

  @ParameterizedTest
  @EnumSource
  void anotherEvaluatorDoesNotEither(Door door) {
    RuleEvaluator byResidual = input -> Verdict.where(field("pass").exists());
    RuleEvaluator byEffect =
        input -> {
          if (input.request() instanceof Update update) {
            return effect(
                update.withAssignments(
                    List.of(new Assignment(UpdateOperator.SET, FieldPath.of("pass"), "$2a$mine"))),
                input.doc());
          } else if (input.request() instanceof Read read) {
            return effect(read.withWhere(field("pass").exists()), null);
          } else if (input.request() instanceof Delete delete) {
            return effect(delete.withWhere(field("pass").exists()), null);
          } else if (input.request() instanceof Aggregate) {
            return Verdict.where(field("pass").exists());
          }
          return effect(null, Document.of(Map.of("id", "9", "pass", "$2a$mine")));
        };
    for (RuleEvaluator evaluator : List.of(byResidual, byEffect)) {
      Lodge lodge = Lodge.judgedBy(evaluator);
      String before = lodge.stored();
      assertThatThrownBy(() -> door.enter(lodge.ann())).isInstanceOf(AccessDeniedException.class);
      assertThat(lodge.stored()).isEqualTo(before);
    }
    Set<FieldPath> both = Set.of(FieldPath.of("id"), FieldPath.of("pass"));
    Lodge lodge = Lodge.judgedBy(input -> Verdict.where(Conditions.TRUE, FieldAccess.allow(both)));
    if (door.shows()) {
      assertShowsNone(door.enter(lodge.ann()));
    }
  }

  private static Verdict effect(CollectionRequest request, Document doc) {
    return Verdict.where(Conditions.TRUE, new Effects(FieldAccess.ALL, request, doc, List.of()));
  }

  /** Not even where undeclared tables are served. */
  @ParameterizedTest
  @EnumSource
  void refreshTokensAreNotThere(Door door) {
    MemoryBackend backend =
        new MemoryBackend()
            .with(
                Schemas.of("todos").required("id", Kind.STRING).key("id").build(),
                Map.of("id", "1"));
    ProjectConfig config =
        ProjectConfig.builder()
            .id("lodge")
            .secret(House.SECRET)
            .serveUndeclared("db")
            .collection("db", "default", House.rules("{rule: allow}"))
            .users(Map.of("refresh", Map.of("collection", "todos")))
            .build();
    SpaceCloud cloud =
        SpaceCloud.builder()
            .config(config)
            .backend("db", backend)
            .realtime(new RecordingRealtime())
            .build();
    for (Session session :
        List.of(cloud.anonymous(), cloud.authenticated(Map.of("id", "1")), cloud.trusted())) {
      assertThatThrownBy(() -> door.enter(session))
          .isInstanceOf(NotFoundException.class)
          .hasMessage("no such collection");
      assertThatThrownBy(() -> session.explain(Read.all("db", "todos")))
          .isInstanceOf(NotFoundException.class);
    }
    assertThat(backend.commands()).isEmpty();
  }

  @Test
  void noRuleReadsRefreshTokens() {
    MemoryBackend backend =
        new MemoryBackend()
            .with(Schemas.of("todos").required("id", Kind.STRING).key("id").build())
            .with(
                Schemas.of("tokens").required("id", Kind.STRING).key("id").build(),
                Map.of("id", "1"));
    ProjectConfig config =
        ProjectConfig.builder()
            .id("lodge")
            .secret(House.SECRET)
            .collection(
                "db", "todos", House.rules("{rule: query, db: db, col: tokens, find: {id: '1'}}"))
            .users(Map.of("refresh", Map.of("collection", "tokens")))
            .build();
    SpaceCloud cloud = SpaceCloud.builder().config(config).backend("db", backend).build();
    assertThatThrownBy(() -> cloud.authenticated(Map.of("id", "1")).read(Read.all("db", "todos")))
        .isInstanceOf(AccessDeniedException.class);
    assertThat(backend.commands()).isEmpty();
  }

  @Test
  void whatIsGuardedIsExplained() {
    Lodge lodge = Lodge.of(House.OPEN);
    assertThat(lodge.ann().explain(Read.all("db", "todos")).verdict().fields().denied())
        .containsExactly(FieldPath.of("pass"));
    assertThat(lodge.ann().explain(Update.all("db", "todos").set("role", "admin")).denial())
        .isNotNull();
  }
}
