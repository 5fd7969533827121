package io.spacecloud.api.contract;

import static io.spacecloud.api.condition.Conditions.field;
import static io.spacecloud.api.contract.Table.doc;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.spacecloud.api.error.InvalidRequestException;
import io.spacecloud.api.error.NotFoundException;
import io.spacecloud.api.request.Read;
import io.spacecloud.api.request.Request;
import io.spacecloud.api.result.Document;
import io.spacecloud.api.spi.Capability;
import io.spacecloud.api.value.Kind;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** Bad input gets a typed error that names the place, and changes nothing. */
interface RefusalContract extends ContractFixture {
  /** Names that are no column's, however near they come. */
  List<String> STRANGE =
      List.of(
          "w",
          "V",
          "v ",
          " v",
          "v\"",
          "v`",
          "v'",
          "\"v\"",
          "`v`",
          "v--",
          "v;",
          "v)",
          "things.v",
          "ｖ",
          "v\u200B",
          "v\u0301",
          "\uD83D\uDE00",
          "*",
          "1",
          "rowid",
          "ctid",
          "_rowid_");

  private Table table() {
    assumeTrue(harness().checksNames());
    return Table.ofValues(harness(), Column.of("v", Kind.INTEGER), 1, 2);
  }

  private static void refused(Table table, String part, Supplier<Request> request) {
    assertThatThrownBy(() -> table.run(request.get()))
        .as(part)
        .isInstanceOfSatisfying(
            InvalidRequestException.class, e -> assertThat(e.path()).contains(part));
    assertThat(table.values("v")).containsExactly(1L, 2L);
  }

  @Test
  default void namesThatAreNoColumnAreRefusedEverywhere() {
    Table table = table();
    for (String name : STRANGE) {
      refused(table, "find", () -> table.all().where(field(name).eq(1)));
      refused(table, "find", () -> table.count().where(field(name).exists()));
      refused(table, "find", () -> table.update().where(field(name).eq(1)).set("v", 0));
      refused(table, "find", () -> table.delete().where(field(name).ne(null)));
      refused(table, "select", () -> table.all().select(name));
      refused(table, "sort", () -> table.all().sort(name));
      refused(table, "distinct", () -> table.distinct(name));
      refused(table, "update", () -> table.update().set(name, 1));
      refused(table, "update", () -> table.update().inc(name, 1));
      refused(table, "doc", () -> table.create(doc("id", 3, name, 1)));
      refused(table, "pipe", () -> table.pipe(Map.of("$match", Map.of(name, 1))));
      refused(table, "pipe", () -> table.pipe(Map.of("$sort", Map.of(name, 1))));
      refused(table, "pipe", () -> table.pipe(Map.of("$group", doc("_id", "$" + name))));
    }
  }

  @Test
  default void namesThatAreNoPathAreRefused() {
    Table table = table();
    for (String name : List.of("", ".", "v.", ".v", "v..a", "$v", "v\0", "v\n", "\uD83D", "v.$a")) {
      refused(table, "", () -> table.all().where(Map.of(name, 1)));
      refused(table, "", () -> table.all().select(name));
      refused(table, "", () -> table.all().sort(name));
      refused(table, "", () -> table.update().set(name, 1));
      refused(table, "doc", () -> table.create(doc("id", 3, name, 1)));
    }
  }

  @Test
  default void dottedPathsReachIntoColumnsOfJsonOnly() {
    Table table = table();

    refused(table, "find", () -> table.all().where(field("v.a").eq(1)));
    refused(table, "update", () -> table.update().set("v.a", 1));
    refused(table, "update", () -> table.update().push("v", 1));
    refused(table, "find", () -> table.all().where(field("v").contains(1)));
    refused(table, "find", () -> table.all().where(field("v").like("1")));
  }

  @Test
  default void collectionsAreFoundByTheirExactNameOnly() {
    Table table = table();

    for (String name :
        List.of("Things", "THINGS", "things ", "thing", "\"things\"", "things;", "")) {
      assertThatThrownBy(() -> table.run(Read.all(harness().database(), name)))
          .as(name)
          .isInstanceOf(NotFoundException.class);
    }
  }

  @Test
  default void literalsOfAnotherKindAreRefused() {
    assumeTrue(harness().checksNames());
    wrong(Kind.BOOLEAN, 1, 0, "true", "");
    wrong(Kind.INTEGER, "5", true, Instant.EPOCH, List.of(1), Map.of("a", 1), new byte[] {1});
    wrong(Kind.REAL, "0.1", false, LocalDate.EPOCH);
    wrong(Kind.DECIMAL, "0.1", true);
    wrong(Kind.STRING, 5, 0, true, Instant.EPOCH, UUID.randomUUID(), List.of("a"), Map.of("a", 1));
    wrong(Kind.TIMESTAMP, 0, "yesterday", "2026-01-01", "", LocalDate.EPOCH, true);
    wrong(Kind.DATE, 0, "2026-02-30", "2026-1-1", Instant.EPOCH);
    wrong(Kind.TIME, 0, "25:00", "noon", Instant.EPOCH, LocalDate.EPOCH);
    wrong(Kind.UUID, 0, "x", "1-1-1-1-1", new byte[16]);
    wrong(Kind.BYTES, 0, "*", UUID.randomUUID());
  }

