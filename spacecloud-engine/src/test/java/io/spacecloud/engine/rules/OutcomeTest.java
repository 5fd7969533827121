package io.spacecloud.engine.rules;

import static io.spacecloud.api.condition.Conditions.and;
import static io.spacecloud.api.condition.Conditions.field;
import static io.spacecloud.api.condition.Conditions.not;
import static io.spacecloud.api.condition.Conditions.or;
import static org.assertj.core.api.Assertions.assertThat;

import io.spacecloud.api.condition.Condition;
import io.spacecloud.api.condition.Conditions;
import io.spacecloud.api.rule.RuleTrace;
import io.spacecloud.api.rule.Verdict;
import io.spacecloud.engine.rules.Rule.Label;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Three values, row by row, and whose words a denial has. */
class OutcomeTest {
  private static final Condition A = field("n").eq(1);
  private static final Condition B = field("s").eq("x");

  private final Outcome denied = Outcome.denied(label("denied"), "no");
  private final Outcome error = Outcome.error(label("error"), "broken");
  private final Outcome other = Outcome.error(label("other"), "broken, too");
  private final Outcome a = Outcome.where(A, Outcome.denied(label("a"), "not a"));
  private final Outcome b = Outcome.where(B, Outcome.denied(label("b"), "not b"));

  private static Label label(String path) {
    return new Label(path, null, null);
  }

  private static void assertWhere(Outcome outcome, Condition grants) {
    assertThat(outcome.verdict()).isEqualTo(Verdict.where(grants));
    assertThat(outcome.kind()).isEqualTo(RuleTrace.Outcome.CONDITIONAL);
    assertThat(outcome.isGranted() || outcome.isDenied() || outcome.isError()).isFalse();
    assertThat(outcome.neverGrants()).isFalse();
  }

  private static void assertNever(Outcome outcome, String by) {
    assertThat(outcome.verdict()).isInstanceOf(Verdict.Denied.class);
    assertThat(outcome.neverGrants()).isTrue();
    assertThat(by(outcome)).isEqualTo(by);
  }

  private static String by(Outcome outcome) {
    return Objects.requireNonNull(outcome.denial()).rule();
  }

  @Test
  void bothRestrictionsHoldAndEitherDenies() {
    assertWhere(a.and(b), and(A, B));
    assertWhere(a.and(b).not(denied), or(not(A), not(B)));
    assertWhere(a.or(b), or(A, B));
    assertWhere(a.or(b).not(denied), and(not(A), not(B)));
    assertThat(by(a.and(b))).isEqualTo("a");
    assertThat(by(a.or(b))).isEqualTo("a");
  }

  @Test
  void whatHoldsAlwaysOrNeverDecides() {
    assertThat(Outcome.GRANTED.and(a)).isSameAs(a);
    assertThat(a.and(Outcome.GRANTED)).isSameAs(a);
    assertThat(a.and(denied)).isSameAs(denied);
    assertThat(denied.and(a)).isSameAs(denied);
    assertThat(denied.and(error)).isSameAs(denied);
    assertThat(error.and(denied)).isSameAs(denied);
    assertThat(Outcome.GRANTED.or(a)).isSameAs(Outcome.GRANTED);
    assertThat(a.or(Outcome.GRANTED)).isSameAs(Outcome.GRANTED);
    assertThat(a.or(denied)).isSameAs(a);
    assertThat(error.or(denied)).isSameAs(error);
    assertThat(Outcome.where(Conditions.TRUE, denied)).isSameAs(Outcome.GRANTED);
  }

  @Test
  void anErrorGrantsNothingAndNeverTurnsIntoAGrant() {
    assertNever(a.and(error), "error");
    assertNever(error.and(a), "error");
    assertNever(error.and(other), "error");
    assertWhere(a.or(error), A);
    assertWhere(error.or(a), A);
    assertNever(error.or(other), "error");
    assertNever(error.not(denied), "error");
    assertThat(error.not(denied).isError()).isTrue();
    assertWhere(a.and(error).not(denied), not(A));
    assertNever(a.or(error).not(denied), "denied");
    assertThat(a.or(error).not(denied).isError()).isFalse();
  }

  @Test
  void aNegationHasItsOwnWords() {
    assertThat(Outcome.GRANTED.not(denied)).isSameAs(denied);
    assertThat(denied.not(error)).isSameAs(Outcome.GRANTED);
    assertWhere(a.not(denied), not(A));
    assertThat(by(a.not(denied))).isEqualTo("denied");
    assertThat(by(b.or(a).not(denied))).isEqualTo("denied");
  }
}
