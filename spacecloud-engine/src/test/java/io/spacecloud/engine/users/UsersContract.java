package io.spacecloud.engine.users;

import static io.spacecloud.api.condition.Conditions.field;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spacecloud.api.error.ConflictException;
import io.spacecloud.api.error.LimitExceededException;
import io.spacecloud.api.error.UnauthenticatedException;
import io.spacecloud.api.request.Create;
import io.spacecloud.api.request.Delete;
import io.spacecloud.api.request.Read;
import io.spacecloud.api.request.Update;
import io.spacecloud.api.result.Document;
import io.spacecloud.api.spi.Backend;
import io.spacecloud.engine.ProjectConfig;
import io.spacecloud.engine.Session;
import io.spacecloud.engine.SpaceCloud;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What user management does on a database. Its backend has no collections {@code users} and {@code
 * refresh_tokens} to begin with, can make them, and is closed with the engine.
 */
public abstract class UsersContract {
  private static final String ADA = "ada@example.com";

  /** Of {@code abc}, as other implementations have it. */
  private static final String BCRYPT =
      "$2a$06$If6bvum7DFjUnE9p2uDeDu0YHzrHM6tf.iqN8.yx.jNN1ILEf7h0i";

  private Town town;

  /** Without the two collections. */
  protected abstract Backend open();

  @BeforeEach
  final void begin() {
    town = Town.of(open());
  }

  @AfterEach
  final void end() {
    town.close();
  }

  private static Object pass(Document account) {
    return account.get("pass");
  }

  private Document only(String collection) {
    List<Document> stored = town.stored(collection);
    assertThat(stored).hasSize(1);
    return stored.get(0);
  }

  @Test
  void whoeverSignsUpIsSignedInAndStoredWhole() {
    SignedIn ada = town.users.signUp(ADA, "Ada", Town.PASS);

    Document stored = only("users");
    assertThat(stored)
        .containsEntry("email", ADA)
        .containsEntry("name", "Ada")
        .containsEntry("role", "user")
        .containsEntry(town.key, town.id(ada));
    assertThat(pass(stored)).asString().startsWith("$argon2id$v=19$m=1024,t=1,p=1$");
    assertThat(ada.user())
        .isEqualTo(
            Document.of(
                Map.of(town.key, town.id(ada), "email", ADA, "name", "Ada", "role", "user")));
    assertThat(ada.expiresAt()).isEqualTo(Instant.parse("2026-01-01T01:00:00Z"));
    assertThat(ada.toMap()).containsOnlyKeys("user", "token", "refreshToken");

    Session session = town.session(ada);
    assertThat(session.caller().claims())
        .containsEntry("id", town.id(ada))
        .containsEntry("email", ADA)
        .containsEntry("name", "Ada")
        .containsEntry("role", "user");
    assertThat(town.users.profile(session, town.id(ada)))
        .hasValueSatisfying(
            profile -> assertThat(profile).containsEntry("email", ADA).doesNotContainKey("pass"));
  }

  @Test
  void bodiesOfSpaceCloudAreTaken() {
    Map<String, Object> body =
        Map.of("email", ADA, "name", "Ada", "pass", Town.PASS, "role", "admin");
    assertThat(town.users.signUp(body).user()).containsEntry("role", "user");
    assertThat(town.users.signIn(Map.of("email", ADA, "pass", Town.PASS)).user())
        .containsEntry("role", "user");
    assertThat(only("users")).containsEntry("role", "user");
  }

  @Test
  void unknownAndWrongAreTheSame() {
    town.signUp(ADA);
    assertThat(town.users.signIn(ADA, Town.PASS).user()).containsEntry("email", ADA);
    for (String[] each :
        new String[][] {{ADA, "wrong horse"}, {"eve@example.com", Town.PASS}, {"eve", "x"}}) {
      assertThatThrownBy(() -> town.users.signIn(each[0], each[1]))
          .isInstanceOf(UnauthenticatedException.class)
          .hasMessage("the e-mail address or the password is wrong");
    }
  }

  @Test
  void oneAddressIsOneAccountHoweverItIsTyped() {
    town.signUp(ADA);
    for (String typed :
        List.of("ADA@Example.com", " ada@example.com\t", "\uff21da@example\uff0ecom")) {
      assertThat(town.users.signIn(typed, Town.PASS).user()).containsEntry("email", ADA);
      assertThatThrownBy(() -> town.signUp(typed))
          .isInstanceOf(ConflictException.class)
          .hasMessage("there is such an account already");
    }
    assertThat(town.stored("users")).hasSize(1);
  }

