package io.spacecloud.engine.security;

import static io.spacecloud.api.condition.Conditions.TRUE;
import static io.spacecloud.api.condition.Conditions.field;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spacecloud.api.error.AccessDeniedException;
import io.spacecloud.api.request.Update;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Where several policies grant, the narrower wins (class 5): what one of them keeps back, none
 * gives.
 *
 * <p>Falls with {@code fields.and} in {@code Disjunction.add}, with {@code denied} in {@code
 * FieldAccess.and}, with the mask in {@code Permit.shown}, or with {@code FieldGuard.written} in
 * {@code Authorizer.change}.
 */
class OverlappingPoliciesTest {
  private static final List<String> OVERLAPPING =
      List.of(
          "{rule: or, clauses: [{rule: authenticated}, {rule: authenticated, fields: {deny:"
              + " [note]}}]}",
          "{rule: or, clauses: [{rule: authenticated, fields: {deny: [note]}}, {rule:"
              + " authenticated}]}",
          "{rule: or, clauses: [{rule: authenticated, fields: {deny: [d]}}, {rule: authenticated,"
              + " fields: {deny: [note]}}]}",
          "{rule: or, clauses: [{rule: authenticated, fields: {allow: [id, note]}}, {rule:"
              + " authenticated, fields: {allow: [id, owner, n]}}]}",
          "{rule: or, clauses: [{rule: filter, find: {owner: bob}, fields: {allow: [id]}}, {rule:"
              + " filter, find: {owner: args.auth.id}}]}",
          "{rule: or, clauses: [{rule: and, clauses: [{rule: filter, find: {owner: bob}}, {rule:"
              + " remove, field: res.note}]}, {rule: authenticated}]}");

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
      assertThatThrownBy(() -> door.find(house.ann(), field("note").eq("#note1")))
          .as(read)
          .isInstanceOf(AccessDeniedException.class);
      assertThat(house.stored()).isEqualTo(before);
    }
  }

  @Test
  void whatOneBranchKeepsFromBeingWrittenNobodyWrites() {
    House house =
        House.of(
            House.OPEN.replace(
                "update: {rule: authenticated}",
                "update: {rule: or, clauses: [{rule: authenticated}, {rule: authenticated, fields:"
                    + " {deny: [owner]}}]}"));
    assertThatThrownBy(() -> house.ann().update(Update.all("db", "todos").set("owner", "ann")))
        .isInstanceOf(AccessDeniedException.class);
    assertThat(house.ann().update(Update.all("db", "todos").set("note", "x")).affected())
        .isEqualTo(3);
  }
}
