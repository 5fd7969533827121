package io.spacecloud.engine.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spacecloud.api.error.AccessDeniedException;
import io.spacecloud.api.error.UnauthenticatedException;
import io.spacecloud.api.request.Read;
import io.spacecloud.engine.ProjectConfig;
import io.spacecloud.engine.Session;
import io.spacecloud.engine.SpaceCloud;
import io.spacecloud.engine.config.InvalidConfigException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Nothing outlives what it came from (class 6): a token its key or its time, a verdict its rules.
 *
 * <p>Falls with the comparison of verifiers in {@code Session.authority}, with that of times in
 * {@code Session.requireUnexpired}, with its call in {@code Transaction.execute}, or with {@code
 * SpaceCloud.reload} passing over problems.
 */
class StaleIdentityTest {
  private static final class Watch extends Clock {
    private final AtomicReference<Instant> now =
        new AtomicReference<>(Instant.parse("2030-01-01T00:00:00Z"));

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }

    @Override
    public Instant instant() {
      return now.get();
    }

    void later(Duration time) {
      now.updateAndGet(instant -> instant.plus(time));
    }
  }

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
  void aSessionGoesByTheRulesOfItsTime(Door door) {
    House house = House.of(House.OPEN);
    Session ann = house.ann();

    house.cloud.reload(House.config(House.rules("{rule: deny}")));
    assertThatThrownBy(() -> door.enter(ann)).isInstanceOf(AccessDeniedException.class);
    house.cloud.reload(House.config(House.OPEN));
    door.enter(ann);
  }

  @ParameterizedTest
  @EnumSource
  void aSessionEndsWithItsToken(Door door) {
    House house = House.of(House.OPEN);
    Watch watch = new Watch();
    try (SpaceCloud cloud =
        SpaceCloud.builder()
            .config(House.config(House.OPEN))
            .backend("db", house.backend)
            .clock(watch)
            .build()) {
      Session ann = cloud.session(cloud.tokens().issue(Map.of("id", "ann"), Duration.ofMinutes(5)));
      door.enter(ann);
      int before = house.backend.commands().size();
      watch.later(Duration.ofMinutes(6));
      assertThatThrownBy(() -> door.enter(ann)).isInstanceOf(UnauthenticatedException.class);
      assertThat(house.backend.commands()).hasSize(before);
    }
  }

  @Test
  void aTransactionDoesNotOutliveTheToken() {
    House house = House.of(House.OPEN);
    Watch watch = new Watch();
    try (SpaceCloud cloud =
        SpaceCloud.builder()
            .config(House.config(House.OPEN))
            .backend("db", house.backend)
            .clock(watch)
            .build()) {
      Session ann = cloud.session(cloud.tokens().issue(Map.of("id", "ann"), Duration.ofMinutes(5)));
      assertThatThrownBy(
              () ->
                  ann.transaction(
                      "db",
                      tx -> {
                        tx.read(Read.all("db", "todos"));
                        watch.later(Duration.ofMinutes(6));
                        tx.read(Read.all("db", "todos"));
                      }))
          .isInstanceOf(UnauthenticatedException.class);
    }
  }

  @Test
  void aReloadThatFailsChangesNothing() {
    House house = House.of(House.OPEN);
    Session ann = house.ann();
    ProjectConfig unserved =
        ProjectConfig.builder()
            .id("house")
            .secret("another-secret-of-enough-characters-42")
            .collection("db", "todos", House.rules("{rule: deny}"))
            .collection("unserved", "x", "read: {rule: allow}")
            .build();
    assertThatThrownBy(() -> house.cloud.reload(unserved))
        .isInstanceOf(InvalidConfigException.class);
    assertThat(ann.count(Read.all("db", "todos"))).isEqualTo(3);
  }
}
