package io.spacecloud.api.condition;

import static io.spacecloud.api.condition.ConditionEvaluator.compile;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ConditionRandomTest {
  private static final int ROUNDS = 20_000;

  private final RandomConditions random = RandomConditions.seeded();

  private static boolean holds(Condition condition, Map<String, ?> row) {
    return compile(condition).test(row);
  }

  @Test
  void the_wire_form_of_a_condition_reads_as_an_equal_condition() {
    for (int i = 0; i < ROUNDS; i++) {
      Condition condition = random.condition(4);
      Map<String, ?> wire = Conditions.toMap(condition);

      assertThat(Conditions.parse(wire)).as("%s", wire).isEqualTo(condition);
    }
  }

  @Test
  void a_condition_and_its_negation_part_the_rows() {
    for (int i = 0; i < ROUNDS; i++) {
      Condition condition = random.condition(3);
      Map<String, ?> row = random.row();

      assertThat(holds(Conditions.not(condition), row))
          .as("%s on %s", condition, row)
          .isEqualTo(!holds(condition, row));
    }
  }

  @Test
  void folded_and_flattened_logic_means_what_its_parts_mean() {
    for (int i = 0; i < ROUNDS; i++) {
      List<Condition> parts = random.several(3);
      parts.add(Conditions.and(random.several(2)));
      parts.add(Conditions.or(random.several(2)));
      Map<String, ?> row = random.row();

      assertThat(holds(Conditions.and(parts), row))
          .as("all of %s on %s", parts, row)
          .isEqualTo(parts.stream().allMatch(part -> holds(part, row)));
      assertThat(holds(Conditions.or(parts), row))
          .as("any of %s on %s", parts, row)
          .isEqualTo(parts.stream().anyMatch(part -> holds(part, row)));
    }
  }

  @Test
  void de_morgan_holds() {
    for (int i = 0; i < ROUNDS; i++) {
      List<Condition> parts = random.several(3);
      List<Condition> negated = new ArrayList<>();
      parts.forEach(part -> negated.add(Conditions.not(part)));
      Map<String, ?> row = random.row();

      assertThat(holds(Conditions.not(Conditions.and(parts)), row))
          .as("%s on %s", parts, row)
          .isEqualTo(holds(Conditions.or(negated), row));
      assertThat(holds(Conditions.not(Conditions.or(parts)), row))
          .as("%s on %s", parts, row)
          .isEqualTo(holds(Conditions.and(negated), row));
    }
  }

  @Test
  void membership_is_equality_with_any() {
    FieldPath path = FieldPath.of("a");
    for (int i = 0; i < ROUNDS; i++) {
      List<Object> values = new ArrayList<>();
      values.add(random.value());
      values.add(random.value());
      values.add(random.value());
      Map<String, ?> row = random.row();

      assertThat(holds(Conditions.in(path, values), row))
          .as("%s on %s", values, row)
          .isEqualTo(values.stream().anyMatch(v -> holds(Conditions.equal(path, v), row)));
    }
  }
}
