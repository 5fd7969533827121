package io.spacecloud.api.contract;

import static io.spacecloud.api.condition.Conditions.field;
import static io.spacecloud.api.contract.ContractFixture.assertValues;
import static io.spacecloud.api.contract.Table.doc;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.spacecloud.api.error.SpaceCloudException;
import io.spacecloud.api.result.Document;
import io.spacecloud.api.value.Kind;
import io.spacecloud.api.value.Values;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Pipelines of the portable subset. */
interface AggregateContract extends ContractFixture {
  private Table sales() {
    Table table =
        Table.of(
            harness(),
            Column.of("shop", Kind.STRING).ignoringCase(),
            Column.of("year", Kind.INTEGER),
            Column.of("n", Kind.INTEGER),
            Column.of("price", Kind.DECIMAL).digits(20, 2),
            Column.of("weight", Kind.REAL),
            Column.of("at", Kind.TIMESTAMP));
    table.insert(
        sale(1, "a", 1, 1, "0.10", 0.5),
        sale(2, "a", 2, 2, "0.20", null),
        sale(3, "A", 1, 4, "9007199254740993.01", 1.5),
        sale(4, "a ", 1, null, null, 0.25),
        sale(5, null, null, 8, "-1.00", -1.0),
        sale(6, null, 1, null, null, null),
        sale(7, "é", 2, 16, "1.00", 3.0),
        sale(8, "e", 2, 32, "1.00", 3.0));
    return table;
  }

  private static Map<String, Object> sale(
      int id, String shop, Integer year, Integer n, String price, Double weight) {
    return doc(
        "id", id,
        "shop", shop,
        "year", year,
        "n", n,
        "price", price == null ? null : new BigDecimal(price),
        "weight", weight,
        "at", Instant.EPOCH.plusSeconds(id));
  }

  private static Map<String, Object> stage(String name, Object operand) {
    return Map.of(name, operand);
  }

  private static Map<String, Object> group(Object id, Object... accumulators) {
    Map<String, Object> group = doc("_id", id);
    group.putAll(doc(accumulators));
    return stage("$group", group);
  }

  @SuppressWarnings("unchecked")
  private static List<Document> run(Table table, Map<String, Object>... stages) {
    return table.run(table.pipe(stages)).documents();
  }

  private static List<Object> values(List<Document> documents, String name) {
    List<Object> values = new java.util.ArrayList<>();
    documents.forEach(document -> values.add(document.get(name)));
    return values;
  }

  @Test
  @SuppressWarnings("unchecked")
  default void groupsAreExactUnderEveryCollationAndNullIsOne() {
    List<Document> groups =
        run(
            sales(),
            group("$shop", "rows", Map.of("$sum", 1), "n", Map.of("$sum", "$n")),
            stage("$sort", Map.of("_id", 1)));

    assertThat(values(groups, "_id")).containsExactly(null, "A", "a", "a ", "e", "é");
    assertValues(values(groups, "rows")).containsExactly(2, 1, 2, 1, 1, 1);
    assertValues(values(groups, "n")).containsExactly(8, 4, 3, 0, 32, 16);
  }

  @Test
  @SuppressWarnings("unchecked")
  default void everyAccumulatorPassesOverNull() {
    Document all =
        run(
                sales(),
                group(
                    null,
                    "sum",
                    Map.of("$sum", "$n"),
                    "avg",
                    Map.of("$avg", "$n"),
                    "min",
                    Map.of("$min", "$n"),
                    "max",
                    Map.of("$max", "$n"),
                    "count",
                    Map.of("$count", Map.of()),
                    "twos",
                    Map.of("$sum", 2),
                    "first",
                    Map.of("$min", "$at"),
                    "last",
                    Map.of("$max", "$at"),
                    "least",
                    Map.of("$min", "$shop"),
                    "greatest",
                    Map.of("$max", "$shop")))
            .get(0);

    assertThat(all.get("_id")).isNull();
    assertValues(
            List.of(
                all.get("sum"),
                all.get("avg"),
                all.get("min"),
                all.get("max"),
                all.get("count"),
                all.get("twos")))
        .containsExactly(63, new BigDecimal("10.5"), 1, 32, 8, 16);
    assertThat(all)
        .containsEntry("first", Instant.EPOCH.plusSeconds(1))
        .containsEntry("last", Instant.EPOCH.plusSeconds(8))
        .containsEntry("least", "A")
        .containsEntry("greatest", "é");
  }

