package io.spacecloud.engine.rules;

import static io.spacecloud.api.condition.Conditions.field;
import static org.assertj.core.api.Assertions.assertThat;

import io.spacecloud.api.request.Aggregate;
import io.spacecloud.api.request.CollectionRequest;
import io.spacecloud.api.request.Create;
import io.spacecloud.api.request.Delete;
import io.spacecloud.api.request.Operation;
import io.spacecloud.api.request.Read;
import io.spacecloud.api.request.Update;
import io.spacecloud.api.result.Document;
import io.spacecloud.api.rule.Caller;
import io.spacecloud.api.rule.RuleInput;
import io.spacecloud.api.rule.RuleTrace;
import io.spacecloud.api.rule.Verdict;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What variables find in each kind of request. */
class VariableValuesTest {
  private static final Caller ANN =
      Caller.of(
          Map.of(
              "id",
              "ann",
              "key",
              "org",
              "org",
              Map.of("ann", "owner"),
              "all",
              List.of("a", "b"),
              "zero",
              0,
              "one",
              1,
              "two",
              2,
              "minus",
              -1));
  private static final Read READ = Read.all("db", "todos");
  private static final Update UPDATE = Update.all("db", "todos");

  private static Object value(String variable, CollectionRequest request) {
    Operation operation = request.operation();
    Map<String, ?> rule =
        Map.of(
            "rule",
            "match",
            "type",
            "bool",
            "eval",
            "in",
            "f1",
            true,
            "f2",
            List.of(variable, true));
    if (!variable.startsWith("args.writes")) {
      rule = Rules.same(variable, "literal");
    }
    Document doc = request instanceof Create create ? create.docs().get(0) : null;
    RuleInput input = Rules.input(operation, ANN, request, doc);
    RuleTrace trace = new Rules().of(operation, rule).trace(input);
    if (variable.startsWith("args.writes")) {
      return ((List<?>) trace.operands().get(1).value()).get(0);
    }
    return trace.operands().get(0).value();
  }

  @Test
  void theOperationIsAsItIsWritten() {
    assertThat(value("args.op", Read.one("db", "todos"))).isEqualTo("one");
    assertThat(value("args.op", READ)).isEqualTo("all");
    assertThat(value("args.op", Read.count("db", "todos"))).isEqualTo("count");
    assertThat(value("args.op", Read.distinct("db", "todos", "a"))).isEqualTo("distinct");
    assertThat(value("args.op", Create.one("db", "todos", Map.of()))).isEqualTo("one");
    assertThat(value("args.op", UPDATE.set("a", 1))).isEqualTo("all");
    assertThat(value("args.op", Update.upsert("db", "todos").set("a", 1))).isEqualTo("upsert");
    assertThat(value("args.op", Delete.one("db", "todos"))).isEqualTo("one");
    assertThat(value("args.op", Aggregate.all("db", "todos", List.of()))).isEqualTo("all");
  }

  @Test
  void optionsResolveWhereTheyAreGiven() {
    Read full = READ.select("a", "b.c").sort("-n", "id").skip(2).limit(5);
    assertThat(value("args.opts.select", full)).isEqualTo(List.of("a", "b.c"));
    assertThat(value("args.opts.select.1", full)).isEqualTo("b.c");
    assertThat(value("args.opts.sort", full)).isEqualTo(List.of("-n", "id"));
    assertThat(value("args.opts.sort.0", full)).isEqualTo("-n");
    assertThat(value("args.opts.skip", full)).isEqualTo(2L);
    assertThat(value("args.opts.limit", full)).isEqualTo(5L);
    assertThat(value("args.opts.distinct", Read.distinct("db", "todos", "a.b"))).isEqualTo("a.b");
    for (String option : List.of("select", "sort", "limit", "distinct")) {
      assertThat(value("args.opts." + option, READ)).as(option).isNull();
    }
  }

  @Test
  void findResolvesToTheOnlyEquality() {
    for (CollectionRequest each :
        List.of(
            READ.where(field("a").eq(1)),
            UPDATE.where(field("a").eq(1)).set("b", 1),
            Delete.all("db", "todos").where(field("a").eq(1)),
            READ.where(Map.of("a", 1, "b", 2)))) {
      assertThat(value("args.find.a", each)).as("%s", each).isEqualTo(1L);
    }
    assertThat(value("args.find.a", READ)).isNull();
    assertThat(value("args.find.a", UPDATE.set("a", 1))).isNull();
    assertThat(value("args.find.a", READ.where(field("a").gt(1)))).isNull();
    assertThat(value("args.find.a", READ.where(field("a.b").eq(1)))).isNull();
  }

  @Test
  void pipelinesAreAsTheyAreWritten() {
    Map<String, Object> group = new LinkedHashMap<>();
    group.put("_id", Map.of("k", "$a", "l", "$b.c"));
    group.put("total", Map.of("$sum", "$n"));
    group.put("ones", Map.of("$sum", 1));
    group.put("all", Map.of("$count", Map.of()));
    Map<String, Object> whole = new LinkedHashMap<>();
    whole.put("_id", null);
    whole.put("least", Map.of("$min", "$all"));
    List<Map<String, Object>> stages =
        List.of(
            Map.of("$match", Map.of("a", Map.of("$gt", 1L))),
            Map.of("$sort", Map.of("a", -1L)),
            Map.of("$skip", 2L),
            Map.of("$limit", 3L),
            Map.of("$project", Map.of("a", "$x.y", "b", "$b")),
            Map.of("$group", group),
            Map.of("$sort", Map.of("total", 1L)),
            Map.of("$group", Map.of("_id", "$_id.k", "most", Map.of("$max", "$total"))),
            Map.of("$group", whole),
            Map.of("$count", "n"));
    Aggregate aggregate = Aggregate.all("db", "todos", stages);
    List<Map<String, Object>> written = new ArrayList<>(stages);
    Map<String, Object> counted = new LinkedHashMap<>(group);
    counted.put("ones", Map.of("$sum", 1L));
    written.set(5, Map.of("$group", counted));
    assertThat(value("args.pipeline", aggregate)).isEqualTo(written);
    assertThat(value("args.pipeline.3.$limit", aggregate)).isEqualTo(3L);
  }

