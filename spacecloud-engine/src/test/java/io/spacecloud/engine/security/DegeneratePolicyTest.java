package io.spacecloud.engine.security;

import static io.spacecloud.api.condition.Conditions.TRUE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spacecloud.api.error.AccessDeniedException;
import io.spacecloud.api.request.Create;
import io.spacecloud.api.request.Update;
import io.spacecloud.api.result.Result;
import io.spacecloud.engine.Session;
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
 * of another kind, and a clause that is empty, are never <em>true</em>; not for rows, either, in
 * which what is compared is missing too.
 *
 * <p>Fails without {@code Finder.Tested#bind} throwing for a variable that does not resolve, for an
 * {@code $in} that is no list or holds null, and for an empty {@code $contains}; without {@code
 * Finder#bindAll} binding every part; without {@code Conditions#in} of nothing being false. Without
 * {@code MatchNode#error} in each of its comparisons, {@code FunctionSlots.Items} and {@code
 * .Length} of nothing being nothing, {@code MatchType#read} taking texts for no numbers. Without
 * the errors of {@code FilterNode}, {@code QueryNode}, {@code OrNode#join} and {@code Outcome#and}
 * staying errors under {@code Outcome#not}. Without the refusals of empty clauses, finds and fields
 * in {@code RuleParser}, {@code FindParser#query} and {@code LimitParser#paths}.
 */
class DegeneratePolicyTest {
  private static final Object MISSING = new Object();

  private static Map<String, Object> claims(Object team) {
    Map<String, Object> claims = new LinkedHashMap<>();
    claims.put("id", "eve");
    if (team != MISSING) {
      claims.put("team", team);
    }
    return claims;
  }

  /** A house with a row of which nothing is known, and one that holds empty things. */
  private static House house(String rule) {
    House house = House.of(House.rules(rule));
    Session trusted = house.cloud.trusted();
    trusted.create(Create.one("db", "todos", Map.of("id", "4")));
    Map<String, Object> object = Map.of("l", List.of(), "o", Map.of(), "t", List.of("red"));
    trusted.create(Create.one("db", "todos", Map.of("id", "5", "owner", "", "j", object)));
    return house;
  }

  private static void touchesNothing(House house, Door door, Object team) {
    String before = house.stored();
    try {
      Result result = door.find(house.cloud.authenticated(claims(team)), TRUE);
      assertThat(result.documents()).as("%s", team).isEmpty();
      assertThat(result.values()).as("%s", team).isEmpty();
      assertThat(result.count() + result.affected()).as("%s", team).isZero();
    } catch (AccessDeniedException e) {
      assertThat(e).hasMessage("denied");
    }
    assertThat(house.stored()).isEqualTo(before);
  }

  private static void touchesNothing(Door door, String rule, Object... teams) {
    House house = house(rule);
    for (Object team : teams) {
      touchesNothing(house, door, team);
    }
  }

  @ParameterizedTest
  @MethodSource("io.spacecloud.engine.security.Door#finding")
  void aClaimThatIsNothingSelectsNothing(Door door) {
    Object[] nothing = {
      MISSING, null, " ", List.of(), Map.of(), false, 0, Map.of("$ne", "x"), List.of("ann")
    };
    touchesNothing(door, "{rule: filter, find: {owner: args.auth.team}}", nothing);
    touchesNothing(door, "{rule: filter, find: {owner: {$eq: args.auth.team}}}", nothing);
    touchesNothing(door, "{rule: filter, find: {id: '1', owner: args.auth.team}}", nothing);
    touchesNothing(door, "{rule: filter, find: {j.owner: args.auth.team}}", nothing);
    touchesNothing(
        door, "{rule: query, db: db, col: todos, find: {owner: args.auth.team}}", nothing);
    touchesNothing(
        door,
        "{rule: match, eval: ==, type: string, f1: args.auth.team, f2: args.auth.other}",
        nothing);
  }

  @ParameterizedTest
  @MethodSource("io.spacecloud.engine.security.Door#finding")
  void aListOfNothingHoldsNothing(Door door) {
    Object[] nothing = {
      MISSING,
      null,
      List.of(),
      Collections.singletonList(null),
      Arrays.asList("x", null),
      "ann",
      List.of(1),
      1,
      Map.of("0", "ann")
    };
    touchesNothing(door, "{rule: filter, find: {owner: {$in: args.auth.team}}}", nothing);
    touchesNothing(door, "{rule: filter, find: {owner: {$in: [args.auth.none]}}}", nothing);
    touchesNothing(
        door, "{rule: match, eval: in, type: string, f1: ann, f2: args.auth.team}", nothing);
    touchesNothing(
        door, "{rule: query, db: db, col: todos, find: {owner: {$in: args.auth.team}}}", nothing);
  }

  @ParameterizedTest
  @MethodSource("io.spacecloud.engine.security.Door#finding")
  void whatIsEmptyIsNotContainedInEverything(Door door) {
    Object[] empty = {MISSING, null, List.of(), Map.of()};
    for (String field : List.of("j", "j.l", "j.o", "j.t")) {
      touchesNothing(
          door, "{rule: filter, find: {" + field + ": {$contains: args.auth.team}}}", empty);
      touchesNothing(
          door, "{rule: filter, find: {" + field + ": {$contains: [args.auth.none]}}}", empty);
    }
    House house = house("{rule: filter, find: {j.t: {$contains: args.auth.team}}}");
    assertThat(door.find(house.cloud.authenticated(claims(List.of("red"))), TRUE).count())
        .isEqualTo(1);
  }

  @ParameterizedTest
  @MethodSource("io.spacecloud.engine.security.Door#finding")
  void whatIsNothingIsNeitherLessNorMoreNorOther(Door door) {
    Object[] nothing = {MISSING, null, List.of(), Map.of(), true};
    for (String eval : List.of("==", "!=", "<", "<=", ">", ">=")) {
      for (String number : List.of("0", "-1", "1")) {
        String match = "{rule: match, eval: '%s', type: number, f1: args.auth.team, f2: %s}";
        touchesNothing(door, match.formatted(eval, number), nothing);
        touchesNothing(door, match.formatted(eval, number), "", "0", "5");
      }
    }
    for (String operator : List.of("$gt", "$gte", "$lt", "$lte")) {
      String filter = "{rule: filter, find: {n: {" + operator + ": args.auth.team}}}";
      touchesNothing(door, filter, nothing);
      touchesNothing(door, filter, "", "0");
      touchesNothing(door, "{rule: not, clause: " + filter + "}", nothing);
    }
    touchesNothing(
        door,
        "{rule: match, eval: ==, type: number, f1: utils.length(args.auth.team), f2: 0}",
        MISSING,
        null,
        0,
        false);
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
            "{rule: not, clause: {rule: and, clauses: [{rule: authenticated}, {rule: filter, find:"
                + " {owner: args.auth.team}}]}}",
            "{rule: not, clause: {rule: and, clauses: [{rule: filter, find: {id: {$exists: true}}},"
                + " {rule: filter, find: {owner: args.auth.team}}]}}",
            "{rule: not, clause: {rule: or, clauses: [{rule: deny}, {rule: filter, find: {owner:"
                + " args.auth.team}}]}}",
            "{rule: not, clause: {rule: not, clause: {rule: not, clause: {rule: filter, find:"
                + " {owner: args.auth.team}}}}}",
            "{rule: filter, find: {owner: {$ne: args.auth.team}}}",
            "{rule: filter, find: {owner: {$nin: args.auth.team}}}",
            "{rule: filter, find: {owner: {$not: {$eq: args.auth.team}}}}",
            "{rule: filter, find: {$nor: [{owner: args.auth.team}]}}",
            "{rule: filter, find: {$not: {owner: args.auth.team}}}",
            "{rule: filter, find: {$or: [{owner: args.auth.team}, {n: {$gt: 0}}]}}",
            "{rule: query, db: db, col: todos, find: {owner: x}, clause: {rule: match, eval: '!=',"
                + " type: string, f1: args.result.0.owner, f2: x}}",
            "{rule: not, clause: {rule: query, db: db, col: todos, find: {owner: args.auth.team}}}",
            "{rule: not, clause: {rule: query, db: db, col: todos, find: {owner: x}, clause: {rule:"
                + " match, eval: ==, type: string, f1: args.result.0.owner, f2: x}}}")) {
      touchesNothing(door, rule, MISSING, null);
    }
  }

  /** Of two things that are both missing, neither is the other. */
  @ParameterizedTest
  @MethodSource("io.spacecloud.engine.security.Door#creating")
  void twoNothingsAreNotTheSame(Door door) {
    for (String rule :
        List.of(
            "{rule: filter, find: {owner: args.auth.team}}",
            "{rule: filter, find: {owner: {$in: [args.auth.team]}}}",
            "{rule: match, eval: ==, type: string, f1: args.auth.team, f2: args.auth.none}",
            "{rule: match, eval: ==, type: string, f1: args.auth.team, f2: %s.owner}",
            "{rule: match, eval: '!=', type: string, f1: args.auth.team, f2: %s.owner}")) {
      House house =
          House.of(
              "{read: {rule: authenticated}, create: %s, update: %s}"
                  .formatted(rule.formatted("args.doc"), rule.formatted("args.update.$set")));
      for (Object team : Arrays.asList(MISSING, null)) {
        Session eve = house.cloud.authenticated(claims(team));
        Map<String, Object> bare = new LinkedHashMap<>(Map.of("id", "9", "n", 1));
        assertThatThrownBy(() -> door.create(eve, bare), rule)
            .isInstanceOf(AccessDeniedException.class);
        bare.put("owner", null);
        assertThatThrownBy(() -> door.create(eve, bare), rule)
            .isInstanceOf(AccessDeniedException.class);
        house.denied(eve, Update.all("db", "todos").unset("owner"));
        house.denied(eve, Update.all("db", "todos").set("owner", null));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{rule: and, clauses: []}",
        "{rule: or, clauses: []}",
        "{rule: or, clauses: {}}",
        "{rule: or, clauses: [[]]}",
        "{rule: or, clauses: [null]}",
        "{rule: or}",
        "{rule: not}",
        "{rule: not, clause: null}",
        "{rule: filter}",
        "{rule: filter, find: {}}",
        "{rule: filter, find: []}",
        "{rule: filter, find: {$and: []}}",
        "{rule: filter, find: {$nor: []}}",
        "{rule: filter, find: {$not: {$or: []}}}",
        "{rule: filter, find: {$or: [{}]}}",
        "{rule: filter, find: {$or: [{owner: args.auth.id}, {}]}}",
        "{rule: filter, find: {owner: {}}}",
        "{rule: filter, find: {owner: {$nin: []}}}",
        "{rule: filter, find: null}",
        "{rule: query, db: db, col: todos}",
        "{rule: query, db: db, col: '', find: {}}",
        "{rule: query, db: db, col: todos, find: {}, clause: null}",
        "{rule: match, eval: ==, type: string, f1: args.auth.id}",
        "{rule: match, eval: ==, type: string, f1: args.auth.id, f2: null}",
        "{rule: match}",
        "{rule: authenticated, fields: {allow: []}}",
        "{rule: authenticated, fields: {}}",
        "{rule: authenticated, fields: null}",
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
