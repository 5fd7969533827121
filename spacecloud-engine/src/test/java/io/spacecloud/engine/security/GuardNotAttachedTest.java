package io.spacecloud.engine.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spacecloud.api.error.AccessDeniedException;
import io.spacecloud.api.error.NotFoundException;
import io.spacecloud.api.request.Create;
import io.spacecloud.api.request.Operation;
import io.spacecloud.api.request.Read;
import io.spacecloud.api.request.Update;
import io.spacecloud.api.rule.RuleEvaluator;
import io.spacecloud.api.rule.RuleInput;
import io.spacecloud.api.rule.Verdict;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Where no rule is attached, nothing is granted (class 12).
 *
 * <p>Falls with {@code DeclarativeRules.noRule}, with the check of declared collections in {@code
 * Databases.target}, with the catch in {@code Judge.ask}, or with the aggregate's own rule in
 * {@code Authorizer.pipeline}.
 */
class GuardNotAttachedTest {
  @ParameterizedTest
  @EnumSource
  void withoutRulesNothingIsGranted(Door door) {
    for (String rules : List.of("{}", "{read: {rule: deny}}")) {
      House house = House.of(rules);
      assertThatThrownBy(() -> door.enter(house.ann())).isInstanceOf(AccessDeniedException.class);
      assertThat(house.backend.commands()).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource
  void aRuleForOneOperationIsNoneForAnother(Door door) {
    for (Operation missing : Operation.values()) {
      StringBuilder rules = new StringBuilder();
      for (Operation operation : Operation.values()) {
        if (operation != missing) {
          rules.append(operation.key()).append(": {rule: authenticated}\n");
        }
      }
      House house = House.of(rules.toString());
      if (door.needs(missing)) {
        assertThatThrownBy(() -> door.enter(house.ann()))
            .as("%s", missing)
            .isInstanceOf(AccessDeniedException.class);
        assertThat(house.backend.commands()).isEmpty();
      } else {
        door.enter(house.ann());
      }
    }
  }

  @Test
  void anUpsertNeedsBothRules() {
    for (String rules :
        List.of(
            "{update: {rule: authenticated}, read: {rule: authenticated}}",
            "{create: {rule: authenticated}, read: {rule: authenticated}}")) {
      House house = House.of(rules);
      assertThatThrownBy(
              () ->
                  house
                      .ann()
                      .update(
                          Update.upsert("db", "todos")
                              .where(io.spacecloud.api.condition.Conditions.field("id").eq("9"))
                              .set("owner", "ann")))
          .isInstanceOf(AccessDeniedException.class);
      assertThat(house.backend.commands()).isEmpty();
    }
  }

  @Test
  void aCollectionThatIsNotDeclaredIsNotThere() {
    House house = House.of(House.OPEN);
    assertThatThrownBy(() -> house.ann().read(Read.all("db", "secret")))
        .isInstanceOf(NotFoundException.class);
    assertThatThrownBy(() -> house.ann().read(Read.all("db", "default")))
        .isInstanceOf(NotFoundException.class);
    assertThatThrownBy(() -> house.ann().read(Read.all("db", "bare")))
        .isInstanceOf(AccessDeniedException.class);
    assertThatThrownBy(() -> house.ann().create(Create.one("db", "bare", Map.of("id", "1"))))
        .isInstanceOf(AccessDeniedException.class);
    assertThat(house.backend.commands()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void anEvaluatorThatAnswersNothingDenies(Door door) {
    for (RuleEvaluator evaluator :
        List.<RuleEvaluator>of(
            input -> null,
            input -> {
              throw new IllegalStateException("broken");
            },
            GuardNotAttachedTest::overflowing,
            input -> new Verdict.Denied("x", null, "no", null))) {
      House house = House.judgedBy(evaluator);
      String before = house.stored();
      assertThatThrownBy(() -> door.enter(house.ann())).isInstanceOf(AccessDeniedException.class);
      assertThat(house.stored()).isEqualTo(before);
      assertThat(house.backend.commands()).isEmpty();
    }
  }

  private static Verdict overflowing(RuleInput input) {
    return overflowing(input);
  }
}
