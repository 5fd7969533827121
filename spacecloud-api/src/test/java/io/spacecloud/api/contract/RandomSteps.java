package io.spacecloud.api.contract;

import io.spacecloud.api.request.Read;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** A random table with rows in it, and a sequence of steps; the seed says which. */
final class RandomSteps {
  /** Requests are made for this database, and sent to each backend's own. */
  static final String DATABASE = "differential";

  private static final int ROWS = 12;

  private final RandomValues values;
  private final RandomTable table;
  private final RandomReads reads;
  private final RandomWrites writes;
  private final RandomPipelines pipelines;
  private final RandomConditions conditions;

  /**
   * @param json whether there may be a column of JSON
   * @param joined whether the key may be of several columns
   * @param tame whether values are easy to tell apart
   */
  RandomSteps(long seed, boolean json, boolean joined, boolean tame) {
    values = new RandomValues(new Random(seed), tame);
    table = new RandomTable(values, json, joined);
    TableSpec spec = table.spec();
    reads = new RandomReads(values, spec);
    writes = new RandomWrites(values, table);
    pipelines = new RandomPipelines(values, spec);
    conditions = RandomConditions.of(values, spec);
  }

  TableSpec spec() {
    return table.spec();
  }

  List<Map<String, Object>> rows() {
    return table.rows(values.below(ROWS + 1));
  }

  List<Step> next(int count) {
    List<Step> steps = new ArrayList<>();
    while (steps.size() < count) {
      steps.add(next());
    }
    return steps;
  }

  private Step next() {
    return switch (values.below(20)) {
      case 0, 1, 2, 3 -> new Step.Halves(conditions.any(3));
      case 4, 5, 6, 7 -> new Step.Ask(reads.any(DATABASE));
      case 8, 9, 10 -> new Step.Ask(pipelines.any(DATABASE));
      case 11 -> new Step.Pages(reads.ordered(whole()), 1 + values.below(4));
      case 12 -> new Step.Pivot(conditions.any(2), values.below(ROWS));
      default -> new Step.Ask(writes.any(DATABASE));
    };
  }

  private Read whole() {
    return Read.all(DATABASE, spec().name()).where(conditions.wide());
  }
}