  private void wrong(Kind kind, Object... values) {
    Table table = Table.of(harness(), Column.of("v", kind));
    table.insert(doc("id", 1, "v", null));
    for (Object value : values) {
      String as = kind.label() + " " + value;
      assertInvalid(table, as, "v", () -> table.all().where(field("v").eq(value)));
      assertInvalid(table, as, "v", () -> table.all().where(field("v").ne(value)));
      assertInvalid(
          table, as, "v", () -> table.delete().where(field("v").in(Arrays.asList(null, value))));
      assertInvalid(table, as, "v", () -> table.update().set("v", value));
      assertInvalid(table, as, "v", () -> table.create(doc("id", 2, "v", value)));
    }
    assertThat(table.values("v")).containsExactly((Object) null);
  }

  private static void assertInvalid(
      Table table, String as, String part, Supplier<Request> request) {
    assertThatThrownBy(() -> table.run(request.get()))
        .as(as)
        .isInstanceOfSatisfying(
            InvalidRequestException.class, e -> assertThat(e.path()).contains(part));
  }

  @Test
  default void valuesOutOfRangeAreRefused() {
    Table table = table();
    BigInteger p63 = BigInteger.ONE.shiftLeft(63);
    for (Object value :
        List.of(p63, p63.negate().subtract(BigInteger.ONE), 0x1p63, 1.5, new BigDecimal("1e30"))) {
      refused(table, "v", () -> table.create(doc("id", 3, "v", value)));
      refused(table, "v", () -> table.update().set("v", value));
    }
    for (Object value : List.of(Double.NaN, Double.POSITIVE_INFINITY, Instant.MAX, LocalDate.MIN)) {
      refused(table, "v", () -> table.create(doc("id", 3, "v", value)));
      refused(table, "v", () -> table.all().where(field("v").eq(value)));
    }
    for (Object value : List.of("\0", "a\0b", "\uD83D", "\uDE00\uD83D", "a\uDE00")) {
      refused(table, "v", () -> table.create(doc("id", 3, "v", value)));
      refused(table, "v", () -> table.all().where(field("v").eq(value)));
      refused(table, "v", () -> table.update().set("v", value));
    }
  }

  @Test
  default void decimalsBeyondTheColumnsDigitsAreRefused() {
    assumeTrue(harness().checksNames());
    Column column = Column.of("v", Kind.DECIMAL).digits(6, 2);
    Table table = Table.ofValues(harness(), column, 1);

    assertThatThrownBy(() -> table.insert(doc("id", 2, "v", 10_000)))
        .isInstanceOf(io.spacecloud.api.error.SpaceCloudException.class);
    assertThatThrownBy(() -> table.run(table.update().mul("v", 100_000)))
        .isInstanceOf(io.spacecloud.api.error.SpaceCloudException.class);
    assertThat(table.rows()).hasSize(1);
  }

  @Test
  default void whatHasNoOrderIsNeitherComparedNorSorted() {
    assumeTrue(harness().checksNames());
    for (Kind kind : List.of(Kind.BYTES, Kind.UUID)) {
      Table table = Table.of(harness(), Column.of("v", kind));
      String text = kind == Kind.UUID ? new UUID(0, 0).toString() : "YQ==";

      assertInvalid(table, "", "v", () -> table.all().where(field("v").gt(text)));
      assertInvalid(table, "", "v", () -> table.all().sort("v"));
      assertInvalid(table, "", "v", () -> table.update().max("v", text));
    }
  }

  @Test
  default void aPageBeginsAfterADocumentThatHoldsTheOrder() {
    Table table = table();

    refused(table, "after", () -> table.all().sort("v").after(Document.of(Map.of("id", 1))));
    refused(table, "after", () -> table.all().sort("v").after(Document.of(Map.of("v", 1))));
    refused(table, "", () -> table.all().sort("v").after(Document.of(Map.of("v", "x", "id", 1))));
  }

  @Test
  default void anUpdateThatChangesNothingIsRefused() {
    Table table = table();

    refused(table, "update", table::update);
  }

  @Test
  default void operatorsAndStagesThatAreNotKnownAreRefused() {
    Table table = table();
    for (String operator :
        List.of("$where", "$expr", "$function", "$regex", "$foo", "$EQ", "$", "eq", "")) {
      refused(table, "find", () -> table.all().where(Map.of("v", Map.of(operator, 1))));
    }
    for (String stage : List.of("$lookup", "$out", "$merge", "$unwind", "match", "")) {
      refused(table, "pipe", () -> table.pipe(Map.of(stage, Map.of())));
    }
  }

  @Test
  default void jsonHasNoOrder() {
    assumeTrue(harness().checksNames() && harness().has(Capability.JSON));
    Table table = Table.ofValues(harness(), Column.of("v", Kind.OBJECT), Map.of("t", 1));

    assertInvalid(table, "", "v", () -> table.all().sort("v"));
    assertThat(table.ids(table.all().where(field("v.t").eq(LocalTime.NOON)))).isEmpty();
  }
}
