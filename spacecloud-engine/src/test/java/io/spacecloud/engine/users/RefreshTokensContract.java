package io.spacecloud.engine.users;

import static io.spacecloud.api.condition.Conditions.field;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spacecloud.api.error.UnauthenticatedException;
import io.spacecloud.api.request.Delete;
import io.spacecloud.api.request.Update;
import io.spacecloud.engine.Session;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What becomes of refresh tokens on a database. */
abstract class RefreshTokensContract extends UsersFixture {

  @Test
  void aRefreshTokenIsGoodOnce() {
    SignedIn first = town.signUp(ADA);
    town.pass(Duration.ofHours(2));
    SignedIn second = town.users.refresh(first.refreshToken());

    assertThat(town.session(second).caller().claims()).containsEntry("id", town.id(first));
    assertThat(second.refreshToken()).isNotEqualTo(first.refreshToken());
    SignedIn third = town.users.refresh(second.refreshToken());
    assertThat(town.stored("refresh_tokens")).hasSize(1);

    for (SignedIn old : List.of(first, second, third)) { // the last one is revoked by the first
      assertRefused(old.refreshToken());
    }
    assertThat(town.stored("refresh_tokens")).isEmpty();
  }

  @Test
  void ofManyWhoShowOneRefreshTokenAtMostOneIsServed() throws Exception {
    for (int round = 0; round < 5; round++) {
      SignedIn first = town.signUp("user" + round + "@example.com");
      SignedIn other = town.users.signIn("user" + round + "@example.com", Town.PASS);
      List<Object> outcomes = Town.atOnce(1, () -> town.users.refresh(first.refreshToken()));

      assertThat(outcomes)
          .filteredOn(SignedIn.class::isInstance)
          .hasSizeLessThanOrEqualTo(1)
          .allSatisfy(each -> assertRefused(((SignedIn) each).refreshToken()));
      assertThat(outcomes)
          .filteredOn(each -> !(each instanceof SignedIn))
          .allSatisfy(each -> assertThat(each).isInstanceOf(UnauthenticatedException.class));
      town.users.refresh(other.refreshToken());
    }
  }

  @Test
  void refreshTokensAreStoredAsDigestsAndEnd() {
    SignedIn ada = town.signUp(ADA);
    assertThat(only("refresh_tokens").toString())
        .doesNotContain(ada.refreshToken().substring(0, 20))
        .doesNotContain(ada.refreshToken().substring(22));
    for (Object each : only("refresh_tokens").values()) {
      assertThat(String.valueOf(each)).isNotIn(ada.refreshToken(), pass(only("users")));
    }

    town.pass(Duration.ofHours(24));
    assertRefused(ada.refreshToken());
    SignedIn again = town.users.signIn(ADA, Town.PASS);
    town.users.signOut(again.refreshToken());
    assertRefused(again.refreshToken());
  }

  @Test
  void expiredRefreshTokensAreForgotten() {
    town.signUp(ADA);
    town.signUp("bob@example.com");
    town.pass(Duration.ofHours(24));
    town.users.signIn(ADA, Town.PASS);
    assertThat(town.stored("refresh_tokens")).hasSize(2);
    assertThat(town.users.forgetExpired()).isEqualTo(1);
    assertThat(town.stored("refresh_tokens")).hasSize(1);
  }

  @Test
  void aNewPasswordEndsEveryRefreshTokenAndNobodyElses() {
    SignedIn ada = town.signUp(ADA);
    SignedIn phone = town.users.signIn(ADA, Town.PASS);
    SignedIn bob = town.signUp("bob@example.com");

    town.users.changePassword(town.session(ada), Town.PASS, "a new password");
    assertRefused(ada.refreshToken());
    assertRefused(phone.refreshToken());
    town.users.refresh(bob.refreshToken());
    assertThatThrownBy(() -> town.users.signIn(ADA, Town.PASS))
        .isInstanceOf(UnauthenticatedException.class);
    assertThat(town.users.signIn(ADA, "a new password").refreshToken()).isNotNull();
  }

  /** What ends a token does so at once, not by what is done afterwards. */
  @Test
  void aRefreshTokenIsBoundToAccountAndPassword() {
    SignedIn ada = town.signUp(ADA);
    SignedIn bob = town.signUp("bob@example.com");
    Session trusted = town.cloud.trusted();
    trusted.update(Update.one("db", "users").where(field("email").eq(ADA)).set("pass", BCRYPT));
    trusted.delete(Delete.one("db", "users").where(field("email").eq("bob@example.com")));
    assertThat(town.stored("refresh_tokens")).hasSize(2);
    assertRefused(ada.refreshToken());
    assertRefused(bob.refreshToken());
    assertThat(town.stored("refresh_tokens")).isEmpty();
  }

  @Test
  void signingOutEverywhereEndsAllOfOne() {
    SignedIn ada = town.signUp(ADA);
    SignedIn phone = town.users.signIn(ADA, Town.PASS);
    SignedIn bob = town.signUp("bob@example.com");
    town.users.signOutEverywhere(town.session(ada));
    assertRefused(ada.refreshToken());
    assertRefused(phone.refreshToken());
    SignedIn next = town.users.refresh(bob.refreshToken());
    town.users.revoke(town.id(bob));
    assertRefused(next.refreshToken());
  }
}