  @Test
  @SuppressWarnings("unchecked")
  default void decimalsAreSummedAndAveragedExactly() {
    Document all =
        run(
                sales(),
                group(
                    null,
                    "sum",
                    Map.of("$sum", "$price"),
                    "avg",
                    Map.of("$avg", "$price"),
                    "max",
                    Map.of("$max", "$price")))
            .get(0);

    assertValues(List.of(all.get("sum"), all.get("avg"), all.get("max")))
        .containsExactly(
            new BigDecimal("9007199254740994.31"),
            new BigDecimal("1501199875790165.718333333333333333"),
            new BigDecimal("9007199254740993.01"));
  }

  @Test
  @SuppressWarnings("unchecked")
  default void averagesHave34DigitsHalfEven() {
    Table table = Table.ofValues(harness(), Column.of("v", Kind.INTEGER), 1, 1, 0, null);
    Table decimals =
        Table.of(
            harness(),
            TableSpec.of(
                "decimals",
                Column.of("id", Kind.INTEGER).asKey(),
                Column.of("v", Kind.DECIMAL).digits(10, 2)));
    decimals.insert(doc("id", 1, "v", 1), doc("id", 2, "v", 0), doc("id", 3, "v", 0));

    assertValues(values(run(table, group(null, "v", Map.of("$avg", "$v"))), "v"))
        .containsExactly(new BigDecimal("0.6666666666666666666666666666666667"));
    assertValues(values(run(decimals, group(null, "v", Map.of("$avg", "$v"))), "v"))
        .containsExactly(new BigDecimal("0.3333333333333333333333333333333333"));
  }

  @Test
  @SuppressWarnings("unchecked")
  default void realsAreSummedAndAveragedAsReals() {
    Document all =
        run(
                sales(),
                group(null, "sum", Map.of("$sum", "$weight"), "avg", Map.of("$avg", "$weight")))
            .get(0);

    assertThat(((Number) all.get("sum")).doubleValue()).isEqualTo(7.25, within(1e-11));
    assertThat(((Number) all.get("avg")).doubleValue()).isEqualTo(7.25 / 6, within(1e-12));
  }

  @Test
  @SuppressWarnings("unchecked")
  default void theSumOfNothingIsZeroAndTheRestIsNull() {
    Table table = sales();
    Map<String, Object> match = stage("$match", Map.of("id", 6));
    Map<String, Object> nobody = stage("$match", Map.of("id", 99));
    Map<String, Object> group =
        group(
            null,
            "sum",
            Map.of("$sum", "$n"),
            "prices",
            Map.of("$sum", "$price"),
            "weights",
            Map.of("$sum", "$weight"),
            "avg",
            Map.of("$avg", "$price"),
            "min",
            Map.of("$min", "$n"),
            "max",
            Map.of("$max", "$shop"),
            "count",
            Map.of("$count", Map.of()));

    for (Map<String, Object> filter : List.of(match, nobody)) {
      List<Document> groups = run(table, filter, group);
      assertThat(groups).hasSize(1);
      Document only = groups.get(0);
      assertValues(List.of(only.get("sum"), only.get("prices"), only.get("weights")))
          .containsExactly(0, 0, 0);
      assertThat(only.get("avg")).isNull();
      assertThat(only.get("min")).isNull();
      assertThat(only.get("max")).isNull();
      assertValues(List.of(only.get("count"))).containsExactly(filter == match ? 1 : 0);
    }
    assertThat(run(table, nobody, group("$shop", "n", Map.of("$sum", 1)))).isEmpty();
  }

