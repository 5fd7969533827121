package io.spacecloud.api.contract;

import static io.spacecloud.api.condition.Conditions.field;
import static io.spacecloud.api.contract.ContractFixture.assertValues;
import static io.spacecloud.api.contract.Table.doc;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spacecloud.api.error.ConflictException;
import io.spacecloud.api.error.SpaceCloudException;
import io.spacecloud.api.request.Batch;
import io.spacecloud.api.result.Result;
import io.spacecloud.api.spi.Capability;
import io.spacecloud.api.value.Kind;
import org.junit.jupiter.api.Test;

/** A batch happens wholly or not at all. */
interface BatchContract extends ContractFixture {
  private Table table() {
    needs(Capability.TRANSACTIONS);
    return Table.ofValues(harness(), Column.of("v", Kind.INTEGER), 1, 2);
  }

  @Test
  default void eachRequestSeesWhatThoseBeforeItDid() {
    Table table = table();

    Result result =
        table.run(
            Batch.of(
                harness().database(),
                table.create(doc("id", 3, "v", 2)),
                table.update().where(field("v").eq(2)).inc("v", 5),
                table.delete().where(field("v").eq(1)),
                table.upsert().where(field("id").eq(4)).set("v", 9)));

    assertThat(result.counts()).containsExactly(1L, 2L, 1L, 1L);
    assertThat(result.affected()).isEqualTo(5);
    assertValues(table.values("v")).containsExactly(7, 7, 9);
  }

  @Test
  default void aFailureAnywhereUndoesEverything() {
    Table table = table();

    assertThatThrownBy(
            () ->
                table.run(
                    Batch.of(
                        harness().database(),
                        table.update().set("v", 0),
                        table.create(doc("id", 1)),
                        table.delete())))
        .isInstanceOf(ConflictException.class);
    assertThatThrownBy(
            () ->
                table.run(
                    Batch.of(
                        harness().database(),
                        table.update().set("v", 0),
                        table.delete().maxAffected(1))))
        .isInstanceOf(ConflictException.class);
    assertThatThrownBy(
            () ->
                table.run(
                    Batch.of(
                        harness().database(),
                        table.delete(),
                        table.create(doc("id", 7, "v", Long.MAX_VALUE)),
                        table.update().inc("v", 1))))
        .isInstanceOf(SpaceCloudException.class);
    assertValues(table.values("v")).containsExactly(1, 2);
  }

  @Test
  default void aDryCreateChangesNothing() {
    Table table = table();

    assertThat(table.run(table.create(doc("id", 3)).asDryRun()).affected()).isEqualTo(1);
    assertThatThrownBy(() -> table.run(table.create(doc("id", 1)).asDryRun()))
        .isInstanceOf(ConflictException.class);
    assertThat(table.rows()).hasSize(2);
  }
}
