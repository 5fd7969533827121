package io.spacecloud.api.contract;

import io.spacecloud.api.spi.Capability;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;

/**
 * Random requests on random tables: every backend answers as the reference does, and leaves its
 * tables as the reference leaves its own.
 *
 * <p>A round makes a table of random columns and rows on each backend and sends it a sequence of
 * random reads, creates, updates, upserts, deletes, batches and aggregates. Beside the comparison
 * with the reference, a condition and its negation must part the rows, pages must make up the
 * whole, counts must be lengths, and a chosen row must be found by a condition that holds for it.
 * What a backend does not declare it must refuse. Real sums agree to 1e-12; where a request fails,
 * errors agree in what they tell the caller to do.
 *
 * <pre>{@code
 * Differential.of(mine, another).run();
 * }</pre>
 *
 * <p>A failure shows the seed and the smallest case that could be found. System properties say
 * more: {@code spacecloud.seed} where to begin, {@code spacecloud.differential} how many requests
 * are sent to each backend, {@code spacecloud.soak.minutes} to go on for so long instead.
 */
public final class Differential {
  /**
   * What {@link Harness#flaw} is asked for: a server that does not compare all digits and code
   * points is in every other round only, one of values that are easy to tell apart.
   */
  public static final String EXACTNESS = "exact comparison of decimals and strings";

  private static final int STEPS = 40;
  private static final int REQUESTS = 600;

  private final List<Harness> harnesses;
  private final Map<Harness, Long> requests = new LinkedHashMap<>();

  private Differential(List<? extends Harness> harnesses) {
    this.harnesses = List.copyOf(harnesses);
    this.harnesses.forEach(harness -> requests.put(harness, 0L));
  }

  public static Differential of(Harness... harnesses) {
    return of(Arrays.asList(harnesses));
  }

  /** Of backends that are sent the same requests. */
  public static Differential of(List<? extends Harness> harnesses) {
    return new Differential(harnesses);
  }

  /** As the system's properties say; else from a new seed, 600 requests for each backend. */
  public void run() {
    long seed = Long.getLong("spacecloud.seed", System.nanoTime());
    int minutes = Integer.getInteger("spacecloud.soak.minutes", 0);
    if (minutes > 0) {
      soak(seed, Duration.ofMinutes(minutes));
    } else {
      run(seed, Integer.getInteger("spacecloud.differential", REQUESTS));
    }
  }

  /**
   * Until each backend was sent so many requests, rounded up to whole rounds.
   *
   * @throws AssertionError with the seed and the smallest case found, if a backend differs
   */
  public void run(long seed, int atLeast) {
    long round = seed;
    try {
      do {
        round(round++);
      } while (requests.values().stream().anyMatch(count -> count < atLeast));
    } finally {
      report(seed);
    }
  }

  /**
   * Until the time is over.
   *
   * @throws AssertionError with the seed and the smallest case found, if a backend differs
   */
  public void soak(long seed, Duration time) {
    long end = System.nanoTime() + time.toNanos();
    try {
      for (long round = seed; System.nanoTime() - end < 0; round++) {
        round(round);
      }
    } finally {
      report(seed);
    }
  }

  /** The table is one that all can have, so that all get the same requests. */
  private void round(long seed) {
    boolean json = harnesses.stream().allMatch(harness -> harness.has(Capability.JSON));
    boolean joined = harnesses.stream().allMatch(Harness::joinsKeys);
    List<Harness> exact = harnesses.stream().filter(each -> each.flaw(EXACTNESS) == null).toList();
    boolean tame = exact.isEmpty() || (exact.size() < harnesses.size() && seed % 2 != 0);
    RandomSteps random = new RandomSteps(seed, json, joined, tame);
    DifferentialRound round = new DifferentialRound(seed, random, STEPS);
    List<String> differences = new ArrayList<>();
    for (Harness harness : tame ? harnesses : exact) {
      try {
        requests.merge(harness, round.run(harness), Long::sum);
      } catch (AssertionError e) {
        differences.add(e.getMessage()); // whether others differ too tells whose fault it is
      }
    }
    if (!differences.isEmpty()) {
      throw new AssertionError(String.join("\n\n", differences));
    }
  }

  private void report(long seed) {
    StringJoiner counts = new StringJoiner(", ");
    requests.forEach((harness, count) -> counts.add(harness.label() + " " + count));
    System.out.println("Differential: requests from seed " + seed + ": " + counts);
  }
}
