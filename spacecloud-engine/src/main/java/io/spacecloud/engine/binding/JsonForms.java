package io.spacecloud.engine.binding;

import io.spacecloud.api.value.ObjectId;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The values as which JSON columns hold what JSON itself has no kind for. */
final class JsonForms {
  private JsonForms() {}

  /**
   * The value as JSON has it: times, uuids and bytes are strings, reals their shortest decimals, an
   * object's nulls are left out.
   */
  static @Nullable Object of(@Nullable Object value) {
    if (value instanceof Map<?, ?> map) {
      return object(map);
    } else if (value instanceof List<?> list) {
      List<@Nullable Object> copy = new ArrayList<>(list.size());
      list.forEach(element -> copy.add(of(element)));
      return Collections.unmodifiableList(copy);
    } else if (value instanceof Double real) {
      return new BigDecimal(real.toString()); // JSON's numbers are decimals
    } else if (value instanceof byte[] bytes) {
      return Base64.getEncoder().encodeToString(bytes);
    }
    boolean asText =
        value instanceof Instant
            || value instanceof LocalDate
            || value instanceof LocalTime
            || value instanceof UUID
            || value instanceof ObjectId;
    return asText ? String.valueOf(value) : value;
  }

  /** What {@code $contains} wants of an object: a null there wants absence, and stays. */
  static Object wanted(Object value) {
    if (!(value instanceof Map<?, ?> map)) {
      return Objects.requireNonNull(of(value));
    }
    Map<String, @Nullable Object> copy = new LinkedHashMap<>(map.size() * 2);
    map.forEach((name, member) -> copy.put((String) name, member == null ? null : wanted(member)));
    return Collections.unmodifiableMap(copy);
  }

  private static Map<String, @Nullable Object> object(Map<?, ?> map) {
    Map<String, @Nullable Object> copy = new LinkedHashMap<>(map.size() * 2);
    map.forEach(
        (name, value) -> {
          if (value != null) {
            copy.put((String) name, of(value));
          }
        });
    return Collections.unmodifiableMap(copy);
  }
}
