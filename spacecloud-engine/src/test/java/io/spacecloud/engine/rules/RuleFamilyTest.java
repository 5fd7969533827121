package io.spacecloud.engine.rules;

import static org.assertj.core.api.Assertions.assertThat;

import io.spacecloud.api.request.Operation;
import io.spacecloud.api.request.Read;
import io.spacecloud.api.rule.Caller;
import io.spacecloud.engine.config.Problems;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every member of the closed families is known to whoever takes them apart. */
class RuleFamilyTest {
  private static final Map<String, Object> MATCH =
      Map.of(
          "rule", "match",
          "type", "string",
          "eval", "in",
          "f1", "args.auth.id",
          "f2", List.of("utils.length(args.auth.id)", "x", Map.of("$literal", "y")));

  private static final Map<String, Object> FIND =
      Map.of(
          "a",
              Map.of(
                  "$in", List.of("args.auth.id"), "$contains", Map.of("k", "args.auth[args.op]")),
          "$or", List.of(Map.of("b", 1), Map.of("b", "args.auth.id")),
          "$not", Map.of("c", "utils.now"));

  private static List<Map<String, Object>> samples() {
    Map<String, Object> allow = Map.of("rule", "allow");
    return List.of(
        allow,
        Map.of("rule", "authenticated"),
        Map.of("rule", "deny"),
        Map.of("rule", "match", "type", "string", "eval", "==", "f1", "args.auth.id", "f2", "x"),
        Map.of("rule", "and", "clauses", List.of(allow)),
        Map.of("rule", "or", "clauses", List.of(allow)),
        Map.of("rule", "not", "clause", allow),
        Map.of("rule", "filter", "find", FIND),
        Map.of("rule", "query", "db", "db", "col", "c", "find", Map.of("a", 1), "clause", allow),
        Map.of("rule", "func", "service", "s", "func", "f"),
        Map.of("rule", "authenticated", "fields", Map.of("deny", List.of("a.b"))),
        Map.of("rule", "remove", "fields", List.of("res.a", "res.b.c"), "clause", allow),
        Map.of("rule", "force", "field", "args.find.a", "value", "args.auth.id"),
        Map.of("rule", "hash", "field", "args.find.a"),
        Map.of("rule", "decrypt", "field", "res.a"));
  }

  @Test
  void every_rule_is_parsed_compiled_evaluated_and_traced() {
    Set<Class<?>> seen = new HashSet<>();
    for (Map<String, Object> sample : samples()) {
      seen.add(Rules.parse(sample, Operation.READ).getClass());
      DeclarativeRules compiled = new Rules().read(sample);
      var input =
          Rules.input(Operation.READ, Caller.of(Map.of("id", "x")), Read.all("db", "todos"), null);
      assertThat(compiled.evaluate(input)).isNotNull();
      assertThat(compiled.trace(input).rule()).isEqualTo(sample.get("rule"));
    }
    assertThat(seen).containsAll(leaves(Rule.class));
  }

  @Test
  void every_template_and_operand_is_compiled() {
    Rule.Filter filter =
        (Rule.Filter) Rules.parse(Map.of("rule", "filter", "find", FIND), Operation.READ);
    Set<Class<?>> seen = new HashSet<>();
    collect(filter.find(), seen);
    seen.add(new FindTemplate.Fixed(null).getClass());
    seen.add(new Operand.Literal("x").getClass());

    assertThat(seen).containsAll(leaves(FindTemplate.class));
    assertThat(seen).containsAll(leaves(Operand.class));
    assertThat(
            new FindCompiler(new SlotCompiler(Rules.CLOCK), Scope.of(Operation.READ))
                .compile(filter.find()))
        .isNotNull();
  }

  @Test
  void a_list_holds_only_what_may_be_of_its_type() {
    Problems problems = new Problems();
    RuleParser.parse("r", MATCH, Operation.READ, problems);
    assertThat(problems.all()).extracting(p -> p.path()).containsExactly("r.f2.0");
  }

  private static void collect(Object part, Set<Class<?>> seen) {
    if (part instanceof List<?> list) {
      list.forEach(element -> collect(element, seen));
    } else if (part instanceof Map<?, ?> map) {
      collect(new ArrayList<>(map.values()), seen);
    } else if (part instanceof FindTemplate || part instanceof Operand) {
      seen.add(part.getClass());
      components(part).forEach(component -> collect(component, seen));
    }
  }

  private static Stream<Object> components(Object record) {
    return Arrays.stream(record.getClass().getRecordComponents())
        .map(
            component -> {
              try {
                return component.getAccessor().invoke(record);
              } catch (ReflectiveOperationException e) {
                throw new AssertionError(e);
              }
            })
        .filter(component -> component != null);
  }

  private static List<Class<?>> leaves(Class<?> family) {
    return List.of(family.getPermittedSubclasses());
  }
}
