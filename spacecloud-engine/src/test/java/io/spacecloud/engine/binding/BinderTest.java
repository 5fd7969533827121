package io.spacecloud.engine.binding;

import static io.spacecloud.api.condition.Conditions.and;
import static io.spacecloud.api.condition.Conditions.field;
import static io.spacecloud.api.condition.Conditions.not;
import static io.spacecloud.api.condition.Conditions.or;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.spacecloud.api.condition.Condition;
import io.spacecloud.api.condition.Condition.Comparison;
import io.spacecloud.api.condition.Condition.Operator;
import io.spacecloud.api.condition.FieldPath;
import io.spacecloud.api.error.InvalidRequestException;
import io.spacecloud.api.error.UnsupportedFeatureException;
import io.spacecloud.api.request.Aggregate;
import io.spacecloud.api.request.CollectionRequest;
import io.spacecloud.api.request.Create;
import io.spacecloud.api.request.Delete;
import io.spacecloud.api.request.Read;
import io.spacecloud.api.request.Sort;
import io.spacecloud.api.request.Stage;
import io.spacecloud.api.request.Update;
import io.spacecloud.api.result.Document;
import io.spacecloud.api.spi.Capability;
import io.spacecloud.api.spi.CollectionSchema;
import io.spacecloud.api.value.Kind;
import io.spacecloud.engine.testing.Schemas;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class BinderTest {
  private static final String DB = "db";
  private static final String T = "things";
  private static final Instant NOW = Instant.parse("2024-05-06T07:08:09.123456789Z");
  private static final CollectionSchema SCHEMA =
      Schemas.of(T)
          .required("id", Kind.STRING)
          .generated("serial", Kind.INTEGER)
          .defaulted("state", Kind.STRING)
          .field("tiny", Kind.INTEGER, 8)
          .field("n", Kind.INTEGER, 32)
          .field("r", Kind.REAL)
          .field("d", Kind.DECIMAL, 2)
          .field("s", Kind.STRING, 3)
          .field("b", Kind.BOOLEAN)
          .field("at", Kind.TIMESTAMP, 3)
          .field("day", Kind.DATE)
          .field("clock", Kind.TIME, 0)
          .field("u", Kind.UUID)
          .field("j", Kind.OBJECT)
          .key("id")
          .unique("n", "s")
          .build();
  private static final Binder BINDER = binder(SCHEMA);

  private static Binder binder(CollectionSchema schema) {
    return new Binder(
        schema,
        EnumSet.of(Capability.JSON, Capability.TRANSACTIONS),
        Clock.fixed(NOW, ZoneOffset.UTC));
  }

  private static Read all() {
    return Read.all(DB, T);
  }

  private static Update update() {
    return Update.all(DB, T);
  }

  private static Read bound(Read read) {
    return (Read) BINDER.bind("", read);
  }

  private static Object written(String name, Object value) {
    Map<String, Object> doc = new LinkedHashMap<>();
    doc.put("id", "1");
    doc.put(name, value);
    Create bound = (Create) BINDER.bind("", Create.one(DB, T, doc));
    return bound.docs().get(0).get(name);
  }

  static Stream<Arguments> writtenValues() {
    return Stream.of(
        arguments("n", 5, 5L),
        arguments("n", 5.0, 5L),
        arguments("n", Integer.MAX_VALUE, (long) Integer.MAX_VALUE),
        arguments("tiny", -128, -128L),
        arguments("r", 1, 1.0),
        arguments("r", new BigDecimal("0.1"), 0.1),
        arguments("d", new BigDecimal("1.999"), new BigDecimal("1.99")),
        arguments("d", new BigDecimal("-1.999"), new BigDecimal("-1.99")),
        arguments("d", 0.1, new BigDecimal("0.1")),
        arguments("d", 7, new BigDecimal("7")),
        arguments("s", "\uD83D\uDE00bc", "\uD83D\uDE00bc"),
        arguments("at", NOW, Instant.parse("2024-05-06T07:08:09.123Z")),
        arguments(
            "at",
            Instant.parse("1969-12-31T23:59:59.9999Z"),
            Instant.parse("1969-12-31T23:59:59.999Z")),
        arguments("at", "2024-01-01T00:00:00+02:00", Instant.parse("2023-12-31T22:00:00Z")),
        arguments("clock", LocalTime.of(1, 2, 3, 999), LocalTime.of(1, 2, 3)),
        arguments("j", List.of(NOW, 1), List.of("2024-05-06T07:08:09.123456789Z", 1L)),
        arguments("j", "text", "text"),
        arguments("n", null, null));
  }

  @ParameterizedTest
  @MethodSource("writtenValues")
  void aWrittenValueIsWhatTheColumnWillHold(String name, Object value, Object expected) {
    assertThat(written(name, value)).isEqualTo(expected);
  }

  static Stream<Arguments> refusedValues() {
    return Stream.of(
        arguments("n", 1.5, "fraction"),
        arguments("n", Integer.MAX_VALUE + 1L, "range"),
        arguments("n", 1e30, "range"),
        arguments("tiny", 128, "range"),
        arguments("n", "5", "expected integer, got string"),
        arguments("r", new BigDecimal("1e400"), "range"),
        arguments("d", "1", "expected decimal, got string"),
        arguments("s", "abcd", "longer than 3"),
        arguments("b", 1, "expected boolean"),
        arguments("at", "2024", "expected timestamp"),
        arguments("id", null, "null"),
        arguments("serial", 5, "generated"),
        arguments("nope", 5, "no such field"));
  }

  @ParameterizedTest
  @MethodSource("refusedValues")
  void aValueThatTheColumnCannotHoldIsRefused(String name, Object value, String problem) {
    assertThatThrownBy(() -> written(name, value))
        .isInstanceOfSatisfying(
            InvalidRequestException.class, e -> assertThat(e.path()).isEqualTo("doc." + name))
        .hasMessageContaining(problem);
  }

  @Test
  void aRequiredFieldMustBeThere() {
    assertThatThrownBy(
            () -> BINDER.bind("reqs.2.", Create.all(DB, T, List.of(Map.of("id", "1"), Map.of()))))
        .hasMessage("reqs.2.doc.1.id: is required");
  }

  @Test
  void aCreateOfNothingIsRefused() {
    assertThatThrownBy(() -> BINDER.bind("", Create.all(DB, T, List.of())))
        .hasMessage("doc: holds no document");
  }

  @Test
  void aNullIsAMissingFieldWhereTheDatabaseHasAValueForIt() {
    Map<String, Object> doc = new LinkedHashMap<>();
    doc.put("id", "1");
    doc.put("state", null);
    doc.put("serial", null);

    Create bound = (Create) BINDER.bind("", Create.one(DB, T, doc));

    assertThat(bound.docs().get(0).keySet()).containsExactly("id");
  }

  @Test
  void aDocumentThatFitsIsReturnedAsItCame() {
    Create create = Create.one(DB, T, Map.of("id", "1", "n", 5));

    assertThat(BINDER.bind("", create)).isSameAs(create);
  }

  @Test
  void readsAreOrderedByTheKeyAtLast() {
    assertThat(bound(all()).sort()).containsExactly(Sort.of("id"));
    assertThat(bound(all().sort("-n")).sort()).containsExactly(Sort.of("-n"), Sort.of("id"));
    assertThat(bound(all().sort("-id", "n")).sort()).containsExactly(Sort.of("-id"), Sort.of("n"));
    assertThat(bound(Read.count(DB, T)).sort()).isEmpty();
  }

  @Test
  void aReadByKeyIsReturnedAsItCame() {
    Read read = Read.one(DB, T).where(field("id").eq("1"));

    assertThat(bound(read)).isSameAs(read);
  }

  @Test
  void aPageGoesOnAfterTheLastDocumentOfTheOneBefore() {
    Read read = all().sort("n").after(Document.of(Map.of("n", 5, "id", "b")));

    assertThat(bound(read).where())
        .isEqualTo(or(field("n").gt(5), and(field("n").eq(5), field("id").gt("b"))));
    assertThat(bound(read).after()).isNull();
  }

  @Test
  void nullComesFirstInAPageAscendingAndLastDescending() {
    Map<String, Object> last = new LinkedHashMap<>();
    last.put("n", null);
    last.put("id", "b");
    Condition absent = not(field("n").exists());

    assertThat(bound(all().sort("n").after(Document.of(last))).where())
        .isEqualTo(or(field("n").exists(), and(absent, field("id").gt("b"))));
    assertThat(bound(all().sort("-n").after(Document.of(last))).where())
        .isEqualTo(and(absent, field("id").gt("b")));
    assertThat(bound(all().sort("-n").after(Document.of(Map.of("n", 1, "id", "b")))).where())
        .isEqualTo(or(or(field("n").lt(1), absent), and(field("n").eq(1), field("id").gt("b"))));
  }

  @Test
  void aKeyWithoutAnOrderStillBreaksTies() {
    UUID id = new UUID(1, 2);
    Binder binder = binder(Schemas.of(T).required("u", Kind.UUID).key("u").build());

    Read bound = (Read) binder.bind("", all().after(Document.of(Map.of("u", id))));

    assertThat(bound.where()).isEqualTo(new Comparison(FieldPath.of("u"), Operator.GT, id));
  }

  static Stream<Arguments> refusedRequests() {
    return Stream.of(
        arguments(all().select("nope"), "options.select.nope"),
        arguments(all().sort("nope"), "options.sort.nope"),
        arguments(all().sort("u"), "options.sort.u"),
        arguments(all().sort("j"), "options.sort.j"),
        arguments(all().sort("j.a"), "options.sort.j.a"),
        arguments(Read.distinct(DB, T, "nope"), "options.distinct.nope"),
        arguments(Read.distinct(DB, T, "j"), "options.distinct.j"),
        arguments(Read.distinct(DB, T, "j.a"), "options.distinct.j.a"),
        arguments(all().sort("n").after(Document.of(Map.of("id", "1"))), "options.after"),
        arguments(Read.count(DB, T).after(Document.of(Map.of("id", "1"))), "options.after"),
        arguments(Delete.all(DB, T).where(field("nope").eq(1)), "find.nope"),
        arguments(update(), "update"),
        arguments(update().set("nope", 1), "update.$set.nope"),
        arguments(update().set("s.x", 1), "update.$set.s.x"),
        arguments(update().set("n", "x"), "update.$set.n"),
        arguments(update().set("id", null), "update.$set.id"),
        arguments(update().set("serial", 4), "update.$set.serial"),
        arguments(update().unset("id"), "update.$unset.id"),
        arguments(update().inc("s", 1), "update.$inc.s"),
        arguments(update().inc("j", 1), "update.$inc.j"),
        arguments(update().inc("n", 1.5), "update.$inc.n"),
        arguments(update().mul("n", 0.5), "update.$mul.n"),
        arguments(update().min("u", "x"), "update.$min.u"),
        arguments(update().max("n", "x"), "update.$max.n"),
        arguments(update().push("n", 1), "update.$push.n"),
        arguments(update().currentDate("n"), "update.$currentDate.n"),
        arguments(update().currentDate("j.at"), "update.$currentDate.j.at"),
        arguments(aggregate(Map.of("$match", Map.of("nope", 1))), "pipe.0.$match.nope"),
        arguments(aggregate(group("$sum", "$s")), "pipe.0.$group.x.s"),
        arguments(aggregate(group("$max", "$u")), "pipe.0.$group.x.u"),
        arguments(
            aggregate(group("$max", "$n"), Map.of("$match", Map.of("n", 1))), "pipe.1.$match.n"),
        arguments(
            aggregate(group("$max", "$n"), Map.of("$match", Map.of("x", "a"))), "pipe.1.$match.x"),
        arguments(
            aggregate(Map.of("$project", Map.of("s", 1)), Map.of("$sort", Map.of("n", 1))),
            "pipe.1.$sort.n"),
        arguments(
            aggregate(Map.of("$count", "total"), Map.of("$match", Map.of("id", "1"))),
            "pipe.1.$match.id"));
  }

  private static Map<String, Object> group(String function, String path) {
    return Map.of("$group", Map.of("_id", "$b", "x", Map.of(function, path)));
  }

  @SafeVarargs
  private static Aggregate aggregate(Map<String, Object>... stages) {
    List<Map<String, Object>> pipeline = new ArrayList<>();
    for (Map<String, Object> stage : stages) {
      pipeline.add(stage);
    }
    return Aggregate.all(DB, T, pipeline);
  }

  @ParameterizedTest
  @MethodSource("refusedRequests")
  void whatDoesNotFitIsRefusedWithItsPlace(CollectionRequest request, String path) {
    assertThatThrownBy(() -> BINDER.bind("", request))
        .isInstanceOfSatisfying(
            InvalidRequestException.class, e -> assertThat(e.path()).isEqualTo(path));
  }

  @Test
  void aMatchAfterAGroupIsBoundToTheGroupsFields() {
    Aggregate aggregate =
        aggregate(
            Map.of("$group", Map.of("_id", Map.of("day", "$day"), "x", Map.of("$max", "$at"))),
            Map.of("$match", Map.of("x", Map.of("$gt", "2024-01-01T00:00:00Z"))),
            Map.of("$match", Map.of("_id.day", "2024-01-01")));

    List<Stage> bound = ((Aggregate) BINDER.bind("", aggregate)).stages();

    assertThat(bound.get(1))
        .isEqualTo(new Stage.Match(field("x").gt(Instant.parse("2024-01-01T00:00:00Z"))));
    assertThat(bound.get(2))
        .isEqualTo(new Stage.Match(field("_id.day").eq(LocalDate.of(2024, 1, 1))));
  }

  @Test
  void renamingNeedsTheCapability() {
    Update rename = update().with(Map.of("$rename", Map.of("n", "r")));

    assertThatThrownBy(() -> BINDER.bind("", rename))
        .isInstanceOf(UnsupportedFeatureException.class);
  }

  @Test
  void aRenamedValueFitsTheOtherFieldAndMayLeaveItsOwn() {
    Binder renaming =
        new Binder(
            SCHEMA,
            EnumSet.of(Capability.JSON, Capability.RENAME),
            Clock.fixed(NOW, ZoneOffset.UTC));

    for (List<String> pair :
        List.of(
            List.of("n", "r"),
            List.of("n", "tiny"),
            List.of("n", "serial"),
            List.of("s", "n"),
            List.of("id", "state"))) {
      Update rename = update().with(Map.of("$rename", Map.of(pair.get(0), pair.get(1))));
      assertThatThrownBy(() -> renaming.bind("", rename))
          .isInstanceOfSatisfying(
              InvalidRequestException.class,
              e -> assertThat(e.path()).isEqualTo("update.$rename." + pair.get(0)));
    }
    Update fits = update().with(Map.of("$rename", Map.of("s", "state", "j.a", "j.b")));
    assertThat(renaming.bind("", fits)).isEqualTo(fits);
  }

  @Test
  void anUpsertInsertsItsEqualitiesAndWhatTheOperatorsMakeOfNothing() {
    Update upsert =
        Update.upsert(DB, T)
            .where(field("id").eq("1"))
            .set("s", "x")
            .set("j.a.b", 1)
            .inc("n", 5)
            .mul("r", 3)
            .max("d", new BigDecimal("1.999"))
            .currentDate("at")
            .currentDate("day")
            .unset("b");

    Update bound = (Update) BINDER.bind("", upsert);

    assertThat(BINDER.inserted("", bound))
        .isEqualTo(
            Document.of(
                Map.of(
                    "id",
                    "1",
                    "s",
                    "x",
                    "j",
                    Map.of("a", Map.of("b", 1)),
                    "n",
                    5,
                    "r",
                    0.0,
                    "d",
                    new BigDecimal("1.99"),
                    "at",
                    Instant.parse("2024-05-06T07:08:09.123Z"),
                    "day",
                    LocalDate.of(2024, 5, 6))));
  }

  @Test
  void anUpsertByAnotherUniqueKeyWillDo() {
    Update upsert =
        Update.upsert(DB, T).where(field("s").eq("x")).where(field("n").eq(1)).set("id", "1");

    assertThat(BINDER.bind("", upsert)).isSameAs(upsert);
  }

  static Stream<Arguments> refusedUpserts() {
    Update upsert = Update.upsert(DB, T).set("r", 1);
    return Stream.of(
        arguments(upsert, "find"),
        arguments(upsert.where(field("r").eq(1)), "find"),
        arguments(upsert.where(field("n").eq(1)), "find"),
        arguments(upsert.where(field("id").gt("1")), "find"),
        arguments(upsert.where(field("id").in("1", "2")), "find"),
        arguments(upsert.where(field("id").eq(null)), "find"),
        arguments(upsert.where(field("id").eq("1")).where(field("b").ne(true)), "find"),
        arguments(upsert.where(field("n").eq(1.5)).where(field("s").eq("x")), "find"),
        arguments(upsert.where(field("id").eq("1")).set("id", "2"), "update.$set.id"),
        arguments(
            upsert.where(field("n").eq(1)).where(field("s").eq("x")).inc("n", 1), "update.$inc.n"));
  }

  @ParameterizedTest
  @MethodSource("refusedUpserts")
  void anUpsertNamesAUniqueKeyAndLeavesItAsItIs(Update upsert, String path) {
    assertThatThrownBy(() -> BINDER.bind("", upsert))
        .isInstanceOfSatisfying(
            InvalidRequestException.class, e -> assertThat(e.path()).isEqualTo(path));
  }

  @Test
  void onlyAnEqualityOnTheWholeKeyIsAKey() {
    assertThat(BINDER.isPrimaryKey(field("id").eq("1"))).isTrue();
    assertThat(BINDER.isPrimaryKey(field("id").gt("1"))).isFalse();
    assertThat(BINDER.isPrimaryKey(and(field("id").eq("1"), field("n").eq(1)))).isFalse();
    assertThat(BINDER.isPrimaryKey(or(field("id").eq("1"), field("id").eq("2")))).isFalse();
    assertThat(BINDER.isPrimaryKey(not(field("id").eq("1")))).isFalse();
  }

  @Test
  void anOpenCollectionTakesAnyField() {
    Binder open = binder(Schemas.of(T).required("_id", Kind.STRING).key("_id").open());

    Read read = Read.one(DB, T).where(field("_id").eq("1")).where(field("a.b").gt(5));

    assertThat(open.bind("", read)).isSameAs(read);
  }
}
