package io.spacecloud.api.contract;

import static io.spacecloud.api.condition.Conditions.and;
import static io.spacecloud.api.condition.Conditions.field;
import static io.spacecloud.api.contract.ContractFixture.assertValues;
import static io.spacecloud.api.contract.Table.doc;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.spacecloud.api.error.ConflictException;
import io.spacecloud.api.error.InvalidRequestException;
import io.spacecloud.api.result.Document;
import io.spacecloud.api.result.Result;
import io.spacecloud.api.spi.Capability;
import io.spacecloud.api.value.Kind;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** An upsert changes the row that a unique key names, or inserts it. */
interface UpsertContract extends ContractFixture {
  private Table people() {
    Table table =
        Table.of(
            harness(),
            Column.of("email", Kind.STRING).asUnique(),
            Column.of("n", Kind.INTEGER),
            Column.of("v", Kind.STRING));
    table.insert(doc("id", 1, "email", "a@x", "n", 1, "v", "old"));
    return table;
  }

  @Test
  default void aMissingRowIsInsertedFromFindAndUpdate() {
    Table table = people();

    Result result =
        table.run(
            table.upsert().where(field("id").eq(2)).set("email", "b@x").inc("n", 5).unset("v"));

    assertThat(result.affected()).isEqualTo(1);
    assertThat(result.keys()).containsExactly(Document.of(Map.of("id", 2)));
    assertThat(table.run(table.all().where(field("id").eq(2))).documents())
        .containsExactly(Document.of(doc("id", 2, "email", "b@x", "n", 5, "v", null)));
  }

  @Test
  default void anExistingRowIsUpdated() {
    Table table = people();

    Result result = table.run(table.upsert().where(field("id").eq(1)).set("v", "new").inc("n", 5));

    assertThat(result.affected()).isEqualTo(1);
    assertThat(result.keys()).isEmpty();
    assertThat(table.rows())
        .containsExactly(Document.of(doc("id", 1, "email", "a@x", "n", 6, "v", "new")));
  }

  @Test
  default void anotherUniqueKeyNamesTheRowToo() {
    Table table = people();

    table.run(table.upsert().where(field("email").eq("a@x")).set("id", 1).inc("n", 1));
    table.run(table.upsert().where(field("email").eq("A@X")).set("id", 2).inc("n", 1));

    assertValues(table.values("email")).containsExactly("a@x", "A@X");
    assertValues(table.values("n")).containsExactly(2, 1);
  }

  @Test
  default void theOperatorsOnAMissingRowActOnNull() {
    Table table = people();

    table.run(table.upsert().where(field("id").eq(2)).mul("n", 5).min("v", "m"));
    assertThat(table.run(table.all().where(field("id").eq(2))).documents())
        .containsExactly(Document.of(doc("id", 2, "email", null, "n", 0, "v", "m")));
  }

  @Test
  default void aConflictWithAnotherUniqueKeyTouchesNothing() {
    Table table = people();
    table.insert(doc("id", 2, "email", "b@x"));

    assertThatThrownBy(() -> table.run(table.upsert().where(field("id").eq(3)).set("email", "a@x")))
        .isInstanceOf(ConflictException.class);
    assertThatThrownBy(() -> table.run(table.upsert().where(field("id").eq(2)).set("email", "a@x")))
        .isInstanceOf(ConflictException.class);
    assertValues(table.values("email")).containsExactly("a@x", "b@x");
    assertValues(table.values("v")).containsExactly("old", null);
  }

  @Test
  default void aRowThatFindExcludesBesideItsKeyIsNeverTouched() {
    Table table = people();

    assertThatThrownBy(
            () ->
                table.run(
                    table
                        .upsert()
                        .where(and(field("id").eq(1), field("v").eq("other")))
                        .inc("n", 1)))
        .isInstanceOfAny(ConflictException.class, InvalidRequestException.class);
    assertValues(table.values("n")).containsExactly(1);
  }

  @Test
  default void aDryUpsertChangesNothing() {
    needs(Capability.TRANSACTIONS);
    Table table = people();

    assertThat(
            table.run(table.upsert().where(field("id").eq(2)).set("v", "x").asDryRun()).affected())
        .isEqualTo(1);
    assertThat(
            table.run(table.upsert().where(field("id").eq(1)).set("v", "x").asDryRun()).affected())
        .isEqualTo(1);
    assertValues(table.values("v")).containsExactly("old");
  }

  @Test
  default void findMustBeEqualitiesThatCoverAUniqueKey() {
    assumeTrue(harness().checksNames());
    Table table = people();

    assertThatThrownBy(() -> table.run(table.upsert().where(field("id").gt(1)).set("v", "x")))
        .isInstanceOf(InvalidRequestException.class);
    assertThatThrownBy(() -> table.run(table.upsert().where(field("v").eq("y")).set("n", 1)))
        .isInstanceOf(InvalidRequestException.class);
    assertThatThrownBy(() -> table.run(table.upsert().where(field("id").in(1, 2)).set("n", 1)))
        .isInstanceOf(InvalidRequestException.class);
    assertThatThrownBy(() -> table.run(table.upsert().set("n", 1)))
        .isInstanceOf(InvalidRequestException.class);
    assertThat(table.rows()).hasSize(1);
  }
}
