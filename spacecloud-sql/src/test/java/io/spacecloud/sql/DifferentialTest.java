package io.spacecloud.sql;

import static org.assertj.core.api.Assertions.assertThat;

import io.spacecloud.api.condition.Condition;
import io.spacecloud.api.condition.Condition.And;
import io.spacecloud.api.condition.Condition.Not;
import io.spacecloud.api.condition.Condition.Or;
import io.spacecloud.api.condition.ConditionEvaluator;
import io.spacecloud.api.condition.Conditions;
import io.spacecloud.api.condition.RowPredicate;
import io.spacecloud.api.error.SpaceCloudException;
import io.spacecloud.api.request.Create;
import io.spacecloud.api.request.Delete;
import io.spacecloud.api.request.Read;
import io.spacecloud.api.result.Document;
import io.spacecloud.api.value.Comparisons;
import io.spacecloud.engine.ProjectConfig;
import io.spacecloud.engine.Session;
import io.spacecloud.engine.SpaceCloud;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Random conditions over random rows: each database selects the rows that the reference evaluator
 * does. {@code -Dspacecloud.differential} says how many conditions, {@code -Dspacecloud.seed} where
 * to begin.
 */
class DifferentialTest {
  private static final long SEED = Long.getLong("spacecloud.seed", System.nanoTime());
  private static final int CONDITIONS = Integer.getInteger("spacecloud.differential", 2_000);
  private static final int CONDITIONS_PER_TABLE = 50;
  private static final int ROWS = 12;

  @ParameterizedTest
  @EnumSource(Databases.class)
  void everyDatabaseSelectsWhatTheReferenceSelects(Databases database) throws Exception {
    System.out.println(database + ": first seed " + SEED + ", " + CONDITIONS + " conditions");
    DifferentialTable.create(database);
    ProjectConfig config =
        ProjectConfig.builder()
            .id("differential")
            .secret("a-secret-for-this-test-alone-0123456789")
            .database("db")
            .collection("db", DifferentialTable.NAME, Map.of())
            .build();
    try (SpaceCloud cloud =
        SpaceCloud.builder()
            .config(config)
            .backend("db", SqlBackend.of(database.dataSource()))
            .build()) {
      for (int i = 0; i * CONDITIONS_PER_TABLE < CONDITIONS; i++) {
        new Round(cloud.trusted(), SEED + i).run();
      }
    }
  }

  /** One filling of the table and the conditions on it; its seed repeats it. */
  private static final class Round {
    private final Session session;
    private final long seed;
    private final DifferentialTable table;
    private List<Document> rows = List.of();

    Round(Session session, long seed) {
      this.session = session;
      this.seed = seed;
      this.table = new DifferentialTable(new Random(seed));
    }

    void run() {
      List<Map<String, Object>> docs = new ArrayList<>();
      for (long id = 0; id < ROWS; id++) {
        docs.add(table.row(id));
      }
      fill(docs);
      for (int i = 0; i < CONDITIONS_PER_TABLE; i++) {
        Condition condition = table.condition(3);
        if (fails(condition)) {
          throw new AssertionError(report(condition));
        }
      }
      sorted();
    }

    private void fill(List<? extends Map<String, ?>> docs) {
      session.delete(Delete.all("db", DifferentialTable.NAME));
      if (!docs.isEmpty()) {
        session.create(Create.all("db", DifferentialTable.NAME, docs));
      }
      rows = session.read(Read.all("db", DifferentialTable.NAME)).documents();
      assertThat(rows).hasSameSizeAs(docs);
    }

    /** A condition, its negation and its count: they part the table without overlap or gap. */
    private boolean fails(Condition condition) {
      return !agrees(condition) || !agrees(Conditions.not(condition));
    }

