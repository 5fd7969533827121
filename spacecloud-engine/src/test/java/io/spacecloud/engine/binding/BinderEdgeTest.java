package io.spacecloud.engine.binding;

import static io.spacecloud.api.condition.Conditions.and;
import static io.spacecloud.api.condition.Conditions.field;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spacecloud.api.condition.Condition;
import io.spacecloud.api.condition.Conditions;
import io.spacecloud.api.error.InvalidRequestException;
import io.spacecloud.api.error.UnsupportedFeatureException;
import io.spacecloud.api.request.Aggregate;
import io.spacecloud.api.request.Assignment;
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
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Where one more or one less, or the want of a key or a capability, makes another answer. */
class BinderEdgeTest {
  private static final CollectionSchema SCHEMA =
      Schemas.of("t")
          .required("id", Kind.STRING)
          .field("n", Kind.INTEGER, 32)
          .field("r", Kind.REAL)
          .field("d", Kind.DECIMAL, 2)
          .field("whole", Kind.DECIMAL, 0)
          .field("s", Kind.STRING, 3)
          .field("none", Kind.STRING, 0)
          .field("at", Kind.TIMESTAMP, 3)
          .field("nano", Kind.TIMESTAMP, 9)
          .field("any", Kind.TIMESTAMP)
          .field("clock", Kind.TIME, 0)
          .field("u", Kind.UUID)
          .field("j", Kind.OBJECT)
          .field("untold", null)
          .key("id")
          .build();
  private static final CollectionSchema OPEN =
      Schemas.of("t").required("id", Kind.STRING).key("id").open();
  private static final Instant FINE = Instant.parse("2024-05-06T07:08:09.123456789Z");

  private static Binder binder(CollectionSchema schema) {
    return new Binder(schema, EnumSet.allOf(Capability.class), Clock.systemUTC());
  }

  @SuppressWarnings("unchecked")
  private static <T extends CollectionRequest> T bound(CollectionSchema schema, T request) {
    return (T) binder(schema).bind("", request);
  }

  private static Create create(Object... namesAndValues) {
    Map<String, Object> doc = new LinkedHashMap<>(Map.of("id", "1"));
    for (int i = 0; i < namesAndValues.length; i += 2) {
      doc.put((String) namesAndValues[i], namesAndValues[i + 1]);
    }
    return Create.one("db", "t", doc);
  }

  private static Object written(String name, Object value) {
    return bound(SCHEMA, create(name, value)).docs().get(0).get(name);
  }

  private static Read all() {
    return Read.all("db", "t");
  }

  private static Condition where(Condition where) {
    return bound(SCHEMA, all().where(where)).where();
  }

  private static void refused(CollectionSchema schema, CollectionRequest request, String... text) {
    assertThatThrownBy(() -> bound(schema, request))
        .isInstanceOfSatisfying(
            InvalidRequestException.class,
            e -> List.of(text).forEach(each -> assertThat(e.getMessage()).contains(each)));
  }

  @Test
  void whatFitsExactlyComesBackAsItWas() {
    Create fits =
        create(
            "n",
            (long) Integer.MIN_VALUE,
            "d",
            new BigDecimal("1.25"),
            "whole",
            new BigDecimal("7"),
            "s",
            "abc",
            "none",
            "",
            "at",
            Instant.parse("2024-05-06T07:08:09.123Z"),
            "clock",
            LocalTime.of(1, 2, 3));
    assertThat(bound(SCHEMA, fits)).isSameAs(fits);
    Create free = create("x", 1.5, "y", List.of(FINE));
    assertThat(bound(OPEN, free).docs().get(0)).isEqualTo(free.docs().get(0));
    Delete delete = Delete.all("db", "t").where(field("n").eq(1));
    assertThat(bound(SCHEMA, delete)).isSameAs(delete);
    Delete changed = bound(SCHEMA, Delete.all("db", "t").where(field("n").gt(1.5)));
    assertThat(changed.where()).isEqualTo(field("n").gte(2));
  }

