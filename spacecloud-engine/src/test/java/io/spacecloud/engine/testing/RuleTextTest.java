package io.spacecloud.engine.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.spacecloud.engine.ProjectConfig;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a rule without a name is told by. */
class RuleTextTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "read | {rule: allow} | ``",
        "read | {rule: or, clauses: [{rule: allow}]} | ``",
        "read | {rule: match, eval: ==, type: string, f1: args.auth.role, f2: x} |"
            + " args.auth.role == 'x'",
        "read | {rule: match, eval: in, type: number, f1: 1, f2: [1, args.auth.n]} |"
            + " 1 in [1, args.auth.n]",
        "read | {rule: filter, find: {owner: args.auth.id}} | owner: args.auth.id",
        "read | {rule: filter, find: {a: 1, b: {$gt: 2}}} | a: 1, b: {$gt: 2}",
        "read | {rule: filter, find: {$or: [{a: {$lte: args.auth.n}}, {b: null}]}} |"
            + " $or: [{a: {$lte: args.auth.n}}, {b: {$exists: false}}]",
        "read | {rule: filter, find: {a: {$ne: args.auth.n}, b: x}} |"
            + " $not: {a: args.auth.n}, b: 'x'",
        "read | {rule: filter, find: {a: {$in: [x, y]}}} | a: {$in: ['x', 'y']}",
        "read | {rule: query, db: db, col: team, find: {id: args.auth.team}} |"
            + " db.team {id: args.auth.team}",
        "read | {rule: remove, fields: [res.a, res.b.c]} | res.a, res.b.c",
        "read | {rule: force, field: res.a, value: args.auth.id} | res.a = args.auth.id",
        "read | {rule: hash, field: res.a} | res.a",
        "create | {rule: force, field: args.doc.a, value: x} | args.doc.a = 'x'",
        "create | {rule: remove, fields: [args.doc.a, args.doc.b]} | args.doc.a, args.doc.b",
        "create | {rule: encrypt, fields: [args.doc.a]} | args.doc.a",
      })
  void aRuleIsTold(String operation, String rule, String text) {
    assertThat(says(operation, rule)).isEqualTo(text);
  }

  @Test
  void whatIsLongIsCut() {
    String longest = "x".repeat(117);
    assertThat(says("read", "{rule: filter, find: {" + longest + ": 1}}"))
        .isEqualTo(longest + ": 1");
    assertThat(says("read", "{rule: filter, find: {" + longest + ": 12}}"))
        .isEqualTo(longest + ": …")
        .hasSize(120);
  }

  private static String says(String operation, String rule) {
    String key = Base64.getEncoder().encodeToString(new byte[32]);
    ProjectConfig config =
        ProjectConfig.builder()
            .id("texts")
            .secret("a-secret-for-this-test-alone-0123456789")
            .encryption(Map.of("keys", List.of(Map.of("id", "k", "key", key)), "hashKey", key))
            .collection("db", "todos", operation + ": " + rule)
            .build();
    return RulesTester.of(config).coverage().rules().get(0).says();
  }
}
