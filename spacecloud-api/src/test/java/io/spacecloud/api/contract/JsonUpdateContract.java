package io.spacecloud.api.contract;

import static io.spacecloud.api.condition.Conditions.field;
import static io.spacecloud.api.contract.ContractFixture.assertValues;
import static io.spacecloud.api.contract.Table.doc;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spacecloud.api.error.ConflictException;
import io.spacecloud.api.request.Update;
import io.spacecloud.api.spi.Capability;
import io.spacecloud.api.value.Kind;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Updates that reach into columns of JSON. */
interface JsonUpdateContract extends ContractFixture {
  private Table table(Object... values) {
    needs(Capability.JSON);
    return Table.ofValues(harness(), Column.of("v", Kind.OBJECT), values);
  }

  @Test
  default void setCreatesMissingParentsAndKeepsTheRest() {
    Table table = table(null, Map.of(), Map.of("a", Map.of("b", 1, "c", 2), "d", 3));

    assertThat(table.run(table.update().set("v.a.b", 9)).affected()).isEqualTo(3);
    assertValues(table.values("v"))
        .containsExactly(
            Map.of("a", Map.of("b", 9)),
            Map.of("a", Map.of("b", 9)),
            Map.of("a", Map.of("b", 9, "c", 2), "d", 3));
  }

  @Test
  default void aParentThatIsNoObjectIsAConflictAndChangesNothing() {
    for (Object parent : List.of(5, "x", true, List.of(1))) {
      Table table = table(Map.of(), Map.of("a", parent));

      assertThatThrownBy(() -> table.run(table.update().set("v.a.b", 1)))
          .isInstanceOfSatisfying(
              ConflictException.class,
              e -> assertThat(e.reason()).isEqualTo(ConflictException.Reason.SHAPE));
      assertValues(table.values("v")).containsExactly(Map.of(), Map.of("a", parent));
    }
  }

  @Test
  default void setTakesStructuresAndNull() {
    Table table = table(Map.of("a", 1));
    Object structure = doc("x", List.of(1.5, "é", true), "y", Map.of());

    table.run(table.update().set("v.a", structure));
    assertValues(table.values("v")).containsExactly(Map.of("a", structure));
    table.run(table.update().set("v.a", null));
    assertValues(table.values("v")).containsExactly(Map.of());
    table.run(table.update().set("v", List.of(1)));
    assertValues(table.values("v")).containsExactly(List.of(1));
    table.run(table.update().set("v", null));
    assertValues(table.values("v")).containsExactly((Object) null);
  }

  @Test
  default void unsetTakesAFieldAway() {
    Table table = table(null, Map.of("b", 2), Map.of("a", Map.of("x", 1, "y", 2)));

    table.run(table.update().where(field("v.a.x").exists()).unset("v.a.x"));
    assertValues(table.values("v"))
        .containsExactly(null, Map.of("b", 2), Map.of("a", Map.of("y", 2)));
  }

  @Test
  default void unsetLeavesWhatIsNotThere() {
    List<Object> values =
        Arrays.asList(null, Map.of(), 5, "x", List.of(1), Map.of("a", 5), Map.of("a", List.of()));
    Table table = table(values.toArray());

    assertThat(table.run(table.update().unset("v.a.b")).affected()).isEqualTo(7);
    assertValues(table.values("v")).containsExactlyElementsOf(values);
  }

  @Test
  default void minAndMaxOfWhatHasNoOrderIsAConflict() {
    for (Object other : List.of("x", true, List.of(1), Map.of("b", 1))) {
      Table table = table(Map.of("a", 1), Map.of("a", other));

      for (Update update : List.of(table.update().min("v.a", 5), table.update().max("v.a", 5))) {
        assertThatThrownBy(() -> table.run(update))
            .isInstanceOfSatisfying(
                ConflictException.class,
                e -> assertThat(e.reason()).isEqualTo(ConflictException.Reason.SHAPE));
      }
      assertValues(table.values("v")).containsExactly(Map.of("a", 1), Map.of("a", other));
    }
  }

  @Test
  default void numbersInsideAreCalculated() {
    Table table = table(null, Map.of("n", 5), Map.of("n", new BigDecimal("0.1")));

    table.run(table.update().inc("v.n", 2));
    assertValues(table.values("v"))
        .containsExactly(Map.of("n", 2), Map.of("n", 7), Map.of("n", new BigDecimal("2.1")));
    table.run(table.update().mul("v.n", 3));
    table.run(table.update().min("v.n", 10));
    table.run(table.update().max("v.n", 7));
    assertValues(table.values("v"))
        .containsExactly(Map.of("n", 7), Map.of("n", 10), Map.of("n", 7));
    table.run(table.update().mul("v.m", 3));
    assertThat(table.run(table.count().where(field("v.m").eq(0))).count()).isEqualTo(3);
  }

  @Test
  default void largeNumbersInsideStayExact() {
    Table table = table(Map.of("n", 1L << 53));

    table.run(table.update().inc("v.n", 1));
    assertValues(table.values("v")).containsExactly(Map.of("n", (1L << 53) + 1));
  }

  @Test
  default void pushAppendsAndStartsLists() {
    Table table = table(null, Map.of("l", List.of("a")), Map.of("x", 1));

    table.run(table.update().push("v.l", "b"));
    assertValues(table.values("v"))
        .containsExactly(
            Map.of("l", List.of("b")),
            Map.of("l", List.of("a", "b")),
            Map.of("x", 1, "l", List.of("b")));
    table.run(table.update().push("v.l", Map.of("c", List.of())));
    assertThat(table.ids(table.all().where(field("v.l").contains(List.of(Map.of("c", List.of()))))))
        .hasSize(3);
  }

  @Test
  default void pushAppendsToAColumnThatIsAList() {
    Table table = table(null, List.of(1));

    table.run(table.update().push("v", List.of(2)));
    assertValues(table.values("v")).containsExactly(List.of(List.of(2)), List.of(1, List.of(2)));
  }

  @Test
  default void pushOntoWhatIsNoListIsAConflict() {
    Table table = table(Map.of("l", List.of()), Map.of("l", 1));

    assertThatThrownBy(() -> table.run(table.update().push("v.l", 1)))
        .isInstanceOf(ConflictException.class);
    assertValues(table.values("v")).containsExactly(Map.of("l", List.of()), Map.of("l", 1));
  }

  @Test
  default void severalPathsOfOneColumnChangeTogether() {
    Table table = table(Map.of("a", 1, "b", Map.of("c", 1)));
    Update update =
        table.update().inc("v.a", 1).set("v.b.d", "x").push("v.l", 1).set("v.e.f", true);

    table.run(update);
    assertValues(table.values("v"))
        .containsExactly(
            doc("a", 2, "b", Map.of("c", 1, "d", "x"), "l", List.of(1), "e", Map.of("f", true)));
  }
}