  @Test
  void whatFitsAlmostIsCutOrRefused() {
    assertThat(written("whole", new BigDecimal("1.9"))).isEqualTo(BigDecimal.ONE);
    assertThat(written("d", new BigDecimal("1.259"))).isEqualTo(new BigDecimal("1.25"));
    assertThat(written("clock", LocalTime.of(1, 2, 3, 4))).isEqualTo(LocalTime.of(1, 2, 3));
    assertThat(written("nano", FINE)).isEqualTo(FINE);
    assertThat(written("any", FINE)).isEqualTo(FINE);
    assertThat(written("at", FINE)).isEqualTo(Instant.parse("2024-05-06T07:08:09.123Z"));
    refused(SCHEMA, create("s", "abcd"), "doc.s", "longer than 3");
    refused(SCHEMA, create("none", "a"), "doc.none", "longer than 0");
    refused(SCHEMA, create("n", Integer.MAX_VALUE + 1L), "doc.n", "range");
    assertThat(written("s", "a\ud83d\ude00b")).isEqualTo("a\ud83d\ude00b");
  }

  @Test
  void aLiteralWithMoreDigitsThanTheFieldEqualsNothing() {
    assertThat(where(field("whole").eq(new BigDecimal("1.5")))).isEqualTo(Conditions.FALSE);
    assertThat(where(field("whole").gt(new BigDecimal("1.5"))))
        .isEqualTo(field("whole").gt(BigDecimal.ONE));
    assertThat(where(field("d").eq(new BigDecimal("1.50"))))
        .isEqualTo(field("d").eq(new BigDecimal("1.50")));
  }

  @Test
  void ofSeveralOperatorsEachIsBound() {
    Update update = Update.all("db", "t").set("n", 5.0).set("s", "x").inc("d", 1);
    List<Assignment> bound = bound(SCHEMA, update).assignments();
    assertThat(bound).extracting(Assignment::value).containsExactly(5L, "x", BigDecimal.ONE);
    Update same = Update.all("db", "t").set("n", 5).set("s", "x");
    assertThat(bound(SCHEMA, same)).isSameAs(same);
    refused(SCHEMA, Update.all("db", "t").set("s", "x").set("n", "y"), "$set.n");
  }

  @Test
  void whatIsAddedIsOfTheFieldsKindAndKeepsItsDigits() {
    assertThat(operand(Update.all("db", "t").inc("d", new BigDecimal("0.125"))))
        .isEqualTo(new BigDecimal("0.125"));
    assertThat(operand(Update.all("db", "t").mul("n", 2.0))).isEqualTo(2L);
    refused(SCHEMA, with("$inc", "s", 1), "$inc.s", "does not go with");
  }

  @Test
  void theLesserAndTheGreaterAreOfKindsThatHaveAnOrder() {
    for (String operator : List.of("$min", "$max")) {
      refused(SCHEMA, with(operator, "j", 5), operator + ".j", "does not go with");
      refused(SCHEMA, with(operator, "u", 5), operator + ".u", "does not go with");
      assertThat(operand(with(operator, "n", 5.0))).isEqualTo(5L);
      assertThat(operand(with(operator, "j.a", 5))).isEqualTo(5L);
      assertThat(operand(with(operator, "untold", 5))).isEqualTo(5L);
    }
  }

  private static Update with(String operator, String path, Object value) {
    return Update.all("db", "t").with(Map.of(operator, Map.of(path, value)));
  }

  private static Object operand(Update update) {
    return bound(SCHEMA, update).assignments().get(0).value();
  }

  @Test
  void aDocumentAloneIsBoundAsOneOfACreateIs() {
    Binder binder = binder(SCHEMA);
    Document fits = Document.of(Map.of("id", "1", "untold", 1.5));
    assertThat(binder.bindDocument("doc", fits)).isSameAs(fits);
    assertThat(binder.bindDocument("doc", Document.of(Map.of("id", "1", "n", 5.0))))
        .isEqualTo(Map.of("id", "1", "n", 5L));
    assertThatThrownBy(() -> binder.bindDocument("doc", Document.of(Map.of("id", "1", "n", "x"))))
        .isInstanceOf(InvalidRequestException.class)
        .hasMessageContaining("doc.n");
  }

