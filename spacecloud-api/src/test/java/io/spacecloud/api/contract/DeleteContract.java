package io.spacecloud.api.contract;

import static io.spacecloud.api.condition.Conditions.field;
import static io.spacecloud.api.contract.ContractFixture.assertValues;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spacecloud.api.error.ConflictException;
import io.spacecloud.api.spi.Capability;
import io.spacecloud.api.value.Kind;
import org.junit.jupiter.api.Test;

/** Deletes take away the rows that match. */
interface DeleteContract extends ContractFixture {
  @Test
  default void deleteAllTakesEveryRowThatMatchesAndNoOther() {
    Table table = Table.ofValues(harness(), Column.of("v", Kind.INTEGER), 1, 2, null, 2);

    assertThat(table.run(table.delete().where(field("v").eq(2))).affected()).isEqualTo(2);
    assertValues(table.values("v")).containsExactly(1, null);
    assertThat(table.run(table.delete().where(field("v").ne(1))).affected()).isEqualTo(1);
    assertThat(table.run(table.delete()).affected()).isEqualTo(1);
    assertThat(table.run(table.delete()).affected()).isZero();
  }

  @Test
  default void deleteOneTakesExactlyOneOfThoseThatMatch() {
    Table table = Table.ofValues(harness(), Column.of("v", Kind.INTEGER), 1, 1, 1, 2);

    assertThat(table.run(table.deleteOne().where(field("v").eq(1))).affected()).isEqualTo(1);
    assertValues(table.values("v")).containsExactly(1, 1, 2);
    assertThat(table.run(table.deleteOne().where(field("v").eq(5))).affected()).isZero();
  }

  @Test
  default void stringsAreMatchedExactlyUnderEveryCollation() {
    Column column = Column.of("v", Kind.STRING).ignoringCase();
    Table table = Table.ofValues(harness(), column, "a", "A", "a ", "á");

    assertThat(table.run(table.delete().where(field("v").eq("A"))).affected()).isEqualTo(1);
    assertThat(table.values("v")).containsExactly("a", "a ", "á");
  }

  @Test
  default void moreRowsThanMaxAffectedDeleteNothing() {
    needs(Capability.TRANSACTIONS);
    Table table = Table.ofValues(harness(), Column.of("v", Kind.INTEGER), 1, 1, 2);

    assertThatThrownBy(() -> table.run(table.delete().where(field("v").eq(1)).maxAffected(1)))
        .isInstanceOfSatisfying(
            ConflictException.class,
            e -> assertThat(e.reason()).isEqualTo(ConflictException.Reason.MAX_AFFECTED));
    assertThat(table.rows()).hasSize(3);
    assertThatThrownBy(() -> table.run(table.delete().maxAffected(0)))
        .isInstanceOf(ConflictException.class);
    assertThat(table.run(table.delete().where(field("v").eq(1)).maxAffected(2)).affected())
        .isEqualTo(2);
  }

  @Test
  default void aDryDeleteCountsAndKeepsEverything() {
    needs(Capability.TRANSACTIONS);
    Table table = Table.ofValues(harness(), Column.of("v", Kind.INTEGER), 1, 1, 2);

    assertThat(table.run(table.delete().where(field("v").eq(1)).asDryRun()).affected())
        .isEqualTo(2);
    assertThat(table.run(table.deleteOne().asDryRun()).affected()).isEqualTo(1);
    assertThat(table.rows()).hasSize(3);
  }
}
