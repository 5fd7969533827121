package io.spacecloud.engine.security;

import static io.spacecloud.api.condition.Conditions.field;
import static org.assertj.core.api.Assertions.assertThat;

import io.spacecloud.api.error.BackendException;
import io.spacecloud.api.error.SpaceCloudException;
import io.spacecloud.api.request.Update;
import io.spacecloud.api.rule.AuditEvent;
import io.spacecloud.engine.ProjectConfig;
import io.spacecloud.engine.Session;
import io.spacecloud.engine.SpaceCloud;
import io.spacecloud.engine.testing.MemoryBackend;
import io.spacecloud.engine.users.ProfileEdit;
import io.spacecloud.engine.users.SignedIn;
import io.spacecloud.engine.users.Users;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * Nothing tells who has an account, or what is in it, but the account itself (class 11).
 *
 * <p>Falls if {@code Entrance.signIn} told unknown from wrong, if attempts were counted for
 * accounts that are there alone, if {@code Hearings} explained what is inside the vault, if a
 * record of user management printed its values, or if a conflict told the database's words. That
 * both take the same work is a benchmark's to show, and {@code Hasher}'s to do.
 */
class AccountLeakTest {
  private static final String ADA = "ada@example.com";
  private static final String PASS = "#correct horse";
  private static final String RULES =
      """
      read: {rule: filter, find: {id: args.auth.id}}
      update: {rule: or, clauses: [
        {rule: filter, find: {id: args.auth.id}},
        {rule: match, eval: ==, type: string, f1: args.update.$set.pass, f2: args.auth.id}]}
      delete: {rule: filter, find: {id: args.auth.id}}
      """;

  private final List<AuditEvent> events = new ArrayList<>();
  private final MemoryBackend backend = new MemoryBackend();
  private final SpaceCloud cloud =
      SpaceCloud.builder()
          .config(
              ProjectConfig.builder()
                  .id("lodge")
                  .secret(House.SECRET)
                  .collection("db", "users", RULES)
                  .users(
                      Map.of(
                          "passwords", Map.of("memory", 1_024, "iterations", 1),
                          "attempts", Map.of("perAccount", 3),
                          "refresh", Map.of()))
                  .build())
          .backend("db", backend)
          .auditExplained(events::add)
          .build();
  private final Users users;

  AccountLeakTest() {
    cloud.schema("db").create();
    users = cloud.users("db");
  }

  private static String answer(Runnable request) {
    try {
      request.run();
    } catch (SpaceCloudException e) {
      return e.getClass().getSimpleName() + ": " + e.getMessage();
    }
    return "none";
  }

  @Test
  void everyFailedAttemptIsAnsweredAlikeAndSoIsALockOut() {
    users.signUp(ADA, "Ada", PASS);
    users.signUp("bare@example.com", "Bare", PASS);
    String bare = "bare@example.com";
    cloud
        .trusted()
        .update(Update.one("db", "users").where(field("email").eq(bare)).set("pass", "no hash"));
    Set<List<String>> histories = new LinkedHashSet<>();
    for (String email : List.of(ADA, bare, "nobody@example.com", "no address")) {
      List<String> history = new ArrayList<>();
      for (int i = 0; i < 5; i++) {
        history.add(answer(() -> users.signIn(email, "#wrong")));
      }
      histories.add(history);
    }
    String wrong = "UnauthenticatedException: the e-mail address or the password is wrong";
    String locked = "LimitExceededException: too many attempts";
    assertThat(histories).containsExactly(List.of(wrong, wrong, wrong, locked, locked));
  }

  @Test
  void theSameStatementsRunWhetherThereIsAnAccountOrNot() {
    users.signUp(ADA, "Ada", PASS);
    List<Integer> statements = new ArrayList<>();
    for (String email : List.of(ADA, "nobody@example.com")) {
      int before = backend.commands().size();
      answer(() -> users.signIn(email, "#wrong"));
      statements.add(backend.commands().size() - before);
    }
    assertThat(statements).containsExactly(1, 1);
  }

