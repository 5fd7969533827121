package io.spacecloud.api.contract;

import static io.spacecloud.api.condition.Conditions.field;
import static io.spacecloud.api.contract.ContractFixture.assertValues;
import static io.spacecloud.api.contract.Table.doc;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.spacecloud.api.error.ConflictException;
import io.spacecloud.api.error.InvalidRequestException;
import io.spacecloud.api.error.SpaceCloudException;
import io.spacecloud.api.result.Document;
import io.spacecloud.api.result.Result;
import io.spacecloud.api.spi.Capability;
import io.spacecloud.api.value.Kind;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Documents go in wholly or not at all, and come out as they went in. */
interface CreateContract extends ContractFixture {
  /** Three code points, six chars. */
  String GRINS = "\uD83D\uDE00".repeat(3);

  @Test
  default void createOneInsertsOneDocument() {
    Table table = Table.of(harness(), Column.of("v", Kind.STRING));

    Result result = table.run(table.create(doc("id", 1, "v", "a")));

    assertThat(result.affected()).isEqualTo(1);
    assertThat(table.rows()).containsExactly(Document.of(doc("id", 1, "v", "a")));
  }

  @Test
  default void createAllInsertsAllDocumentsOfWhateverFields() {
    Table table = Table.of(harness(), Column.of("v", Kind.STRING), Column.of("n", Kind.INTEGER));

    Result result =
        table.insert(doc("id", 3, "v", "c"), doc("id", 1), doc("n", 5, "id", 2, "v", null));

    assertThat(result.affected()).isEqualTo(3);
    assertThat(table.values("v")).containsExactly(null, null, "c");
    assertThat(table.values("n")).containsExactly(null, 5L, null);
  }

  @Test
  default void createOfNoDocumentsIsRefused() {
    assumeTrue(harness().checksNames());
    Table table = Table.of(harness());

    assertThatThrownBy(() -> table.run(table.createAll(List.of())))
        .isInstanceOf(InvalidRequestException.class);
    assertThat(table.rows()).isEmpty();
  }

  @Test
  default void oneDuplicateAmongManyRefusesAll() {
    needs(Capability.TRANSACTIONS);
    Table table = Table.of(harness());
    table.insert(doc("id", 2));

    assertThatThrownBy(() -> table.insert(doc("id", 1), doc("id", 2), doc("id", 3)))
        .isInstanceOfSatisfying(
            ConflictException.class,
            e -> assertThat(e.reason()).isEqualTo(ConflictException.Reason.CONSTRAINT));
    assertThat(table.values("id")).containsExactly(2L);
  }

  @Test
  default void aDuplicateOfAnotherUniqueKeyIsAConflict() {
    Table table = Table.of(harness(), Column.of("code", Kind.STRING).asUnique());
    table.insert(doc("id", 1, "code", "x"), doc("id", 2), doc("id", 3));

    assertThatThrownBy(() -> table.run(table.create(doc("id", 4, "code", "x"))))
        .isInstanceOf(ConflictException.class);
    assertThat(table.rows()).hasSize(3);
  }

  @Test
  default void generatedKeysAreReturnedInOrder() {
    TableSpec spec = TableSpec.of("things", harness().generatedKey(), Column.of("v", Kind.STRING));
    Table table = Table.of(harness(), spec);

    Result one = table.run(table.create(doc("v", "a")));
    Result more = table.insert(doc("v", "b"), doc("v", "c"));

    String key = harness().generatedKey().name();
    assertThat(one.keys()).hasSize(1);
    assertThat(more.keys()).hasSize(2);
    for (int i = 0; i < 2; i++) {
      Object id = more.keys().get(i).get(key);
      assertThat(id).isNotEqualTo(one.keys().get(0).get(key));
      assertThat(table.values(table.all().where(field(key).eq(id)), "v"))
          .containsExactly(i == 0 ? "b" : "c");
    }
  }

  @Test
  default void missingRequiredFieldsAreRefused() {
    Table table = Table.of(harness(), Column.of("v", Kind.STRING).required());

    assertThatThrownBy(() -> table.run(table.create(doc("id", 1))))
        .isInstanceOf(SpaceCloudException.class);
    assertThatThrownBy(() -> table.run(table.create(doc("id", 1, "v", null))))
        .isInstanceOf(SpaceCloudException.class);
    assertThat(table.rows()).isEmpty();
  }

  @Test
  default void compositeKeysIdentifyTogether() {
    TableSpec spec =
        TableSpec.of(
            "things",
            Column.of("a", Kind.INTEGER).asKey(),
            Column.of("b", Kind.STRING).asKey(),
            Column.of("v", Kind.INTEGER));
    Table table = Table.of(harness(), spec);
    table.insert(doc("a", 1, "b", "x"), doc("a", 1, "b", "y"), doc("a", 2, "b", "x"));

    assertThatThrownBy(() -> table.insert(doc("a", 1, "b", "y")))
        .isInstanceOf(ConflictException.class);
    assertThat(table.rows()).hasSize(3);
  }