  @Test
  void manyWhoSignUpAtOnceAreOne() throws Exception {
    for (int round = 0; round < 5; round++) {
      String name = "user" + round;
      AtomicInteger turn = new AtomicInteger();
      List<Object> outcomes =
          Town.atOnce(
              1,
              () ->
                  town.signUp(
                      (turn.getAndIncrement() % 2 == 0 ? name : name.toUpperCase(Locale.ROOT))
                          + "@x.org"));

      assertThat(outcomes).filteredOn(SignedIn.class::isInstance).hasSize(1);
      assertThat(outcomes)
          .filteredOn(ConflictException.class::isInstance)
          .hasSize(Town.THREADS - 1);
      assertThat(town.stored("users")).hasSize(round + 1);
    }
  }

  @Test
  void noMoreAttemptsFailThanMayWhoeverTheyAreFor() throws Exception {
    town.signUp(ADA);
    for (String email : List.of(ADA, "nobody@example.com")) {
      List<Object> outcomes = Town.atOnce(5, () -> town.users.signIn(email, "wrong horse"));

      assertThat(outcomes).filteredOn(UnauthenticatedException.class::isInstance).hasSize(10);
      assertThat(outcomes)
          .filteredOn(LimitExceededException.class::isInstance)
          .hasSize(5 * Town.THREADS - 10)
          .extracting(each -> ((Exception) each).getMessage())
          .containsOnly("too many attempts");
    }
    assertThatThrownBy(() -> town.users.signIn(ADA, Town.PASS))
        .isInstanceOf(LimitExceededException.class);
    town.pass(Duration.ofMinutes(15));
    town.users.signIn(ADA, Town.PASS);
  }

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

