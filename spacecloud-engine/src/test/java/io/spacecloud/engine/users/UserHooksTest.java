package io.spacecloud.engine.users;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spacecloud.api.error.AccessDeniedException;
import io.spacecloud.api.error.InvalidRequestException;
import io.spacecloud.api.error.UnauthenticatedException;
import io.spacecloud.api.result.Document;
import io.spacecloud.engine.Session;
import io.spacecloud.engine.testing.InMemoryBackend;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** When an application is asked and told, and what becomes of its answers. */
class UserHooksTest {
  private static final String ADA = "ada@example.com";

  private Town town = Town.of(InMemoryBackend.create());

  @AfterEach
  void close() {
    town.close();
  }

  @Test
  void claimsAreThoseOfTheAccountAndOthersOfTheApplication() {
    town.close();
    List<String> events = new ArrayList<>();
    town =
        Town.of(
            InMemoryBackend.create(),
            Map.of(),
            new UserHooks() {
              @Override
              public Map<String, ?> beforeSignUp(Document user) {
                events.add("before " + user.get("email"));
                return Map.of("role", "founder");
              }

              @Override
              public void afterSignUp(Document user) {
                events.add("after " + user.get("role"));
                throw new IllegalStateException("as if a mail server was down");
              }

              @Override
              public Map<String, ?> beforeToken(Document user) {
                events.add("token");
                return Map.of("tenant", "t1", "id", "root", "role", "admin", "name", "Root");
              }

              @Override
              public void afterSignIn(Document user) {
                events.add("in");
                throw new IllegalStateException("mine");
              }

              @Override
              public void afterEdit(String id, Set<String> fields) {
                events.add("edited " + fields);
              }

              @Override
              public void afterPasswordChange(String id) {
                events.add("password");
              }

              @Override
              public void afterDelete(String id) {
                events.add("deleted");
              }
            });
    SignedIn ada = town.signUp(ADA);
    assertThat(town.session(ada).caller().claims())
        .containsEntry("tenant", "t1")
        .containsEntry("id", town.id(ada))
        .containsEntry("role", "founder")
        .doesNotContainKey("name");
    Session session = town.session(town.users.signIn(ADA, Town.PASS));
    town.users.changePassword(session, Town.PASS, "a new password");
    town.users.delete(session, town.id(ada));
    assertThat(events)
        .containsExactly(
            "before ada@example.com",
            "after founder",
            "token",
            "token",
            "in",
            "password",
            "edited [pass]",
            "deleted");
  }

  @Test
  void aHookThatRefusesIsHeardBeforeAnythingHappens() {
    town.close();
    boolean[] suspended = {false};
    town =
        Town.of(
            InMemoryBackend.create(),
            Map.of(),
            new UserHooks() {
              @Override
              public void checkPassword(String pass) {
                if (pass.equals("password")) {
                  throw new InvalidRequestException("pass", "many have it");
                }
              }

              @Override
              public Map<String, ?> beforeSignUp(Document user) {
                if (String.valueOf(user.get("email")).endsWith("@spam.org")) {
                  throw new AccessDeniedException("not you");
                }
                return Map.of();
              }

              @Override
              public Map<String, ?> beforeToken(Document user) {
                if (suspended[0]) {
                  throw new AccessDeniedException("suspended");
                }
                return Map.of();
              }
            });
    Town.assertInvalid("pass", () -> town.users.signUp(ADA, null, "password"));
    assertThatThrownBy(() -> town.signUp("x@spam.org"))
        .isInstanceOf(AccessDeniedException.class)
        .hasMessage("not you");
    assertThat(town.stored("users")).isEmpty();
    SignedIn ada = town.signUp(ADA);
    Town.assertInvalid(
        "pass", () -> town.users.changePassword(town.session(ada), Town.PASS, "password"));

    suspended[0] = true;
    assertThatThrownBy(() -> town.users.signIn(ADA, Town.PASS)).hasMessage("suspended");
    assertThatThrownBy(() -> town.users.refresh(ada.refreshToken())).hasMessage("suspended");
    assertThatThrownBy(() -> town.users.signIn(ADA, "wrong"))
        .isInstanceOf(UnauthenticatedException.class);
    assertThat(town.stored("refresh_tokens")).hasSize(1);
    suspended[0] = false;
    town.users.refresh(ada.refreshToken()); // what was refused was not used up
  }

  @Test
  void aHookCannotSayWhoSomebodyIs() {
    for (String name : List.of("id", "email", "pass", "name")) {
      town.close();
      town =
          Town.of(
              InMemoryBackend.create(),
              Map.of(),
              new UserHooks() {
                @Override
                public Map<String, ?> beforeSignUp(Document user) {
                  return Map.of(name, "x");
                }
              });
      assertThatThrownBy(() -> town.signUp(ADA)).isInstanceOf(IllegalStateException.class);
      assertThat(town.stored("users")).isEmpty();
    }
  }
}
