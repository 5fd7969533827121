package io.spacecloud.api.condition;

import io.spacecloud.api.condition.Condition.And;
import io.spacecloud.api.condition.Condition.Comparison;
import io.spacecloud.api.condition.Condition.Constant;
import io.spacecloud.api.condition.Condition.Contains;
import io.spacecloud.api.condition.Condition.Like;
import io.spacecloud.api.condition.Condition.Membership;
import io.spacecloud.api.condition.Condition.Not;
import io.spacecloud.api.condition.Condition.Or;
import io.spacecloud.api.condition.Condition.Presence;
import io.spacecloud.api.value.Kind;
import io.spacecloud.api.value.ObjectId;
import io.spacecloud.api.value.Values;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes the wire form of conditions. */
final class ConditionWriter {
  private ConditionWriter() {}

  static Map<String, @Nullable Object> write(Condition condition) {
    if (condition instanceof Constant c) {
      return entry(c.value() ? "$and" : "$or", List.of());
    } else if (condition instanceof Comparison c) {
      return comparison(c);
    } else if (condition instanceof Membership c) {
      return operator(c.path(), "$in", c.values().stream().map(ConditionWriter::value).toList());
    } else if (condition instanceof Presence c) {
      return operator(c.path(), "$exists", true);
    } else if (condition instanceof Like c) {
      return operator(c.path(), "$like", c.pattern());
    } else if (condition instanceof Contains c) {
      return operator(c.path(), "$contains", value(c.value()));
    } else if (condition instanceof And c) {
      return entry("$and", c.conditions().stream().map(ConditionWriter::write).toList());
    } else if (condition instanceof Or c) {
      return entry("$or", c.conditions().stream().map(ConditionWriter::write).toList());
    } else if (condition instanceof Not c) {
      return c.condition() instanceof Presence absent
          ? operator(absent.path(), "$exists", false)
          : entry("$not", write(c.condition()));
    }
    throw new AssertionError(condition.getClass());
  }

  private static Map<String, @Nullable Object> comparison(Comparison c) {
    boolean plain =
        c.operator() == Condition.Operator.EQ && Values.kindOf(c.value()) != Kind.OBJECT;
    return plain
        ? entry(c.path().toString(), value(c.value()))
        : operator(c.path(), c.operator().wire(), value(c.value()));
  }

  private static @Nullable Object value(@Nullable Object value) {
    if (value instanceof List<?> list) {
      return list.stream().map(ConditionWriter::value).toList();
    } else if (value instanceof Map<?, ?> map) {
      Map<String, @Nullable Object> copy = new LinkedHashMap<>();
      map.forEach((name, member) -> copy.put((String) name, value(member)));
      return Collections.unmodifiableMap(copy);
    }
    return value instanceof ObjectId id ? Map.of("$oid", id.hex()) : value;
  }

  private static Map<String, @Nullable Object> operator(
      FieldPath path, String name, @Nullable Object value) {
    return entry(path.toString(), entry(name, value));
  }

  private static Map<String, @Nullable Object> entry(String key, @Nullable Object value) {
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    map.put(key, value);
    return Collections.unmodifiableMap(map);
  }
}
