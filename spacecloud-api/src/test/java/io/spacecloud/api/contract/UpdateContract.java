package io.spacecloud.api.contract;

import static io.spacecloud.api.condition.Conditions.field;
import static io.spacecloud.api.contract.ContractFixture.assertValues;
import static io.spacecloud.api.contract.Table.doc;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.spacecloud.api.error.ConflictException;
import io.spacecloud.api.error.InvalidRequestException;
import io.spacecloud.api.error.SpaceCloudException;
import io.spacecloud.api.error.UnsupportedFeatureException;
import io.spacecloud.api.request.Update;
import io.spacecloud.api.result.Document;
import io.spacecloud.api.spi.Capability;
import io.spacecloud.api.value.Kind;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Updates change the rows that match, by operators that are atomic. */
interface UpdateContract extends ContractFixture {
  @Test
  default void updateAllChangesEveryRowThatMatchesAndNoOther() {
    Table table = Table.ofValues(harness(), Column.of("v", Kind.INTEGER), 1, 2, null, 2);

    assertThat(table.run(table.update().where(field("v").eq(2)).set("v", 7)).affected())
        .isEqualTo(2);
    assertThat(table.values("v")).containsExactly(1L, 7L, null, 7L);
    assertThat(table.run(table.update().where(field("v").eq(99)).set("v", 0)).affected()).isZero();
  }

  @Test
  default void rowsThatAlreadyHoldTheValueAreCounted() {
    Table table = Table.ofValues(harness(), Column.of("v", Kind.INTEGER), 1, 1, 2);

    assertThat(table.run(table.update().set("v", 1)).affected()).isEqualTo(3);
    assertThat(table.run(table.updateOne().set("v", 1)).affected()).isEqualTo(1);
  }

  @Test
  default void updateOneChangesExactlyOneOfThoseThatMatch() {
    Table table = Table.ofValues(harness(), Column.of("v", Kind.INTEGER), 1, 1, 1, 2);

    assertThat(table.run(table.updateOne().where(field("v").eq(1)).set("v", 9)).affected())
        .isEqualTo(1);
    assertThat(table.values("v").stream().filter(v -> v.equals(9L))).hasSize(1);
    assertThat(table.run(table.updateOne().where(field("v").eq(5)).set("v", 9)).affected())
        .isZero();
  }

  @Test
  default void setTakesEveryKindAndNull() {
    sets(Kind.BOOLEAN, true);
    sets(Kind.INTEGER, (1L << 53) + 1);
    sets(Kind.REAL, 0.1);
    sets(Kind.DECIMAL, new BigDecimal("0.1"));
    sets(Kind.STRING, "it's \uD83D\uDE00 \\ \"");
    sets(Kind.TIMESTAMP, Instant.parse("2026-03-29T01:30:00Z").plus(step()));
    sets(Kind.DATE, LocalDate.of(2024, 2, 29));
    sets(Kind.BYTES, new byte[] {0, -1});
    sets(Kind.UUID, new UUID(1, 2));
  }

  private void sets(Kind kind, Object value) {
    Table table = Table.ofValues(harness(), Column.of("v", kind), null, value);
    table.run(table.updateOne().where(field("id").eq(1)).set("v", value));
    table.run(table.updateOne().where(field("id").eq(2)).set("v", null));
    assertValues(table.values("v")).containsExactly(value, null);
    table.run(table.update().unset("v"));
    assertValues(table.values("v")).containsExactly(null, null);
  }

  @Test
  default void onNullIncCountsFromZeroAndMulGivesZero() {
    for (Kind kind : List.of(Kind.INTEGER, Kind.REAL, Kind.DECIMAL)) {
      Table table = Table.ofValues(harness(), Column.of("v", kind), null, 3);
      table.run(table.update().inc("v", 2));
      assertValues(table.values("v")).as(kind.label()).containsExactly(2, 5);
      table.run(table.updateOne().where(field("id").eq(1)).unset("v"));
      table.run(table.update().mul("v", 2));
      assertValues(table.values("v")).as(kind.label()).containsExactly(0, 10);
      table.run(table.update().inc("v", -12));
      assertValues(table.values("v")).as(kind.label()).containsExactly(-12, -2);
    }
  }

