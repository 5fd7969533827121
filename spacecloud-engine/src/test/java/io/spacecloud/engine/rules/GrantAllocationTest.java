package io.spacecloud.engine.rules;

import static io.spacecloud.api.condition.Conditions.field;
import static org.assertj.core.api.Assertions.assertThat;

import io.spacecloud.api.request.Operation;
import io.spacecloud.api.request.Read;
import io.spacecloud.api.request.Update;
import io.spacecloud.api.rule.Caller;
import io.spacecloud.api.rule.RuleInput;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class GrantAllocationTest {
  private static final int EVALUATIONS = 200_000;
  private static final Caller USER = Caller.of(Map.of("id", "7", "roles", List.of("a", "b")));

  private static Map<String, Object> match(String type, String eval, Object f1, Object f2) {
    return Map.of("rule", "match", "type", type, "eval", eval, "f1", f1, "f2", f2);
  }

  private static void allocatesNothing(DeclarativeRules rules, RuleInput input) {
    long least = Long.MAX_VALUE;
    for (int round = 0; round < 5; round++) {
      long before = allocatedBytes();
      for (int i = 0; i < EVALUATIONS; i++) {
        if (rules.evaluate(input).isDenied()) {
          throw new AssertionError("denied");
        }
      }
      least = Math.min(least, allocatedBytes() - before);
    }
    assertThat((double) least / EVALUATIONS).as("bytes per evaluation").isLessThan(1);
  }

  /** By reflection: the module under test does not read the management modules. */
  private static long allocatedBytes() {
    try {
      Object threads =
          Class.forName("java.lang.management.ManagementFactory")
              .getMethod("getThreadMXBean")
              .invoke(null);
      return (long)
          Class.forName("com.sun.management.ThreadMXBean")
              .getMethod("getThreadAllocatedBytes", long.class)
              .invoke(threads, Thread.currentThread().getId());
    } catch (ReflectiveOperationException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void a_grant_by_logic_over_matches_allocates_nothing() {
    Map<String, Object> rule =
        Map.of(
            "rule",
            "or",
            "clauses",
            List.of(
                match("string", "==", "args.auth.role", "admin"),
                Map.of("rule", "not", "clause", match("string", "!=", "args.op", "one")),
                Map.of(
                    "rule",
                    "and",
                    "clauses",
                    List.of(
                        match("string", "==", "args.auth.id", "args.find.userId"),
                        match("string", "in", "a", "args.auth.roles"),
                        match("string", "notIn", "args.op", List.of("one", "count")),
                        match("bool", "==", "utils.exists(args.find.done)", true)))));
    Read read =
        Read.all("db", "todos").where(field("userId").eq("7")).where(field("done").eq(false));

    allocatesNothing(new Rules().read(rule), Rules.input(Operation.READ, USER, read, null));
  }

  @Test
  void a_grant_by_what_an_update_writes_allocates_nothing() {
    Map<String, Object> rule =
        Map.of(
            "rule",
            "and",
            "clauses",
            List.of(
                match("bool", "==", "args.writes.role", false),
                match("string", "==", "args.update.$set.profile.name", "x")));
    Update update = Update.one("db", "todos").set("profile", Map.of("name", "x")).inc("n", 1);

    allocatesNothing(
        new Rules().of(Operation.UPDATE, rule), Rules.input(Operation.UPDATE, USER, update, null));
  }
}
