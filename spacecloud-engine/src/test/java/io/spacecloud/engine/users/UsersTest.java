package io.spacecloud.engine.users;

import static io.spacecloud.api.condition.Conditions.field;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spacecloud.api.error.AccessDeniedException;
import io.spacecloud.api.error.InvalidRequestException;
import io.spacecloud.api.error.LimitExceededException;
import io.spacecloud.api.error.NotFoundException;
import io.spacecloud.api.error.UnauthenticatedException;
import io.spacecloud.api.error.UnsupportedFeatureException;
import io.spacecloud.api.request.Create;
import io.spacecloud.api.request.Delete;
import io.spacecloud.api.request.Read;
import io.spacecloud.api.result.Document;
import io.spacecloud.api.spi.CollectionSchema;
import io.spacecloud.api.spi.Command;
import io.spacecloud.api.spi.FieldSchema;
import io.spacecloud.api.value.Kind;
import io.spacecloud.engine.ProjectConfig;
import io.spacecloud.engine.ProjectConfigBuilder;
import io.spacecloud.engine.Session;
import io.spacecloud.engine.SpaceCloud;
import io.spacecloud.engine.testing.InMemoryBackend;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
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

  private static void assertInvalid(String path, Runnable request) {
    assertThatThrownBy(request::run)
        .isInstanceOfSatisfying(
            InvalidRequestException.class, e -> assertThat(e.path()).isEqualTo(path));
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
      assertInvalid(each[0], () -> town.users.signUp(each[1], each[2], each[3]));
    }
    assertThat(town.stored("users")).isEmpty();
    assertInvalid("pass", () -> town.users.signIn(ADA, "x".repeat(1_000_000)));
    assertInvalid("email", () -> town.users.signIn("x".repeat(1_000_000), "x"));
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
    assertInvalid("role", () -> ProfileEdit.of(Map.of("role", "admin")));
    assertThat(ProfileEdit.of(Map.of("name", "A", "email", ""))).isEqualTo(ProfileEdit.name("A"));
    SignedIn ada = town.users.signIn(body);
    assertInvalid(
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
      assertInvalid("current", () -> town.users.edit(session, town.id(bob), edit));
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
      answers.add(failure(() -> client.signIn(ADA, "x")));
    }
    for (int i = 0; i < 3; i++) {
      answers.add(failure(() -> client.signIn("bob@example.com", "x")));
    }
    assertThat(answers).filteredOn(each -> each.startsWith("Unauthenticated")).hasSize(5);
    assertThat(answers.subList(10, 12)).allMatch(each -> each.startsWith("Unauthenticated"));
  }

  private static String failure(Runnable request) {
    try {
      request.run();
      return "none";
    } catch (RuntimeException e) {
      return e.getClass().getSimpleName();
    }
  }

  @Test
  void anAddressIsTriedAsOneHoweverItIsTyped() {
    List<String> answers = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      for (String typed : List.of("ada@example.com", "ADA@example.com", " ada@EXAMPLE.com")) {
        answers.add(failure(() -> town.users.signIn(typed, "x")));
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
  void theConfigurationSaysWhatWhoeverSignsUpIs() {
    restart(Map.of("role", "guest"));
    assertThat(town.signUp(ADA).user()).containsEntry("role", "guest");
    assertThat(town.stored("users").get(0)).containsEntry("role", "guest");
  }

  /** Who signs in while the password is changed does not bring the old one back. */
  @Test
  void aHashThatIsRenewedNeverTakesThePlaceOfANewPassword() {
    town.close();
    Meddler meddler = new Meddler(InMemoryBackend.create());
    town = Town.of(meddler);
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
    town.close();
    Meddler meddler = new Meddler(InMemoryBackend.create());
    town = Town.of(meddler);
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
    town.close();
    Meddler meddler = new Meddler(InMemoryBackend.create());
    town = Town.of(meddler);
    meddler.failAt(1);
    assertThat(failure(() -> town.signUp("bob@example.com"))).isEqualTo("BackendException");
    assertThat(town.stored("users")).isEmpty();
    for (int step = 2; step <= 3; step++) {
      String email = "user" + step + "@example.com";
      meddler.failAt(step);
      assertThat(failure(() -> town.signUp(email))).isEqualTo("BackendException");
      assertThat(town.stored("users")).hasSize(step - 1);
      town.users.refresh(town.users.signIn(email, Town.PASS).refreshToken());
    }
    SignedIn ada = town.signUp(ADA);
    for (int step = 1; step <= 3; step++) {
      SignedIn before = town.users.signIn(ADA, Town.PASS);
      meddler.failAt(step);
      assertThat(failure(() -> town.users.refresh(before.refreshToken())))
          .isEqualTo("BackendException");
      town.users.refresh(before.refreshToken()); // the one that failed has not used it up
    }
    meddler.failAt(3); // once the password is changed
    town.users.changePassword(town.session(ada), Town.PASS, "a new password");
    assertThatThrownBy(() -> town.users.refresh(ada.refreshToken()))
        .isInstanceOf(UnauthenticatedException.class);
  }

  @Test
  void signingInDoesNotUseUpAttempts() {
    town.signUp(ADA);
    for (int i = 0; i < 30; i++) {
      town.users.from("a client").signIn(ADA, Town.PASS);
    }
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
    assertInvalid("pass", () -> town.users.signUp(ADA, null, "password"));
    assertThatThrownBy(() -> town.signUp("x@spam.org"))
        .isInstanceOf(AccessDeniedException.class)
        .hasMessage("not you");
    assertThat(town.stored("users")).isEmpty();
    SignedIn ada = town.signUp(ADA);
    assertInvalid(
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

  @Test
  void withoutRefreshTokensThereAreNone() {
    town.close();
    ProjectConfig config = builder().users(Map.of()).build();
    try (SpaceCloud cloud =
        SpaceCloud.builder().config(config).backend("db", InMemoryBackend.create()).build()) {
      cloud.schema("db").create();
      assertThat(cloud.schema("db").collections()).containsExactly("users");
      Users users = cloud.users("db");
      SignedIn ada = users.signUp(ADA, "Ada", Town.PASS);
      assertThat(ada.refreshToken()).isNull();
      assertThat(ada.toMap()).containsOnlyKeys("user", "token");
      Session session = cloud.session(ada.token());
      for (Runnable each :
          List.<Runnable>of(
              () -> users.refresh("x"),
              () -> users.signOut("x"),
              () -> users.signOutEverywhere(session),
              () -> users.revoke("x"),
              users::forgetExpired)) {
        assertThatThrownBy(each::run).isInstanceOf(UnsupportedFeatureException.class);
      }
      assertThatThrownBy(() -> town.users.profile(session, "x"))
          .isInstanceOf(IllegalStateException.class); // the other engine is closed
      town = Town.of(InMemoryBackend.create());
      assertThatThrownBy(() -> town.users.profile(session, "x"))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  private static ProjectConfigBuilder builder() {
    return ProjectConfig.builder()
        .id("town")
        .secret("a-secret-for-this-test-alone-0123456789")
        .database("db");
  }

  private static SpaceCloud cloud(ProjectConfig config, CollectionSchema schema) {
    return SpaceCloud.builder()
        .config(config)
        .backend("db", InMemoryBackend.create().define(schema))
        .build();
  }

  private static CollectionSchema schema(
      Kind key, int pass, List<String> unique, String... fields) {
    List<FieldSchema> all = new ArrayList<>();
    all.add(new FieldSchema("id", key, false, false, false, -1));
    for (String name : fields) {
      all.add(
          new FieldSchema(name, Kind.STRING, true, false, false, name.equals("pass") ? pass : -1));
    }
    return new CollectionSchema("users", all, List.of("id"), List.of(List.of("id"), unique), false);
  }

  @Test
  void aCollectionThatCannotServeIsRefusedAndSaysWhy() {
    ProjectConfig config = builder().users(Map.of()).build();
    String[] fields = {"email", "name", "pass", "role"};
    Map<CollectionSchema, String> flaws = new HashMap<>();
    flaws.put(schema(Kind.STRING, -1, List.of("name"), fields), "users: no unique key on email");
    flaws.put(
        schema(Kind.STRING, -1, List.of("email", "name"), fields), "users: no unique key on email");
    flaws.put(
        schema(Kind.INTEGER, -1, List.of("email"), fields),
        "users: the primary key is not one string or uuid");
    flaws.put(
        schema(Kind.STRING, 60, List.of("email"), fields),
        "users: pass holds fewer than 128 characters");
    flaws.put(
        schema(Kind.STRING, -1, List.of("email"), "email", "name", "pass"),
        "users: has no string role");
    flaws.forEach(
        (schema, flaw) -> {
          try (SpaceCloud cloud = cloud(config, schema)) {
            assertThatThrownBy(() -> cloud.users("db"))
                .isInstanceOf(UnsupportedFeatureException.class)
                .hasMessage(flaw);
          }
        });
    try (SpaceCloud cloud = cloud(config, schema(Kind.STRING, -1, List.of("email"), fields))) {
      assertThat(cloud.users("db").signUp(ADA, null, Town.PASS).token()).isNotEmpty();
    }
  }

  @Test
  void whereNobodySignsInThereAreNoUsers() {
    try (SpaceCloud cloud =
        SpaceCloud.builder()
            .config(builder().build())
            .backend("db", InMemoryBackend.create())
            .build()) {
      assertThatThrownBy(() -> cloud.users("db")).isInstanceOf(NotFoundException.class);
      cloud.schema("db").create();
      assertThat(cloud.schema("db").collections()).isEmpty();
      cloud.reload(builder().users(Map.of()).build());
      assertThatThrownBy(() -> cloud.users("db"))
          .isInstanceOf(NotFoundException.class)
          .hasMessage("users: is not there; schema(\"db\").create() makes it");
      cloud.reload(builder().users(Map.of("enabled", false)).build());
      assertThatThrownBy(() -> cloud.users("db")).isInstanceOf(NotFoundException.class);
    }
    assertThatThrownBy(() -> town.cloud.users("other")).isInstanceOf(NotFoundException.class);
  }

  @Test
  void usersAreWhereTheyAreConfiguredToBe() {
    town.close();
    ProjectConfig config =
        builder()
            .database("other")
            .users(Map.of("databases", List.of("other"), "collection", "people"))
            .build();
    InMemoryBackend db = InMemoryBackend.create();
    try (SpaceCloud cloud =
        SpaceCloud.builder()
            .config(config)
            .backend("db", db)
            .backend("other", InMemoryBackend.create())
            .build()) {
      cloud.schema("db").create();
      assertThat(cloud.schema("db").collections()).isEmpty();
      cloud.schema("other").create();
      assertThat(cloud.schema("other").collections()).containsExactly("people");
      db.define(cloud.schema("other").collection("people"));
      assertThatThrownBy(() -> cloud.users("db")).isInstanceOf(NotFoundException.class);
      cloud.users("other").signUp(ADA, null, Town.PASS);
      assertThat(cloud.trusted().count(Read.all("other", "people"))).isEqualTo(1);
    }
    town = Town.of(InMemoryBackend.create());
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
    assertInvalid("role", () -> town.users.setRole("x", " "));
    assertInvalid("role", () -> town.users.setRole("x", "x".repeat(65)));
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
