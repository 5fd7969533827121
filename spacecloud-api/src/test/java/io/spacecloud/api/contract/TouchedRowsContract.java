package io.spacecloud.api.contract;

import static io.spacecloud.api.condition.Conditions.and;
import static io.spacecloud.api.condition.Conditions.field;
import static io.spacecloud.api.condition.Conditions.or;
import static io.spacecloud.api.contract.Capturing.insert;
import static io.spacecloud.api.contract.Capturing.modify;
import static io.spacecloud.api.contract.Capturing.remove;
import static io.spacecloud.api.contract.Capturing.upsert;
import static io.spacecloud.api.contract.Table.doc;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spacecloud.api.condition.Condition;
import io.spacecloud.api.condition.Conditions;
import io.spacecloud.api.error.ConflictException;
import io.spacecloud.api.error.UnsupportedFeatureException;
import io.spacecloud.api.result.Document;
import io.spacecloud.api.spi.Capability;
import io.spacecloud.api.spi.Command;
import io.spacecloud.api.spi.TransactionOptions;
import io.spacecloud.api.value.Kind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Touched keys of every kind, within transactions, of dry runs and of writes at random. */
interface TouchedRowsContract extends ContractFixture {
  private Capturing numbers(int rows) {
    needs(Capability.TOUCHED_KEYS);
    Capturing numbers =
        new Capturing(
            harness(),
            TableSpec.of(
                "things",
                Column.of("id", Kind.INTEGER).asKey(),
                Column.of("v", Kind.INTEGER),
                Column.of("n", Kind.INTEGER)));
    for (int i = 0; i < rows; i++) {
      numbers.table.insert(doc("id", i, "v", i % 3, "n", 0));
    }
    return numbers;
  }

  @TestFactory
  default Stream<DynamicTest> keysOfEveryKindAreTold() {
    Map<Kind, List<Object>> keys = new LinkedHashMap<>(KeyContract.KEYS);
    keys.put(Kind.INTEGER, List.of(0, -1, Long.MAX_VALUE, Long.MIN_VALUE));
    keys.put(Kind.REAL, List.of(0.0, -1.5, 1e300, 0.1));
    keys.put(Kind.BOOLEAN, List.of(false, true));
    return keys.entrySet().stream()
        .map(
            each ->
                DynamicTest.dynamicTest(
                    each.getKey().label(), () -> told(each.getKey(), each.getValue())));
  }

  private void told(Kind kind, List<Object> keys) {
    needs(Capability.TOUCHED_KEYS);
    unlessFlawed("keys " + kind.label());
    Capturing things =
        new Capturing(
            harness(),
            TableSpec.of("things", Column.of("k", kind).asKey(), Column.of("v", Kind.INTEGER)));
    Table table = things.table;
    for (Object key : keys) {
      things.touches(insert(table.create(doc("k", key, "v", 1))), key);
      things.touches(modify(table.updateOne().where(field("k").eq(key)).inc("v", 1)), key);
    }
    things.touches(modify(table.update().where(field("v").gt(0)).inc("v", 1)), keys.toArray());
    Object last = keys.get(keys.size() - 1);
    things.touches(remove(table.deleteOne().where(field("k").eq(last))), last);
    things.touches(modify(table.update().where(field("k").eq(last)).inc("v", 1)));
    Object first = keys.get(0);
    things.touches(
        modify(table.updateOne().where(field("k").eq(first)).set("k", last)), first, last);
    things.touches(
        upsert(table.upsert().where(field("k").eq(last)).inc("v", 1), doc("k", last)), last);
    things.touches(
        upsert(table.upsert().where(field("k").eq(first)).inc("v", 1), doc("k", first)), first);
    things.touches(remove(table.delete()), keys.toArray());
  }

  @Test
  default void keysAreToldAsTheyAreStoredUnderEveryCollation() {
    needs(Capability.TOUCHED_KEYS);
    Capturing things =
        new Capturing(
            harness(),
            TableSpec.of(
                "things",
                Column.of("k", Kind.STRING).ignoringCase().asKey(),
                Column.of("v", Kind.INTEGER)));
    Table table = things.table;
    table.insert(doc("k", "A", "v", 1), doc("k", "b", "v", 1));

    things.touches(modify(table.update().where(field("k").eq("a")).inc("v", 1)));
    things.touches(modify(table.update().where(field("k").eq("A ")).inc("v", 1)));
    things.touches(modify(table.update().where(field("k").eq("A")).inc("v", 1)), "A");
    things.touches(modify(table.update().where(field("k").in("a", "b")).inc("v", 1)), "b");
    things.touches(remove(table.delete().where(field("k").eq("B"))));
    things.touches(remove(table.delete().where(field("k").eq("A"))), "A");
  }

  @Test
  default void eachWriteOfATransactionTellsItsOwn() {
    Capturing numbers = numbers(3);
    Table table = numbers.table;

    harness()
        .backend()
        .inTransaction(
            TransactionOptions.DEFAULT,
            executor -> {
              numbers.assertKeys(
                  executor.execute(insert(table.create(doc("id", 7, "v", 0)))).touched(), 7);
              numbers.assertKeys(
                  executor
                      .execute(modify(table.update().where(field("v").eq(0)).set("v", 9)))
                      .touched(),
                  0,
                  7);
              numbers.assertKeys(
                  executor
                      .execute(modify(table.update().where(field("id").eq(1)).set("v", 9)))
                      .touched(),
                  1);
              numbers.assertKeys(
                  executor.execute(remove(table.delete().where(field("v").eq(9)))).touched(),
                  0,
                  1,
                  7);
              return null;
            });
    assertThat(table.ids(table.all())).containsExactly(2L);
  }

