package io.spacecloud.engine.users;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spacecloud.api.error.UnauthenticatedException;
import io.spacecloud.api.spi.Command;
import io.spacecloud.engine.testing.InMemoryBackend;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What comes between two steps, or ends them, leaves no account by halves. */
class UserRacesTest {
  private static final String ADA = "ada@example.com";

  private final Meddler meddler = new Meddler(InMemoryBackend.create());
  private final Town town = Town.of(meddler);

  @AfterEach
  void close() {
    town.close();
  }

  /** Who signs in while the password is changed does not bring the old one back. */
  @Test
  void aHashThatIsRenewedNeverTakesThePlaceOfANewPassword() {
    SignedIn ada = town.signUp(ADA);
    town.cloud.reload(town.config(Map.of("passwords", Map.of("memory", 2_048, "iterations", 1))));
    meddler.beforeNext(
        Command.Modify.class,
        () ->
            town.users.edit(
                town.cloud.trusted(), town.id(ada), ProfileEdit.pass("a new password")));
    SignedIn late = town.users.signIn(ADA, Town.PASS);
    assertThatThrownBy(() -> town.users.signIn(ADA, Town.PASS))
        .isInstanceOf(UnauthenticatedException.class);
    town.users.signIn(ADA, "a new password");
    assertThatThrownBy(() -> town.users.refresh(late.refreshToken()))
        .isInstanceOf(UnauthenticatedException.class);
  }

  @Test
  void whoLosesTheRaceForARefreshTokenRevokesTheWinners() {
    SignedIn ada = town.signUp(ADA);
    List<SignedIn> winner = new ArrayList<>();
    meddler.beforeNext(
        Command.Modify.class, () -> winner.add(town.users.refresh(ada.refreshToken())));
    assertThatThrownBy(() -> town.users.refresh(ada.refreshToken()))
        .isInstanceOf(UnauthenticatedException.class);
    assertThat(winner).hasSize(1);
    assertThatThrownBy(() -> town.users.refresh(winner.get(0).refreshToken()))
        .isInstanceOf(UnauthenticatedException.class);
    assertThat(town.stored("refresh_tokens")).isEmpty();
  }

  /** A process that ends between two steps leaves nothing that is half done. */
  @Test
  void whateverStepFailsTheAccountIsWholeOrNot() {
    meddler.failAt(1);
    assertThat(Town.failure(() -> town.signUp("bob@example.com"))).isEqualTo("BackendException");
    assertThat(town.stored("users")).isEmpty();
    for (int step = 2; step <= 3; step++) {
      String email = "user" + step + "@example.com";
      meddler.failAt(step);
      assertThat(Town.failure(() -> town.signUp(email))).isEqualTo("BackendException");
      assertThat(town.stored("users")).hasSize(step - 1);
      town.users.refresh(town.users.signIn(email, Town.PASS).refreshToken());
    }
    SignedIn ada = town.signUp(ADA);
    for (int step = 1; step <= 3; step++) {
      SignedIn before = town.users.signIn(ADA, Town.PASS);
      meddler.failAt(step);
      assertThat(Town.failure(() -> town.users.refresh(before.refreshToken())))
          .isEqualTo("BackendException");
      town.users.refresh(before.refreshToken()); // the one that failed has not used it up
    }
    meddler.failAt(3); // once the password is changed
    town.users.changePassword(town.session(ada), Town.PASS, "a new password");
    assertThatThrownBy(() -> town.users.refresh(ada.refreshToken()))
        .isInstanceOf(UnauthenticatedException.class);
  }
}
