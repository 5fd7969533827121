package io.spacecloud.engine.security;

import static io.spacecloud.api.condition.Conditions.and;
import static io.spacecloud.api.condition.Conditions.field;
import static io.spacecloud.api.condition.Conditions.not;
import static io.spacecloud.api.condition.Conditions.or;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.spacecloud.api.condition.Condition;
import io.spacecloud.api.condition.Conditions;
import io.spacecloud.api.request.Aggregate;
import io.spacecloud.api.request.Create;
import io.spacecloud.api.request.Delete;
import io.spacecloud.api.request.Read;
import io.spacecloud.api.request.Request;
import io.spacecloud.api.request.Stage;
import io.spacecloud.api.request.Update;
import io.spacecloud.api.result.Document;
import io.spacecloud.api.spi.Command;
import io.spacecloud.engine.Session;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A hidden field is no oracle (class 1): what cannot be read as it is stored cannot be used, by any
 * way, however it is hidden.
 *
 * <p>Fails without {@code FieldGuard#require}, or any call of it: in {@code #condition} (finds and
 * {@code $match}), {@code #read} (distinct, sort), {@code #pipeline} and {@code #group} ({@code
 * $sort}, {@code $project}, keys, accumulators), {@code #touched} (operators on old values, {@code
 * $rename}'s target), {@code #parents} (values set within); without {@code #select}, which leaves
 * hidden columns in the database. Without the calls of {@code FieldGuard} in {@code
 * Authorizer#query}, {@code #readable} and {@code #pipeline}, or, for what may be written, in
 * {@code #change} and {@code #insertion}. Without {@code Effects#usable}, which counts what is
 * changed on its way out as hidden. Without the masks in {@code Permit#run}, {@code
 * Dispatcher#stream} and {@code Authorizer#hiding}.
 */
class HiddenFieldAsOracleTest {
  private static final Read ALL = Read.all("db", "todos");
  private static final Update UPDATE = Update.all("db", "todos").where(field("id").eq("1"));
  private static final Map<String, Object> OBJECT = Map.of("city", "c1", "salary", "#salary1");

  /** All hide {@code note} and {@code j.salary}, and those fields alone. */
  static List<String> hiding() {
    String hidden = "[res.note, res.j.salary]";
    String visible = "[id, owner, n, d, done, j.city]";
    return List.of(
        "{rule: and, clauses: [{rule: authenticated}, {rule: remove, fields: " + hidden + "}]}",
        "{rule: remove, fields: " + hidden + ", clause: {rule: filter, find: {owner: ann}}}",
        "{rule: authenticated, fields: {deny: [note, j.salary]}}",
        "{rule: authenticated, fields: {allow: " + visible + "}}",
        "{rule: or, clauses: [{rule: authenticated}, {rule: filter, find: {owner: bob}, fields:"
            + " {deny: [note, j.salary]}}]}",
        "{rule: and, clauses: [{rule: force, field: res.note, value: x}, {rule: force, field:"
            + " res.j.salary, value: 1}]}",
        "{rule: hash, fields: " + hidden + "}",
        "{rule: encrypt, fields: " + hidden + "}",
        "{rule: decrypt, fields: " + hidden + "}");
  }

  private static House house(String read) {
    House house = House.of(House.OPEN.replace("read: {rule: authenticated}", "read: " + read));
    house.cloud.trusted().update(Update.all("db", "todos").set("j", OBJECT));
    return house;
  }

  private static List<Condition> finds() {
    return List.of(
        field("note").eq("#note1"),
        field("note").eq(null),
        field("note").in("#note1", "x"),
        field("note").like("#%"),
        field("note").gt("a"),
        not(field("note").exists()),
        and(field("owner").eq("ann"), or(field("n").gt(0), not(field("note").lte("a")))),
        field("j.salary").eq("#salary1"),
        field("j").eq(OBJECT),
        field("j").contains(Map.of("salary", "#salary1")));
  }

  private static List<Request> finding(Condition find) {
    Stage.Match match = new Stage.Match(find);
    Aggregate aggregate = Aggregate.all("db", "todos", List.of());
    return List.of(
        ALL.where(find),
        ALL.where(find).limit(0),
        Read.one("db", "todos").where(find),
        Read.count("db", "todos").where(find),
        Read.distinct("db", "todos", "id").where(find),
        UPDATE.where(find).set("owner", "x"),
        Update.one("db", "todos").where(find).set("owner", "x"),
        Delete.all("db", "todos").where(find),
        Delete.one("db", "todos").where(find),
        Delete.all("db", "todos").where(and(field("id").eq("none"), find)),
        aggregate.withStages(List.of(match)),
        aggregate.withStages(List.of(new Stage.Skip(1), new Stage.Limit(1), match)),
        Aggregate.one("db", "todos", List.of())
            .withStages(List.of(match, new Stage.Count("rows"))));
  }

  @ParameterizedTest
  @MethodSource("hiding")
  void noFindNamesAHiddenField(String read) {
    House house = house(read);
    Set<Way> ways = EnumSet.noneOf(Way.class);
    for (Condition find : finds()) {
      finding(find).forEach(each -> ways.addAll(house.denied(house.ann(), each)));
    }
    assertThat(ways).isEqualTo(EnumSet.allOf(Way.class));
    Update upsert = Update.upsert("db", "todos").where(field("id").eq("1")).set("owner", "x");
    house.denied(house.ann(), upsert.where(field("note").eq("#note1")));
  }

  @ParameterizedTest
  @MethodSource("hiding")
  void noOrderNoValuesAndNoPageTellOfIt(String read) {
    House house = house(read);
    for (Read each :
        List.of(
            ALL.sort("note"),
            ALL.sort("owner", "-note"),
            Read.one("db", "todos").sort("note"),
            ALL.sort("note").limit(1).select("id"),
            Read.distinct("db", "todos", "note"),
            ALL.sort("note").after(Document.of(Map.of("id", "1", "note", "a"))))) {
      house.denied(house.ann(), each);
    }
  }

  @ParameterizedTest
  @MethodSource("hiding")
  void noStageOfAPipelineUsesIt(String read) {
    House house = house(read);
    for (Map<String, Object> stage :
        List.<Map<String, Object>>of(
            Map.of("$match", Map.of("note", "#note1")),
            Map.of("$sort", Map.of("note", 1)),
            Map.of("$project", Map.of("x", "$note")),
            Map.of("$project", Map.of("note", 1)),
            Map.of("$project", Map.of("x", "$j.salary")),
            Map.of("$project", Map.of("x", "$j")),
            Map.of("$group", Map.of("_id", "$note")),
            Map.of("$group", Map.of("_id", Map.of("owner", "$owner", "p", "$note"))),
            group("x", Map.of("$max", "$note")),
            group("x", Map.of("$min", "$note")),
            Map.of("$group", Map.of("_id", "$j.salary")),
            Map.of("$group", Map.of("_id", "$j")))) {
      house.denied(
          house.ann(),
          Aggregate.all("db", "todos", List.of(Map.of("$limit", 5), Map.of("$skip", 0), stage)));
      house.denied(house.ann(), Aggregate.one("db", "todos", List.of(stage)));
    }
  }

  private static Map<String, Object> group(String name, Object accumulator) {
    Map<String, Object> group = new LinkedHashMap<>();
    group.put("_id", null);
    group.put(name, accumulator);
    return Map.of("$group", group);
  }

  @ParameterizedTest
  @MethodSource("hiding")
  void noOperatorBuildsOnAnOldValue(String read) {
    House house = house(read);
    Session ann = house.ann();
    for (Update each :
        List.of(
            UPDATE.min("note", "m"),
            UPDATE.max("note", "m"),
            UPDATE.inc("j.salary", 1),
            UPDATE.mul("j.salary", 0),
            UPDATE.push("j.salary", 5),
            UPDATE.set("j.salary.deep", 5),
            UPDATE.unset("j.salary.deep"),
            rename("note", "owner"),
            rename("owner", "note"),
            UPDATE.set("n", 1).max("note", "m"))) {
      house.denied(ann, each);
      house.denied(ann, each.withWhere(field("id").eq("none")));
    }
    assertThatCode(() -> ann.update(UPDATE.set("note", "x").inc("n", 1)))
        .doesNotThrowAnyException();
  }

  private static Update rename(String from, String to) {
    return UPDATE.with(Map.of("$rename", Map.of(from, to)));
  }

  @Test
  void whoMayReadNothingBuildsOnNothing() {
    House house = House.of("update: {rule: authenticated}");
    house.denied(house.ann(), UPDATE.inc("n", 1));
    house.denied(house.ann(), UPDATE.set("j.city", "x"));
    house.denied(house.ann(), Update.all("db", "todos").set("n", 5));
    house.denied(house.ann(), UPDATE.where(field("owner").eq("ann")).set("n", 5));
    assertThatCode(() -> house.ann().update(UPDATE.set("n", 5))).doesNotThrowAnyException();
  }

  static List<String> removing() {
    return hiding().subList(0, 5);
  }

  @ParameterizedTest
  @MethodSource("removing")
  void documentsComeWithoutItAndItIsNotFetched(String read) {
    House house = house(read);
    for (Read each : List.of(ALL, ALL.select("j", "note", "id"), Read.one("db", "todos"))) {
      Way.of(each)
          .filter(way -> way != Way.EXPLAIN)
          .forEach(way -> hidden(way.send(house.ann(), each).documents()));
      Command.Query query = (Command.Query) house.backend.commands().get(1);
      assertThat(query.request().select()).extracting(Object::toString).doesNotContain("note");
    }
    Aggregate stored = Aggregate.all("db", "todos", List.of(Map.of("$sort", Map.of("n", 1))));
    hidden(house.ann().aggregate(stored).documents());
    assertThat(house.ann().read(ALL.select("note")).documents()).allMatch(Map::isEmpty);
    assertThat(house.ann().read(ALL.select("j.salary", "n")).documents())
        .allMatch(row -> row.keySet().equals(Set.of("n")));
  }

  private static void hidden(List<Document> documents) {
    assertThat(documents).isNotEmpty();
    assertThat(documents.toString()).contains("city=c1").doesNotContain("note", "salary");
  }

  @Test
  void whatIsChangedOnItsWayOutComesOutChanged() {
    for (String read : hiding().subList(5, 8)) {
      House house = house(read);
      List<Document> all = new ArrayList<>(house.ann().read(ALL).documents());
      house.ann().stream(ALL, all::add);
      all.addAll(house.ann().aggregate(Aggregate.all("db", "todos", List.of())).documents());
      assertThat(all).as(read).hasSize(9).allMatch(row -> row.get("note") != null);
      assertThat(all.toString()).as(read).contains("city=c1").doesNotContain("#note", "#salary");
    }
  }

  /** An object that is set takes the place of the one before, and of all that was in that. */
  @ParameterizedTest
  @ValueSource(strings = {"{allow: [j.city]}", "{deny: [j.salary]}", "{deny: [j.salary.base]}"})
  void whatMayNotBeWrittenIsNotTakenAwayWithItsParent(String fields) {
    House house =
        House.of(
            "{create: {rule: authenticated}, read: {rule: authenticated}, update: {rule:"
                + " authenticated, fields: "
                + fields
                + "}}");
    house.cloud.trusted().update(Update.all("db", "todos").set("j", OBJECT));
    for (Object object : List.of(Map.of(), Map.of("city", "x"), Map.of("city", Map.of()))) {
      house.denied(house.ann(), UPDATE.set("j", object));
      house.denied(
          house.ann(), Update.upsert("db", "todos").where(field("id").eq("1")).set("j", object));
    }
    house.ann().update(UPDATE.set("j.city", "x"));
    assertThat(house.backend.rows("todos").toString()).contains("city=x", "salary=#salary1");
  }

  @Test
  void onlyPermittedFieldsAreWritten() {
    House house =
        House.of(
            "{create: {rule: authenticated, fields: {deny: [note, j.salary]}}, read: {rule:"
                + " authenticated}, update: {rule: authenticated, fields: {allow: [owner, n,"
                + " j.city]}}}");
    Session ann = house.ann();
    for (Request each :
        List.of(
            UPDATE.set("note", "x"),
            UPDATE.set("note", null),
            UPDATE.set("owner", "x").unset("note"),
            UPDATE.max("note", "x"),
            rename("note", "owner"),
            rename("owner", "note"),
            UPDATE.set("j.salary", 1),
            UPDATE.set("j", Map.of("city", "x", "salary", 99)),
            UPDATE.set("j", List.of(Map.of("salary", 99))),
            UPDATE.set("j", null),
            UPDATE.unset("j"),
            Create.one("db", "todos", Map.of("id", "9", "note", "x")),
            Create.one("db", "todos", Map.of("id", "9", "j", Map.of("salary", 1))),
            Create.one("db", "todos", Map.of("id", "9", "j", List.of(Map.of("salary", 1)))),
            Create.all("db", "todos", List.of(Map.of("id", "9"), Map.of("id", "8", "note", "x"))),
            Update.upsert("db", "todos").where(field("id").eq("7")).set("note", "x"))) {
      house.denied(ann, each);
    }
    ann.update(UPDATE.set("owner", "x").inc("n", 1));
    ann.update(UPDATE.set("j.city", "x"));
    ann.create(Create.one("db", "todos", Map.of("id", "9", "j", Map.of("city", "x"))));
    assertThat(ann.read(ALL.where(Conditions.TRUE)).documents()).hasSize(4);
  }
}
