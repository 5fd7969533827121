package io.spacecloud.engine.security;

import static io.spacecloud.api.condition.Conditions.field;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spacecloud.api.error.AccessDeniedException;
import io.spacecloud.api.error.ConflictException;
import io.spacecloud.api.request.Create;
import io.spacecloud.api.request.Delete;
import io.spacecloud.api.request.Read;
import io.spacecloud.api.request.Request;
import io.spacecloud.api.request.Update;
import io.spacecloud.api.value.Kind;
import io.spacecloud.engine.ProjectConfig;
import io.spacecloud.engine.Session;
import io.spacecloud.engine.SpaceCloud;
import io.spacecloud.engine.testing.MemoryBackend;
import io.spacecloud.engine.testing.Schemas;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What is judged of a write is what is written (class 2): by whichever operator, as part of
 * whatever object, and where it is null, too.
 *
 * <p>Fails without {@code UpdateSlots.Touched}'s overlap of paths and its look at {@code $rename}'s
 * target; without {@code UpdateSlots.Present} going into objects; without {@code
 * UpdateSlots.Operated} comparing operators; without {@code RequestSlots.Op} telling each op.
 * Without the conditions in {@code Authorizer#upsert}'s guard: those beside the key, the rule's own
 * and those of reading. Without {@code FieldGuard#created} taking a null for a value where there is
 * a default, the database's or a declared one, and without {@code DocumentBinder#bind} keeping it.
 */
class CheckerAndExecutorOfWritesTest {
  private static final Update UPDATE = Update.all("db", "todos").where(field("id").eq("1"));

  @Test
  void whatARuleAsksOfAWriteIsOfWhatIsWritten() {
    String untouched = "{rule: match, eval: ==, type: bool, f1: args.writes.j.role, f2: false}";
    House house =
        House.of("{create: %1$s, read: {rule: authenticated}, update: %1$s}".formatted(untouched));
    for (Request each :
        List.of(
            UPDATE.set("j.role", "admin"),
            UPDATE.set("j", Map.of("role", "admin")),
            UPDATE.set("j", Map.of()),
            UPDATE.set("j.role.deep", "admin"),
            UPDATE.set("n", 1).set("j.role", "admin"),
            UPDATE.unset("j"),
            UPDATE.unset("j.role"),
            UPDATE.push("j.role", "admin"),
            UPDATE.inc("j.role", 1),
            UPDATE.with(Map.of("$rename", Map.of("j.x", "j.role"))),
            UPDATE.with(Map.of("$rename", Map.of("j.role", "j.x"))),
            Update.upsert("db", "todos").where(field("id").eq("9")).set("j.role", "admin"),
            Create.one("db", "todos", Map.of("id", "9", "j", Map.of("role", "admin"))),
            Create.all(
                "db", "todos", List.of(Map.of("id", "8"), Map.of("id", "9", "j", role()))))) {
      house.denied(house.ann(), each);
    }
    house.ann().update(UPDATE.set("j.roles", "x").set("note", "y"));
    house.ann().create(Create.one("db", "todos", Map.of("id", "9", "j", Map.of("a", 1))));
  }

  private static Map<String, Object> role() {
    return Map.of("role", "admin");
  }

  @Test
  void aRuleThatAsksForAValueGetsTheOneThatIsWritten() {
    House house =
        House.of(
            House.OPEN.replace(
                "update: {rule: authenticated}",
                "update: {rule: match, eval: ==, type: string, f1: args.update.$set.owner, f2:"
                    + " args.auth.id}"));
    for (Update each :
        List.of(
            UPDATE.set("owner", "bob"),
            UPDATE.set("owner", null),
            UPDATE.unset("owner"),
            UPDATE.max("owner", "ann"),
            UPDATE.set("note", "x"),
            UPDATE.set("j.owner", "ann"),
            UPDATE.with(Map.of("$rename", Map.of("note", "owner"))))) {
      house.denied(house.ann(), each);
    }
    assertThat(house.ann().update(UPDATE.set("owner", "ann")).affected()).isEqualTo(1);
  }

  @Test
  void aRuleThatAsksForTheOpGetsTheOneThatRuns() {
    House house =
        House.of(House.rules("{rule: match, eval: ==, type: string, f1: args.op, f2: one}"));
    for (Request each :
        List.of(
            Read.all("db", "todos"),
            Read.all("db", "todos").limit(1),
            Read.count("db", "todos"),
            Read.distinct("db", "todos", "id"),
            Update.all("db", "todos").set("n", 1),
            Update.upsert("db", "todos").where(field("id").eq("1")).set("n", 1),
            Delete.all("db", "todos"),
            Create.all("db", "todos", List.of(Map.of("id", "9"))))) {
      house.denied(house.ann(), each);
    }
    assertThat(house.ann().delete(Delete.one("db", "todos")).affected()).isEqualTo(1);
  }

  /** A null is no default: who may not write a field may not empty it either. */
  @ParameterizedTest
  @MethodSource("io.spacecloud.engine.security.Door#creating")
  void aNullInThePlaceOfADefaultIsAValue(Door door) {
    MemoryBackend backend =
        new MemoryBackend()
            .with(
                Schemas.of("todos")
                    .required("id", Kind.STRING)
                    .field("owner", Kind.STRING)
                    .field("lock", Kind.STRING)
                    .filled("state", Kind.STRING)
                    .key("id")
                    .build());
    Session session = defaults(backend).authenticated(Map.of("id", "ann"));
    for (String name : List.of("lock", "state")) {
      Map<String, Object> doc = new LinkedHashMap<>(Map.of("id", "9"));
      doc.put(name, null);
      assertThatThrownBy(() -> door.create(session, doc))
          .as(name)
          .isInstanceOf(AccessDeniedException.class);
    }
    assertThat(backend.rows("todos")).isEmpty();
    Map<String, Object> doc = new LinkedHashMap<>(Map.of("id", "9", "lock", "locked"));
    doc.put("owner", null);
    door.create(session, doc);
  }

  private static SpaceCloud defaults(MemoryBackend backend) {
    ProjectConfig config =
        ProjectConfig.builder()
            .id("defaults")
            .secret(House.SECRET)
            .collection(
                "db",
                "todos",
                House.OPEN.replace(
                    "create: {rule: authenticated}",
                    "create: {rule: authenticated, fields: {deny: [owner, lock, state]}}"))
            .declare(
                "db",
                "todos",
                "{fields: {id: string, owner: string, lock: {type: string, default: locked}, state:"
                    + " string}, key: id}")
            .build();
    return SpaceCloud.builder().config(config).backend("db", backend).build();
  }

  @Test
  void anUpsertTouchesNoRowButTheOneThatAllOfItNames() {
    Update upsert = Update.upsert("db", "todos").where(field("id").eq("2")).set("note", "x");
    notTouched(House.OPEN, upsert.where(field("owner").eq("ann")));
    notTouched(House.OPEN, upsert.where(field("n").eq(1)));
    notTouched(House.FILTERED, upsert.set("owner", "ann"));
    for (String operation : List.of("read", "update")) {
      String rule = operation + ": {rule: authenticated}";
      String own = operation + ": {rule: filter, find: {owner: args.auth.id}}";
      notTouched(House.OPEN.replace(rule, own), upsert.set("owner", "ann"));
    }
  }

  private static void notTouched(String rules, Update upsert) {
    House house = House.of(rules);
    String before = house.stored();
    Way.of(upsert)
        .filter(way -> way != Way.EXPLAIN)
        .forEach(
            way ->
                assertThatThrownBy(() -> way.send(house.ann(), upsert), "%s: %s", way, upsert)
                    .isInstanceOf(ConflictException.class));
    assertThat(house.stored()).isEqualTo(before);
  }
}
