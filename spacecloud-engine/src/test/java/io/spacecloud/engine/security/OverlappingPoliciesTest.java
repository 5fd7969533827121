package io.spacecloud.engine.security;

import static io.spacecloud.api.condition.Conditions.TRUE;
import static io.spacecloud.api.condition.Conditions.field;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spacecloud.api.error.AccessDeniedException;
import io.spacecloud.api.request.Aggregate;
import io.spacecloud.api.request.Create;
import io.spacecloud.api.request.Read;
import io.spacecloud.api.request.Update;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Where several policies grant, the narrower wins (class 5): what one of them keeps back or
 * changes, none gives as it is. {@link RandomOverlapTest} shows the same of random policies.
 *
 * <p>Fails without {@code FieldAccess#and} in {@code Disjunction#add}, {@code Conjunction#add},
 * {@code LimitedNode#limited} and {@code Authorizer#pipeline}, or without either half of it;
 * without {@code FieldAccess#permits} asking every list. Without {@code OrNode#grant} asking
 * branches with effects once an earlier one has granted, {@code Disjunction#results} applying what
 * hides to every row and what opens where it is sure, {@code Permit#effective} and {@code #shown}.
 * Without {@code FieldGuard#written} and {@code #created} for both rules in {@code
 * Authorizer#upsert}.
 */
class OverlappingPoliciesTest {
  private static final List<String> OVERLAPPING =
      List.of(
          "{rule: or, clauses: [{rule: authenticated}, {rule: authenticated, fields: {deny:"
              + " [note]}}]}",
          "{rule: or, clauses: [{rule: authenticated, fields: {deny: [note]}}, {rule:"
              + " authenticated}]}",
          "{rule: or, clauses: [{rule: authenticated, fields: {deny: [note]}}, {rule:"
              + " authenticated, fields: {deny: [n]}}]}",
          "{rule: or, clauses: [{rule: authenticated, fields: {deny: [n]}}, {rule: authenticated,"
              + " fields: {deny: [note]}}]}",
          "{rule: or, clauses: [{rule: authenticated, fields: {allow: [id, note]}}, {rule:"
              + " authenticated, fields: {allow: [id, owner, n]}}]}",
          "{rule: or, fields: {allow: [id, owner, note]}, clauses: [{rule: authenticated, fields:"
              + " {deny: [note]}}]}",
          "{rule: or, clauses: [{rule: filter, find: {owner: bob}, fields: {allow: [id]}}, {rule:"
              + " filter, find: {owner: args.auth.id}}]}",
          "{rule: or, clauses: [{rule: filter, find: {owner: args.auth.id}}, {rule: filter, find:"
              + " {owner: nobody}, fields: {deny: [note]}}]}",
          "{rule: or, clauses: [{rule: and, clauses: [{rule: filter, find: {owner: bob}}, {rule:"
              + " remove, field: res.note}]}, {rule: authenticated}]}",
          "{rule: and, clauses: [{rule: authenticated}, {rule: authenticated, fields: {deny:"
              + " [note]}}, {rule: authenticated, fields: {allow: [id, owner, n, note]}}]}",
          "{rule: or, fields: {deny: [note]}, clauses: [{rule: authenticated, fields: {allow: [id,"
              + " note]}}]}",
          "{rule: or, clauses: [{rule: authenticated}, {rule: and, clauses: [{rule: remove, field:"
              + " res.note}, {rule: force, field: res.note, value: '#note'}]}]}");

  static List<Door> showing() {
    return Door.reading().filter(Door::shows).toList();
  }

  private static String rules(String read) {
    return House.OPEN.replace("read: {rule: authenticated}", "read: " + read);
  }

  @ParameterizedTest
  @MethodSource("showing")
  void whatOneBranchKeepsBackNobodySees(Door door) {
    for (String read : OVERLAPPING) {
      House house = House.of(rules(read));
      assertThat(door.find(house.ann(), TRUE).documents())
          .as(read)
          .isNotEmpty()
          .noneMatch(row -> row.containsKey("note"));
    }
  }

  @ParameterizedTest
  @MethodSource("io.spacecloud.engine.security.Door#finding")
  void whatOneBranchKeepsBackNobodyUses(Door door) {
    for (String read : OVERLAPPING) {
      House house = House.of(rules(read));
      String before = house.stored();
      assertThatThrownBy(() -> door.find(house.ann(), field("note").eq("#note1")), read)
          .isInstanceOf(AccessDeniedException.class);
      assertThat(house.stored()).isEqualTo(before);
    }
  }

  @ParameterizedTest
  @MethodSource("showing")
  void whatOneBranchChangesNobodySeesAsItIs(Door door) {
    String changed = "{rule: and, clauses: [{rule: filter, find: {owner: bob}}, %s]}";
    for (String effect :
        List.of(
            "{rule: hash, field: res.note}",
            "{rule: encrypt, field: res.note}",
            "{rule: force, field: res.note, value: x}")) {
      for (String clauses :
          List.of("[{rule: authenticated}, " + changed + "]", "[" + changed + ", {rule: allow}]")) {
        String read = "{rule: or, clauses: " + clauses.formatted(effect) + "}";
        House house = House.of(rules(read));
        assertThat(door.find(house.ann(), TRUE).documents().toString())
            .as(read)
            .contains("note=")
            .doesNotContain("#note");
        assertThatThrownBy(() -> door.find(house.ann(), field("note").eq("#note1")), read)
            .isInstanceOf(AccessDeniedException.class);
      }
    }
  }

  /** What is opened for some rows only is opened for none, unless every branch opens it. */
  @Test
  void whatOneBranchOpensIsNotOpenToTheOthers() {
    String opening =
        "{rule: and, clauses: [{rule: filter, find: {owner: %s}}, {rule: decrypt, field:"
            + " res.note}]}";
    String create =
        "{rule: and, clauses: [{rule: authenticated}, {rule: encrypt, field: args.doc.note}]}";
    for (String second :
        List.of("{rule: filter, find: {owner: bob}}", "{rule: filter, find: {n: 9}}")) {
      House house =
          House.of(
              "{create: %s, read: {rule: or, clauses: [%s, %s]}}"
                  .formatted(create, opening.formatted("ann"), second));
      house.ann().create(Create.one("db", "todos", Map.of("id", "9", "owner", "ann", "note", "#")));
      Read sealed = Read.all("db", "todos").where(field("id").eq("9"));
      assertThat(house.ann().read(sealed).documents().toString()).contains("note=sc1.");
      house.cloud.reload(House.config("read: " + opening.formatted("ann")));
      assertThat(house.ann().read(sealed).documents().toString()).contains("note=#");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[{rule: authenticated}, {rule: authenticated, fields: {deny: [owner]}}]",
        "[{rule: authenticated, fields: {deny: [owner]}}, {rule: authenticated}]",
        "[{rule: authenticated, fields: {allow: [id, note]}}, {rule: authenticated, fields: {allow:"
            + " [id, note, owner]}}]"
      })
  void whatOneBranchKeepsFromBeingWrittenNobodyWrites(String clauses) {
    String rule = "{rule: or, clauses: " + clauses + "}";
    House house =
        House.of("{read: {rule: authenticated}, create: %s, update: %s}".formatted(rule, rule));
    Update upsert = Update.upsert("db", "todos").where(field("id").eq("9"));
    house.denied(house.ann(), Update.all("db", "todos").set("owner", "ann"));
    house.denied(house.ann(), Create.one("db", "todos", Map.of("id", "9", "owner", "ann")));
    house.denied(house.ann(), upsert.set("owner", "ann"));
    assertThat(house.ann().update(Update.all("db", "todos").set("note", "x")).affected())
        .isEqualTo(3);
    house.ann().update(upsert.set("note", "x"));
  }

  /** An upsert is held to both rules, whichever is narrower. */
  @ParameterizedTest
  @ValueSource(strings = {"create", "update"})
  void anUpsertKeepsToBothRules(String narrow) {
    String rule = narrow + ": {rule: authenticated";
    House house = House.of(House.OPEN.replace(rule, rule + ", fields: {deny: [owner]}"));
    for (String id : List.of("1", "9")) {
      Update upsert = Update.upsert("db", "todos").where(field("id").eq(id));
      house.denied(house.ann(), upsert.set("owner", "ann"));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"read", "aggr"})
  void aPipelineKeepsToBothRules(String narrow) {
    String rule = narrow + ": {rule: authenticated";
    House house = House.of(House.OPEN.replace(rule, rule + ", fields: {deny: [note]}"));
    Aggregate all = Aggregate.all("db", "todos", List.of());
    assertThat(house.ann().aggregate(all).documents())
        .hasSize(3)
        .noneMatch(row -> row.containsKey("note"));
    for (Map<String, Object> stage :
        List.<Map<String, Object>>of(
            Map.of("$match", Map.of("note", "#note1")),
            Map.of("$group", Map.of("_id", "$note")),
            Map.of("$sort", Map.of("note", 1)))) {
      house.denied(house.ann(), Aggregate.all("db", "todos", List.of(stage)));
    }
  }

  @ParameterizedTest
  @MethodSource("io.spacecloud.engine.security.Door#creating")
  void whatOneBranchForcesIsForced(Door door) {
    String force = "{rule: force, field: args.doc.owner, value: args.auth.id}";
    for (String clauses :
        List.of(
            "[{rule: authenticated}, " + force + "]", "[" + force + ", {rule: authenticated}]")) {
      House house =
          House.of(
              House.OPEN.replace(
                  "create: {rule: authenticated}", "create: {rule: or, clauses: " + clauses + "}"));
      door.create(house.ann(), Map.of("id", "9", "owner", "bob"));
      assertThat(house.backend.rows("todos").stream().filter(row -> row.get("id").equals("9")))
          .as(clauses)
          .allMatch(row -> Set.of("ann").contains(row.get("owner")));
    }
  }
}
