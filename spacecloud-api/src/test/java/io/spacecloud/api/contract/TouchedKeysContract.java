package io.spacecloud.api.contract;

import static io.spacecloud.api.condition.Conditions.and;
import static io.spacecloud.api.condition.Conditions.field;
import static io.spacecloud.api.contract.Capturing.insert;
import static io.spacecloud.api.contract.Capturing.modify;
import static io.spacecloud.api.contract.Capturing.remove;
import static io.spacecloud.api.contract.Capturing.upsert;
import static io.spacecloud.api.contract.Table.doc;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.spacecloud.api.condition.Condition;
import io.spacecloud.api.condition.Conditions;
import io.spacecloud.api.error.AccessDeniedException;
import io.spacecloud.api.error.ConflictException;
import io.spacecloud.api.request.Update;
import io.spacecloud.api.result.Document;
import io.spacecloud.api.spi.Capability;
import io.spacecloud.api.spi.Command;
import io.spacecloud.api.spi.Outcome;
import io.spacecloud.api.value.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A write that is asked to tells the keys of exactly the rows that it touched. */
interface TouchedKeysContract extends ContractFixture {
  private Capturing people() {
    needs(Capability.TOUCHED_KEYS);
    Capturing people =
        new Capturing(
            harness(),
            TableSpec.of(
                "things",
                Column.of("id", Kind.INTEGER).asKey(),
                Column.of("email", Kind.STRING).asUnique(),
                Column.of("n", Kind.INTEGER)));
    people.table.insert(
        doc("id", 0, "email", "z@x", "n", 1),
        doc("id", 1, "email", "a@x", "n", 1),
        doc("id", 2, "email", "b@x", "n", 2),
        doc("id", 3, "email", null, "n", null));
    return people;
  }

  @Test
  default void createsTellTheKeysThatTheyAreGiven() {
    Capturing people = people();
    Table table = people.table;

    people.touches(insert(table.create(doc("id", 7, "n", 1))), 7);
    people.touches(insert(table.create(doc("n", 1, "id", -8))), -8);
    people.touches(
        insert(table.createAll(List.of(doc("id", 9), doc("id", 10, "n", 4), doc("id", 11)))),
        9,
        10,
        11);
    people.touches(insert(table.createAll(List.of())));
    people.fails(insert(table.create(doc("id", 1))), ConflictException.class);
  }

  @Test
  default void createsTellTheKeysThatTheDatabaseMakes() {
    needs(Capability.TOUCHED_KEYS);
    String key = harness().generatedKey().name();
    Capturing things =
        new Capturing(
            harness(),
            TableSpec.of("things", harness().generatedKey(), Column.of("v", Kind.INTEGER)));
    Table table = things.table;

    Outcome one = things.tells(insert(table.create(doc("v", 1))));
    Outcome all = things.tells(insert(table.createAll(List.of(doc("v", 2), doc("v", 3), doc()))));
    Outcome mixed = things.tells(insert(table.createAll(List.of(doc(key, 50, "v", 4), doc()))));

    assertThat(one.touched()).hasSize(1).isEqualTo(one.result().keys());
    assertThat(all.touched()).hasSize(3).isEqualTo(all.result().keys());
    assertThat(mixed.touched()).hasSize(2).containsAll(mixed.result().keys());
    assertThat(mixed.touched()).extracting(each -> each.get(key)).contains(50L);
  }

  @Test
  default void createsWithChecksTellTheirKeysOrFail() {
    Capturing people = people();
    Table table = people.table;
    List<Map<String, Object>> docs = List.of(doc("id", 7, "n", 1), doc("id", 8, "n", 2));

    people.touches(
        insert(table.createAll(docs), field("n").eq(1), Conditions.not(field("email").exists())),
        7,
        8);
    people.fails(
        insert(table.create(doc("id", 9, "n", 9)), field("n").eq(1)), AccessDeniedException.class);
  }

  @Test
  default void updatesOfOneKeyTellItIfARowHasIt() {
    Capturing people = people();
    Table table = people.table;

    people.touches(modify(table.update().where(field("id").eq(1)).inc("n", 1)), 1);
    people.touches(modify(table.updateOne().where(field("id").eq(0)).set("email", "new")), 0);
    people.touches(
        modify(table.update().where(and(field("n").eq(2), field("id").eq(2))).inc("n", 5)), 2);
    people.touches(modify(table.update().where(field("id").eq(99)).inc("n", 1)));
    people.touches(
        modify(table.update().where(and(field("id").eq(1), field("n").eq(99))).inc("n", 1)));
    people.touches(
        modify(table.update().where(and(field("id").eq(1), field("id").gt(1))).inc("n", 1)));
    people.touches(modify(table.updateOne().where(field("email").eq("b@x")).set("email", null)), 2);
  }

