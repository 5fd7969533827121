package io.spacecloud.api.contract;

import static io.spacecloud.api.condition.Conditions.field;
import static io.spacecloud.api.contract.Table.doc;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.spacecloud.api.condition.Condition;
import io.spacecloud.api.condition.Conditions;
import io.spacecloud.api.spi.Capability;
import io.spacecloud.api.value.Kind;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;

/** Conditions select the rows that {@link ConditionCases} names, and their negations the others. */
interface ConditionContract extends ContractFixture {
  @TestFactory
  default Stream<DynamicNode> conditionsSelectTheirRows() {
    return ConditionCases.all(harness().timestampDigits())
        .filter(cases -> !cases.spec().hasJson() || harness().has(Capability.JSON))
        .map(cases -> dynamicContainer(cases.title(), Stream.of(cases).flatMap(this::tests)));
  }

  private Stream<DynamicNode> tests(CaseTable cases) {
    Table table = Table.of(harness(), cases.spec());
    table.insert(cases.documents());
    return cases.cases().stream().map(each -> test(table, cases, each));
  }

  private DynamicNode test(Table table, CaseTable cases, CaseTable.Case each) {
    String condition = String.valueOf(Conditions.toMap(each.condition()));
    return dynamicTest(
        condition,
        () -> {
          unlessFlawed(cases.title() + " " + condition);
          Set<String> others = new TreeSet<>(cases.names());
          others.removeAll(each.names());
          assertThat(selected(table, each.condition())).isEqualTo(List.copyOf(each.names()));
          assertThat(selected(table, Conditions.not(each.condition())))
              .as("the negation")
              .isEqualTo(List.copyOf(others));
          assertThat(table.run(table.count().where(each.condition())).count())
              .as("the count")
              .isEqualTo(each.names().size());
        });
  }

  private static List<Object> selected(Table table, Condition condition) {
    return table.ids(table.all().where(condition).select("id")).stream().sorted().toList();
  }

  /** What went back on each way in which a pattern could match would never come to an end. */
  @Test
  @Timeout(300)
  default void aPatternThatCouldMatchInManyWaysIsDecidedSoon() {
    String text = "a".repeat(3_000);
    Map<String, Object> json = Map.of("s", text);
    boolean nested = harness().has(Capability.JSON);
    Column s = Column.of("s", Kind.STRING).length(4_000);
    Table table =
        nested ? Table.of(harness(), s, Column.of("j", Kind.OBJECT)) : Table.of(harness(), s);
    table.insert(List.of(nested ? doc("id", 1, "s", text, "j", json) : doc("id", 1, "s", text)));

    for (String field : nested ? List.of("s", "j.s") : List.of("s")) {
      for (String part : List.of("%a", "%_a", "%a_", "%aa%_")) {
        String many = part.repeat(990 / part.length());
        assertThat(selected(table, field(field).like(many + "%"))).as(many).containsExactly(1L);
        assertThat(selected(table, field(field).like(many + "%b"))).as(many).isEmpty();
      }
      for (String missed : List.of("_".repeat(900) + "%b", "%" + "_".repeat(900), "%b%")) {
        boolean matches = !missed.contains("b");
        assertThat(selected(table, field(field).like(missed))).hasSize(matches ? 1 : 0);
      }
    }
  }
}
