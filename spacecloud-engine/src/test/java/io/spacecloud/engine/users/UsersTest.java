package io.spacecloud.engine.users;

import static io.spacecloud.api.condition.Conditions.field;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spacecloud.api.error.AccessDeniedException;
import io.spacecloud.api.error.InvalidRequestException;
import io.spacecloud.api.error.UnauthenticatedException;
import io.spacecloud.api.request.Create;
import io.spacecloud.api.request.Delete;
import io.spacecloud.engine.Session;
import io.spacecloud.engine.testing.InMemoryBackend;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What user management takes and refuses, whatever the database. */
class UsersTest {
  private static final String ADA = "ada@example.com";

  private Town town = Town.of(InMemoryBackend.create());

  @AfterEach
  void close() {
    town.close();
  }

  private void restart(Map<String, ?> settings) {
    town.close();
    town = Town.of(InMemoryBackend.create(), settings);
  }

  @Test
  void whatCannotBeIsRefusedBeforeAnythingIsDone() {
    String[][] bad = {
      {"email", "ada", "Ada", Town.PASS},
      {"name", ADA, "A\u0000da", Town.PASS},
      {"name", ADA, "x".repeat(201), Town.PASS},
      {"pass", ADA, "Ada", "1234567"},
      {"pass", ADA, "Ada", "x".repeat(257)},
      {"pass", ADA, "Ada", "12345678\u0000"},
      {"pass", ADA, "Ada", "12345678\ud800"}
    };
    for (String[] each : bad) {
      Town.assertInvalid(each[0], () -> town.users.signUp(each[1], each[2], each[3]));
    }
    assertThat(town.stored("users")).isEmpty();
    Town.assertInvalid("pass", () -> town.users.signIn(ADA, "x".repeat(1_000_000)));
    Town.assertInvalid("email", () -> town.users.signIn("x".repeat(1_000_000), "x"));
    // Eight letters are eight letters, however many bytes they are.
    town.users.signUp(ADA, "  ", "\ud83d\ude00".repeat(8));
    assertThat(town.stored("users").get(0).get("name")).isNull();
  }

  @Test
  void bodiesAreReadStrictly() {
    Map<String, Object> body = Map.of("email", ADA, "pass", Town.PASS);
    for (Map<String, ?> bad :
        List.of(
            Map.of("email", ADA),
            Map.of("pass", Town.PASS),
            Map.of("email", "", "pass", Town.PASS),
            Map.of("email", Map.of("$ne", ""), "pass", Town.PASS),
            Map.of("email", ADA, "pass", List.of(Town.PASS)),
            Map.of("email", ADA, "pass", Town.PASS, "admin", "true"))) {
      assertThatThrownBy(() -> town.users.signUp(bad)).isInstanceOf(InvalidRequestException.class);
      assertThatThrownBy(() -> town.users.signIn(bad)).isInstanceOf(InvalidRequestException.class);
    }
    town.users.signUp(body);
    Town.assertInvalid("role", () -> ProfileEdit.of(Map.of("role", "admin")));
    assertThat(ProfileEdit.of(Map.of("name", "A", "email", ""))).isEqualTo(ProfileEdit.name("A"));
    SignedIn ada = town.users.signIn(body);
    Town.assertInvalid(
        "", () -> town.users.edit(town.session(ada), town.id(ada), ProfileEdit.of(Map.of())));
  }

  @Test
  void aNewAddressOrPasswordTakesTheCallersOwnPassword() {
    SignedIn ada = town.signUp(ADA);
    town.users.setRole(town.id(ada), "admin");
    SignedIn admin = town.users.signIn(ADA, Town.PASS);
    SignedIn bob = town.users.signUp("bob@example.com", null, "the password of Bob");
    Session session = town.session(admin);
    for (ProfileEdit edit : List.of(ProfileEdit.email("x@y.z"), ProfileEdit.pass("12345678"))) {
      Town.assertInvalid("current", () -> town.users.edit(session, town.id(bob), edit));
      assertThatThrownBy(
              () -> town.users.edit(session, town.id(bob), edit.withCurrent("the password of Bob")))
          .isInstanceOf(UnauthenticatedException.class)
          .hasMessage("the password is wrong");
    }
    ProfileEdit edit = ProfileEdit.email("bobby@example.com").withCurrent(Town.PASS);
    assertThat(town.users.edit(session, town.id(bob), edit)).isTrue();
    assertThat(town.users.edit(session, town.id(bob), ProfileEdit.name("Bob"))).isTrue();

    Session nobody = town.cloud.authenticated(Map.of("role", "admin"));
    assertThatThrownBy(() -> town.users.edit(nobody, town.id(bob), edit))
        .isInstanceOf(UnauthenticatedException.class);
    Session gone = town.cloud.authenticated(Map.of("role", "admin", "id", "gone"));
    assertThatThrownBy(() -> town.users.edit(gone, town.id(bob), edit))
        .isInstanceOf(UnauthenticatedException.class)
        .hasMessage("the password is wrong");
  }

