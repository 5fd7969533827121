package io.spacecloud.engine.security;

import static io.spacecloud.api.condition.Conditions.and;
import static io.spacecloud.api.condition.Conditions.field;
import static io.spacecloud.api.condition.Conditions.not;
import static io.spacecloud.api.condition.Conditions.or;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spacecloud.api.condition.Condition;
import io.spacecloud.api.condition.Conditions;
import io.spacecloud.api.error.AccessDeniedException;
import io.spacecloud.api.error.InvalidRequestException;
import io.spacecloud.api.request.Operation;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What is judged is what runs (class 2): names are exact, no clause is lost, nothing is a guess.
 *
 * <p>Fails without the refusals of {@code Fields#root} and {@code #inside} (names in finds), {@code
 * DocumentBinder#fits} and {@code #field} (names in documents); without {@code RequestSlots.Find}
 * demanding equality, of exactly this path, and one of it alone. Without the conjunctions: of a
 * find's keys in {@code ConditionParser#query} and of a field's operators in {@code #field}, in
 * {@code ConditionBinder#all} where a literal changes, with what rules add in {@code
 * Authorizer#bounded}, {@code Change#where}, {@code #remove} and {@code #precede}. Without the
 * refusals of {@code ConditionParser}, {@code UpdateParser}, {@code PipelineParser} and {@code
 * Body#of} of what they do not know, or of {@code JsonValues} of a key that stands twice.
 */
class CheckerAndExecutorTest {
  private static final String RULES =
      House.rules("{rule: match, eval: ==, type: string, f1: args.find.owner, f2: args.auth.id}")
          .replaceAll("(create|aggr): \\{[^}]*}", "$1: {rule: authenticated}");

  static List<Door> judgedByFind() {
    return Door.finding().filter(door -> !door.needs(Operation.AGGREGATE)).toList();
  }

  @ParameterizedTest
  @MethodSource("judgedByFind")
  void aConditionThatOnlyLooksLikeTheOneDemandedIsDenied(Door door) {
    for (Condition where :
        List.of(
            or(field("owner").eq("ann"), field("owner").eq("bob")),
            or(field("owner").eq("ann"), field("n").eq(2L)),
            not(field("owner").eq("bob")),
            not(field("owner").eq("ann")),
            field("owner").in("ann", "bob"),
            field("owner").gte("ann"),
            field("owner").like("ann"),
            field("j.owner").eq("ann"),
            and(field("owner").eq("bob"), field("owner").eq("ann")),
            and(field("owner").eq("ann"), not(field("n").eq(1L)), field("owner").eq("bob")),
            or(and(field("owner").eq("ann"), field("n").eq(1)), field("n").eq(2)),
            field("owner").eq("bob"),
            field("n").eq(1L))) {
      House house = House.of(RULES);
      String before = house.stored();
      assertThatThrownBy(() -> door.find(house.ann(), where))
          .as("%s", where)
          .isInstanceOf(AccessDeniedException.class);
      assertThat(house.stored()).isEqualTo(before);
    }
  }

  /** What each of these comes to, by hand. */
  private static Map<Map<String, ?>, List<String>> finds() {
    Map<Map<String, ?>, List<String>> finds = new LinkedHashMap<>();
    Map<String, Object> ann = Map.of("owner", "ann");
    Map<String, Object> third = Map.of("n", 3);
    finds.put(Map.of("owner", "ann", "n", 3), List.of("3"));
    finds.put(Map.of("owner", "ann", "$or", List.of(Map.of("n", 2), third)), List.of("3"));
    finds.put(Map.of("owner", "bob", "$or", List.of(ann, third)), List.of());
    finds.put(Map.of("$or", List.of(ann, third), "$and", List.of(third)), List.of("3"));
    finds.put(Map.of("$or", List.of(third), "$nor", List.of(ann)), List.of());
    finds.put(Map.of("$not", third, "owner", "ann"), List.of("1"));
    finds.put(Map.of("n", Map.of("$gt", 1, "$lt", 3)), List.of("2"));
    finds.put(Map.of("n", Map.of("$gte", 1, "$ne", 1)), List.of("2", "3"));
    finds.put(Map.of("n", Map.of("$in", List.of(1, 3), "$nin", List.of(3))), List.of("1"));
    finds.put(Map.of("n", Map.of("$not", Map.of("$gt", 1, "$lt", 3))), List.of("1", "3"));
    finds.put(Map.of("note", Map.of("$exists", true, "$like", "%2")), List.of("2"));
    finds.put(Map.of("$and", List.of(ann, Map.of("$and", List.of(third)))), List.of("3"));
    Map<String, Object> rounded = Map.of("n", Map.of("$gt", 1.5));
    finds.put(Map.of("$and", List.of(ann, rounded)), List.of("3"));
    finds.put(Map.of("$and", List.of(rounded, ann)), List.of("3"));
    finds.put(Map.of("$nor", List.of(Map.of("n", 1), Map.of("n", 2))), List.of("3"));
    finds.put(Map.of("$or", List.of()), List.of());
    finds.put(Map.of("$and", List.of()), List.of("1", "2", "3"));
    return finds;
  }

  @ParameterizedTest
  @MethodSource("io.spacecloud.engine.security.Door#finding")
  void noClauseOfAFindIsLost(Door door) {
    finds()
        .forEach(
            (find, ids) -> {
              House house = House.of(House.OPEN);
              house.touched(door, door.find(house.ann(), Conditions.parse(find)), ids);
            });
  }

  @ParameterizedTest
  @MethodSource("io.spacecloud.engine.security.Door#finding")
  void noClauseIsLostBesideTheOneThatARuleAdds(Door door) {
    finds()
        .forEach(
            (find, ids) -> {
              House house = House.of(House.FILTERED);
              List<String> mine = ids.stream().filter(id -> !id.equals("2")).toList();
              house.touched(door, door.find(house.ann(), Conditions.parse(find)), mine);
            });
  }

  @ParameterizedTest
  @MethodSource("io.spacecloud.engine.security.Door#finding")
  void anotherSpellingOfANameIsNoName(Door door) {
    House house = House.of(House.OPEN);
    String before = house.stored();
    for (String name :
        List.of(
            "Owner",
            "OWNER",
            "owner ",
            " owner",
            "todos",
            "rowid",
            "owner.x",
            "_id",
            "n.owner",
            "todos.owner",
            "\"owner\"",
            "`owner`",
            "o\u0077ner\u200b",
            "owne\u0433")) {
      assertThatThrownBy(() -> door.find(house.ann(), field(name).eq("ann")))
          .as(name)
          .isInstanceOf(InvalidRequestException.class);
    }
    assertThat(house.stored()).isEqualTo(before);
    assertThat(house.backend.commands()).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("io.spacecloud.engine.security.Door#creating")
  void anotherSpellingOfANameIsNotStored(Door door) {
    House house = House.of(House.OPEN);
    for (String name : List.of("Owner", "owner ", "owner.x", "$owner", "todos.owner", "")) {
      assertThatThrownBy(() -> door.create(house.ann(), Map.of("id", "9", name, "ann")))
          .as(name)
          .isInstanceOf(InvalidRequestException.class);
    }
    assertThat(house.backend.rows("todos")).hasSize(3);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'owner':'ann','$where':'true'}",
        "{'$expr':{'$eq':['$owner','ann']}}",
        "{'owner':'ann','$comment':'x'}",
        "{'owner':{'$regex':'.*'}}",
        "{'owner':{'$eq':'ann','x':1}}",
        "{'owner':{'x':1}}",
        "{'owner':{}}",
        "{'owner':{'$not':{}}}",
        "{'owner':{'$EQ':'ann'}}",
        "{'owner':'ann','owner':'bob'}",
        "{'owner':'ann','\\u006fwner':'bob'}",
        "{'$or':{'owner':'ann'}}",
        "{'$or':{'0':{'owner':'ann'}}}",
        "{'$or':[['owner','ann']]}",
        "{'$and':'x'}",
        "{'owner':{'$in':{'0':'ann'}}}",
        "{'owner':{'$exists':1}}",
        "['owner','ann']",
        "'owner'",
        "null"
      })
  void aFindThatIsNotUnderstoodWhollyIsRefused(String find) {
    for (String body :
        List.of(
            "read {'op':'all','find':%s}",
            "read {'op':'count','find':%s}",
            "update {'op':'all','find':%s,'update':{'$set':{'n':1}}}",
            "delete {'op':'all','find':%s}",
            "aggregate {'op':'all','pipe':[{'$match':%s}]}",
            "batch {'reqs':[{'type':'delete','col':'todos','op':'all','find':%s}]}")) {
      refused(body.formatted(find));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "read {'op':'all','find':{},'where':{'owner':'ann'}}",
        "read {'op':'all','find':{},'Find':{'owner':'ann'}}",
        "read {'op':'all','find':{},'options':{'projection':{'note':0}}}",
        "read {'op':'ALL','find':{}}",
        "read {'find':{}}",
        "read {'op':'all','op':'one'}",
        "read {'op':'all'}{}",
        "update {'op':'all','find':{},'update':{'$set':{'n':1},'$setOnInsert':{'n':2}}}",
        "update {'op':'all','find':{},'update':{'n':1}}",
        "update {'op':'all','find':{},'update':[{'$set':{'n':1}}]}",
        "update {'op':'all','find':{},'update':{'$set':{'n':1,'n':2}}}",
        "delete {'op':'all','find':{},'options':{'limit':1}}",
        "create {'op':'one','doc':{'id':'9'},'docs':[]}",
        "create {'op':'one','doc':[{'id':'9'}]}",
        "create {'op':'one','doc':{'id':'9','id':'8'}}",
        "aggregate {'op':'all','pipe':[{'$lookup':{'from':'secret'}}]}",
        "aggregate {'op':'all','pipe':[{'$out':'bare'}]}",
        "aggregate {'op':'all','pipe':[{'$match':{},'$limit':1}]}",
        "aggregate {'op':'all','pipe':[{}]}",
        "batch {'reqs':[{'type':'read','col':'todos','op':'all','find':{}}]}",
        "batch {'reqs':[{'type':'delete','col':'todos','op':'all','find':{},'dbType':'other'}]}",
        "batch {'reqs':[{'type':'delete','col':'todos','op':'all','x':1}]}"
      })
  void aBodyThatIsNotUnderstoodWhollyIsRefused(String body) {
    refused(body);
  }

  private static void refused(String said) {
    House house = House.of(House.OPEN);
    String body = said.substring(said.indexOf(' ') + 1).replace('\'', '"');
    assertThatThrownBy(
            () -> house.ann().execute(Wire.read(said.substring(0, said.indexOf(' ')), body)), body)
        .isInstanceOf(InvalidRequestException.class);
    assertThat(house.backend.commands()).isEmpty();
  }
}
