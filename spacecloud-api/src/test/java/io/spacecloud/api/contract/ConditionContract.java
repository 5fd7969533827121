package io.spacecloud.api.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.spacecloud.api.condition.Condition;
import io.spacecloud.api.condition.Conditions;
import io.spacecloud.api.spi.Capability;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.TestFactory;

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
}