  @Test
  default void aTransactionThatFailsTouchesNothing() {
    Capturing numbers = numbers(3);
    Table table = numbers.table;

    assertThatThrownBy(
            () ->
                harness()
                    .backend()
                    .inTransaction(
                        TransactionOptions.DEFAULT,
                        executor -> {
                          executor.execute(modify(table.update().inc("n", 1)));
                          return executor.execute(insert(table.create(doc("id", 1))));
                        }))
        .isInstanceOf(ConflictException.class);
    numbers.matches(modify(table.update().set("n", 0)), 0, 1, 2);
  }

  @Test
  default void dryRunsTouchNothing() {
    Capturing numbers = numbers(3);
    Table table = numbers.table;
    List<Command> writes =
        List.of(
            insert(table.create(doc("id", 7)).asDryRun()),
            modify(table.update().inc("n", 1).asDryRun()),
            modify(table.update().where(field("id").eq(1)).inc("n", 1).asDryRun()),
            modify(table.updateOne().where(field("id").eq(1)).set("id", 8).asDryRun()),
            upsert(table.upsert().where(field("id").eq(1)).inc("n", 1).asDryRun(), doc("id", 1)),
            upsert(table.upsert().where(field("id").eq(8)).inc("n", 1).asDryRun(), doc("id", 8)),
            remove(table.delete().asDryRun()),
            remove(table.deleteOne().where(field("id").eq(1)).asDryRun()));

    for (Command write : writes) {
      assertThat(numbers.undone(write).touched()).isEmpty();
      assertThat(numbers.tells(write).result().affected()).isPositive();
    }
  }

  @Test
  default void whereThereIsNoPrimaryKeyNoneIsTold() {
    needs(Capability.TOUCHED_KEYS);
    Capturing things =
        new Capturing(
            harness(),
            TableSpec.of(
                "things", Column.of("u", Kind.INTEGER).asUnique(), Column.of("v", Kind.INTEGER)));
    Table table = things.table;
    table.insert(doc("u", 1, "v", 1));

    for (Command write :
        List.of(
            insert(table.create(doc("u", 2))),
            modify(table.update().inc("v", 1)),
            modify(table.update().where(field("u").eq(1)).inc("v", 1)),
            upsert(table.upsert().where(field("u").eq(1)).inc("v", 1), doc("u", 1)),
            upsert(table.upsert().where(field("u").eq(5)).inc("v", 1), doc("u", 5)),
            remove(table.delete()))) {
      things.fails(write, UnsupportedFeatureException.class);
    }
    harness().backend().execute(modify(table.update().inc("v", 1).asDryRun()));
    assertThat(table.run(table.update().inc("v", 1)).affected()).isEqualTo(1);
    assertThat(table.run(table.delete()).affected()).isEqualTo(1);
  }

  @Test
  default void writesAtRandomTellExactlyTheRowsThatDiffer() {
    Capturing numbers = numbers(9);
    long seed = Long.getLong("spacecloud.seed", System.nanoTime());
    Random random = new Random(seed);
    for (int i = 0; i < 60; i++) {
      Command command = write(numbers.table, random);
      try {
        numbers.tells(command);
      } catch (ConflictException e) {
        assertThat(command).isNotInstanceOf(Command.Remove.class);
      } catch (AssertionError e) {
        throw new AssertionError("seed " + seed + ": " + command, e);
      }
    }
  }

  private static Command write(Table table, Random random) {
    Condition where = condition(random);
    int id = random.nextInt(12);
    int stamp = 1 + random.nextInt(1_000_000);
    return switch (random.nextInt(9)) {
      case 0 -> remove(table.delete().where(and(where, field("id").eq(id))));
      case 1 -> remove(table.deleteOne().where(where));
      case 2 -> remove(table.delete().where(where));
      case 3, 4 -> insert(table.createAll(documents(random)));
      case 5 -> modify(table.updateOne().where(where).set("id", id).inc("n", stamp));
      case 6 ->
          upsert(
              table.upsert().where(field("id").eq(id)).inc("n", stamp), doc("id", id, "n", stamp));
      case 7 -> modify(table.updateOne().where(where).inc("n", stamp));
      default -> modify(table.update().where(where).inc("n", stamp).set("v", stamp % 3));
    };
  }

  private static Condition condition(Random random) {
    Condition id = field("id").eq(random.nextInt(12));
    Condition v = field("v").eq(random.nextInt(3));
    return switch (random.nextInt(6)) {
      case 0 -> id;
      case 1 -> v;
      case 2 -> and(v, id);
      case 3 -> or(v, id);
      case 4 -> field("id").in(random.nextInt(12), random.nextInt(12));
      default -> Conditions.not(v);
    };
  }

  private static List<Document> documents(Random random) {
    List<Document> documents = new ArrayList<>();
    for (int id = random.nextInt(12); id < 12; id += 4) {
      documents.add(Document.of(doc("id", id, "v", random.nextInt(3), "n", 0)));
    }
    return documents;
  }
}
