package io.spacecloud.api.function;

import io.spacecloud.api.error.InvalidRequestException;
import io.spacecloud.api.value.Values;
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
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Values as they travel: what JSON has no kind for is a string, numbers with a fraction are
 * decimals. So a function sees the same wherever it is served.
 */
public final class JsonKinds {
  private JsonKinds() {}

  /**
   * The value as JSON has it; an object id stays one.
   *
   * @param path where the value stands, for the error
   * @throws InvalidRequestException if it is of no kind
   */
  public static @Nullable Object of(String path, @Nullable Object value) {
    return of(Values.normalize(path, value));
  }

  private static @Nullable Object of(@Nullable Object value) {
    if (value instanceof Map<?, ?> map) {
      Map<String, @Nullable Object> copy = new LinkedHashMap<>(map.size() * 2);
      map.forEach((name, member) -> copy.put(String.valueOf(name), of(member)));
      return Collections.unmodifiableMap(copy);
    } else if (value instanceof List<?> list) {
      List<@Nullable Object> copy = new ArrayList<>(list.size());
      list.forEach(element -> copy.add(of(element)));
      return Collections.unmodifiableList(copy);
    } else if (value instanceof Double real) {
      return new BigDecimal(real.toString());
    } else if (value instanceof byte[] bytes) {
      return Base64.getEncoder().encodeToString(bytes);
    }
    boolean text =
        value instanceof Instant
            || value instanceof LocalDate
            || value instanceof LocalTime
            || value instanceof UUID;
    return text ? String.valueOf(value) : value;
  }

  /** About how many bytes the value has as JSON; not far from it, and never many times less. */
  public static long weight(@Nullable Object value) {
    if (value instanceof String text) {
      return text.length() + 2L;
    } else if (value instanceof Map<?, ?> map) {
      long all = 2;
      for (Map.Entry<?, ?> entry : map.entrySet()) {
        all += weight(entry.getKey()) + weight(entry.getValue()) + 2;
      }
      return all;
    } else if (value instanceof List<?> list) {
      long all = 2;
      for (Object element : list) {
        all += weight(element) + 1;
      }
      return all;
    }
    return String.valueOf(value).length();
  }
}
