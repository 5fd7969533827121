package io.spacecloud.api.contract;

import static io.spacecloud.api.condition.Conditions.field;
import static io.spacecloud.api.contract.ContractFixture.assertValues;
import static io.spacecloud.api.contract.Table.doc;
import static org.assertj.core.api.Assertions.assertThat;

import io.spacecloud.api.request.Read;
import io.spacecloud.api.result.Document;
import io.spacecloud.api.result.Result;
import io.spacecloud.api.spi.Capability;
import io.spacecloud.api.value.Kind;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** One, all, count and distinct, in order. */
interface ReadContract extends ContractFixture {
  @Test
  default void readOneReturnsTheFirstInOrderOrNone() {
    Table table = Table.ofValues(harness(), Column.of("v", Kind.INTEGER), 2, 3, 1);

    assertThat(table.ids(table.one().sort("v"))).containsExactly(3L);
    assertThat(table.ids(table.one().sort("-v"))).containsExactly(2L);
    assertThat(table.ids(table.one().sort("v").skip(1))).containsExactly(1L);
    assertThat(table.run(table.one().where(field("v").eq(9))).document()).isEmpty();
  }

  @Test
  default void selectReturnsOnlyWhatIsSelected() {
    Table table = Table.of(harness(), Column.of("a", Kind.STRING), Column.of("b", Kind.STRING));
    table.insert(doc("id", 1, "a", "x", "b", "y"));

    assertThat(table.run(table.all().select("a")).documents())
        .containsExactly(Document.of(Map.of("a", "x")));
    assertThat(table.run(table.all().select("b", "id").sort("a")).documents())
        .containsExactly(Document.of(Map.of("b", "y", "id", 1)));
    assertThat(table.rows()).containsExactly(Document.of(doc("id", 1, "a", "x", "b", "y")));
  }

  @Test
  default void selectReachesIntoJson() {
    needs(Capability.JSON);
    Table table =
        Table.ofValues(
            harness(), Column.of("v", Kind.OBJECT), Map.of("a", Map.of("b", 5, "c", 6), "d", 7));

    assertThat(table.run(table.all().select("v.a.b")).documents())
        .containsExactly(Document.of(Map.of("v", Map.of("a", Map.of("b", 5)))));
  }

  @Test
  default void selectKeepsOfJsonWhatIsThere() {
    needs(Capability.JSON);
    Object[] values = {
      null,
      5,
      List.of(1),
      Map.of(),
      Map.of("a", 1),
      Map.of("a", List.of(Map.of("b", 1))),
      Map.of("a", Map.of("c", 2)),
      doc("a", Map.of("b", 3, "c", 4), "d", 5, "e", 6)
    };
    Table table = Table.ofValues(harness(), Column.of("v", Kind.OBJECT), values);

    ContractFixture.assertValues(table.values(table.all().select("v.a.b", "v.d"), "v"))
        .containsExactly(
            null,
            null,
            null,
            Map.of(),
            doc("a", null),
            doc("a", null),
            Map.of("a", Map.of()),
            doc("a", Map.of("b", 3), "d", 5));
    ContractFixture.assertValues(table.values(table.all().select("v.a", "v"), "v"))
        .containsExactly(values);
  }

  @Test
  default void aLimitOfZeroIsNothingAndCutsNothing() {
    Table table = Table.ofValues(harness(), Column.of("v", Kind.INTEGER), 1, 2);

    for (Read read : List.of(table.all(), table.all().where(field("id").eq(1)))) {
      Result result = table.run(read.limit(0));
      assertThat(result.documents()).isEmpty();
      assertThat(result.truncated()).isFalse();
    }
  }

  @Test
  default void countAndDistinctSkipAndLimitToo() {
    Table table = Table.ofValues(harness(), Column.of("v", Kind.INTEGER), 1, 2, 2, null, 3);

    assertThat(table.run(table.count().skip(1).limit(2)).count()).isEqualTo(2);
    assertThat(table.run(table.count().skip(4)).count()).isEqualTo(1);
    assertThat(table.run(table.count().limit(0)).count()).isZero();
    assertThat(table.run(table.distinct("v").skip(1).limit(2)).values()).containsExactly(1L, 2L);
    assertThat(table.run(table.distinct("v").limit(0)).values()).isEmpty();
  }

  @Test
  default void nullSortsFirstAscendingAndLastDescending() {
    Table table = Table.ofValues(harness(), Column.of("v", Kind.INTEGER), 2, null, 1, null, -1);

    assertThat(table.ids(table.all().sort("v"))).containsExactly(2L, 4L, 5L, 3L, 1L);
    assertThat(table.ids(table.all().sort("-v"))).containsExactly(1L, 3L, 5L, 2L, 4L);
  }