  @Test
  @SuppressWarnings("unchecked")
  default void compositeKeysGroupTogetherNullsIncluded() {
    List<Document> groups =
        run(
            sales(),
            stage("$match", Map.of("shop", Map.of("$in", java.util.Arrays.asList("a", null)))),
            group(Map.of("s", "$shop", "y", "$year"), "n", Map.of("$sum", "$n")));

    assertThat(groups).hasSize(4);
    assertValues(groups)
        .containsExactlyInAnyOrder(
            Map.of("_id", Map.of("s", "a", "y", 1), "n", 1),
            Map.of("_id", Map.of("s", "a", "y", 2), "n", 2),
            Map.of("_id", doc("s", null, "y", null), "n", 8),
            Map.of("_id", doc("s", null, "y", 1), "n", 0));
  }

  @Test
  @SuppressWarnings("unchecked")
  default void whatFollowsAGroupWorksOnItsDocuments() {
    List<Document> documents =
        run(
            sales(),
            group("$shop", "n", Map.of("$sum", "$n")),
            stage("$match", Map.of("n", Map.of("$gt", 3))),
            stage("$sort", doc("n", -1)),
            stage("$skip", 1),
            stage("$limit", 2),
            stage("$project", doc("shop", "$_id", "n", 1)));

    assertThat(documents)
        .containsExactly(
            Document.of(doc("shop", "é", "n", 16)), Document.of(doc("shop", null, "n", 8)));
  }

  @Test
  @SuppressWarnings("unchecked")
  default void stagesActInTheirOrder() {
    Table table = sales();
    Map<String, Object> sort = stage("$sort", Map.of("id", 1));
    Map<String, Object> even = stage("$match", Map.of("n", Map.of("$gt", 1)));

    assertThat(values(run(table, sort, stage("$limit", 3), even), "id")).containsExactly(2L, 3L);
    assertThat(values(run(table, even, sort, stage("$limit", 3)), "id"))
        .containsExactly(2L, 3L, 5L);
    assertThat(values(run(table, sort, stage("$limit", 4), stage("$skip", 2)), "id"))
        .containsExactly(3L, 4L);
    assertThat(values(run(table, sort, stage("$skip", 2), stage("$limit", 4)), "id"))
        .containsExactly(3L, 4L, 5L, 6L);
    assertValues(
            values(
                run(table, sort, stage("$limit", 2), group(null, "n", Map.of("$sum", "$n"))), "n"))
        .containsExactly(3);
  }

  @Test
  @SuppressWarnings("unchecked")
  default void sortPutsNullFirstAscendingAndLastDescending() {
    Table table = sales();

    assertThat(values(run(table, stage("$sort", doc("shop", 1, "id", 1))), "id"))
        .containsExactly(5L, 6L, 3L, 1L, 2L, 4L, 8L, 7L);
    assertThat(values(run(table, stage("$sort", doc("shop", -1, "id", -1))), "id"))
        .containsExactly(7L, 8L, 4L, 2L, 1L, 3L, 6L, 5L);
  }

  @Test
  @SuppressWarnings("unchecked")
  default void projectKeepsAndRenames() {
    assertThat(
            run(
                sales(),
                stage("$match", Map.of("id", 1)),
                stage("$project", doc("id", 1, "where", "$shop"))))
        .containsExactly(Document.of(doc("id", 1, "where", "a")));
  }

  @Test
  @SuppressWarnings("unchecked")
  default void countGivesOneDocumentEvenOfNothing() {
    Table table = sales();

    assertThat(run(table, stage("$count", "n"))).containsExactly(Document.of(doc("n", 8)));
    assertThat(run(table, stage("$match", Map.of("id", 99)), stage("$count", "n")))
        .containsExactly(Document.of(doc("n", 0)));
    assertThat(run(table, group("$shop"), stage("$count", "n")))
        .containsExactly(Document.of(doc("n", 6)));
  }

