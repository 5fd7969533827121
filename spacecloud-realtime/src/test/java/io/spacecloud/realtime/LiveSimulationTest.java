package io.spacecloud.realtime;

import io.spacecloud.api.contract.LiveSimulation;
import io.spacecloud.api.spi.ChangeBus;
import java.time.Duration;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Seeds are printed; {@code -Dspacecloud.seed=} replays one, {@code -Dspacecloud.seeds=} lives
 * through so many.
 */
class LiveSimulationTest {
  private static final int SEEDS = Integer.getInteger("spacecloud.seeds", 150);

  private static final Duration NEVER = Duration.ofDays(1_000);

  private static final class Simulated extends LiveQueries {
    Simulated(@Nullable ChangeBus bus, Duration resync, Random random) {
      super(LiveOptions.DEFAULT.withQueue(6).withResync(resync), bus, random);
    }
  }

  private static void live(LiveSimulation.Subject subject, int processes, boolean everything) {
    Long only = Long.getLong("spacecloud.seed");
    if (only != null) {
      LiveSimulation.run(subject, processes, everything, only);
      return;
    }
    long first = new Random().nextLong() >>> 1;
    System.out.println("Live queries of " + processes + " from seed " + first);
    for (long seed = first; seed < first + SEEDS; seed++) {
      LiveSimulation.run(subject, processes, everything, seed);
    }
  }

  @Test
  void oneProcessNeverLies() {
    live((bus, random) -> new Simulated(null, NEVER, random), 1, false);
  }

  @Test
  void manyProcessesNeverLie() {
    live((bus, random) -> new Simulated(bus, NEVER, random), 3, false);
  }

  @Test
  void whatNobodyCanKnowIsReadAnewFromTimeToTime() {
    live((bus, random) -> new Simulated(bus, Duration.ofMinutes(1), random), 3, true);
  }
}
