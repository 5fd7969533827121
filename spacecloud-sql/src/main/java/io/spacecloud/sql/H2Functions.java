package io.spacecloud.sql;

import io.spacecloud.api.condition.ConditionEvaluator;
import io.spacecloud.api.condition.Conditions;
import io.spacecloud.api.condition.RowPredicate;
import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** What H2 calls back for; public because H2 looks it up by name, not part of the API. */
public final class H2Functions {
  private static final int MAX_PREDICATES = 1_000;
  private static final int MAX_LENGTH = 4_000;
  private static final Map<String, RowPredicate> PREDICATES = new ConcurrentHashMap<>();

  private static volatile Map.@Nullable Entry<String, RowPredicate> lastLong;

  private H2Functions() {}

  /**
   * Whether a condition on a JSON column holds.
   *
   * @param column the column's name, with which the condition's paths begin
   * @param json the column's value
   * @param condition the condition's wire form
   */
  public static boolean jsonTest(String column, @Nullable String json, String condition) {
    RowPredicate predicate = known(condition);
    if (predicate == null) {
      predicate = ConditionEvaluator.compile(parse(condition));
      keep(condition, predicate);
    }
    return predicate.test(Collections.singletonMap(column, Json.read(json)));
  }

  private static @Nullable RowPredicate known(String condition) {
    if (condition.length() <= MAX_LENGTH) {
      return PREDICATES.get(condition);
    }
    Map.Entry<String, RowPredicate> last = lastLong;
    return last != null && last.getKey().equals(condition) ? last.getValue() : null;
  }

  /** The last long one is kept alone: a statement asks for it row after row. */
  private static void keep(String condition, RowPredicate predicate) {
    if (condition.length() > MAX_LENGTH) {
      lastLong = Map.entry(condition, predicate);
      return;
    }
    if (PREDICATES.size() >= MAX_PREDICATES) {
      PREDICATES.clear();
    }
    PREDICATES.put(condition, predicate);
  }

  private static io.spacecloud.api.condition.Condition parse(String condition) {
    return Conditions.parse((Map<?, ?>) Objects.requireNonNull(Json.read(condition)));
  }
}
