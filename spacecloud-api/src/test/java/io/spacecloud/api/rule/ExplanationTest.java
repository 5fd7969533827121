package io.spacecloud.api.rule;

import static io.spacecloud.api.condition.Conditions.field;
import static org.assertj.core.api.Assertions.assertThat;

import io.spacecloud.api.condition.FieldPath;
import io.spacecloud.api.rule.ResultEffect.Kind;
import io.spacecloud.api.value.ObjectId;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ExplanationTest {
  private static final RuleTrace INNER =
      new RuleTrace(
          "r.clauses.0",
          null,
          "match",
          RuleTrace.Outcome.GRANTED,
          List.of(
              new RuleTrace.Operand("args.auth.at", true, Instant.EPOCH),
              new RuleTrace.Operand("args.auth.none", false, null)),
          null,
          "",
          List.of("hides [pass]"),
          List.of());
  private static final RuleTrace OUTER =
      new RuleTrace(
          "r",
          "mine",
          "and",
          RuleTrace.Outcome.CONDITIONAL,
          List.of(),
          field("owner").eq("alice"),
          "rows must satisfy a condition",
          List.of(),
          List.of(INNER));

  @Test
  void aMapHoldsWhatJsonHasAlone() {
    Verdict verdict =
        Verdict.where(
            field("ids")
                .in(Arrays.asList(new ObjectId("507f1f77bcf86cd799439011"), Instant.EPOCH, null)),
            FieldAccess.deny(Set.of(FieldPath.of("pass"))));

    assertThat(new Explanation(verdict, List.of(OUTER), List.of("SELECT ?")).toMap())
        .isEqualTo(
            Map.of(
                "verdict", "restricted",
                "residual",
                    Map.of(
                        "ids",
                        Map.of(
                            "$in",
                            Arrays.asList(
                                Map.of("$oid", "507f1f77bcf86cd799439011"),
                                "1970-01-01T00:00:00Z",
                                null))),
                "fields", Map.of("allowed", List.of(), "denied", List.of("pass")),
                "rules",
                    List.of(
                        Map.of(
                            "path", "r",
                            "name", "mine",
                            "rule", "and",
                            "outcome", "conditional",
                            "reason", "rows must satisfy a condition",
                            "residual", Map.of("owner", "alice"),
                            "operands", List.of(),
                            "clauses",
                                List.of(
                                    Map.of(
                                        "path",
                                        "r.clauses.0",
                                        "rule",
                                        "match",
                                        "outcome",
                                        "granted",
                                        "operands",
                                        List.of(
                                            Map.of(
                                                "text", "args.auth.at",
                                                "resolved", true,
                                                "value", "1970-01-01T00:00:00Z"),
                                            Map.of("text", "args.auth.none", "resolved", false)),
                                        "effects",
                                        List.of("hides [pass]"),
                                        "clauses",
                                        List.of())))),
                "statements", List.of("SELECT ?")));
  }

  @Test
  void aDenialNamesItsRule() {
    Explanation denied =
        new Explanation(
            new Verdict.Denied("r", "mine", "no clause grants", "sorry"), List.of(), List.of());

    assertThat(denied.toMap())
        .isEqualTo(
            Map.of(
                "verdict", "denied",
                "rule", "r",
                "name", "mine",
                "reason", "no clause grants",
                "rules", List.of(),
                "statements", List.of()));
  }

  @Test
  void redactedItHoldsNoValues() {
    Explanation redacted =
        new Explanation(
                Verdict.where(
                    field("owner").eq("alice"),
                    new Effects(
                        FieldAccess.ALL,
                        null,
                        null,
                        List.of(new ResultEffect(Kind.FORCE, FieldPath.of("pass"), "psst")))),
                List.of(OUTER),
                List.of("SELECT ?"))
            .redacted();

    assertThat(redacted.toMap().toString()).doesNotContain("alice").doesNotContain("1970");
    assertThat(redacted.toMap().toString())
        .doesNotContain("psst")
        .contains("force", "pass", "SELECT ?");
    assertThat(redacted.toString()).doesNotContain("alice").contains("args.auth.at");
  }
}
