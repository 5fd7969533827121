package io.spacecloud.engine.rules;

import static org.assertj.core.api.Assertions.assertThat;

import io.spacecloud.api.request.Operation;
import io.spacecloud.api.rule.RuleGrounds;
import io.spacecloud.api.spi.LiveView;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a verdict rests on, wherever in the rule that stands. */
class GroundsFinderTest {
  private static RuleGrounds of(String yaml) {
    return new Rules().read(yaml).grounds("db", "todos", Operation.READ);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{rule: authenticated}",
        "{rule: match, type: string, eval: ==, f1: args.auth.id, f2: x}",
        "{rule: match, type: date, eval: '>', f1: \"utils.addDuration(args.auth.at, '1h')\","
            + " f2: '2020-01-01'}",
        "{rule: match, type: string, eval: in, f1: args.auth.id, f2: [x, args.auth.y]}",
        "{rule: filter, find: {$or: [{a: args.auth.id}, {$not: {b: 5}}]}}",
        "{rule: force, field: res.a, value: {b: args.auth.id}}",
        "{rule: remove, field: res.a}",
      })
  void aRuleThatLooksAtNothingElseRestsOnNothing(String yaml) {
    assertThat(of(yaml)).isEqualTo(RuleGrounds.NONE);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{rule: match, type: date, eval: '>', f1: utils.now(), f2: '2020-01-01'}",
        "{rule: match, type: date, eval: '>', f1: '2020-01-01', f2: utils.now()}",
        "{rule: match, type: date, eval: '>', f1: args.auth.at, f2: \"utils.addDuration(utils.now(),"
            + " '1h')\"}",
        "{rule: match, type: date, eval: in, f1: args.auth.at, f2: [utils.now()]}",
        "{rule: filter, find: {at: {$lt: utils.now()}}}",
        "{rule: filter, find: {at: {$lt: utils.now(), $ne: args.auth.at}}}",
        "{rule: filter, find: {a: args.auth.id, at: utils.now()}}",
        "{rule: filter, find: {$or: [{a: args.auth.id}, {at: utils.now()}]}}",
        "{rule: filter, find: {$not: {at: utils.now()}}}",
        "{rule: filter, find: {a: {$contains: {at: utils.now()}}}}",
        "{rule: filter, find: {at: {$in: [args.auth.at, utils.now()]}}}",
        "{rule: force, field: res.at, value: utils.now()}",
        "{rule: force, field: args.find.at, value: utils.now()}",
        "{rule: func, service: s, func: f}",
        "{rule: not, clause: {rule: func, service: s, func: f}}",
        "{rule: and, clauses: [{rule: authenticated}, {rule: filter, find: {at: utils.now()}}]}",
        "{rule: or, clauses: [{rule: func, service: s, func: f}, {rule: authenticated}]}",
        "{rule: remove, field: res.a, clause: {rule: func, service: s, func: f}}",
      })
  void whatTheClockOrAFunctionSaysIsUnstable(String yaml) {
    assertThat(of(yaml)).isEqualTo(new RuleGrounds(Set.of(), true));
  }

  @Test
  void theCollectionsOfQueriesAreGrounds() {
    LiveView.Collection c = new LiveView.Collection("d", "c");
    assertThat(of("{rule: query, db: d, col: c, find: {a: args.auth.id}}"))
        .isEqualTo(new RuleGrounds(Set.of(c), false));
    assertThat(of("{rule: query, db: d, col: c, find: {at: {$lt: utils.now()}}}"))
        .isEqualTo(new RuleGrounds(Set.of(c), true));
    String inner =
        "{rule: query, db: d, col: e, find: {}, clause: {rule: match, type: date, eval: '>', f1:"
            + " utils.now(), f2: '2020-01-01'}}";
    assertThat(of("{rule: query, db: d, col: c, find: {}, store: args.x, clause: " + inner + "}"))
        .isEqualTo(new RuleGrounds(Set.of(c, new LiveView.Collection("d", "e")), true));
  }
}