  @Test
  default void minAndMaxSetWhereTheValueIsBeyondOrTheFieldNull() {
    Table table = Table.ofValues(harness(), Column.of("v", Kind.INTEGER), null, 1, 5);
    table.run(table.update().min("v", 3));
    assertValues(table.values("v")).containsExactly(3, 1, 3);
    table.run(table.update().max("v", 2));
    assertValues(table.values("v")).containsExactly(3, 2, 3);

    Instant time = Instant.parse("2026-01-01T00:00:00Z");
    Table times =
        Table.ofValues(harness(), Column.of("v", Kind.TIMESTAMP), null, time.plus(step()));
    times.run(times.update().min("v", time));
    assertValues(times.values("v")).containsExactly(time, time);
  }

  @Test
  default void minAndMaxOrderStringsByCodePointsUnderEveryCollation() {
    unlessFlawed("minAndMaxOrderStringsByCodePointsUnderEveryCollation");
    for (boolean ignoresCase : List.of(false, true)) {
      Column plain = Column.of("v", Kind.STRING);
      Column column = ignoresCase ? plain.ignoringCase() : plain;
      Table table = Table.ofValues(harness(), column, null, "a", "B", "\uFFFD", "a ");
      table.run(table.update().min("v", "b"));
      assertThat(table.values("v")).containsExactly("b", "a", "B", "b", "a ");
      table.run(table.update().max("v", "a"));
      assertThat(table.values("v")).containsExactly("b", "a", "a", "b", "a ");
      table.run(table.update().set("v", "\uFFFD"));
      table.run(table.update().max("v", "\uD83D\uDE00"));
      assertThat(table.values("v")).containsOnly("\uD83D\uDE00");
    }
  }

  @Test
  default void decimalsAreCalculatedExactlyAndTruncatedToTheColumn() {
    Column column = Column.of("v", Kind.DECIMAL).digits(12, 2);
    Table table =
        Table.ofValues(harness(), column, new BigDecimal("1.15"), new BigDecimal("-1.15"), null);

    table.run(table.update().mul("v", new BigDecimal("1.5")));
    assertValues(table.values("v"))
        .containsExactly(new BigDecimal("1.72"), new BigDecimal("-1.72"), 0);
    table.run(table.update().inc("v", new BigDecimal("0.009")));
    assertValues(table.values("v"))
        .containsExactly(new BigDecimal("1.72"), new BigDecimal("-1.71"), 0);
    table.run(table.update().inc("v", 0.1));
    assertValues(table.values("v"))
        .containsExactly(new BigDecimal("1.82"), new BigDecimal("-1.61"), new BigDecimal("0.10"));
  }

  @Test
  default void integersAreCalculatedExactlyBeyondTwoToThe53() {
    Table table = Table.ofValues(harness(), Column.of("v", Kind.INTEGER), 1L << 53);

    table.run(table.update().inc("v", 1));
    assertThat(table.values("v")).containsExactly((1L << 53) + 1);
    table.run(table.update().mul("v", 3));
    assertThat(table.values("v")).containsExactly(((1L << 53) + 1) * 3);
  }

  @Test
  default void overflowIsAnErrorAndChangesNothing() {
    Table table = Table.ofValues(harness(), Column.of("v", Kind.INTEGER), 1, Long.MAX_VALUE);

    assertThatThrownBy(() -> table.run(table.update().inc("v", 1)))
        .isInstanceOf(SpaceCloudException.class);
    assertThatThrownBy(() -> table.run(table.update().mul("v", Long.MAX_VALUE)))
        .isInstanceOf(SpaceCloudException.class);
    assertThat(table.values("v")).containsExactly(1L, Long.MAX_VALUE);
  }

  @Test
  default void currentDateIsThePresentInUtc() {
    Table table = Table.of(harness(), Column.of("ts", Kind.TIMESTAMP), Column.of("d", Kind.DATE));
    table.insert(doc("id", 1));

    LocalDate before = LocalDate.now(ZoneOffset.UTC);
    table.run(table.update().currentDate("ts").currentDate("d"));
    LocalDate after = LocalDate.now(ZoneOffset.UTC);

    Instant written = (Instant) table.values("ts").get(0);
    assertThat(Duration.between(written, Instant.now()).abs()).isLessThan(Duration.ofMinutes(20));
    assertThat((LocalDate) table.values("d").get(0)).isBetween(before, after);
  }

