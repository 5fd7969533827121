package io.spacecloud.engine.users;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spacecloud.api.error.LimitExceededException;
import io.spacecloud.api.error.UnauthenticatedException;
import io.spacecloud.engine.Session;
import io.spacecloud.engine.testing.InMemoryBackend;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What counts as an attempt, and of whom. */
class UserAttemptsTest {
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

  /** A stolen session is no way to try passwords. */
  @Test
  void reauthenticationCountsAsAttempts() {
    SignedIn ada = town.signUp(ADA);
    Session session = town.session(ada);
    for (int i = 0; i < 10; i++) {
      assertThatThrownBy(() -> town.users.changePassword(session, "wrong", "12345678"))
          .isInstanceOf(UnauthenticatedException.class);
    }
    assertThatThrownBy(() -> town.users.changePassword(session, Town.PASS, "12345678"))
        .isInstanceOf(LimitExceededException.class);
    assertThatThrownBy(() -> town.users.signIn(ADA, Town.PASS))
        .isInstanceOf(LimitExceededException.class);
  }

  @Test
  void clientsHaveTheirOwnLimitWhicheverAccountsTheyTry() {
    restart(Map.of("attempts", Map.of("perClient", 5, "perAccount", 3, "within", "10m")));
    town.signUp(ADA);
    Users client = town.users.from("203.0.113.7");
    for (int i = 0; i < 5; i++) {
      String email = "user" + i + "@example.com";
      assertThatThrownBy(() -> client.signIn(email, "x"))
          .isInstanceOf(UnauthenticatedException.class);
    }
    assertThatThrownBy(() -> client.signIn(ADA, Town.PASS))
        .isInstanceOf(LimitExceededException.class);
    assertThatThrownBy(() -> client.signUp("new@example.com", null, Town.PASS))
        .isInstanceOf(LimitExceededException.class);
    // Who is turned away for that uses up nobody else's attempts.
    for (int i = 0; i < 20; i++) {
      assertThatThrownBy(() -> client.signIn(ADA, "x")).isInstanceOf(LimitExceededException.class);
    }
    town.users.from("203.0.113.8").signIn(ADA, Town.PASS);
    town.users.signIn(ADA, Town.PASS);
    town.pass(Duration.ofMinutes(2));
    client.signUp("new@example.com", null, Town.PASS);
  }

  /** What is refused for the account's sake uses up nothing of the client's. */
  @Test
  void anAccountThatIsLockedCostsTheClientNothing() {
    restart(Map.of("attempts", Map.of("perClient", 5, "perAccount", 3)));
    Users client = town.users.from("203.0.113.7");
    List<String> answers = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      answers.add(Town.failure(() -> client.signIn(ADA, "x")));
    }
    for (int i = 0; i < 3; i++) {
      answers.add(Town.failure(() -> client.signIn("bob@example.com", "x")));
    }
    assertThat(answers).filteredOn(each -> each.startsWith("Unauthenticated")).hasSize(5);
    assertThat(answers.subList(10, 12)).allMatch(each -> each.startsWith("Unauthenticated"));
  }

  @Test
  void anAddressIsTriedAsOneHoweverItIsTyped() {
    List<String> answers = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      for (String typed : List.of("ada@example.com", "ADA@example.com", " ada@EXAMPLE.com")) {
        answers.add(Town.failure(() -> town.users.signIn(typed, "x")));
      }
    }
    assertThat(answers).filteredOn(each -> each.startsWith("Unauthenticated")).hasSize(10);
  }

  @Test
  void refreshTokensAreTriedByAClientAsOftenAsPasswords() {
    restart(Map.of("attempts", Map.of("perClient", 3)));
    SignedIn ada = town.signUp(ADA);
    Users client = town.users.from("203.0.113.7");
    String good = ada.refreshToken();
    for (int i = 0; i < 5; i++) {
      good = client.refresh(good).refreshToken();
    }
    for (int i = 0; i < 3; i++) {
      assertThatThrownBy(() -> client.refresh("A".repeat(65)))
          .isInstanceOf(UnauthenticatedException.class);
    }
    String token = good;
    assertThatThrownBy(() -> client.refresh(token)).isInstanceOf(LimitExceededException.class);
    town.users.refresh(token);
  }

  @Test
  void signingInDoesNotUseUpAttempts() {
    town.signUp(ADA);
    for (int i = 0; i < 30; i++) {
      town.users.from("a client").signIn(ADA, Town.PASS);
    }
  }
}
