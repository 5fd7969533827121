package io.spacecloud.examples.benchmarks;

import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/** Runs the benchmarks and prints each as a ratio to the baseline of its own run. */
public final class Benchmarks {
  private Benchmarks() {}

  /**
   * Runs the benchmarks.
   *
   * @param arguments a regular expression for the benchmarks to run; all if there is none
   */
  public static void main(String[] arguments) throws RunnerException {
    ChainedOptionsBuilder options =
        new OptionsBuilder()
            .mode(Mode.AverageTime)
            .timeUnit(TimeUnit.NANOSECONDS)
            .forks(2)
            .warmupIterations(3)
            .warmupTime(TimeValue.seconds(1))
            .measurementIterations(5)
            .measurementTime(TimeValue.seconds(1))
            .addProfiler(GCProfiler.class);
    for (String argument : arguments) {
      options.include(argument);
    }
    print(new Runner(options.build()).run());
  }

  private static void print(Collection<RunResult> results) {
    Map<String, RunResult> byName = new TreeMap<>();
    results.forEach(result -> byName.put(name(result), result));
    System.out.println();
    System.out.println("| benchmark | ns/op | ± | B/op | ratio to baseline (± both errors) |");
    System.out.println("|---|---|---|---|---|");
    byName.forEach((name, result) -> System.out.println(row(name, result, byName)));
  }

  private static String row(String name, RunResult result, Map<String, RunResult> all) {
    Result<?> primary = result.getPrimaryResult();
    Result<?> bytes = result.getSecondaryResults().get("gc.alloc.rate.norm");
    RunResult baseline = all.get(name.replaceAll("\\.[a-zA-Z0-9]+( |$)", ".baseline$1"));
    return String.format(
        Locale.ROOT,
        "| %s | %.1f | %.1f | %.0f | %s |",
        name,
        primary.getScore(),
        primary.getScoreError(),
        bytes == null ? 0 : bytes.getScore(),
        baseline == null ? "" : ratio(primary, baseline.getPrimaryResult()));
  }

  private static String ratio(Result<?> result, Result<?> baseline) {
    double ratio = result.getScore() / baseline.getScore();
    double error =
        ratio
            * Math.hypot(
                result.getScoreError() / result.getScore(),
                baseline.getScoreError() / baseline.getScore());
    return String.format(Locale.ROOT, "%.2f ± %.2f", ratio, error);
  }

  private static String name(RunResult result) {
    String[] parts = result.getParams().getBenchmark().split("\\.");
    StringBuilder name = new StringBuilder(parts[parts.length - 2] + "." + parts[parts.length - 1]);
    result
        .getParams()
        .getParamsKeys()
        .forEach(key -> name.append(' ').append(result.getParams().getParam(key)));
    return name.toString();
  }
}