  @Test
  default void severalOperatorsActTogetherOnTheOldRow() {
    Table table =
        Table.of(
            harness(),
            Column.of("a", Kind.INTEGER),
            Column.of("b", Kind.INTEGER),
            Column.of("c", Kind.STRING));
    table.insert(doc("id", 1, "a", 1, "b", 10, "c", "x"));

    Map<String, Object> update =
        doc("$inc", Map.of("a", 1), "$mul", Map.of("b", 2), "$set", Map.of("c", "y"));
    table.run(table.update().where(field("a").eq(1)).with(update));

    assertThat(table.rows()).containsExactly(Document.of(doc("id", 1, "a", 2, "b", 20, "c", "y")));
  }

  @Test
  default void theColumnThatFindReadsMayBeTheOneThatChanges() {
    Table table = Table.ofValues(harness(), Column.of("v", Kind.INTEGER), 1, 2, 3);

    assertThat(table.run(table.update().where(field("v").gte(2)).inc("v", -2)).affected())
        .isEqualTo(2);
    assertThat(table.values("v")).containsExactly(1L, 0L, 1L);
  }

  @Test
  default void anUpdateIntoAnotherRowsUniqueKeyChangesNothing() {
    Table table = Table.of(harness(), Column.of("code", Kind.STRING).asUnique());
    table.insert(doc("id", 1, "code", "a"), doc("id", 2, "code", "b"));

    assertThatThrownBy(() -> table.run(table.updateOne().where(field("id").eq(2)).set("code", "a")))
        .isInstanceOf(ConflictException.class);
    if (harness().has(Capability.TRANSACTIONS)) {
      assertThatThrownBy(() -> table.run(table.update().set("code", "c")))
          .isInstanceOf(ConflictException.class);
    }
    assertThat(table.values("code")).containsExactly("a", "b");
  }

  @Test
  default void aRequiredColumnCannotBecomeNull() {
    Table table = Table.ofValues(harness(), Column.of("v", Kind.INTEGER).required(), 1);

    assertThatThrownBy(() -> table.run(table.update().unset("v")))
        .isInstanceOf(SpaceCloudException.class);
    assertThat(table.values("v")).containsExactly(1L);
  }

  @Test
  default void moreRowsThanMaxAffectedChangeNothing() {
    needs(Capability.TRANSACTIONS);
    Table table = Table.ofValues(harness(), Column.of("v", Kind.INTEGER), 1, 1, 1);

    assertThatThrownBy(() -> table.run(table.update().set("v", 2).maxAffected(2)))
        .isInstanceOfSatisfying(
            ConflictException.class,
            e -> assertThat(e.reason()).isEqualTo(ConflictException.Reason.MAX_AFFECTED));
    assertThat(table.values("v")).containsExactly(1L, 1L, 1L);
    assertThat(table.run(table.update().set("v", 2).maxAffected(3)).affected()).isEqualTo(3);
  }

  @Test
  default void aDryRunCountsAndChangesNothing() {
    needs(Capability.TRANSACTIONS);
    Table table = Table.ofValues(harness(), Column.of("v", Kind.INTEGER), 1, 2, 2);

    assertThat(table.run(table.update().where(field("v").eq(2)).set("v", 7).asDryRun()).affected())
        .isEqualTo(2);
    assertThat(table.values("v")).containsExactly(1L, 2L, 2L);
  }

  @Test
  default void renameIsRefusedWithoutItsCapability() {
    assumeFalse(harness().has(Capability.RENAME));
    Table table = Table.of(harness(), Column.of("a", Kind.INTEGER), Column.of("b", Kind.INTEGER));
    table.insert(doc("id", 1, "a", 1));

    Update update = table.update().with(Map.of("$rename", Map.of("a", "b")));
    assertThatThrownBy(() -> table.run(update)).isInstanceOf(UnsupportedFeatureException.class);
  }

  @Test
  default void twoOperatorsOnOnePathOrItsParentAreRefused() {
    Table table = Table.of(harness(), Column.of("v", Kind.INTEGER));

    assertThatThrownBy(() -> table.run(table.update().set("v", 1).inc("v", 1)))
        .isInstanceOf(InvalidRequestException.class);
    assertThatThrownBy(() -> table.run(table.update().set("v", 1).set("v.a", 1)))
        .isInstanceOf(InvalidRequestException.class);
  }
}