  @Test
  void whatIsPushedHasTheFormOfItsField() {
    assertThat(bound(SCHEMA, Update.all("db", "t").push("j.l", FINE)).assignments().get(0).value())
        .isEqualTo(FINE.toString());
    assertThat(bound(OPEN, Update.all("db", "t").push("l", FINE)).assignments().get(0).value())
        .isEqualTo(FINE);
  }

  @Test
  void aFieldIsRenamedToOneThatHoldsItsValues() {
    refused(SCHEMA, renamed(Update.all("db", "t"), "d", "whole"), "another kind");
    refused(SCHEMA, renamed(Update.all("db", "t"), "whole", "d"), "another kind");
    refused(SCHEMA, renamed(Update.all("db", "t"), "s", "n"), "another kind");
    bound(SCHEMA, renamed(Update.all("db", "t"), "nano", "any"));
  }

  @Test
  void withoutJsonNothingReachesInside() {
    Binder plain = new Binder(SCHEMA, Set.of(Capability.TRANSACTIONS), Clock.systemUTC());
    for (CollectionRequest request :
        List.of(
            all().where(field("j").eq(Map.of("a", 1))),
            all().where(field("j.a").eq(1)),
            all().where(field("j").like("a%")),
            all().where(field("j").contains(Map.of("a", 1))),
            all().select("j.a"),
            Update.all("db", "t").push("j", 1))) {
      assertThatThrownBy(() -> plain.bind("", request))
          .as("%s", request)
          .isInstanceOf(UnsupportedFeatureException.class);
    }
  }

  @Test
  void anOpenFieldContainsWhatItContains() {
    Condition contains = field("x").contains(List.of(FINE));
    assertThat(bound(OPEN, all().where(contains)).where()).isEqualTo(contains);
  }

  @Test
  void aPageFollowsADocumentOfAnOrderedRead() {
    refused(SCHEMA, Read.count("db", "t").after(Document.of(Map.of("id", "1"))), "op one and all");
    CollectionSchema keyless = Schemas.of("t").field("n", Kind.INTEGER, 64).build();
    refused(keyless, all().after(Document.of(Map.of("n", 1))), "primary key");
    refused(OPEN, all().sort("x").after(Document.of(Map.of("id", "1", "x", 1))), "one kind");
    assertThat(bound(SCHEMA, all().after(Document.of(Map.of("id", "1")))).where())
        .isEqualTo(field("id").gt("1"));
    assertThat(bound(OPEN, all().after(Document.of(Map.of("id", "1")))).where())
        .isEqualTo(field("id").gt("1"));
  }

  @Test
  void anUpsertNamesAKeyAndKeepsIt() {
    CollectionSchema keyless = Schemas.of("t").field("n", Kind.INTEGER, 64).build();
    refused(keyless, Update.upsert("db", "t").where(field("n").eq(1)).set("n", 1));
    Update upsert = Update.upsert("db", "t").where(field("id").eq("1")).set("n", 1);
    refused(SCHEMA, renamed(upsert, "s", "id"));
    CollectionSchema untyped = Schemas.of("t").field("k", null).field("o", null).key("k").open();
    Update byK = Update.upsert("db", "t").where(field("k").eq("1")).set("n", 1);
    refused(untyped, renamed(byK, "s", "k"), "changes what find names");
    bound(untyped, renamed(byK, "s", "o"));
    refused(SCHEMA, upsert.set("id", "2"), "changes what find names");
    Condition both = and(field("id").eq("1"), field("n").eq(2));
    assertThat(binder(SCHEMA).upsertKey(both)).isEqualTo(field("id").eq("1"));
  }

