package io.spacecloud.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spacecloud.api.error.InvalidRequestException;
import io.spacecloud.api.error.LimitExceededException;
import io.spacecloud.api.request.Batch;
import io.spacecloud.api.request.Create;
import io.spacecloud.api.request.Read;
import io.spacecloud.api.spi.Command;
import io.spacecloud.api.value.Kind;
import io.spacecloud.engine.config.Limits;
import io.spacecloud.engine.testing.MemoryBackend;
import io.spacecloud.engine.testing.Schemas;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Nobody gets more than was set, and nobody pays for another. */
class LimitsTest {
  private static final Read ALL = Read.all("db", "todos");

  private final MemoryBackend backend =
      new MemoryBackend()
          .with(
              Schemas.of("todos").required("id", Kind.STRING).key("id").build(), Map.of("id", "1"));

  private SpaceCloud cloud(Limits limits) {
    ProjectConfig config =
        ProjectConfig.builder()
            .id("limited")
            .secret("a-secret-for-this-test-alone-0123456789")
            .collection("db", "todos", "{read: {rule: allow}, create: {rule: authenticated}}")
            .build();
    return SpaceCloud.builder().config(config).backend("db", backend).limits(limits).build();
  }

  private static Session of(SpaceCloud cloud, String id) {
    return cloud.session(cloud.tokens().issue(Map.of("id", id), Duration.ofHours(1)));
  }

  private static void fail() {
    throw new IllegalStateException("mine");
  }

  private static void refused(Runnable request) {
    assertThatThrownBy(request::run).isInstanceOf(LimitExceededException.class);
  }

  @Test
  void oneCallersRequestsAtOnceAreLimitedThroughEveryDoor() {
    SpaceCloud cloud = cloud(Limits.NONE.withCallerConcurrent(2));
    Session ann = of(cloud, "ann");
    ann.stream(
        ALL,
        document -> {
          ann.transaction(
              "db",
              tx -> {
                refused(() -> ann.read(ALL));
                refused(() -> ann.stream(ALL, each -> {}));
                refused(() -> ann.transaction("db", inner -> {}));
                refused(
                    () ->
                        of(cloud, "ann")
                            .batch(Batch.of("db", Create.one("db", "todos", Map.of("id", "2")))));
                assertThat(tx.read(ALL).documents()).as("it is inside already").hasSize(1);
                assertThatCode(() -> of(cloud, "bob").read(ALL)).doesNotThrowAnyException();
                assertThatCode(() -> cloud.anonymous().read(ALL)).doesNotThrowAnyException();
                assertThatCode(() -> cloud.trusted().read(ALL)).doesNotThrowAnyException();
              });
        });
    assertThat(ann.read(ALL).documents()).hasSize(1);
  }

  @Test
  void allRequestsAtOnceAreLimited() {
    SpaceCloud cloud = cloud(Limits.NONE.withConcurrent(1));
    of(cloud, "ann").stream(
        ALL,
        document -> {
          refused(() -> of(cloud, "bob").read(ALL));
          refused(() -> cloud.anonymous().read(ALL));
          assertThatCode(() -> cloud.trusted().read(ALL)).doesNotThrowAnyException();
        });
    assertThat(of(cloud, "bob").read(ALL).documents()).hasSize(1);
  }

  @Test
  void aRequestThatFailsGivesItsPlaceBack() {
    SpaceCloud cloud = cloud(Limits.NONE.withConcurrent(1).withCallerConcurrent(1));
    Session ann = of(cloud, "ann");
    for (int i = 0; i < 3; i++) {
      assertThatThrownBy(() -> ann.read(Read.all("db", "none"))).hasMessage("no such collection");
      assertThatThrownBy(
              () ->
                  ann.transaction(
                      "db",
                      tx -> {
                        fail();
                      }))
          .hasMessage("mine");
    }
    assertThat(ann.read(ALL).documents()).hasSize(1);
  }

  @Test
  void whoeverHasNoTokenSharesOnePlace() {
    SpaceCloud cloud = cloud(Limits.NONE.withCallerConcurrent(1));
    cloud.anonymous().stream(ALL, document -> refused(() -> cloud.anonymous().read(ALL)));
  }

  @Test
  void aRequestThatDoesNotSayGetsTheLongestTimeAndNobodyMore() {
    SpaceCloud cloud = cloud(Limits.NONE.withLongest(Duration.ofSeconds(5)));
    Session ann = of(cloud, "ann");

    ann.read(ALL);
    assertThat(lastTimeout()).isEqualTo(Duration.ofSeconds(5));
    ann.read(ALL.timeout(Duration.ofSeconds(2)));
    assertThat(lastTimeout()).isEqualTo(Duration.ofSeconds(2));
    assertThatThrownBy(() -> ann.read(ALL.timeout(Duration.ofSeconds(6))))
        .isInstanceOf(InvalidRequestException.class)
        .hasMessageContaining("timeout");
    ann.transaction(
        "db",
        tx -> {
          tx.read(ALL);
        });
    assertThat(lastTimeout()).isEqualTo(Duration.ofSeconds(5));
    assertThatThrownBy(
            () ->
                ann.transaction(
                    "db",
                    tx -> {
                      tx.read(ALL.timeout(Duration.ofHours(1)));
                    }))
        .isInstanceOf(InvalidRequestException.class);
    cloud.trusted().read(ALL.timeout(Duration.ofHours(1)));
    assertThat(lastTimeout()).isEqualTo(Duration.ofHours(1));
  }

  @Test
  void theItemsOfABatchGetNoMoreTimeThanABatch() {
    SpaceCloud cloud = cloud(Limits.NONE.withLongest(Duration.ofSeconds(5)));
    Session ann = of(cloud, "ann");
    Create create = Create.one("db", "todos", Map.of("id", "2"));

    ann.batch(Batch.of("db", create));
    assertThat(lastTimeout()).isEqualTo(Duration.ofSeconds(5));
    assertThat(backend.transactions().get(0).timeout()).isEqualTo(Duration.ofSeconds(5));
    assertThatThrownBy(() -> ann.batch(Batch.of("db", create.timeout(Duration.ofSeconds(6)))))
        .isInstanceOf(InvalidRequestException.class);
    assertThatThrownBy(() -> ann.batch(Batch.of("db", create).timeout(Duration.ofSeconds(6))))
        .isInstanceOf(InvalidRequestException.class);
  }

  private Duration lastTimeout() {
    Command last = backend.commands().get(backend.commands().size() - 1);
    return last.request().timeout();
  }
}
