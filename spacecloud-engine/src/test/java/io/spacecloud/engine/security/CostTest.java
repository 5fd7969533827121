package io.spacecloud.engine.security;

import static io.spacecloud.api.condition.Conditions.field;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spacecloud.api.condition.Condition;
import io.spacecloud.api.condition.Conditions;
import io.spacecloud.api.error.InvalidRequestException;
import io.spacecloud.api.error.SpaceCloudException;
import io.spacecloud.api.request.Aggregate;
import io.spacecloud.api.request.Batch;
import io.spacecloud.api.request.Create;
import io.spacecloud.api.request.Read;
import io.spacecloud.api.request.Update;
import io.spacecloud.api.request.WriteRequest;
import io.spacecloud.engine.Session;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What a request may cost is bounded (class 13), whether it comes as JSON or is made in Java:
 * depth, number and length of everything in it, and the rows that come back.
 *
 * <p>Falls with each bound in {@code Bounds}, with its call in {@code PipelineBinder}, with {@code
 * Values.MAX_DEPTH}, or with the page limit in {@code Authorizer.query}.
 */
class CostTest {
  private final House house = House.of(House.OPEN);
  private final Session ann = house.ann();

  private void refused(Door door, Condition where) {
    assertThatThrownBy(() -> door.find(ann, where)).isInstanceOf(InvalidRequestException.class);
    assertThat(house.backend.commands()).isEmpty();
  }

  private static Condition nested(int depth) {
    Condition condition = field("n").eq(1);
    for (int i = 0; i < depth; i++) {
      condition =
          i % 2 == 0
              ? new Condition.Or(List.of(condition, field("n").eq(i)))
              : new Condition.And(List.of(condition, field("n").eq(i)));
    }
    return condition;
  }

  @ParameterizedTest
  @MethodSource("io.spacecloud.engine.security.Door#findingInJava")
  void aConditionIsNotTooDeep(Door door) {
    refused(door, nested(129));
    refused(door, nested(20_000));
    Condition nots = field("n").eq(1);
    for (int i = 0; i < 20_000; i++) {
      nots = new Condition.Not(nots);
    }
    refused(door, nots);
    door.find(ann, nested(20));
  }

  @ParameterizedTest
  @MethodSource("io.spacecloud.engine.security.Door#findingInJava")
  void aConditionIsNotTooLarge(Door door) {
    List<Condition> many = new ArrayList<>();
    for (int i = 0; i < 2_501; i++) {
      many.add(field("n").eq(i));
    }
    refused(door, Conditions.or(many));
    refused(door, Conditions.and(Conditions.or(many), field("id").exists()));
    List<Integer> values = Collections.nCopies(100_001, 1);
    refused(door, field("n").in(values));
  }

  @Test
  void aValueIsNotTooDeepOrTooLong() {
    Object deep = 1;
    for (int i = 0; i < 20_000; i++) {
      deep = i % 2 == 0 ? List.of(deep) : Map.of("x", deep);
    }
    Object value = deep;
    assertThatThrownBy(() -> field("j").contains(value))
        .isInstanceOf(InvalidRequestException.class);
    assertThatThrownBy(() -> Create.one("db", "todos", Map.of("id", "9", "j", value)))
        .isInstanceOf(InvalidRequestException.class);
    assertThatThrownBy(() -> Update.all("db", "todos").set("j", value))
        .isInstanceOf(InvalidRequestException.class);
  }

  @Test
  void aPatternIsNotTooLong() {
    assertThatThrownBy(() -> field("owner").like("%a".repeat(501)))
        .isInstanceOf(InvalidRequestException.class);
    assertThat(ann.count(Read.all("db", "todos").where(field("owner").like("%a%".repeat(100)))))
        .isZero();
  }

  @Test
  void aValueThatHoldsItselfIsRefused() {
    Map<String, Object> self = new HashMap<>();
    self.put("self", self);
    assertThatThrownBy(() -> Create.one("db", "todos", Map.of("id", "9", "j", self)))
        .isInstanceOf(InvalidRequestException.class);
  }

