package io.spacecloud.engine.security;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spacecloud.engine.SessionFiles;
import io.spacecloud.engine.config.InvalidConfigException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A rule of files that comes to nothing grants nothing (classes 4 and 10): a claim that is missing,
 * null, empty or of another kind, something that is not said of a file, a clause that is empty.
 *
 * <p>Falls without {@code MatchNode#error} in each of its comparisons, with {@code MatchType#read}
 * taking texts for numbers or booleans, without the refusals of empty clauses in {@code
 * RuleParser}.
 */
class FileDegeneratePolicyTest {
  private static String match(String rest) {
    return "{rule: match, " + rest + "}";
  }

  private static SessionFiles eve(FileHouse house, Object team) {
    Map<String, Object> claims = new LinkedHashMap<>();
    claims.put("id", "eve");
    claims.put("team", team);
    return house.cloud.authenticated(claims).files();
  }

  @ParameterizedTest
  @EnumSource
  void aClaimThatIsNotThereSatisfiesNothing(FileDoor door) {
    for (String eval : List.of("==", "'!='", "in", "notIn")) {
      String rule =
          match("eval: " + eval + ", type: string, f1: args.params.o, f2: args.auth.team");
      for (String each : List.of(rule, "{rule: not, clause: " + rule + "}")) {
        try (FileHouse house = FileHouse.of("/:o", FileHouse.rules(each))) {
          house.denied(door, house.as("eve"), "/ann/f");
          house.denied(door, eve(house, null), "/ann/f");
          house.denied(door, eve(house, Map.of()), "/ann/f");
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void aClaimThatIsEmptyIsNobodys(FileDoor door) {
    for (String eval : List.of("==", "in")) {
      String rule =
          match("eval: " + eval + ", type: string, f1: args.params.o, f2: args.auth.team");
      try (FileHouse house = FileHouse.of("/:o", FileHouse.rules(rule))) {
        for (Object team : Arrays.asList("", List.of(), List.of(""), 0, false, List.of(0))) {
          house.denied(door, eve(house, team), "/ann/f");
        }
      }
    }
  }

  /** What is said of a file by nobody, or is not said where it is read, deleted or moved. */
  @ParameterizedTest
  @EnumSource
  void whatIsNotSaidOfAFileSatisfiesNothing(FileDoor door) {
    for (String comparison :
        List.of(
            "eval: '!=', type: string, f1: args.meta.owner, f2: x",
            "eval: notIn, type: string, f1: args.meta.name, f2: [x]",
            "eval: <, type: number, f1: args.meta.size, f2: 10",
            "eval: ==, type: bool, f1: args.meta.hidden, f2: false")) {
      String rule = match(comparison);
      for (String each : List.of(rule, "{rule: not, clause: " + rule + "}")) {
        try (FileHouse house = FileHouse.of("/", FileHouse.rules(each))) {
          house.denied(door, house.ann(), "/ann/f");
        }
      }
    }
  }

  /**
   * An upload has three bytes and a type; every other door says nothing, or only that it is none.
   */
  @ParameterizedTest
  @EnumSource
  void kindsAreNotTakenForOneAnother(FileDoor door) {
    for (String comparison :
        List.of(
            "eval: ==, type: string, f1: args.meta.bytes, f2: '3'",
            "eval: <=, type: number, f1: args.meta.bytes, f2: args.auth.quota",
            "eval: ==, type: string, f1: args.meta.folder, f2: 'false'",
            "eval: ==, type: number, f1: args.meta.folder, f2: 0",
            "eval: ==, type: bool, f1: args.meta.contentType, f2: true",
            "eval: <, type: number, f1: args.meta.bytes, f2: 3",
            "eval: ==, type: number, f1: args.meta.bytes, f2: 3.5")) {
      try (FileHouse house = FileHouse.of("/", FileHouse.rules(match(comparison)))) {
        for (Object quota : List.of("9", "10", true, List.of(9))) {
          Map<String, Object> claims = Map.of("id", "ann", "quota", quota);
          house.denied(door, house.cloud.authenticated(claims).files(), "/ann/f");
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{rule: or, clauses: []}",
        "{rule: and, clauses: []}",
        "{rule: and}",
        "{rule: not}",
        "{rule: match, eval: ==, type: string, f1: args.params.nobody, f2: x}",
        "{rule: filter, find: {owner: x}}",
        "{rule: force, field: args.meta.contentType, value: x}",
        "{rule: remove, fields: [args.meta.bytes]}",
        "{}"
      })
  void aRuleThatSaysNothingIsRefused(String rule) {
    assertThatThrownBy(() -> FileHouse.of("/:o", FileHouse.rules(rule)).close())
        .isInstanceOf(InvalidConfigException.class);
  }
}
