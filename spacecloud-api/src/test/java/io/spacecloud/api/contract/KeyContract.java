package io.spacecloud.api.contract;

import static io.spacecloud.api.condition.Conditions.field;
import static io.spacecloud.api.contract.ContractFixture.assertValues;
import static io.spacecloud.api.contract.Table.doc;
import static org.assertj.core.api.Assertions.assertThat;

import io.spacecloud.api.request.Read;
import io.spacecloud.api.result.Document;
import io.spacecloud.api.spi.Capability;
import io.spacecloud.api.value.Kind;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Primary keys of every kind name their rows, also those whose kind has no order. */
interface KeyContract extends ContractFixture {
  Map<Kind, List<Object>> KEYS =
      Map.of(
          Kind.STRING,
          List.of("a", "A", "é", "\uFFFD", "\uD83D\uDE00"),
          Kind.UUID,
          List.of(new UUID(0, 1), new UUID(-1, -1), new UUID(1, 0), new UUID(1L << 63, 0)),
          Kind.TIMESTAMP,
          List.of(Instant.EPOCH, Instant.EPOCH.plusMillis(1), Instant.EPOCH.minusMillis(1)),
          Kind.DATE,
          List.of(LocalDate.EPOCH, LocalDate.of(1000, 1, 1), LocalDate.of(9999, 12, 31)),
          Kind.DECIMAL,
          List.of(BigDecimal.ZERO, new BigDecimal("9007199254740992.1"), new BigDecimal("-1.5")),
          Kind.BYTES,
          List.of(new byte[] {0}, new byte[] {-1}, new byte[] {1, 2}, new byte[] {1}));

  @TestFactory
  default Stream<DynamicTest> keysOfEveryKindNameTheirRows() {
    return KEYS.entrySet().stream()
        .map(each -> DynamicTest.dynamicTest(each.getKey().label(), () -> check(each)));
  }

  private void check(Map.Entry<Kind, List<Object>> each) {
    boolean json = harness().has(Capability.JSON);
    Column key = Column.of("k", each.getKey()).asKey();
    unlessFlawed("keys " + each.getKey().label());
    List<Column> columns = new ArrayList<>(List.of(key, Column.of("v", Kind.INTEGER)));
    if (json) {
      columns.add(Column.of("j", Kind.OBJECT));
    }
    Table table = Table.of(harness(), new TableSpec("things", columns));
    each.getValue().forEach(k -> table.insert(doc("k", k, "v", 1)));

    pagesMakeUpTheWhole(table, each.getValue());
    each.getValue().forEach(k -> changes(table, k, json));
    assertValues(table.values("v")).containsOnly(4);
    each.getValue().forEach(k -> deletes(table, k));
    assertThat(table.rows()).isEmpty();
  }

  private static void pagesMakeUpTheWhole(Table table, List<Object> keys) {
    for (String order : List.of("v", "-v")) {
      List<Object> found = new ArrayList<>();
      Read read = table.all().sort(order).limit(2);
      List<Document> page = table.run(read).documents();
      while (!page.isEmpty()) {
        page.forEach(row -> found.add(row.get("k")));
        page = table.run(read.after(page.get(page.size() - 1))).documents();
      }
      assertValues(found).containsExactlyInAnyOrderElementsOf(keys);
    }
  }

  private static void changes(Table table, Object key, boolean json) {
    assertThat(table.run(table.updateOne().where(field("k").eq(key)).inc("v", 1)).affected())
        .isEqualTo(1);
    assertThat(table.run(table.update().where(field("k").eq(key)).inc("v", 1)).affected())
        .isEqualTo(1);
    assertThat(table.run(table.upsert().where(field("k").eq(key)).inc("v", 1)).affected())
        .isEqualTo(1);
    if (json) {
      table.run(table.updateOne().where(field("k").eq(key)).push("j.l", 1));
      assertValues(table.values(table.all().where(field("k").eq(key)), "j"))
          .containsExactly(Map.of("l", List.of(1)));
    }
  }

  private static void deletes(Table table, Object key) {
    assertThat(table.run(table.deleteOne().where(field("k").eq(key))).affected()).isEqualTo(1);
    assertThat(table.run(table.count().where(field("k").eq(key))).count()).isZero();
  }
}
