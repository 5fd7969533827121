package io.spacecloud.engine.rules;

import static io.spacecloud.api.condition.Conditions.field;
import static org.assertj.core.api.Assertions.assertThat;

import io.spacecloud.api.request.Aggregate;
import io.spacecloud.api.request.CollectionRequest;
import io.spacecloud.api.request.Create;
import io.spacecloud.api.request.Delete;
import io.spacecloud.api.request.Read;
import io.spacecloud.api.request.Update;
import io.spacecloud.api.result.Document;
import io.spacecloud.api.rule.Caller;
import io.spacecloud.api.rule.RuleInput;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a function that a rule asks is told of the request. */
class FuncArgumentsTest {
  private static final Map<String, ?> FUNC = Map.of("rule", "func", "service", "s", "func", "f");
  private static final Map<String, ?> ALL = Map.of("$and", List.of());
  private static final Read READ = Read.all("db", "todos");

  private static Object told(Map<String, ?> rule, CollectionRequest request) {
    List<Object> told = new ArrayList<>();
    RuleInput input =
        new RuleInput(
            request.operation(),
            Caller.of(Map.of("id", "ann")),
            request,
            request instanceof Create create ? create.docs().get(0) : null,
            read -> List.of(Document.of(Map.of("row", read.collection()))),
            (service, function, params, timeout) -> {
              told.add(params);
              return Map.of("ack", true);
            });
    assertThat(new Rules().of(request.operation(), rule).evaluate(input).isDenied()).isFalse();
    assertThat(told).hasSize(1);
    return told.get(0);
  }

  @Test
  void itIsTheRequestAsItIsWritten() {
    assertThat(told(FUNC, READ.where(field("a").gt(1)).select("a").sort("-a").limit(5)))
        .isEqualTo(
            Map.of(
                "op", "all",
                "find", Map.of("a", Map.of("$gt", 1L)),
                "opts",
                    Map.of(
                        "select", List.of("a"), "sort", List.of("-a"), "skip", 0L, "limit", 5L)));
    assertThat(told(FUNC, Read.distinct("db", "todos", "a")))
        .isEqualTo(
            Map.of("op", "distinct", "find", ALL, "opts", Map.of("skip", 0L, "distinct", "a")));
    assertThat(told(FUNC, Read.one("db", "todos").skip(1)))
        .isEqualTo(Map.of("op", "one", "find", ALL, "opts", Map.of("skip", 1L)));
    assertThat(told(FUNC, Create.one("db", "todos", Map.of("a", 1))))
        .isEqualTo(Map.of("op", "one", "doc", Map.of("a", 1L)));
    Update update = Update.upsert("db", "todos").where(field("id").eq("1"));
    assertThat(told(FUNC, update.set("a", 1).set("b.c", 2).inc("n", 3).unset("gone")))
        .isEqualTo(
            Map.of(
                "op", "upsert",
                "find", Map.of("id", "1"),
                "update",
                    Map.of(
                        "$set", Map.of("a", 1L, "b.c", 2L),
                        "$inc", Map.of("n", 3L),
                        "$unset", Map.of("gone", true))));
    assertThat(told(FUNC, Delete.all("db", "todos").where(field("a").eq(1))))
        .isEqualTo(Map.of("op", "all", "find", Map.of("a", 1L)));
    assertThat(told(FUNC, Aggregate.all("db", "todos", List.of(Map.of("$limit", 1)))))
        .isEqualTo(Map.of("op", "all", "pipeline", List.of(Map.of("$limit", 1L))));
  }

  @Test
  void theRowsOfQueriesAroundItAreThere() {
    Map<String, ?> outer = Rules.query("out", "args.out", Rules.query("in", "args.in", FUNC));
    assertThat(told(outer, READ))
        .isEqualTo(
            Map.of(
                "op", "all",
                "find", ALL,
                "opts", Map.of("skip", 0L),
                "in", List.of(Map.of("row", "in")),
                "out", List.of(Map.of("row", "out"))));
  }
}