  @Test
  default void everyKindComesOutAsItWentIn() {
    roundTrips(Kind.BOOLEAN, true, false);
    roundTrips(Kind.INTEGER, 0L, (1L << 53) + 1, Long.MAX_VALUE, Long.MIN_VALUE);
    roundTrips(Kind.REAL, 0.1, -1.5, Double.MAX_VALUE, Double.MIN_NORMAL, 1e22);
    roundTrips(Kind.DECIMAL, new BigDecimal("12345678901234567890.0123456789"));
    roundTrips(Kind.STRING, "", " ", "a ", "é", "\uD83D\uDE00", "\uFFFD", "it's \"\\\n\t%_?:x{}");
    roundTrips(Kind.TIMESTAMP, Instant.EPOCH.minus(step()), Instant.EPOCH);
    roundTrips(Kind.TIMESTAMP, Instant.parse("2026-03-29T01:30:00Z"));
    roundTrips(Kind.DATE, LocalDate.of(1000, 1, 1), LocalDate.of(9999, 12, 31));
    roundTrips(Kind.TIME, LocalTime.MIDNIGHT, LocalTime.of(23, 59, 59, 999_999_000));
    roundTrips(Kind.BYTES, new byte[0], new byte[] {0, -1, 127, -128});
    roundTrips(Kind.UUID, new UUID(0, 0), new UUID(-1, -1), UUID.randomUUID());
  }

  private void roundTrips(Kind kind, Object... values) {
    Table table = Table.ofValues(harness(), Column.of("v", kind), values);
    assertValues(table.values("v")).containsExactly(values);
  }

  @Test
  default void jsonComesOutAsItWentIn() {
    needs(Capability.JSON);
    Object[] values = {
      Map.of(),
      List.of(),
      doc("b", 1, "a", List.of(1.5, "x", true, List.of(), Map.of("n", (1L << 53) + 1))),
      List.of("\uD83D\uDE00", "\u0001\n\"\\/", ""),
      Map.of("", 1, "a.b", 2, "$c", 3, "it's", 4),
      Map.of("d", new BigDecimal("12345678901234567890.0123456789"))
    };
    Table table = Table.ofValues(harness(), Column.of("v", Kind.OBJECT), values);
    assertValues(table.values("v")).containsExactly(values);
  }

  @Test
  default void stringsAreReadAsTheKindsThatJsonLacks() {
    Table table =
        Table.of(
            harness(),
            Column.of("ts", Kind.TIMESTAMP),
            Column.of("d", Kind.DATE),
            Column.of("t", Kind.TIME),
            Column.of("x", Kind.BYTES),
            Column.of("u", Kind.UUID));
    UUID uuid = new UUID(1, 2);
    table.insert(
        doc(
            "id",
            1,
            "ts",
            "2026-01-01T05:30:00+05:30",
            "d",
            "2024-02-29",
            "t",
            "12:00",
            "x",
            "YQ==",
            "u",
            uuid.toString()));

    Document row = table.rows().get(0);
    assertThat(row)
        .containsEntry("ts", Instant.parse("2026-01-01T00:00:00Z"))
        .containsEntry("d", LocalDate.of(2024, 2, 29))
        .containsEntry("t", LocalTime.NOON)
        .containsEntry("u", uuid);
    assertThat((byte[]) row.get("x")).containsExactly('a');
  }

  @Test
  default void writtenValuesAreTruncatedToTheColumn() {
    Table table =
        Table.of(
            harness(),
            Column.of("ts", Kind.TIMESTAMP),
            Column.of("m", Kind.DECIMAL).digits(10, 2),
            Column.of("n", Kind.INTEGER));
    table.insert(
        doc("id", 1, "ts", Instant.parse("2026-01-01T00:00:00.123456789Z"), "n", 5.0),
        doc("id", 2, "ts", Instant.parse("1969-12-31T23:59:59.999999999Z"), "m", 1.239),
        doc(
            "id",
            3,
            "ts",
            OffsetDateTime.parse("2026-01-01T02:00:00.000000999+02:00"),
            "m",
            new BigDecimal("-1.239")));

    assertThat(table.values("ts"))
        .containsExactly(
            harness().timestampDigits() == 3
                ? Instant.parse("2026-01-01T00:00:00.123Z")
                : Instant.parse("2026-01-01T00:00:00.123456Z"),
            Instant.EPOCH.minus(step()),
            Instant.parse("2026-01-01T00:00:00Z"));
    assertValues(table.values("m"))
        .containsExactly(null, new BigDecimal("1.23"), new BigDecimal("-1.23"));
    assertThat(table.values("n")).containsExactly(5L, null, null);
  }

  @Test
  default void stringsThatAreTooLongAreRefused() {
    Table table = Table.of(harness(), Column.of("v", Kind.STRING).length(3));
    table.insert(doc("id", 1, "v", "é\uFFFDa"));

    assertThatThrownBy(() -> table.insert(doc("id", 2, "v", "abcd")))
        .isInstanceOf(InvalidRequestException.class);
    assertThatThrownBy(() -> table.insert(doc("id", 2, "v", "abc ")))
        .isInstanceOf(InvalidRequestException.class);
    assertThatThrownBy(() -> table.insert(doc("id", 2, "v", GRINS + "a")))
        .isInstanceOf(InvalidRequestException.class);
    assertThat(table.values("v")).containsExactly("é\uFFFDa");
  }

  @Test
  default void aStringOfAsManyCodePointsAsFitIsStoredWhollyOrRefused() {
    Table table = Table.of(harness(), Column.of("v", Kind.STRING).length(3));
    try {
      table.insert(doc("id", 1, "v", GRINS));
      assertThat(table.values("v")).containsExactly(GRINS);
    } catch (InvalidRequestException e) {
      assertThat(table.rows()).isEmpty(); // a database that counts in units of UTF-16
    }
  }
}
