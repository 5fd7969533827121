package io.spacecloud.realtime;

import static io.spacecloud.api.condition.Conditions.field;
import static org.assertj.core.api.Assertions.assertThat;

import io.spacecloud.api.condition.Condition;
import io.spacecloud.api.condition.ConditionEvaluator;
import io.spacecloud.api.condition.Conditions;
import io.spacecloud.api.result.Document;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class MatcherTest {
  private static final List<String> FIELDS = List.of("a", "b", "c");

  private static Object value(Random random) {
    long n = random.nextInt(4);
    return switch (random.nextInt(8)) {
      case 0 -> null;
      case 1 -> "s" + n;
      case 2 -> (double) n;
      case 3 -> BigDecimal.valueOf(n * 10, 1);
      case 4 -> n + 0.5;
      case 5 -> random.nextBoolean();
      default -> n;
    };
  }

  private static Object present(Random random) {
    Object value = value(random);
    return value == null ? 1L : value;
  }

  private static Condition condition(Random random, int depth) {
    String name = FIELDS.get(random.nextInt(FIELDS.size()));
    Object value = present(random);
    boolean ordered = !(value instanceof Boolean);
    return switch (random.nextInt(depth > 0 ? 10 : 6)) {
      case 0, 1 -> field(name).eq(value(random));
      case 2 -> field(name).in(value(random), value(random));
      case 3 -> ordered ? field(name).gte(value) : field(name).exists();
      case 4 -> ordered ? field(name).lt(value) : Conditions.TRUE;
      case 5 -> field(name).ne(value);
      case 6 -> Conditions.not(condition(random, depth - 1));
      case 7 -> Conditions.or(condition(random, depth - 1), condition(random, depth - 1));
      default -> Conditions.and(condition(random, depth - 1), condition(random, depth - 1));
    };
  }

  private static Document row(Random random) {
    Map<String, Object> row = new LinkedHashMap<>();
    FIELDS.forEach(name -> row.put(name, value(random)));
    return Document.of(row);
  }

  /** Against evaluating every condition, while some come and others go. */
  @Test
  void itFindsExactlyThoseThatTheRowSatisfiesEachOnce() {
    long seed = Long.getLong("spacecloud.seed", new Random().nextLong() >>> 1);
    System.out.println("replay with -Dspacecloud.seed=" + seed);
    Random random = new Random(seed);
    Matcher<Integer> matcher = new Matcher<>();
    Map<Integer, Condition> present = new HashMap<>();
    for (int i = 0; i < 3_000; i++) {
      Condition condition = condition(random, 3);
      matcher.add(i, condition);
      present.put(i, condition);
      if (random.nextInt(3) == 0) {
        int gone = random.nextInt(i + 1);
        matcher.remove(gone);
        present.remove(gone);
      }
      if (i % 5 == 0) {
        Document row = row(random);
        List<Integer> found = new ArrayList<>();
        matcher.match(row, found::add);
        List<Integer> expected =
            present.entrySet().stream()
                .filter(each -> ConditionEvaluator.compile(each.getValue()).test(row))
                .map(Map.Entry::getKey)
                .toList();
        assertThat(found).as("%s", row).containsExactlyInAnyOrderElementsOf(expected);
      }
    }
  }

  @Test
  void bytesAreFoundByTheirContent() {
    Matcher<String> matcher = new Matcher<>();
    matcher.add("it", field("a").eq(new byte[] {1, 2}));
    List<String> found = new ArrayList<>();
    matcher.match(Document.of(Map.of("a", new byte[] {1, 2})), found::add);
    matcher.match(Document.of(Map.of("a", new byte[] {1, 3})), found::add);
    assertThat(found).containsExactly("it");
  }
}
