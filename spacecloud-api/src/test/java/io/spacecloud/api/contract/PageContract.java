package io.spacecloud.api.contract;

import static io.spacecloud.api.contract.Table.doc;
import static org.assertj.core.api.Assertions.assertThat;

import io.spacecloud.api.request.Read;
import io.spacecloud.api.result.Document;
import io.spacecloud.api.result.Result;
import io.spacecloud.api.value.Kind;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Pages make up the whole, without gap or overlap. */
interface PageContract extends ContractFixture {
  /** The engine's limit where none is configured. */
  int PAGE = 1_000;

  @Test
  default void aResultThatThePageLimitCutSaysSo() {
    Table table = Table.of(harness());
    List<Map<String, Object>> docs = new ArrayList<>();
    for (int id = 0; id < PAGE; id++) {
      docs.add(doc("id", id));
    }
    table.insert(docs);
    assertThat(table.run(table.all()).truncated()).isFalse();

    table.insert(doc("id", PAGE));

    Result result = table.run(table.all());
    assertThat(result.truncated()).isTrue();
    assertThat(result.documents()).hasSize(PAGE);
    assertThat(table.run(table.all().limit(5)).truncated()).isFalse();
    assertThat(table.run(table.count()).count()).isEqualTo(PAGE + 1);
  }

  @Test
  default void keysetPagesMakeUpTheWhole() {
    pages(Kind.INTEGER, 2, null, 1, Long.MAX_VALUE, null, 2, -5, 2);
    pages(Kind.STRING, "a", "A", null, "\uD83D\uDE00", "a ", "\uFFFD", "", "a", null);
    pages(Kind.BOOLEAN, true, null, false, true, null, false);
    pages(Kind.REAL, 0.1, -0.0, null, 0.30000000000000004, 0.0, 0.3, 1e300);
    Instant time = Instant.parse("2026-01-01T00:00:00Z").plus(step());
    pages(Kind.TIMESTAMP, time, null, time.plus(step()), Instant.EPOCH, time);
  }

  @Test
  default void keysetPagesOfAColumnThatIgnoresCaseMakeUpTheWhole() {
    pages(Column.of("v", Kind.STRING).ignoringCase(), "a", "A", "b", "B", null, "a ", "é", "e");
  }

  private void pages(Kind kind, Object... values) {
    pages(Column.of("v", kind), values);
  }

  private void pages(Column column, Object... values) {
    Table table = Table.ofValues(harness(), column, values);
    for (String order : List.of("v", "-v")) {
      Read read = table.all().sort(order);
      assertThat(paged(table, read.limit(2))).as(order).isEqualTo(table.ids(read));
      Read reversedTies = table.all().sort(order, "-id");
      assertThat(paged(table, reversedTies.limit(3))).isEqualTo(table.ids(reversedTies));
    }
  }

  private static List<Object> paged(Table table, Read read) {
    List<Object> ids = new ArrayList<>();
    List<Document> page = table.run(read).documents();
    while (!page.isEmpty()) {
      page.forEach(document -> ids.add(document.get("id")));
      page = table.run(read.after(page.get(page.size() - 1))).documents();
    }
    return ids;
  }

  @Test
  default void skippedPagesMakeUpTheWhole() {
    Table table =
        Table.ofValues(harness(), Column.of("v", Kind.INTEGER), 1, 2, 1, 2, 1, null, null, 1);
    List<Object> ids = new ArrayList<>();
    for (int skip = 0; skip < 8; skip += 3) {
      ids.addAll(table.ids(table.all().sort("-v").skip(skip).limit(3)));
    }

    assertThat(ids).isEqualTo(table.ids(table.all().sort("-v")));
  }
}
