package io.spacecloud.engine.security;

import static io.spacecloud.api.condition.Conditions.TRUE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spacecloud.api.error.AccessDeniedException;
import io.spacecloud.api.result.Result;
import io.spacecloud.engine.config.InvalidConfigException;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A policy that comes to nothing grants nothing (class 4): a claim that is missing, null, empty or
 * of another kind, and a clause that is empty, are never <em>true</em>.
 *
 * <p>Falls with {@code throw missing} or {@code throw misfit} in {@code Finder.Tested}, with {@code
 * Conditions.in} of nothing being false, or with {@code RuleParser}'s refusals of an empty list of
 * clauses and of a find that restricts nothing.
 */
class DegeneratePolicyTest {
  private static Map<String, Object> claims(Object teams) {
    Map<String, Object> claims = new LinkedHashMap<>();
    claims.put("id", "eve");
    if (teams != MISSING) {
      claims.put("team", teams);
    }
    return claims;
  }

  private static final Object MISSING = new Object();

  private static void touchesNothing(House house, Door door, Map<String, Object> claims) {
    String before = house.stored();
    try {
      Result result = door.find(house.cloud.authenticated(claims), TRUE);
      assertThat(result.documents()).isEmpty();
      assertThat(result.values()).isEmpty();
      assertThat(result.count() + result.affected()).isZero();
    } catch (AccessDeniedException e) {
      assertThat(e).hasMessage("denied");
    }
    assertThat(house.stored()).isEqualTo(before);
  }

  @ParameterizedTest
  @MethodSource("io.spacecloud.engine.security.Door#finding")
  void aClaimThatIsNothingSelectsNothing(Door door) {
    for (Object team :
        Arrays.asList(
            MISSING, null, "", List.of(), Map.of(), false, 0, Map.of("$ne", "x"), List.of("ann"))) {
      House house = House.of(House.rules("{rule: filter, find: {owner: args.auth.team}}"));
      touchesNothing(house, door, claims(team));
    }
  }

  @ParameterizedTest
  @MethodSource("io.spacecloud.engine.security.Door#finding")
  void aListOfNothingHoldsNothing(Door door) {
    for (Object team :
        Arrays.asList(
            MISSING, null, List.of(), Collections.singletonList(null), "ann", List.of(1), 1)) {
      House house = House.of(House.rules("{rule: filter, find: {owner: {$in: args.auth.team}}}"));
      touchesNothing(house, door, claims(team));
    }
  }

  @ParameterizedTest
  @MethodSource("io.spacecloud.engine.security.Door#finding")
  void theOppositeOfAnErrorIsNoGrant(Door door) {
    for (String rule :
        List.of(
            "{rule: not, clause: {rule: filter, find: {owner: args.auth.team}}}",
            "{rule: not, clause: {rule: match, eval: ==, type: string, f1: args.auth.team, f2: x}}",
            "{rule: match, eval: '!=', type: string, f1: args.auth.team, f2: x}",
            "{rule: match, eval: notIn, type: string, f1: x, f2: args.auth.team}",
            "{rule: or, clauses: [{rule: deny}, {rule: not, clause: {rule: match, eval: in, type:"
                + " string, f1: x, f2: args.auth.team}}]}",
            "{rule: filter, find: {owner: {$ne: args.auth.team}}}",
            "{rule: filter, find: {owner: {$nin: args.auth.team}}}",
            "{rule: filter, find: {$or: [{owner: args.auth.team}, {n: {$gt: 0}}]}}")) {
      touchesNothing(House.of(House.rules(rule)), door, claims(MISSING));
      touchesNothing(House.of(House.rules(rule)), door, claims(null));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{rule: and, clauses: []}",
        "{rule: or, clauses: []}",
        "{rule: or}",
        "{rule: not}",
        "{rule: filter}",
        "{rule: filter, find: {}}",
        "{rule: filter, find: {$and: []}}",
        "{rule: filter, find: null}",
        "{rule: match, eval: ==, type: string, f1: args.auth.id}",
        "{rule: match}",
        "{}",
        "[]",
        "null",
        "true"
      })
  void aRuleThatSaysNothingIsRefusedWhenItIsLoaded(String rule) {
    assertThatThrownBy(() -> House.config("{read: " + rule + "}"))
        .isInstanceOf(InvalidConfigException.class);
  }
}
