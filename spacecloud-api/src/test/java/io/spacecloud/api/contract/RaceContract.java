package io.spacecloud.api.contract;

import static io.spacecloud.api.condition.Conditions.field;
import static io.spacecloud.api.contract.ContractFixture.assertValues;
import static io.spacecloud.api.contract.Table.doc;
import static org.assertj.core.api.Assertions.assertThat;

import io.spacecloud.api.error.ConflictException;
import io.spacecloud.api.request.Request;
import io.spacecloud.api.spi.Capability;
import io.spacecloud.api.value.Kind;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** Writers at the same time do what they would do one after the other. */
interface RaceContract extends ContractFixture {
  int WRITERS = 8;
  int EACH = 5;

  @Test
  default void eachUpdateOneFindsARowOfItsOwn() throws Exception {
    int rows = WRITERS * EACH - 10;
    Table table =
        Table.ofValues(
            harness(), Column.of("v", Kind.INTEGER), Collections.nCopies(rows, 0).toArray());

    long affected = race(table, () -> table.updateOne().where(field("v").eq(0)).inc("v", 1));

    assertValues(table.values("v")).containsOnly(1L);
    assertThat(affected).isEqualTo(rows);
  }

  @Test
  default void eachDeleteOneFindsARowOfItsOwn() throws Exception {
    int rows = WRITERS * EACH - 10;
    Table table =
        Table.ofValues(
            harness(), Column.of("v", Kind.INTEGER), Collections.nCopies(rows, 0).toArray());

    assertThat(race(table, () -> table.deleteOne().where(field("v").eq(0)))).isEqualTo(rows);
    assertThat(table.rows()).isEmpty();
  }

  @Test
  default void noIncrementIsLost() throws Exception {
    Table table = Table.ofValues(harness(), Column.of("v", Kind.INTEGER), 0);

    race(table, () -> table.update().inc("v", 1));
    assertValues(table.values("v")).containsExactly(WRITERS * EACH);
  }

  @Test
  default void noIncrementInsideJsonIsLost() throws Exception {
    needs(Capability.JSON);
    Table table = Table.ofValues(harness(), Column.of("v", Kind.OBJECT), Map.of("n", 0));

    race(table, () -> table.update().inc("v.n", 1));
    assertValues(table.values("v")).containsExactly(Map.of("n", WRITERS * EACH));
  }

  @Test
  default void oneOfSeveralUpsertsInsertsAndTheOthersUpdate() throws Exception {
    Table table = Table.of(harness(), Column.of("v", Kind.INTEGER));

    long affected = race(table, () -> table.upsert().where(field("id").eq(1)).inc("v", 1));

    assertThat(affected).isEqualTo(WRITERS * EACH);
    assertValues(table.values("v")).containsExactly(WRITERS * EACH);
  }

  @Test
  default void oneOfSeveralCreatesOfAKeySucceeds() throws Exception {
    Table table = Table.of(harness(), Column.of("v", Kind.INTEGER));

    assertThat(race(table, () -> table.create(doc("id", 1)))).isEqualTo(1);
    assertThat(table.rows()).hasSize(1);
  }

  /** How many rows the writers' requests affected; what met a constraint affected none. */
  private static long race(Table table, Supplier<Request> request) throws Exception {
    ExecutorService writers = Executors.newFixedThreadPool(WRITERS);
    CyclicBarrier start = new CyclicBarrier(WRITERS);
    try {
      List<Future<Long>> all = new ArrayList<>();
      for (int i = 0; i < WRITERS; i++) {
        all.add(
            writers.submit(
                () -> {
                  start.await();
                  long affected = 0;
                  for (int j = 0; j < EACH; j++) {
                    affected += affected(table, request);
                  }
                  return affected;
                }));
      }
      return sum(all);
    } finally {
      writers.shutdownNow();
    }
  }

  private static long sum(List<Future<Long>> all) throws InterruptedException, ExecutionException {
    long sum = 0;
    for (Future<Long> each : all) {
      sum += each.get();
    }
    return sum;
  }

  /** What is said to succeed when tried again is tried again. */
  private static long affected(Table table, Supplier<Request> request) {
    for (int tries = 1; ; tries++) {
      try {
        return table.run(request.get()).affected();
      } catch (ConflictException e) {
        if (!e.isRetryable()) {
          return 0;
        } else if (tries == 100) {
          throw e;
        }
      }
    }
  }
}