  @Test
  void spaceCloudsOwnWayTakesNoPassword() {
    restart(Map.of("reauthenticate", false));
    SignedIn ada = town.signUp(ADA);
    assertThat(town.users.edit(town.session(ada), town.id(ada), ProfileEdit.pass("a new password")))
        .isTrue();
    town.users.signIn(ADA, "a new password");
  }

  @Test
  void whoeverMayNotChangeAnAccountIsToldSo() {
    SignedIn ada = town.signUp(ADA);
    town.cloud.trusted().delete(Delete.one("db", "users").where(field("email").eq(ADA)));
    assertThatThrownBy(() -> town.users.changePassword(town.session(ada), Town.PASS, "12345678"))
        .isInstanceOf(UnauthenticatedException.class);
    assertThatThrownBy(() -> town.users.edit(town.cloud.anonymous(), "x", ProfileEdit.name("x")))
        .isInstanceOf(AccessDeniedException.class);
    assertThatThrownBy(() -> town.users.delete(town.cloud.anonymous(), "x"))
        .isInstanceOf(AccessDeniedException.class);
    assertThatThrownBy(() -> town.users.profile(town.cloud.anonymous(), "x"))
        .isInstanceOf(AccessDeniedException.class);
    assertThatThrownBy(() -> town.users.signOutEverywhere(town.cloud.anonymous()))
        .isInstanceOf(UnauthenticatedException.class);
  }

  @Test
  void theConfigurationSaysWhatWhoeverSignsUpIs() {
    restart(Map.of("role", "guest"));
    assertThat(town.signUp(ADA).user()).containsEntry("role", "guest");
    assertThat(town.stored("users").get(0)).containsEntry("role", "guest");
  }

  @Test
  void tokensLiveAsLongAsIsConfigured() {
    restart(Map.of("tokenLifetime", "5m"));
    SignedIn ada = town.signUp(ADA);
    Session session = town.session(ada);
    town.pass(Duration.ofSeconds(299));
    town.users.profile(session, town.id(ada));
    town.pass(Duration.ofSeconds(1));
    assertThatThrownBy(() -> town.users.profile(session, town.id(ada)))
        .isInstanceOf(UnauthenticatedException.class);
    assertThatThrownBy(() -> town.users.edit(session, town.id(ada), ProfileEdit.name("x")))
        .isInstanceOf(UnauthenticatedException.class);
  }

  @Test
  void rolesAreShortTexts() {
    Town.assertInvalid("role", () -> town.users.setRole("x", " "));
    Town.assertInvalid("role", () -> town.users.setRole("x", "x".repeat(65)));
  }

  /** An address that another server took as it came signs in as it came. */
  @Test
  void anAddressThatIsNotFoldedIsItsOwnersUntilItCanBe() {
    SignedIn other = town.signUp("old@example.com");
    String hash = String.valueOf(town.stored("users").get(0).get("pass"));
    Map<String, Object> old =
        Map.of("id", "zz", "email", "OLD@example.com", "pass", hash, "role", "user");
    town.cloud.trusted().create(Create.one("db", "users", old));
    assertThat(town.id(town.users.signIn("OLD@example.com", Town.PASS))).isEqualTo("zz");
    town.cloud.reload(town.config(Map.of("passwords", Map.of("memory", 2_048, "iterations", 1))));
    town.users.signIn("OLD@example.com", Town.PASS);
    assertThat(town.stored("users"))
        .filteredOn(each -> "zz".equals(each.get("id")))
        .singleElement()
        .satisfies(
            each -> {
              assertThat(each).containsEntry("email", "OLD@example.com");
              assertThat(each.get("pass")).asString().contains("m=2048"); // as far as can be
            });
    assertThat(town.id(town.users.signIn("old@example.com", Town.PASS))).isEqualTo(town.id(other));
    assertThat(town.id(town.users.signIn("Old@Example.com", Town.PASS))).isEqualTo(town.id(other));
  }
}