  @Test
  void noAnswerHoldsWhatItIsAbout() {
    SignedIn ada = users.signUp(ADA, "Ada", PASS);
    users.signUp("bob@example.com", "Bob", PASS);
    Session session = cloud.session(ada.token());
    Object id = ada.user().get("id");
    String refresh = ada.refreshToken();
    List<Runnable> failing =
        List.of(
            () -> users.signUp(ADA, "Ada", PASS),
            () -> users.signUp("#no address", "Ada", PASS),
            () -> users.signUp("new@example.com", "Ada", "#short"),
            () -> users.signUp(Map.of("email", ADA, "pass", PASS, "x", "#value")),
            () -> users.signIn(ADA, "#wrong"),
            () -> users.refresh("#no token"),
            () -> users.refresh(refresh.substring(1) + "x"),
            () -> users.changePassword(session, "#wrong", PASS),
            () -> users.edit(session, id, ProfileEdit.email("bob@example.com").withCurrent(PASS)),
            () -> users.edit(session, id, ProfileEdit.email("#none").withCurrent(PASS)),
            () -> {
              backend.failNext(
                  new BackendException(BackendException.Reason.DOWN, "cannot be reached", null));
              users.signIn(ADA, PASS);
            });
    for (Runnable each : failing) {
      assertThat(answer(each))
          .isNotEqualTo("none")
          .doesNotContain("#")
          .doesNotContain("example")
          .doesNotContain(refresh)
          .doesNotContainIgnoringCase("ada");
    }
  }

  @Test
  void aFailureOfTheDatabaseIsNoFailedAttempt() {
    users.signUp(ADA, "Ada", PASS);
    for (int i = 0; i < 10; i++) {
      backend.failNext(
          new BackendException(BackendException.Reason.DOWN, "cannot be reached", null));
      assertThat(answer(() -> users.signIn(ADA, PASS))).startsWith("BackendException");
    }
    users.signIn(ADA, PASS);
  }

  @Test
  void whatIsPrintedOrAuditedHoldsNoSecret() {
    SignedIn ada = users.signUp(ADA, "Ada", PASS);
    Session session = cloud.session(ada.token());
    ProfileEdit edit = ProfileEdit.pass("#a new password").withCurrent(PASS);
    users.edit(session, ada.user().get("id"), edit);
    SignedIn again = users.signIn(ADA, "#a new password");
    users.refresh(again.refreshToken());

    String hash = String.valueOf(backend.rows("users").get(0).get("pass"));
    assertThat(hash).startsWith("$argon2id$");
    List<Object> printed = new ArrayList<>(List.of(ada, edit, users, cloud.users("db")));
    for (AuditEvent event : events) {
      printed.add(event);
      printed.add(String.valueOf(event.explanation()));
    }
    assertThat(events).anyMatch(event -> event.access().toString().contains("refresh_tokens"));
    for (Object each : printed) {
      assertThat(String.valueOf(each))
          .doesNotContain("#")
          .doesNotContain(PASS)
          .doesNotContain("argon2")
          .doesNotContain(hash)
          .doesNotContain(ADA)
          .doesNotContain(ada.token())
          .doesNotContain(ada.refreshToken())
          .doesNotContain(again.refreshToken());
    }
  }

  @Test
  void whoeverGuessesFindsNothing() {
    SignedIn ada = users.signUp(ADA, "Ada", PASS);
    String token = ada.refreshToken();
    String family = token.substring(0, 22);
    Set<String> answers = new LinkedHashSet<>();
    for (String each :
        List.of(
            "",
            family,
            "A".repeat(65),
            token + "A",
            token.substring(1),
            " " + token,
            "%",
            token.substring(22),
            "A".repeat(1_000_000))) {
      answers.add(answer(() -> users.refresh(each)));
      users.signOut(each);
    }
    assertThat(answers).containsExactly("UnauthenticatedException: the refresh token is no good");
    users.refresh(token);
  }
}
