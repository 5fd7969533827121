package io.spacecloud.api.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.spacecloud.api.condition.Condition;
import io.spacecloud.api.condition.ConditionEvaluator;
import io.spacecloud.api.condition.Conditions;
import io.spacecloud.api.condition.RowPredicate;
import io.spacecloud.api.error.SpaceCloudException;
import io.spacecloud.api.request.Read;
import io.spacecloud.api.request.Sort;
import io.spacecloud.api.result.Document;
import io.spacecloud.api.value.Comparisons;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** One filling of the table and the conditions on it; its seed repeats it. */
final class DifferentialRound {
  private static final int ROWS = 12;

  private final Table table;
  private final RandomTable random;
  private final long seed;
  private List<Document> rows = List.of();

  DifferentialRound(Table table, RandomTable random, long seed) {
    this.table = table;
    this.random = random;
    this.seed = seed;
  }

  void run(int conditions) {
    List<Map<String, Object>> docs = new ArrayList<>();
    for (long id = 0; id < ROWS; id++) {
      docs.add(random.row(id));
    }
    fill(docs);
    for (int i = 0; i < conditions; i++) {
      Condition condition = random.condition(3);
      if (differs(condition)) {
        throw new AssertionError(report(condition));
      }
    }
    sorted();
  }

  private void fill(List<? extends Map<String, ?>> docs) {
    table.run(table.delete());
    if (!docs.isEmpty()) {
      table.insert(docs);
    }
    rows = table.rows();
    assertThat(rows).hasSameSizeAs(docs);
  }

  /** A condition and its negation part the table without overlap or gap. */
  private boolean differs(Condition condition) {
    return !agrees(condition) || !agrees(Conditions.not(condition));
  }

  private boolean agrees(Condition condition) {
    try {
      return table.ids(table.all().where(condition).select("id")).equals(expected(condition))
          && table.run(table.count().where(condition)).count() == expected(condition).size();
    } catch (SpaceCloudException e) {
      return false;
    }
  }

  private List<Object> expected(Condition condition) {
    RowPredicate predicate = ConditionEvaluator.compile(condition);
    return ids(rows.stream().filter(predicate::test).toList());
  }

  private static List<Object> ids(List<Document> documents) {
    return documents.stream().map(row -> row.get("id")).toList();
  }

  /** The smallest condition, on the fewest rows, that still differs. */
  private String report(Condition condition) {
    Condition smallest = Shrinking.shrink(condition, this::differs);
    for (Document row : List.copyOf(rows)) {
      List<Document> all = rows;
      fill(rows.stream().filter(each -> !each.get("id").equals(row.get("id"))).toList());
      if (!differs(smallest)) {
        fill(all);
      }
    }
    Condition wrong = agrees(smallest) ? Conditions.not(smallest) : smallest;
    return String.format(
        "%s%nreplay with -Dspacecloud.seed=%d%nsmallest: %s%nwhole: %s%nrows: %s",
        problem(wrong), seed, Conditions.toMap(wrong), Conditions.toMap(condition), rows);
  }

  private String problem(Condition condition) {
    try {
      List<Object> found = table.ids(table.all().where(condition));
      return "selects " + found + " where the reference selects " + expected(condition);
    } catch (SpaceCloudException e) {
      return e.toString();
    }
  }

  /** Orders, pages and distinct values of a random condition's rows fit each other. */
  private void sorted() {
    String name = random.sortable();
    Condition condition = Conditions.or(random.condition(1), random.condition(1));
    Sort sort = Sort.of(seed % 2 == 0 ? name : "-" + name);
    String as =
        "sort by "
            + sort
            + " where "
            + Conditions.toMap(condition)
            + ", replay with -Dspacecloud.seed="
            + seed;
    Read read = table.all().where(condition).withSort(List.of(sort));
    RowPredicate predicate = ConditionEvaluator.compile(condition);
    List<Document> expected =
        rows.stream()
            .filter(predicate::test)
            .sorted(ReferenceOrder.of(List.of(sort), List.of("id")))
            .toList();

    assertThat(table.ids(read)).as(as).isEqualTo(ids(expected));
    assertThat(keysetPages(read.limit(3))).as(as).isEqualTo(ids(expected));
    assertThat(skippedPages(read.limit(4))).as(as).isEqualTo(ids(expected));
    assertThat(table.ids(table.one().where(condition).withSort(List.of(sort))))
        .as(as)
        .isEqualTo(ids(expected.stream().limit(1).toList()));
    ContractFixture.assertValues(table.run(table.distinct(name).where(condition)).values())
        .as(as)
        .containsExactlyInAnyOrderElementsOf(distinct(expected, name));
  }

  private static List<Object> distinct(List<Document> documents, String name) {
    List<Object> distinct = new ArrayList<>();
    for (Document row : documents) {
      if (distinct.stream().noneMatch(value -> Comparisons.equal(value, row.get(name)))) {
        distinct.add(row.get(name));
      }
    }
    return distinct;
  }

  private List<Object> keysetPages(Read read) {
    List<Object> found = new ArrayList<>();
    List<Document> page = table.run(read).documents();
    while (!page.isEmpty()) {
      found.addAll(ids(page));
      page = table.run(read.after(page.get(page.size() - 1))).documents();
    }
    return found;
  }

  private List<Object> skippedPages(Read read) {
    List<Object> found = new ArrayList<>();
    List<Object> page = table.ids(read);
    while (!page.isEmpty()) {
      found.addAll(page);
      page = table.ids(read.skip(found.size()));
    }
    return found;
  }
}
