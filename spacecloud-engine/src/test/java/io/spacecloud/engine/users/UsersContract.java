package io.spacecloud.engine.users;

import static io.spacecloud.api.condition.Conditions.field;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spacecloud.api.error.ConflictException;
import io.spacecloud.api.error.LimitExceededException;
import io.spacecloud.api.error.UnauthenticatedException;
import io.spacecloud.api.request.Create;
import io.spacecloud.api.request.Read;
import io.spacecloud.api.result.Document;
import io.spacecloud.api.spi.Backend;
import io.spacecloud.engine.ProjectConfig;
import io.spacecloud.engine.Session;
import io.spacecloud.engine.SpaceCloud;
import io.spacecloud.engine.json.AnswerWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/**
 * What user management does on a database. Its backend has no collections {@code users} and {@code
 * refresh_tokens} to begin with, can make them, and is closed with the engine.
 */
public abstract class UsersContract extends RefreshTokensContract {

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
    assertThat(new AnswerWriter().document(ada.toDocument()))
        .startsWith("{\"user\":{\"" + town.key + "\":\"" + town.id(ada))
        .contains(",\"token\":\"" + ada.token(), ",\"refreshToken\":\"" + ada.refreshToken());

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
