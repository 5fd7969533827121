package io.spacecloud.sql;

import io.spacecloud.api.condition.Condition;
import io.spacecloud.api.condition.Condition.And;
import io.spacecloud.api.condition.Condition.Comparison;
import io.spacecloud.api.condition.Condition.Contains;
import io.spacecloud.api.condition.Condition.Like;
import io.spacecloud.api.condition.Condition.Membership;
import io.spacecloud.api.condition.Condition.Not;
import io.spacecloud.api.condition.Condition.Or;
import io.spacecloud.api.condition.Conditions;
import io.spacecloud.api.request.Read;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** About how much memory a read holds, in characters: what is cached must be small. */
final class Weight {
  private static final long SCALAR = 16;

  private Weight() {}

  static long of(Read read) {
    int names =
        Conditions.paths(read.where()).toString().length()
            + read.select().toString().length()
            + read.sort().toString().length();
    return names + of(read.where());
  }

  private static long of(Condition condition) {
    if (condition instanceof Comparison c) {
      return of(c.value());
    } else if (condition instanceof Membership c) {
      return values(c.values());
    } else if (condition instanceof Contains c) {
      return of(c.value());
    } else if (condition instanceof Like c) {
      return c.pattern().length();
    } else if (condition instanceof And c) {
      return all(c.conditions());
    } else if (condition instanceof Or c) {
      return all(c.conditions());
    } else if (condition instanceof Not c) {
      return of(c.condition());
    }
    return SCALAR;
  }

  private static long all(List<Condition> conditions) {
    long weight = 0;
    for (Condition condition : conditions) {
      weight += SCALAR + of(condition);
    }
    return weight;
  }

  private static long values(Collection<? extends @Nullable Object> values) {
    long weight = 0;
    for (Object value : values) {
      weight += of(value);
    }
    return weight;
  }

  private static long of(@Nullable Object value) {
    if (value instanceof String text) {
      return SCALAR + text.length();
    } else if (value instanceof byte[] bytes) {
      return SCALAR + bytes.length;
    } else if (value instanceof Map<?, ?> map) {
      return SCALAR + values(map.keySet()) + values(map.values());
    } else if (value instanceof Collection<?> list) {
      return SCALAR + values(list);
    }
    return SCALAR;
  }
}