  @Test
  void aBatchAPipelineAndAnUpdateAreNotTooLong() {
    List<WriteRequest> writes =
        new ArrayList<>(Collections.nCopies(1_001, Create.one("db", "todos", Map.of("id", "9"))));
    assertThatThrownBy(() -> ann.batch(Batch.of("db", writes.toArray(WriteRequest[]::new))))
        .isInstanceOf(InvalidRequestException.class);
    List<Map<String, Object>> stages = Collections.nCopies(33, Map.of("$limit", 5));
    assertThatThrownBy(() -> ann.aggregate(Aggregate.all("db", "todos", stages)))
        .isInstanceOf(InvalidRequestException.class);
    assertThatThrownBy(
            () -> {
              Update update = Update.all("db", "todos");
              for (int i = 0; i < 501; i++) {
                update = update.set("j.x" + i, i);
              }
            })
        .isInstanceOf(InvalidRequestException.class);
    Read read = Read.all("db", "todos");
    String[] names = Collections.nCopies(2_001, "n").toArray(String[]::new);
    assertThatThrownBy(() -> ann.read(read.sort(names)))
        .isInstanceOf(InvalidRequestException.class);
    assertThatThrownBy(() -> ann.read(read.select(names)))
        .isInstanceOf(InvalidRequestException.class);
    assertThat(house.backend.commands()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {10_000, 1_000_000})
  void jsonIsNotTooDeepOrTooLong(int size) {
    for (String body :
        List.of(
            "{\"op\":\"all\",\"find\":" + "{\"$not\":".repeat(size) + "{}" + "}".repeat(size + 1),
            "{\"op\":\"all\",\"find\":{\"j\":" + "[".repeat(size) + "]".repeat(size) + "}}",
            "{\"op\":\"all\",\"find\":{\"n\":" + "9".repeat(size) + "}}",
            "{\"op\":\"all\",\"find\":{\"" + "n".repeat(size) + "\":1}}")) {
      assertThatThrownBy(() -> ann.execute(house.cloud.requests().read("db", "todos", body)))
          .isInstanceOf(InvalidRequestException.class);
      assertThatThrownBy(() -> ann.execute(house.cloud.requests().delete("db", "todos", body)))
          .isInstanceOf(InvalidRequestException.class);
    }
    assertThat(house.backend.commands()).isEmpty();
  }

  @Test
  void aReadReturnsNoMoreThanAPage() {
    Session trusted = house.cloud.trusted();
    List<Map<String, Object>> docs = new ArrayList<>();
    for (int i = 0; i < 1_500; i++) {
      docs.add(Map.of("id", "x" + i, "owner", "ann"));
    }
    trusted.create(Create.all("db", "todos", docs));
    Read all = Read.all("db", "todos");
    for (Read read : List.of(all, all.limit(Long.MAX_VALUE), all.limit(1_200))) {
      assertThat(ann.read(read).documents()).hasSize(1_000);
      assertThat(ann.read(read).truncated()).isTrue();
    }
    assertThat(ann.read(Read.distinct("db", "todos", "id")).values()).hasSize(1_000);
    assertThat(ann.aggregate(Aggregate.all("db", "todos", List.of())).documents()).hasSize(1_000);
  }

  @Test
  void aRuleReadsNoMoreThanItsBound() {
    House reading =
        House.of(
            "read: {rule: query, db: db, col: todos, find: {owner: ann}, clause: {rule:"
                + " authenticated}}");
    List<Map<String, Object>> docs = new ArrayList<>();
    for (int i = 0; i < 150; i++) {
      docs.add(Map.of("id", "x" + i, "owner", "ann"));
    }
    reading.cloud.trusted().create(Create.all("db", "todos", docs));
    assertThatThrownBy(() -> reading.ann().read(Read.all("db", "todos")))
        .isInstanceOf(SpaceCloudException.class)
        .hasMessage("denied");
  }

  @Test
  void aDocumentOfManyFieldsIsNoTrouble() {
    Map<String, Object> wide = new LinkedHashMap<>();
    for (int i = 0; i < 50_000; i++) {
      wide.put("f" + i, i);
    }
    ann.create(Create.one("db", "todos", Map.of("id", "9", "j", wide)));
    assertThat(ann.count(Read.all("db", "todos").where(field("j.f49999").eq(49_999)))).isEqualTo(1);
  }
}