  @Test
  @SuppressWarnings("unchecked")
  default void sumsThatOverflowAreErrors() {
    Table table = Table.ofValues(harness(), Column.of("v", Kind.INTEGER), Long.MAX_VALUE, 1);

    assertThatThrownBy(() -> run(table, group(null, "v", Map.of("$sum", "$v"))))
        .isInstanceOf(SpaceCloudException.class);
    assertValues(values(run(table, group(null, "v", Map.of("$avg", "$v"))), "v"))
        .containsExactly(new BigDecimal("4611686018427387904"));
  }

  @Test
  @SuppressWarnings("unchecked")
  default void numbersOfOneValueAreOneGroup() {
    Table table =
        Table.ofValues(harness(), Column.of("v", Kind.REAL), 0.0, -0.0, 0.1, 0.1, 0.1 + 0.2, 0.3);

    assertThat(run(table, group("$v"))).hasSize(4);
  }

  @Test
  @SuppressWarnings("unchecked")
  default void zeroIsOneGroupHoweverItCameAbout() {
    Table table = Table.ofValues(harness(), Column.of("v", Kind.REAL), 0.0, -1.5, null);
    table.run(table.update().where(field("id").eq(2)).mul("v", 0));

    assertThat(run(table, group("$v"))).hasSize(2);
    assertValues(table.run(table.distinct("v")).values()).containsExactly(null, 0);
    assertThat(table.ids(table.all().where(field("v").eq(0)))).containsExactly(1L, 2L);
  }

  @Test
  @SuppressWarnings("unchecked")
  default void groupsOfGroupsAreByValue() {
    for (Object value : List.of(new byte[] {1}, new UUID(0, 1), 1L << 53, 0.5, true)) {
      Kind kind = Values.kindOf(value);
      Table table = Table.ofValues(harness(), Column.of("v", kind), value, value, null);

      List<Document> groups =
          run(
              table,
              group(Map.of("id", "$id", "v", "$v")),
              group("$_id.v", "n", Map.of("$count", Map.of())));
      assertValues(values(groups, "n")).as(kind.label()).containsExactlyInAnyOrder(2, 1);
    }
  }

  @Test
  @SuppressWarnings("unchecked")
  default void averagesOfGroupsDoNotOverflow() {
    Table table =
        Table.ofValues(harness(), Column.of("v", Kind.INTEGER), Long.MAX_VALUE, Long.MAX_VALUE);
    Map<String, Object> each = group("$id", "most", Map.of("$max", "$v"));

    List<Document> average = run(table, each, group(null, "v", Map.of("$avg", "$most")));
    assertValues(values(average, "v")).containsExactly(Long.MAX_VALUE);
    assertThatThrownBy(() -> run(table, each, group(null, "v", Map.of("$sum", "$most"))))
        .isInstanceOf(SpaceCloudException.class);
  }

  @Test
  @SuppressWarnings("unchecked")
  default void literalsFinerThanAColumnAreSoUnderItsOtherNames() {
    Table table =
        Table.of(
            harness(),
            Column.of("m", Kind.DECIMAL).digits(10, 2),
            Column.of("n", Kind.INTEGER).bits(32),
            Column.of("t", Kind.TIMESTAMP));
    table.insert(doc("id", 1, "m", 0, "n", 0, "t", Instant.EPOCH));
    Map<String, Object> project = stage("$project", doc("x", "$m", "y", "$n", "z", "$t"));

    for (Map<String, Object> match :
        List.<Map<String, Object>>of(
            doc("x", new BigDecimal("1e-900")),
            doc("x", Map.of("$gt", new BigDecimal("-1e-900"), "$lt", 0)),
            doc("y", new BigDecimal("1e-900")),
            doc("y", Map.of("$gt", 1L << 40)),
            doc("z", Instant.EPOCH.plusNanos(1)),
            doc("z", Map.of("$gte", Instant.EPOCH.plusNanos(1))))) {
      assertThat(run(table, project, stage("$match", match))).as(match.toString()).isEmpty();
    }
    assertThat(run(table, project, stage("$match", doc("x", 0, "y", 0, "z", Instant.EPOCH))))
        .hasSize(1);
  }
}