  private void assertRefused(String refreshToken) {
    assertThatThrownBy(() -> town.users.refresh(refreshToken))
        .isInstanceOf(UnauthenticatedException.class)
        .hasMessage("the refresh token is no good");
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

  @Test
  void hashesOfASpaceCloudServerVerifyAndAreReplaced() {
    Map<String, Object> old = new HashMap<>();
    old.put(town.key, "5b4c9a1e-0000-1000-8000-000000000001");
    old.putAll(Map.of("email", "Old@Example.com", "pass", BCRYPT, "role", "user"));
    town.cloud.trusted().create(Create.one("db", "users", old));

    assertThatThrownBy(() -> town.users.signIn("Old@Example.com", "abd"))
        .isInstanceOf(UnauthenticatedException.class);
    assertThat(pass(only("users"))).isEqualTo(BCRYPT);
    SignedIn first = town.users.signIn("Old@Example.com", "abc");
    assertThat(town.id(first)).isEqualTo("5b4c9a1e-0000-1000-8000-000000000001");
    assertThat(only("users")).containsEntry("email", "old@example.com");
    assertThat(pass(only("users"))).asString().startsWith("$argon2id$");
    town.users.signIn("old@example.com", "abc");
    town.users.refresh(first.refreshToken());
  }

  @Test
  void whoSignsInWhileTheHashIsReplacedIsServed() throws Exception {
    Map<String, Object> old = new HashMap<>();
    old.put(town.key, "old");
    old.putAll(Map.of("email", ADA, "pass", BCRYPT, "role", "user"));
    town.cloud.trusted().create(Create.one("db", "users", old));

    List<Object> outcomes = Town.atOnce(1, () -> town.users.signIn(ADA, "abc"));
    assertThat(outcomes)
        .allSatisfy(
            each ->
                assertThat(town.users.refresh(((SignedIn) each).refreshToken()).user())
                    .containsEntry("email", ADA));
    assertThat(pass(only("users"))).asString().startsWith("$argon2id$");
    town.users.signIn(ADA, "abc");
  }

  @Test
  void hashesGrowWithTheParameters() {
    SignedIn before = town.signUp(ADA);
    town.cloud.reload(town.config(Map.of("passwords", Map.of("memory", 2_048, "iterations", 1))));
    town.users.signIn(ADA, Town.PASS);
    assertThat(pass(only("users"))).asString().startsWith("$argon2id$v=19$m=2048,t=1,p=1$");
    town.users.refresh(before.refreshToken()); // the password is the same one
    town.cloud.reload(town.config(Map.of()));
    town.users.signIn(ADA, Town.PASS);
    assertThat(pass(only("users"))).asString().startsWith("$argon2id$v=19$m=2048,t=1,p=1$");
  }

  @Test
  void profilesAreSeenAndChangedByTheRules() {
    SignedIn ada = town.signUp(ADA);
    SignedIn bob = town.signUp("bob@example.com");
    Session session = town.session(ada);

    assertThat(town.users.profile(session, town.id(bob))).isEmpty();
    assertThat(town.users.profiles(session).documents()).hasSize(1);
    assertThat(town.users.edit(session, town.id(bob), ProfileEdit.name("Eve"))).isFalse();
    assertThat(town.users.delete(session, town.id(bob))).isFalse();

    assertThat(town.users.edit(session, town.id(ada), ProfileEdit.name("Ada L"))).isTrue();
    ProfileEdit edit = ProfileEdit.email("Lovelace@Example.com").withCurrent(Town.PASS);
    assertThat(town.users.edit(session, town.id(ada), edit)).isTrue();
    assertThat(town.users.profile(session, town.id(ada)))
        .hasValueSatisfying(
            profile ->
                assertThat(profile)
                    .containsEntry("name", "Ada L")
                    .containsEntry("email", "lovelace@example.com"));
    assertThatThrownBy(
            () ->
                town.users.edit(
                    session,
                    town.id(ada),
                    ProfileEdit.email("bob@example.com").withCurrent(Town.PASS)))
        .isInstanceOf(ConflictException.class)
        .hasMessage("there is such an account already");
    town.users.refresh(ada.refreshToken());

    assertThat(town.users.delete(session, town.id(ada))).isTrue();
    assertThat(town.stored("users")).hasSize(1);
    assertThat(town.stored("refresh_tokens")).hasSize(1);
    assertThatThrownBy(() -> town.users.signIn("lovelace@example.com", Town.PASS))
        .isInstanceOf(UnauthenticatedException.class);
  }

  @Test
  void rolesAreTheEmbeddersToGive() {
    SignedIn ada = town.signUp(ADA);
    town.signUp("bob@example.com");
    assertThat(town.users.setRole("nobody", "admin")).isFalse();
    assertThat(town.users.setRole(town.id(ada), "admin")).isTrue();
    assertThat(town.users.profiles(town.session(ada)).documents()).hasSize(1);
    SignedIn admin = town.users.refresh(ada.refreshToken());
    assertThat(admin.user()).containsEntry("role", "admin");
    assertThat(town.users.profiles(town.session(admin)).documents())
        .hasSize(2)
        .allSatisfy(each -> assertThat(each).doesNotContainKey("pass"));
  }

  @Test
  void theEmbedderSetsAPasswordThatWasForgotten() {
    SignedIn ada = town.signUp(ADA);
    assertThat(
            town.users.edit(town.cloud.trusted(), town.id(ada), ProfileEdit.pass("a new password")))
        .isTrue();
    assertRefused(ada.refreshToken());
    town.users.signIn(ADA, "a new password");
  }

  /** With a key, and fields, of its own. */
  @Test
  void theApplicationsOwnCollectionServes() {
    town.close();
    Backend backend = open();
    String key = backend.keyName();
    ProjectConfig config =
        ProjectConfig.builder()
            .id("town")
            .secret("a-secret-for-this-test-alone-0123456789")
            .declare(
                "db",
                "users",
                """
                fields:
                  %1$s: uuid
                  email: {type: string, required: true, maxLength: 254}
                  name: string
                  pass: {type: string, required: true, maxLength: 200}
                  role: {type: string, required: true, maxLength: 20}
                  tenant: {type: string, required: true, maxLength: 20}
                key: %1$s
                unique: [email]
                """
                    .formatted(key))
            .users(Map.of("passwords", Map.of("memory", 1_024, "iterations", 1)))
            .build();
    UserHooks hooks =
        new UserHooks() {
          @Override
          public Map<String, ?> beforeSignUp(Document user) {
            return Map.of("tenant", "t1");
          }
        };
    try (SpaceCloud cloud =
        SpaceCloud.builder().config(config).backend("db", backend).users(hooks).build()) {
      cloud.schema("db").create();
      Users users = cloud.users("db");
      SignedIn ada = users.signUp(ADA, "Ada", Town.PASS);
      String id = String.valueOf(ada.user().get(key));
      assertThat(users.signIn(ADA, Town.PASS).user()).isEqualTo(ada.user());
      assertThat(users.setRole(id, "admin")).isTrue();
      Document stored =
          cloud.trusted().read(Read.one("db", "users").where(field(key).eq(id))).document().get();
      assertThat(stored)
          .containsEntry("tenant", "t1")
          .containsEntry("role", "admin")
          .containsEntry(key, UUID.fromString(id));
      assertThat(users.edit(cloud.trusted(), id, ProfileEdit.pass("a new password"))).isTrue();
      assertThatThrownBy(() -> users.signUp(ADA, "Ada", Town.PASS))
          .isInstanceOf(ConflictException.class);
      assertThat(users.delete(cloud.trusted(), id)).isTrue();
    }
    town = Town.of(open());
  }

  @Test
  void nothingOfAHashIsReadByReading() {
    SignedIn ada = town.signUp(ADA);
    for (Session session : List.of(town.session(ada), town.cloud.trusted())) {
      assertThat(session.read(Read.all("db", "users")).documents())
          .hasSize(1)
          .allSatisfy(each -> assertThat(each).doesNotContainKey("pass"));
      session.stream(Read.all("db", "users"), each -> assertThat(each).doesNotContainKey("pass"));
    }
  }
}