  @Test
  void operatorsResolveAtTheirPathAndInside() {
    Update update =
        UPDATE
            .set("a", Map.of("b", Map.of("c", 1)))
            .set("x.y", 2)
            .inc("n", 3)
            .unset("gone")
            .currentDate("at");
    assertThat(value("args.update.$set", update))
        .isEqualTo(Map.of("a", Map.of("b", Map.of("c", 1L)), "x.y", 2L));
    assertThat(value("args.update.$set.a.b.c", update)).isEqualTo(1L);
    assertThat(value("args.update.$set.a", update)).isEqualTo(Map.of("b", Map.of("c", 1L)));
    assertThat(value("args.update.$set.x.y", update)).isEqualTo(2L);
    assertThat(value("args.update.$set.x", update)).isNull();
    assertThat(value("args.update.$set.x.y.z", update)).isNull();
    assertThat(value("args.update.$set.ab", update)).isNull();
    assertThat(value("args.update.$inc.n", update)).isEqualTo(3L);
    assertThat(value("args.update.$unset.gone", update)).isEqualTo(true);
    assertThat(value("args.update.$unset", update)).isEqualTo(Map.of("gone", true));
    assertThat(value("args.update.$currentDate.at", update)).isEqualTo(true);
    assertThat(value("args.update.$push", update)).isNull();
    Update two = UPDATE.set("p", 1).set("q", Arrays.asList(1, null));
    assertThat(value("args.update.$set.q", two)).isEqualTo(Arrays.asList(1L, null));
  }

  @Test
  void writesTellsWhatIsTouched() {
    Update update = UPDATE.set("a.b", 1).with(Map.of("$rename", Map.of("old", "new")));
    for (String touched : List.of("a", "a.b", "a.b.c", "old", "new", "new.x")) {
      assertThat(value("args.writes." + touched, update)).as(touched).isEqualTo(true);
    }
    for (String other : List.of("a.c", "ab", "a.bc", "olde", "ne", "b")) {
      assertThat(value("args.writes." + other, update)).as(other).isEqualTo(false);
    }
    Map<String, Object> doc = new LinkedHashMap<>();
    doc.put("a", Map.of("b", 1));
    doc.put("none", null);
    Create create = Create.one("db", "todos", doc);
    for (String present : List.of("a", "a.b", "none")) {
      assertThat(value("args.writes." + present, create)).as(present).isEqualTo(true);
    }
    for (String other : List.of("b", "a.c", "a.b.c", "none.x")) {
      assertThat(value("args.writes." + other, create)).as(other).isEqualTo(false);
    }
  }

  @Test
  void bracketsIndexByAnotherVariable() {
    assertThat(value("args.auth[args.auth.key].ann", READ)).isEqualTo("owner");
    assertThat(value("args.auth[args.auth.key][args.auth.id]", READ)).isEqualTo("owner");
    assertThat(value("args.auth.all[args.auth.zero]", READ)).isEqualTo("a");
    assertThat(value("args.auth.all[args.auth.one]", READ)).isEqualTo("b");
    assertThat(value("args.auth.all.1", READ)).isEqualTo("b");
    assertThat(value("args.auth", READ)).isEqualTo(ANN.claims());
    for (String none :
        List.of(
            "args.auth.all[args.auth.two]",
            "args.auth.all[args.auth.minus]",
            "args.auth.all[args.auth.id]",
            "args.auth.all.2",
            "args.auth.all.01",
            "args.auth.all.x",
            "args.auth.org[args.auth.one]",
            "args.auth.org[args.auth.none]",
            "args.auth[args.auth.one]",
            "args.auth.id.x",
            "args.auth.id[args.auth.one]")) {
      assertThat(value(none, READ)).as(none).isNull();
    }
  }

  @Test
  void theRowsOfEveryEnclosingQueryAreThere() {
    List<Read> reads = new ArrayList<>();
    RuleInput input =
        new RuleInput(
            Operation.READ,
            ANN,
            READ,
            null,
            read -> {
              reads.add(read);
              return List.of(Document.of(Map.of("a", "x", "from", read.collection())));
            });
    for (Map<String, ?> judge :
        List.of(
            Rules.same("args.out.0.a", "args.in.0.a"),
            Rules.same("args.out.0.from", "outer"),
            Rules.same("args.in.0.from", "inner"))) {
      Map<String, Object> inner = new LinkedHashMap<>(Rules.query("inner", "args.in", judge));
      inner.put("find", Map.of("a", "args.out.0.a"));
      DeclarativeRules rules = new Rules().read(Rules.query("outer", "args.out", inner));
      reads.clear();
      assertThat(rules.evaluate(input)).isEqualTo(Verdict.granted());
      assertThat(reads.get(1).where()).isEqualTo(field("a").eq("x"));
    }
  }
}
