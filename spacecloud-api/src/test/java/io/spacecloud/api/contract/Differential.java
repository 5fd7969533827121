package io.spacecloud.api.contract;

import io.spacecloud.api.spi.Capability;
import java.util.Random;

/**
 * Random conditions over random rows: a backend selects the rows that the reference evaluator does.
 *
 * <p>{@code -Dspacecloud.differential} says how many conditions, {@code -Dspacecloud.seed} where to
 * begin; a failure says which seed repeats it alone.
 */
public final class Differential {
  private static final int CONDITIONS_PER_TABLE = 50;

  private final Harness harness;

  private Differential(Harness harness) {
    this.harness = harness;
  }

  public static Differential of(Harness harness) {
    return new Differential(harness);
  }

  /** With a new seed and 2,000 conditions, unless the system's properties say otherwise. */
  public void run() {
    run(
        Long.getLong("spacecloud.seed", System.nanoTime()),
        Integer.getInteger("spacecloud.differential", 2_000));
  }

  /**
   * With so many conditions, rounded up to whole tables of them.
   *
   * @throws AssertionError with the seed and the smallest case found, if the backend differs
   */
  public void run(long seed, int conditions) {
    System.out.println(
        getClass().getSimpleName() + ": " + conditions + " conditions from seed " + seed);
    boolean json = harness.has(Capability.JSON);
    TableSpec spec = RandomTable.spec(json);
    Table table = Table.of(harness, spec);
    for (int i = 0; i * CONDITIONS_PER_TABLE < conditions; i++) {
      RandomTable random = new RandomTable(new Random(seed + i), json);
      new DifferentialRound(table, random, seed + i).run(CONDITIONS_PER_TABLE);
    }
  }
}