  @Test
  default void updatesOfManyTellEachThatMatches() {
    Capturing people = people();
    Table table = people.table;

    people.touches(modify(table.update().where(field("n").eq(1)).inc("n", 10)), 0, 1);
    people.touches(modify(table.update().where(field("id").in(1, 2, 98)).inc("n", 10)), 1, 2);
    people.touches(modify(table.update().where(field("n").eq(null)).set("email", "e")), 3);
    people.touches(
        modify(table.update().where(Conditions.not(field("id").eq(1))).inc("n", 1)), 0, 2, 3);
    people.touches(modify(table.update().where(field("n").gt(1000)).inc("n", 1)));
    people.touches(modify(table.update().where(Conditions.FALSE).inc("n", 1)));
    people.touches(modify(table.update().inc("n", 1)), 0, 1, 2, 3);
  }

  @Test
  default void updatesOfOneTellTheOneThatTheyChose() {
    Capturing people = people();
    Table table = people.table;

    Outcome some = people.tells(modify(table.updateOne().where(field("n").eq(1)).inc("n", 1)));
    assertThat(some.touched()).hasSize(1);
    people.touches(modify(table.updateOne().where(field("n").gt(1000)).inc("n", 1)));
    assertThat(people.tells(modify(table.updateOne().inc("n", 1))).touched()).hasSize(1);
  }

  @Test
  default void rowsThatMatchAndStayAsTheyAreCountAsTouched() {
    Capturing people = people();
    Table table = people.table;

    people.matches(modify(table.update().where(field("n").eq(1)).set("n", 1)), 0, 1);
    people.matches(modify(table.updateOne().where(field("id").eq(2)).set("n", 2)), 2);
    people.matches(modify(table.updateOne().where(field("id").eq(2)).set("id", 2)), 2);
  }

  @Test
  default void updatesWithAKeyTellItBeforeAndAfter() {
    Capturing people = people();
    Table table = people.table;

    people.touches(modify(table.update().where(field("id").eq(1)).set("id", 11)), 1, 11);
    people.touches(modify(table.update().where(field("n").eq(2)).set("id", 12)), 2, 12);
    people.touches(
        modify(table.updateOne().where(field("n").eq(null)).set("id", 13).set("n", 0)), 3, 13);
    people.touches(modify(table.update().where(field("id").eq(1)).set("id", 14)));
    people.fails(
        modify(table.update().where(field("id").eq(11)).set("id", 12)), ConflictException.class);
  }

  @Test
  default void updatesWithChecksTellTheirKeysOrFail() {
    Capturing people = people();
    Update update = people.table.update().where(field("n").eq(1)).inc("n", 1);
    Update byKey = people.table.update().where(field("id").eq(2)).set("id", 22);

    people.fails(new Command.Modify(update, field("n").eq(1), true), AccessDeniedException.class);
    people.touches(new Command.Modify(update, field("n").eq(2), true), 0, 1);
    people.touches(new Command.Modify(byKey, field("id").gt(20), true), 2, 22);
  }

  @Test
  default void maxAffectedIsKeptToOrNothingIsTouched() {
    Capturing people = people();
    Table table = people.table;
    Update update = table.update().where(field("n").eq(1)).inc("n", 1);

    people.fails(modify(update.maxAffected(1)), ConflictException.class);
    people.touches(modify(update.maxAffected(2)), 0, 1);
    people.fails(remove(table.delete().maxAffected(3)), ConflictException.class);
    people.touches(remove(table.delete().where(field("id").eq(1)).maxAffected(1)), 1);
    people.touches(remove(table.delete().maxAffected(3)), 0, 2, 3);
  }

  @Test
  default void upsertsTellTheRowThatTheyChangeOrInsert() {
    Capturing people = people();
    Table table = people.table;

    people.touches(
        upsert(table.upsert().where(field("id").eq(1)).inc("n", 1), doc("id", 1, "n", 1)), 1);
    people.touches(
        upsert(table.upsert().where(field("id").eq(9)).inc("n", 1), doc("id", 9, "n", 1)), 9);
    people.touches(
        upsert(
            table.upsert().where(field("email").eq("b@x")).inc("n", 1),
            doc("id", 55, "email", "b@x")),
        2);
    people.touches(
        upsert(
            table.upsert().where(field("email").eq("a@x")).set("id", 56),
            doc("id", 56, "email", "a@x")),
        1,
        56);
    people.touches(
        upsert(
            table.upsert().where(field("email").eq("new")).set("id", 57),
            doc("id", 57, "email", "new")),
        57);
  }

  @Test
  default void upsertsTellTheKeyThatTheDatabaseMakes() {
    needs(Capability.TOUCHED_KEYS);
    Capturing things =
        new Capturing(
            harness(),
            TableSpec.of(
                "things",
                harness().generatedKey(),
                Column.of("name", Kind.STRING).asUnique(),
                Column.of("n", Kind.INTEGER)));
    Command command =
        upsert(
            things.table.upsert().where(field("name").eq("a")).inc("n", 1),
            doc("name", "a", "n", 1));

    Outcome inserted = things.tells(command);
    assertThat(inserted.touched()).hasSize(1).isEqualTo(inserted.result().keys());
    assertThat(things.tells(command).touched()).isEqualTo(inserted.touched());
  }