    private boolean agrees(Condition condition) {
      RowPredicate predicate = ConditionEvaluator.compile(condition);
      List<Object> expected =
          rows.stream().filter(predicate::test).map(row -> row.get("id")).toList();
      try {
        Read read = Read.all("db", DifferentialTable.NAME).where(condition).select("id");
        List<Object> found =
            session.read(read).documents().stream().map(row -> row.get("id")).toList();
        Read count = Read.count("db", DifferentialTable.NAME).where(condition);
        return found.equals(expected) && session.read(count).count() == expected.size();
      } catch (SpaceCloudException e) {
        return false;
      }
    }

    /** The smallest part of the condition, on the fewest rows, that still fails. */
    private String report(Condition condition) {
      String first = problem(condition) + "; negated: " + problem(Conditions.not(condition)) + rows;
      Condition smallest = condition;
      for (Condition part = smaller(smallest); part != null; part = smaller(smallest)) {
        smallest = part;
      }
      for (Document row : List.copyOf(rows)) {
        List<Document> all = rows;
        List<Document> fewer = new ArrayList<>(rows);
        fewer.remove(row);
        fill(fewer);
        if (!fails(smallest)) {
          fill(all);
        }
      }
      String problem = problem(smallest) + "; negated: " + problem(Conditions.not(smallest));
      return String.format(
          "%s%n%s%nreplay with -Dspacecloud.seed=%d%n%s%n%s%n%s",
          first, problem, seed, Conditions.toMap(smallest), Conditions.toMap(condition), rows);
    }

    private String problem(Condition condition) {
      try {
        Read read = Read.all("db", DifferentialTable.NAME).where(condition);
        List<Object> found = ids(session.read(read).documents());
        long count =
            session.read(Read.count("db", DifferentialTable.NAME).where(condition)).count();
        return "selects " + found + ", counts " + count;
      } catch (SpaceCloudException e) {
        return e.toString();
      }
    }

    private Condition smaller(Condition condition) {
      List<Condition> parts =
          condition instanceof And and
              ? and.conditions()
              : condition instanceof Or or
                  ? or.conditions()
                  : condition instanceof Not not ? List.of(not.condition()) : List.of();
      return parts.stream().filter(this::fails).findFirst().orElse(null);
    }

    /** Sorted reads are in the reference's order, and keyset pages make up the whole. */
    private void sorted() {
      String name = table.sortable();
      boolean descending = seed % 2 == 0;
      Read read = Read.all("db", DifferentialTable.NAME).sort(descending ? "-" + name : name);
      List<Document> expected = new ArrayList<>(rows);
      expected.sort(
          (a, b) -> {
            int order = compare(a.get(name), b.get(name));
            int directed = descending ? -order : order;
            return directed != 0 ? directed : compare(a.get("id"), b.get("id"));
          });
      String replay = "sort by " + name + ", replay with -Dspacecloud.seed=" + seed;
      assertThat(ids(session.read(read).documents())).as(replay).isEqualTo(ids(expected));
      assertThat(pages(read.limit(5))).as(replay).isEqualTo(ids(expected));
      List<Object> distinct = new ArrayList<>();
      for (Document row : expected) {
        if (distinct.stream().noneMatch(value -> Comparisons.equal(value, row.get(name)))) {
          distinct.add(row.get(name));
        }
      }
      assertThat(session.read(Read.distinct("db", DifferentialTable.NAME, name)).values())
          .as(replay)
          .usingElementComparator((a, b) -> Comparisons.equal(a, b) ? 0 : 1)
          .containsExactlyInAnyOrderElementsOf(distinct);
    }

    private List<Object> pages(Read read) {
      List<Object> found = new ArrayList<>();
      List<Document> page = session.read(read).documents();
      while (!page.isEmpty()) {
        found.addAll(ids(page));
        page = session.read(read.after(page.get(page.size() - 1))).documents();
      }
      return found;
    }

    private static List<Object> ids(List<Document> documents) {
      return documents.stream().map(row -> row.get("id")).toList();
    }

    private static int compare(Object a, Object b) {
      if (a == null || b == null) {
        return Boolean.compare(a != null, b != null);
      }
      int order = Comparisons.compare(a, b);
      return order == Comparisons.UNORDERED ? Objects.hashCode(null) : order;
    }
  }
}
