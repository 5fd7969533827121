package io.spacecloud.engine.security;

import static io.spacecloud.api.condition.Conditions.field;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spacecloud.api.error.AccessDeniedException;
import io.spacecloud.api.error.InvalidRequestException;
import io.spacecloud.api.request.Read;
import io.spacecloud.api.spi.DeclaredField;
import io.spacecloud.api.value.Kind;
import io.spacecloud.engine.ProjectConfig;
import io.spacecloud.engine.Session;
import io.spacecloud.engine.config.InvalidConfigException;
import io.spacecloud.engine.testing.Schemas;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Nothing is judged or run by what was true before (class 6): rules, declarations, fields.
 *
 * <p>Fails without {@code Session#execute}, {@code #stream} and {@code #transaction} asking for the
 * project of now; without {@code SpaceCloud#reload} being one at a time and looking for problems
 * before it puts anything in place; without {@code Databases.Bound#isOf} comparing the schema and
 * the declaration.
 */
class StalePlanTest {
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

  /** Neither the database's fields nor those that are declared are remembered for too long. */
  @ParameterizedTest
  @MethodSource("io.spacecloud.engine.security.Door#finding")
  void aFieldThatIsGoneIsGone(Door door) {
    House house = House.of(House.OPEN);
    Session ann = house.ann();
    door.find(ann, field("n").eq(77));
    house.cloud.reload(
        ProjectConfig.builder()
            .id("house")
            .secret(House.SECRET)
            .collection("db", "todos", House.OPEN)
            .realtime("db", "todos")
            .declare("db", "todos", "{fields: {id: string, note: string}, key: id}")
            .build());
    assertThatThrownBy(() -> door.find(ann, field("n").eq(77)))
        .isInstanceOf(InvalidRequestException.class);
    house.cloud.reload(House.config(House.OPEN));
    door.find(ann, field("n").eq(77));
    house.backend.with(
        Schemas.of("todos")
            .required("id", Kind.STRING)
            .field("note", Kind.STRING)
            .key("id")
            .build());
    assertThatThrownBy(() -> door.find(ann, field("n").eq(77)))
        .isInstanceOf(InvalidRequestException.class);
  }

  @Test
  void ofTwoReloadsAtOnceOneIsWhole() throws Exception {
    House house = House.of(House.OPEN);
    List<ProjectConfig> configs = new ArrayList<>();
    for (String name : List.of("owner", "note")) {
      configs.add(
          ProjectConfig.builder()
              .id("house")
              .secret(House.SECRET)
              .collection("db", "todos", House.OPEN)
              .declare("db", "todos", "{fields: {id: string, " + name + ": string}, key: id}")
              .build());
    }
    ExecutorService threads = Executors.newFixedThreadPool(2);
    CyclicBarrier together = new CyclicBarrier(2);
    try {
      for (int round = 0; round < 2_000; round++) {
        List<Future<Void>> both = new ArrayList<>();
        for (ProjectConfig each : configs) {
          both.add(
              threads.submit(
                  () -> {
                    together.await();
                    house.cloud.reload(each);
                    return null;
                  }));
        }
        for (Future<Void> each : both) {
          each.get();
        }
        DeclaredField told = house.backend.declared().get(0).fields().get(1);
        assertThat(house.cloud.schema("db").collection("todos").field(told.name()))
            .as("what the database was told is in force")
            .isNotNull();
      }
    } finally {
      threads.shutdownNow();
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
