package io.spacecloud.engine.security;

import static io.spacecloud.engine.auth.TokenFixtures.EC;
import static io.spacecloud.engine.auth.TokenFixtures.OTHER_EC;
import static io.spacecloud.engine.auth.TokenFixtures.ecJwk;
import static io.spacecloud.engine.auth.TokenFixtures.jwks;
import static io.spacecloud.engine.auth.TokenFixtures.pair;
import static io.spacecloud.engine.auth.TokenFixtures.tokens;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spacecloud.api.error.AccessDeniedException;
import io.spacecloud.api.error.UnauthenticatedException;
import io.spacecloud.api.request.Create;
import io.spacecloud.api.request.Delete;
import io.spacecloud.api.request.Read;
import io.spacecloud.api.request.Request;
import io.spacecloud.engine.ProjectConfig;
import io.spacecloud.engine.Session;
import io.spacecloud.engine.SpaceCloud;
import io.spacecloud.engine.auth.TokenConfig;
import io.spacecloud.engine.auth.TokenFixtures.TestClock;
import io.spacecloud.engine.auth.TokenKey;
import io.spacecloud.engine.auth.TokenKey.Algorithm;
import io.spacecloud.engine.testing.RecordingRealtime;
import java.security.KeyPair;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Nothing outlives what it came from (class 6): a token its key or its time, a verdict its rules.
 *
 * <p>Fails without {@code Session#authority} verifying the token again when the demands are others
 * or its key is retired, and asking the time, or without its call in {@code Session#execute},
 * {@code #stream}, {@code #transaction} or {@code #explain}; without {@code KeySetSource#reload}
 * retiring what a set no longer holds, {@code Session#requireUnexpired} in {@code
 * Transaction#execute}.
 */
class StaleIdentityTest {
  private static ProjectConfig otherKey(String rules) {
    return ProjectConfig.builder()
        .id("house")
        .secret("another-secret-of-enough-characters-42")
        .collection("db", "todos", rules)
        .build();
  }

  @ParameterizedTest
  @EnumSource
  void aSessionEndsWithItsKey(Door door) {
    House house = House.of(House.OPEN);
    Session ann = house.ann();
    door.enter(ann);
    int before = house.backend.commands().size();

    house.cloud.reload(otherKey(House.OPEN));
    assertThatThrownBy(() -> door.enter(ann)).isInstanceOf(UnauthenticatedException.class);
    assertThat(house.backend.commands()).hasSize(before);
  }

  @ParameterizedTest
  @EnumSource
  void aSessionEndsWithItsToken(Door door) {
    House house = House.of(House.OPEN);
    TestClock watch = new TestClock();
    try (SpaceCloud cloud =
        SpaceCloud.builder()
            .config(House.config(House.OPEN))
            .backend("db", house.backend)
            .realtime(new RecordingRealtime())
            .clock(watch)
            .build()) {
      Session ann = cloud.session(cloud.tokens().issue(Map.of("id", "ann"), Duration.ofMinutes(5)));
      door.enter(ann);
      int before = house.backend.commands().size();
      watch.advance(Duration.ofMinutes(6));
      assertThatThrownBy(() -> door.enter(ann)).isInstanceOf(UnauthenticatedException.class);
      assertThat(house.backend.commands()).hasSize(before);
    }
  }

  @Test
  void aTransactionDoesNotOutliveTheToken() {
    House house = House.of(House.OPEN);
    TestClock watch = new TestClock();
    try (SpaceCloud cloud =
        SpaceCloud.builder()
            .config(House.config(House.OPEN))
            .backend("db", house.backend)
            .realtime(new RecordingRealtime())
            .clock(watch)
            .build()) {
      Session ann = cloud.session(cloud.tokens().issue(Map.of("id", "ann"), Duration.ofMinutes(5)));
      assertThatThrownBy(
              () ->
                  ann.transaction(
                      "db",
                      tx -> {
                        tx.read(Read.all("db", "todos"));
                        watch.advance(Duration.ofMinutes(6));
                        tx.read(Read.all("db", "todos"));
                      }))
          .isInstanceOf(UnauthenticatedException.class);
    }
  }

  @ParameterizedTest
  @EnumSource
  void aSessionEndsWithItsKeyInAKeySet(Door door) {
    TestClock watch = new TestClock();
    AtomicReference<String> set = new AtomicReference<>(jwks(jwk("old", EC)));
    ProjectConfig config =
        ProjectConfig.builder()
            .id("house")
            .key(new TokenKey.KeySet(set::get))
            .collection("db", "todos", House.OPEN)
            .realtime("db", "todos")
            .build();
    House house = House.of(House.OPEN);
    try (SpaceCloud cloud =
        SpaceCloud.builder()
            .config(config)
            .backend("db", house.backend)
            .realtime(new RecordingRealtime())
            .clock(watch)
            .build()) {
      Session ann = cloud.session(token(watch, "old", EC));
      door.enter(ann);
      int before = house.backend.commands().size();

      set.set(jwks(jwk("new", OTHER_EC)));
      watch.advance(Duration.ofMinutes(2));
      Session other = cloud.session(token(watch, "new", OTHER_EC));
      assertThatThrownBy(() -> door.enter(ann)).isInstanceOf(UnauthenticatedException.class);
      assertThat(house.backend.commands()).hasSize(before);
      other.count(Read.all("db", "todos"));
    }
  }

  private static String jwk(String kid, KeyPair keys) {
    return ecJwk("\"kid\":\"" + kid + "\",\"crv\":\"P-256\",", keys);
  }

  private static String token(Clock clock, String kid, KeyPair keys) {
    return tokens(clock, pair(kid, Algorithm.ES256, keys))
        .issue(Map.of("id", "ann"), Duration.ofDays(1));
  }

  /** Whatever else a new configuration demands of tokens, it demands of those in use. */
  @ParameterizedTest
  @EnumSource
  void aSessionIsHeldToWhatIsDemandedByNow(Door door) {
    House house = House.of(House.OPEN);
    Session ann = house.ann();
    door.enter(ann);
    int before = house.backend.commands().size();
    for (TokenConfig demands :
        List.of(
            new TokenConfig(List.of(), "issuer", null, true, Duration.ZERO, 10),
            new TokenConfig(List.of(), null, "audience", true, Duration.ZERO, 10))) {
      house.cloud.reload(
          ProjectConfig.builder()
              .id("house")
              .tokens(demands)
              .secret(House.SECRET)
              .collection("db", "todos", House.OPEN)
              .build());
      assertThatThrownBy(() -> door.enter(ann)).isInstanceOf(UnauthenticatedException.class);
    }
    assertThat(house.backend.commands()).hasSize(before);
  }

  @Test
  void noWayOutlivesATokenOrItsKey() {
    House house = House.of(House.OPEN);
    Session ann = house.ann();
    house.cloud.reload(otherKey(House.rules("{rule: allow}")));
    for (Request each :
        List.of(
            Read.all("db", "todos"),
            Delete.all("db", "todos"),
            Create.one("db", "todos", Map.of("id", "9")))) {
      Way.of(each)
          .forEach(
              way ->
                  assertThatThrownBy(() -> way.send(ann, each), "%s", way)
                      .isInstanceOf(UnauthenticatedException.class));
    }
    assertThat(house.backend.commands()).isEmpty();
  }

  /** Who is suspended in a row that rules look at is so at once. */
  @ParameterizedTest
  @EnumSource
  void whatARuleReadsIsReadAnew(Door door) {
    House house =
        House.of(House.rules("{rule: query, db: db, col: bare, find: {id: args.auth.id}}"));
    Session trusted = house.cloud.trusted();
    trusted.create(Create.one("db", "bare", Map.of("id", "ann")));
    Session ann = house.ann();
    door.enter(ann);
    trusted.delete(Delete.all("db", "bare"));
    String before = house.stored();
    assertThatThrownBy(() -> door.enter(ann)).isInstanceOf(AccessDeniedException.class);
    assertThat(house.stored()).isEqualTo(before);
  }
}