  @Test
  default void upsertsWithGuardsAndChecksTellTheirKeysOrFail() {
    Capturing people = people();
    Update update = people.table.upsert().where(field("id").eq(1)).inc("n", 1);
    Document doc = Document.of(doc("id", 1, "n", 1));
    Condition two = field("n").eq(2);

    people.fails(
        new Command.Upsert(update, two, Conditions.TRUE, doc, Conditions.TRUE, true),
        ConflictException.class);
    people.fails(
        new Command.Upsert(update, Conditions.TRUE, field("n").eq(1), doc, Conditions.TRUE, true),
        AccessDeniedException.class);
    people.touches(new Command.Upsert(update, field("n").eq(1), two, doc, two, true), 1);

    Update missing = people.table.upsert().where(field("id").eq(9)).inc("n", 1);
    Document other = Document.of(doc("id", 9, "n", 1));
    people.fails(
        new Command.Upsert(missing, Conditions.TRUE, two, other, two, true),
        AccessDeniedException.class);
    people.touches(new Command.Upsert(missing, two, two, other, field("n").eq(1), true), 9);
  }

  @Test
  default void deletesTellTheRowsThatAreGone() {
    Capturing people = people();
    Table table = people.table;

    people.touches(remove(table.delete().where(field("id").eq(99))));
    people.touches(remove(table.deleteOne().where(field("n").eq(99))));
    people.touches(remove(table.delete().where(and(field("id").eq(1), field("n").eq(2)))));
    people.touches(remove(table.delete().where(field("id").eq(1))), 1);
    people.touches(remove(table.deleteOne().where(field("id").eq(0))), 0);
    people.touches(remove(table.delete().where(field("n").eq(null))), 3);
    people.table.insert(doc("id", 5, "n", 7), doc("id", 6, "n", 7));
    assertThat(people.tells(remove(table.deleteOne().where(field("n").eq(7)))).touched())
        .hasSize(1);
    assertThat(people.tells(remove(table.delete())).touched()).hasSize(2);
    people.touches(remove(table.delete()));
  }

  @Test
  default void writesOfMoreRowsThanAStatementTakesTellEach() {
    Capturing people = people();
    Table table = people.table;
    List<Map<String, Object>> docs = new ArrayList<>();
    for (int i = 0; i < 600; i++) {
      docs.add(i % 200 == 0 ? doc("id", 100 + i) : doc("id", 100 + i, "n", i));
    }

    assertThat(people.tells(insert(table.createAll(docs))).touched()).hasSize(600);
    Update update = table.update().where(field("id").gte(100)).inc("n", 1);
    assertThat(people.tells(modify(update)).touched()).hasSize(600);
    assertThat(people.tells(new Command.Modify(update, field("n").gt(0), true)).touched())
        .hasSize(600);
    assertThat(people.tells(remove(table.delete())).touched()).hasSize(604);
  }

  @Test
  default void updatesInsideJsonTellTheirKeys() {
    needs(Capability.TOUCHED_KEYS);
    needs(Capability.JSON);
    Capturing things =
        new Capturing(
            harness(),
            TableSpec.of(
                "things", Column.of("id", Kind.INTEGER).asKey(), Column.of("j", Kind.OBJECT)));
    things.table.insert(doc("id", 1, "j", Map.of("a", 1)), doc("id", 2));

    things.touches(modify(things.table.update().push("j.l", 1)), 1, 2);
    things.touches(modify(things.table.update().where(field("j.a").eq(1)).set("j.a", 2)), 1);
    things.touches(modify(things.table.update().where(field("j.a").eq(2)).set("j", null)), 1);
    things.touches(remove(things.table.delete().where(field("j.l").contains(1))), 2);
  }

  @Test
  default void keysOfSeveralFieldsAreToldWhole() {
    needs(Capability.TOUCHED_KEYS);
    assumeTrue(harness().joinsKeys());
    Capturing things =
        new Capturing(
            harness(),
            TableSpec.of(
                "things",
                Column.of("v", Kind.INTEGER),
                Column.of("b", Kind.STRING).asKey(),
                Column.of("a", Kind.INTEGER).asKey()));
    Table table = things.table;
    table.insert(doc("a", 1, "b", "x"), doc("a", 1, "b", "y"), doc("a", 2, "b", "x"));
    Condition whole = and(field("a").eq(1), field("b").eq("x"));

    things.touches(insert(table.create(doc("a", 3, "b", "z", "v", 1))), List.of("z", 3));
    things.touches(modify(table.update().where(whole).inc("v", 1)), List.of("x", 1));
    things.touches(
        modify(table.update().where(field("b").eq("x")).inc("v", 1)),
        List.of("x", 1),
        List.of("x", 2));
    things.touches(
        modify(table.update().where(field("a").eq(1)).set("a", 7)),
        List.of("x", 1),
        List.of("y", 1),
        List.of("x", 7),
        List.of("y", 7));
    things.touches(remove(table.delete().where(whole)));
    things.touches(remove(table.deleteOne().where(field("a").eq(2))), List.of("x", 2));
    things.touches(
        remove(table.delete().where(field("a").eq(7))), List.of("x", 7), List.of("y", 7));
  }
}
