package io.spacecloud.api.contract;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** One random table and a sequence of steps on every backend; its seed repeats it. */
final class DifferentialRound {
  private final long seed;
  private final RandomSteps random;
  private final List<Map<String, Object>> rows;
  private final List<Step> steps;

  DifferentialRound(long seed, RandomSteps random, int steps) {
    this.seed = seed;
    this.random = random;
    this.rows = random.rows();
    this.steps = random.next(steps);
  }

  /**
   * Takes all the steps.
   *
   * @return how many requests were sent
   * @throws AssertionError with the smallest case found, if the backend differs
   */
  long run(Harness harness) {
    Trial trial = new Trial(harness, random.spec());
    trial.fill(rows);
    List<Step> taken = new ArrayList<>();
    for (Step step : steps) {
      taken.add(step);
      String difference = trial.difference(step);
      if (difference != null) {
        throw new AssertionError(report(harness, trial, taken, difference));
      }
    }
    return trial.requests();
  }

  private String report(Harness harness, Trial trial, List<Step> taken, String difference) {
    return String.format(
        "%s differs from the reference; replay with -Dspacecloud.seed=%d%n%s%nin the table %s",
        harness.label(),
        seed,
        new SmallestCase(trial, rows, taken, difference).shrunk(),
        RequestText.of(random.spec()));
  }
}
