package io.spacecloud.realtime;

import static io.spacecloud.api.condition.Conditions.field;

import io.spacecloud.api.condition.Condition;
import io.spacecloud.api.condition.Conditions;
import io.spacecloud.api.result.Document;
import io.spacecloud.api.result.DocumentKeys;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * Which of very many live queries a changed row concerns. The baseline is one look into a hash
 * table of owners; {@code ranges} has as many queries as are counted, none with an equality.
 */
@State(Scope.Benchmark)
public class MatchBenchmark {
  @Param({"1000", "10000", "100000"})
  public int queries;

  private final Map<String, List<Integer>> table = new HashMap<>();
  private final Matcher<Integer> equalities = new Matcher<>();
  private final Matcher<Integer> ranges = new Matcher<>();
  private final DocumentKeys keys = DocumentKeys.of(List.of("id", "owner", "title", "done", "n"));
  private Document[] rows;
  private int next;
  private int found;

  @Setup
  public void fill() {
    for (int i = 0; i < queries; i++) {
      Condition own = Conditions.and(field("owner").eq("u" + i), field("done").eq(false));
      equalities.add(i, own);
      table.computeIfAbsent("u" + i, name -> new ArrayList<>()).add(i);
      ranges.add(i, Conditions.and(field("n").gte(i), field("n").lt(i + 2)));
    }
    rows = new Document[1024];
    for (int i = 0; i < rows.length; i++) {
      int number = (int) ((i * 7_919L) % queries);
      rows[i] = Document.of(keys, row(i, number));
    }
    for (int i = 0; i < rows.length; i++) {
      if (equalities() != 1 || ranges() < 1 || ranges() > 2 || baseline() != 1) {
        throw new IllegalStateException("not what it should find");
      }
    }
  }

  private static Object[] row(int id, int number) {
    return new Object[] {(long) id, "u" + number, "title " + id, false, (long) number};
  }

  private Document row() {
    return rows[next++ & (rows.length - 1)];
  }

  @Benchmark
  public int baseline() {
    List<Integer> all = table.get((String) row().get("owner"));
    return all == null ? 0 : all.size();
  }

  @Benchmark
  public int equalities() {
    found = 0;
    equalities.match(row(), each -> found++);
    return found;
  }

  @Benchmark
  public int ranges() {
    found = 0;
    ranges.match(row(), each -> found++);
    return found;
  }
}
