package io.spacecloud.engine.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spacecloud.api.error.NotFoundException;
import io.spacecloud.api.request.FileOperation;
import io.spacecloud.api.rule.Access;
import io.spacecloud.engine.ProjectConfig;
import io.spacecloud.engine.testing.Coverage.Reached;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Rules of functions and files under test. */
class AccessExpectationTest {
  private final RulesTester rules =
      RulesTester.of(
              ProjectConfig.builder()
                  .id("p")
                  .secret("s")
                  .collection("db", "members")
                  .function(
                      "mail",
                      "send",
                      """
                      rule: and
                      name: members
                      error: members only
                      clauses:
                        - {rule: query, db: db, col: members, find: {id: args.auth.id}}
                        - {rule: match, type: string, eval: '!=', f1: args.params.to, f2: args.auth.id}
                      """)
                  .files(
                      "/images/:userId",
                      "{create: {rule: match, type: string, eval: ==, f1: args.params.userId,"
                          + " f2: args.auth.id}, read: {rule: allow}}")
                  .build())
          .given("db", "members", Map.of("id", "ann"));

  private TestCaller as(String id) {
    return rules.as(Map.of("id", id));
  }

  @Test
  void callsAndFilesAreAllowedOrDenied() {
    as("ann").call("mail", "send", Map.of("to", "bob")).isAllowed();
    as("bob")
        .call("mail", "send", Map.of("to", "ann"))
        .isDenied()
        .byRule("send.clauses.0")
        .saying("members only")
        .because("no row matches its find");
    as("ann").call("mail", "send", Map.of("to", "ann")).isDenied().byRule("send.clauses.1");
    as("ann").call("mail", "other", null).isDenied().because("there is no rule for it");
    rules.anonymous().call("mail", "send", null).isDenied().because("not verified");

    as("ann").file(FileOperation.CREATE, "/images/ann/a.png").isAllowed();
    as("ann").file(FileOperation.CREATE, "/images/bob/a.png").isDenied().byRule("rule.create");
    rules.anonymous().file(FileOperation.READ, "/images/bob/a.png", Map.of("a", 1)).isAllowed();
    as("ann").file(FileOperation.DELETE, "/images/ann/a.png").isDenied();
  }

  @Test
  void whatIsOtherwiseIsAnErrorThatSaysWhy() {
    assertThatThrownBy(() -> as("bob").call("mail", "send", Map.of("to", "ann")).isAllowed())
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("expected call of mail.send")
        .hasMessageContaining("DENIED by members")
        .hasMessageContaining("args.auth.id = bob");
    assertThatThrownBy(() -> as("ann").file(FileOperation.READ, "/images/x").isDenied())
        .isInstanceOf(AssertionError.class);
    assertThatThrownBy(
            () -> as("bob").call("mail", "send", Map.of("to", "ann")).isDenied().byRule("other"))
        .isInstanceOf(AssertionError.class);
    assertThatThrownBy(() -> as("ann").call("mail", "send", Map.of("to", "bob")).isDenied())
        .isInstanceOf(AssertionError.class);
  }

  @Test
  void modulesThatAreNotEnabledAreNotThere() {
    RulesTester disabled =
        RulesTester.of(
            ProjectConfig.parse(
                """
                id: p
                secret: s
                modules: {functions: {rules: {mail: {send: {rule: allow}}}}}
                """));
    disabled.anonymous().call("mail", "send", null).failsWith(NotFoundException.class);
    assertThatThrownBy(() -> disabled.anonymous().call("mail", "send", null).isAllowed())
        .isInstanceOf(AssertionError.class);
  }

  @Test
  void theyCountAmongWhatTestsReach() {
    as("ann").call("mail", "send", Map.of("to", "bob")).isAllowed();
    as("bob").call("mail", "send", Map.of("to", "ann")).isDenied();
    as("ann").file(FileOperation.CREATE, "/images/ann/a.png").isAllowed();
    Coverage coverage = rules.coverage();

    assertThat(coverage.rules())
        .extracting(Coverage.Entry::access)
        .containsExactly(
            new Access.ToFunction("mail", "send"),
            new Access.ToFunction("mail", "send"),
            new Access.ToFunction("mail", "send"),
            new Access.ToFile(FileOperation.CREATE, "/images/:userId"),
            new Access.ToFile(FileOperation.READ, "/images/:userId"));
    assertThat(coverage.missing(Reached.ONE_WAY))
        .containsExactly("modules.fileStore.rules.0.rule.read");
    assertThat(coverage.toString())
        .contains("of mail.send for call", "of /images/:userId for create");
    assertThat(coverage.toHtml()).contains("mail.send: call", "/images/:userId: create");
    List<?> entries = (List<?>) coverage.toMap().get("entries");
    assertThat(entries.get(0)).asString().contains("service=mail", "function=send");
    assertThat(entries.get(3)).asString().contains("prefix=/images/:userId");
  }
}
