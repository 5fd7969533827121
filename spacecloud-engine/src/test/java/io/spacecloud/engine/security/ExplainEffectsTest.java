package io.spacecloud.engine.security;

import static org.assertj.core.api.Assertions.assertThat;

import io.spacecloud.api.request.Create;
import io.spacecloud.api.request.Read;
import io.spacecloud.api.rule.Explanation;
import io.spacecloud.api.rule.RuleTrace;
import io.spacecloud.api.value.Kind;
import io.spacecloud.engine.ProjectConfig;
import io.spacecloud.engine.Session;
import io.spacecloud.engine.SpaceCloud;
import io.spacecloud.engine.testing.MemoryBackend;
import io.spacecloud.engine.testing.Schemas;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** An explanation sees what the request's judge saw: effects, in their order. */
class ExplainEffectsTest {
  private static final String SECRET = "a-secret-for-this-test-alone-0123456789";

  private static Session ann(String rules) {
    MemoryBackend backend =
        new MemoryBackend()
            .with(
                Schemas.of("todos")
                    .required("id", Kind.STRING)
                    .field("owner", Kind.STRING)
                    .field("pin", Kind.STRING)
                    .key("id")
                    .build());
    SpaceCloud cloud =
        SpaceCloud.builder()
            .config(
                ProjectConfig.builder()
                    .id("explained")
                    .secret(SECRET)
                    .collection("db", "todos", rules)
                    .build())
            .backend("db", backend)
            .build();
    return cloud.session(cloud.tokens().issue(Map.of("id", "ann"), Duration.ofHours(1)));
  }

  @Test
  void aClauseIsTracedOnTheRequestThatThoseBeforeItLeft() {
    Explanation why =
        ann("""
            create:
              rule: and
              clauses:
                - {rule: force, field: args.doc.owner, value: args.auth.id}
                - {rule: match, eval: ==, type: string, f1: args.doc.owner, f2: args.auth.id}
            """)
            .explain(Create.one("db", "todos", Map.of("id", "1", "owner", "bob")));

    assertThat(why.denial()).isNull();
    RuleTrace root = why.traces().get(0);
    assertThat(root.outcome()).isEqualTo(RuleTrace.Outcome.GRANTED);
    RuleTrace force = root.clauses().get(0);
    assertThat(force.effects()).containsExactly("forces [args.doc.owner]");
    assertThat(force.operands()).extracting(RuleTrace.Operand::value).containsExactly("ann");
    assertThat(root.clauses().get(1).operands())
        .extracting(RuleTrace.Operand::value)
        .containsExactly("ann", "ann");
  }

  @Test
  void whatIsHiddenAndWhyNotIsTold() {
    Explanation why =
        ann("""
            read:
              rule: and
              clauses:
                - {rule: remove, field: res.pin}
                - rule: remove
                  field: res.owner
                  clause: {rule: match, eval: ==, type: string, f1: args.auth.id, f2: bob}
                - {rule: force, field: res.pin, value: x}
                - {rule: authenticated, fields: {allow: [id, owner]}}
            """)
            .explain(Read.all("db", "todos"));

    List<RuleTrace> clauses = why.traces().get(0).clauses();
    assertThat(clauses.get(0).effects()).containsExactly("hides [pin]");
    assertThat(clauses.get(1).effects()).isEmpty();
    assertThat(clauses.get(1).clauses().get(0).outcome()).isEqualTo(RuleTrace.Outcome.DENIED);
    assertThat(clauses.get(2).effects()).containsExactly("forces [pin] of what is read");
    assertThat(clauses.get(3).effects().get(0)).startsWith("for allowed");
    assertThat(why.verdict().fields().permits(io.spacecloud.api.condition.FieldPath.of("pin")))
        .isFalse();
    assertThat(why.toString()).contains("; hides [pin]", "authenticated");
    assertThat(why.toMap().get("results"))
        .isEqualTo(List.of(Map.of("effect", "force", "field", "pin")));
  }

  @Test
  void aBranchWithEffectsIsAskedThoughAnotherGranted() {
    Explanation why =
        ann("""
            read:
              rule: or
              clauses:
                - {rule: authenticated}
                - {rule: and, clauses: [{rule: authenticated}, {rule: remove, field: res.pin}]}
                - {rule: deny}
            """)
            .explain(Read.all("db", "todos"));

    assertThat(why.traces().get(0).clauses())
        .extracting(RuleTrace::outcome)
        .containsExactly(
            RuleTrace.Outcome.GRANTED, RuleTrace.Outcome.GRANTED, RuleTrace.Outcome.SKIPPED);
  }
}