  @Test
  default void columnsThatAreNeverNullSortAlike() {
    Table table = Table.ofValues(harness(), Column.of("v", Kind.INTEGER).required(), 2, 1, 3);

    assertThat(table.ids(table.all().sort("v"))).containsExactly(2L, 1L, 3L);
    assertThat(table.ids(table.all().sort("-v"))).containsExactly(3L, 1L, 2L);
    assertThat(table.ids(table.all().sort("-id"))).containsExactly(3L, 2L, 1L);
  }

  @Test
  default void tiesAreBrokenByThePrimaryKey() {
    Table table = Table.of(harness(), Column.of("v", Kind.INTEGER), Column.of("w", Kind.STRING));
    table.insert(
        doc("id", 5, "v", 1, "w", "b"),
        doc("id", 3, "v", 1, "w", "a"),
        doc("id", 4, "v", 2, "w", "a"),
        doc("id", 1, "v", 1, "w", "b"),
        doc("id", 2, "v", 2, "w", "a"));

    assertThat(table.ids(table.all().sort("v"))).containsExactly(1L, 3L, 5L, 2L, 4L);
    assertThat(table.ids(table.all().sort("-v"))).containsExactly(2L, 4L, 1L, 3L, 5L);
    assertThat(table.ids(table.all().sort("v", "-w"))).containsExactly(1L, 5L, 3L, 2L, 4L);
    assertThat(table.ids(table.all().sort("w", "v", "-id"))).containsExactly(3L, 4L, 2L, 5L, 1L);
  }

  @Test
  default void stringsSortByCodePointsUnderEveryCollation() {
    unlessFlawed("stringsSortByCodePointsUnderEveryCollation");
    for (boolean ignoresCase : List.of(false, true)) {
      Column column = Column.of("v", Kind.STRING);
      Table table =
          Table.ofValues(
              harness(),
              ignoresCase ? column.ignoringCase() : column,
              "\uD83D\uDE00",
              "\uFFFD",
              "é",
              "e",
              "Z",
              "a ",
              "a",
              "A",
              "",
              null,
              "a\t");

      assertThat(table.values(table.all().sort("v"), "v"))
          .containsExactly(
              null, "", "A", "Z", "a", "a\t", "a ", "e", "é", "\uFFFD", "\uD83D\uDE00");
      assertThat(table.ids(table.all().sort("-v")))
          .containsExactly(1L, 2L, 3L, 4L, 6L, 11L, 7L, 5L, 8L, 9L, 10L);
    }
  }

  @Test
  default void skipAndLimitCutTheOrder() {
    Table table = Table.ofValues(harness(), Column.of("v", Kind.INTEGER), 5, 4, 3, 2, 1);

    assertThat(table.ids(table.all().sort("v").skip(1).limit(2))).containsExactly(4L, 3L);
    assertThat(table.ids(table.all().sort("v").skip(3))).containsExactly(2L, 1L);
    assertThat(table.ids(table.all().sort("v").limit(2))).containsExactly(5L, 4L);
    assertThat(table.ids(table.all().skip(4).limit(9))).containsExactly(5L);
    assertThat(table.ids(table.all().skip(5))).isEmpty();
    assertThat(table.ids(table.all().limit(0))).isEmpty();
  }

  @Test
  default void countCountsWhatMatches() {
    Table table = Table.ofValues(harness(), Column.of("v", Kind.INTEGER), 1, null, 2, 2);

    assertThat(table.run(table.count()).count()).isEqualTo(4);
    assertThat(table.run(table.count().where(field("v").eq(2))).count()).isEqualTo(2);
    assertThat(table.run(table.count().where(field("v").ne(2))).count()).isEqualTo(2);
    assertThat(table.run(table.count().where(field("v").eq(7))).count()).isZero();
  }

  @Test
  default void distinctReturnsEachValueOnceInOrderNullIncluded() {
    Table table = Table.ofValues(harness(), Column.of("v", Kind.INTEGER), 2, null, 1, 2, null);

    assertThat(table.run(table.distinct("v")).values()).containsExactly(null, 1L, 2L);
    assertThat(table.run(table.distinct("v").where(field("v").gt(1))).values()).containsExactly(2L);
    assertThat(table.run(table.distinct("v").where(field("v").gt(9))).values()).isEmpty();
  }

  @Test
  default void distinctIsExactUnderEveryCollation() {
    Column column = Column.of("v", Kind.STRING).ignoringCase();
    Table table = Table.ofValues(harness(), column, "b", "a", "A", "a ", "é", "e", "a", null, "É");

    assertThat(table.run(table.distinct("v")).values())
        .containsExactly(null, "A", "a", "a ", "b", "e", "É", "é");
  }

  @Test
  default void distinctTellsNumbersApartByValue() {
    Table decimals =
        Table.ofValues(
            harness(),
            Column.of("v", Kind.DECIMAL),
            new BigDecimal("1.0"),
            1,
            new BigDecimal("9007199254740992.1"),
            new BigDecimal("9007199254740992.2"));

    assertValues(decimals.run(decimals.distinct("v")).values())
        .containsExactly(
            1, new BigDecimal("9007199254740992.1"), new BigDecimal("9007199254740992.2"));
  }
}