  @Test
  void everythingThatIsWrongIsToldUpToSomePoint() {
    Object[] wrong = new Object[60];
    for (int i = 0; i < 30; i++) {
      wrong[2 * i] = "wrong" + i;
      wrong[2 * i + 1] = 1;
    }
    assertThatThrownBy(() -> bound(SCHEMA, create(wrong)))
        .isInstanceOfSatisfying(
            InvalidRequestException.class, e -> assertThat(e.problems()).hasSize(20));
    for (int told : List.of(19, 20)) {
      assertThatThrownBy(() -> bound(SCHEMA, create(Arrays.copyOf(wrong, 2 * told))))
          .isInstanceOfSatisfying(
              InvalidRequestException.class, e -> assertThat(e.problems()).hasSize(told));
    }
    assertThatThrownBy(() -> bound(SCHEMA, create("n", "x", "s", 1)))
        .isInstanceOfSatisfying(
            InvalidRequestException.class, e -> assertThat(e.problems()).hasSize(2));
  }

  private static Update renamed(Update update, String from, String to) {
    return update.with(Map.of("$rename", Map.of(from, to)));
  }

  @SuppressWarnings("unchecked")
  private static Aggregate aggregate(Object... stages) {
    List<Map<String, Object>> all = new ArrayList<>();
    for (Object stage : stages) {
      all.add((Map<String, Object>) stage);
    }
    return Aggregate.all("db", "t", all);
  }

  private static void piped(Object... stages) {
    bound(SCHEMA, aggregate(stages));
  }

  private static void notPiped(Object... stages) {
    refused(SCHEMA, aggregate(stages));
  }

  @Test
  void aStageKnowsTheKindsThatTheOneBeforeYields() {
    Map<String, ?> byN = group("$n", "$sum", "$n");
    piped(byN, match("_id", 5), match("x", 5));
    notPiped(byN, match("_id", "a"));
    piped(byN, match("x", new BigDecimal("1e30")));
    notPiped(group("$n", "$avg", "$n"), match("x", "a"));
    piped(group("$n", "$avg", "$n"), match("x", new BigDecimal("1.5")));
    notPiped(group("$n", "$sum", "$r"), match("x", "a"));
    notPiped(group("$n", "$min", "$n"), match("x", "a"));
    notPiped(group("$n", "$sum", "$s"));
    piped(group(null, "$sum", "$n"), match("_id", "a"));
    notPiped(group(Map.of("k", "$n"), "$sum", "$n"), match("_id.k", "a"));
    piped(group(Map.of("k", "$n"), "$sum", "$n"), match("_id.k", 1));
    notPiped(byN, match("n", 5));
    notPiped(Map.of("$sort", Map.of("u", 1)));
    notPiped(Map.of("$sort", Map.of("j", 1)));
    piped(group(null, "$sum", "$n"), Map.of("$sort", Map.of("_id", 1)));
    notPiped(group(Map.of("k", "$n"), "$sum", "$n"), Map.of("$sort", Map.of("_id", 1)));
    Map<String, ?> project = Map.of("$project", Map.of("m", "$n"));
    piped(project, match("m", 5));
    notPiped(project, match("m", "a"));
    notPiped(project, match("n", 5));
  }

  private static Map<String, ?> match(String name, Object value) {
    return Map.of("$match", Map.of(name, value));
  }

  private static Map<String, ?> group(Object id, String function, String operand) {
    Map<String, Object> group = new LinkedHashMap<>();
    group.put("_id", id);
    group.put("x", Map.of(function, operand));
    return Map.of("$group", group);
  }

  @Test
  void storedDocumentsAreSortedTotallyAndMadeOnesAsAsked() {
    List<Stage> stages =
        bound(
                SCHEMA,
                aggregate(
                    Map.of("$sort", Map.of("n", -1)),
                    group("$s", "$sum", "$n"),
                    Map.of("$sort", Map.of("x", 1))))
            .stages();
    assertThat(((Stage.Order) stages.get(0)).keys()).extracting(Sort::path).hasSize(2);
    assertThat(((Stage.Order) stages.get(2)).keys()).extracting(Sort::path).hasSize(1);
  }
}
