package io.spacecloud.engine.json;

import io.spacecloud.api.condition.FieldPath;
import io.spacecloud.api.error.InvalidRequestException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One object of a request's body, of which every key is known.
 *
 * @param place what errors call the object; empty for the body itself
 */
record Body(String place, Map<?, ?> values) {
  private static final int MAX_SHOWN = 64;
  private static final long MAX_MILLIS = Duration.ofDays(1).toMillis();

  static Body of(String place, Map<?, ?> values, Set<String> keys) {
    Body body = new Body(place, values);
    values.forEach(
        (key, value) -> {
          if (!(key instanceof String name) || !keys.contains(name)) {
            throw new InvalidRequestException(body.at(shown(String.valueOf(key))), "unknown key");
          }
        });
    return body;
  }

  /** A client's text made fit for a message. */
  static String shown(String text) {
    String start = text.length() <= MAX_SHOWN ? text : text.substring(0, MAX_SHOWN) + "…";
    return start.replaceAll("[\\p{Cntrl}\\p{Cs}]", "?");
  }

  String at(String key) {
    return place.isEmpty() ? key : place + "." + key;
  }

  boolean has(String key) {
    return values.containsKey(key);
  }

  @Nullable Object get(String key) {
    return values.get(key);
  }

  Object need(String key) {
    Object value = values.get(key);
    if (value == null) {
      throw wrong(key, has(key) ? "null" : "missing");
    }
    return value;
  }

  String text(String key) {
    if (need(key) instanceof String text) {
      return text;
    }
    throw wrong(key, "expected a string");
  }

  Map<String, ?> object(String key) {
    return object(at(key), need(key));
  }

  Map<String, ?> objectOrEmpty(String key) {
    return has(key) ? object(key) : Map.of();
  }

  List<?> list(String key) {
    if (need(key) instanceof List<?> list) {
      return list;
    }
    throw wrong(key, "expected a list");
  }

  /** A list of objects; errors name the element. */
  List<Map<String, ?>> objects(String key) {
    List<Map<String, ?>> objects = new ArrayList<>();
    for (Object element : list(key)) {
      objects.add(object(at(key) + "." + objects.size(), element));
    }
    return objects;
  }

  boolean flag(String key) {
    if (!has(key)) {
      return false;
    } else if (need(key) instanceof Boolean flag) {
      return flag;
    }
    throw wrong(key, "expected true or false");
  }

  /** A whole number that is not negative, or null where there is none. */
  @Nullable Long count(String key) {
    if (!has(key)) {
      return null;
    }
    Object value = need(key);
    if (!(value instanceof Long || value instanceof Integer)) {
      throw wrong(key, "expected a whole number");
    } else if (((Number) value).longValue() < 0) {
      throw wrong(key, "negative");
    }
    return ((Number) value).longValue();
  }

  @Nullable Duration timeout() {
    Long millis = count("timeout");
    if (millis != null && (millis == 0 || millis > MAX_MILLIS)) {
      throw wrong("timeout", "expected 1 to " + MAX_MILLIS + " milliseconds");
    }
    return millis == null ? null : Duration.ofMillis(millis);
  }

  InvalidRequestException wrong(String key, String problem) {
    return new InvalidRequestException(at(key), problem);
  }

  static FieldPath path(String place, @Nullable Object text) {
    if (!(text instanceof String name)) {
      throw new InvalidRequestException(place, "expected a field");
    }
    try {
      return FieldPath.of(name);
    } catch (InvalidRequestException e) {
      throw new InvalidRequestException(place, "not a valid field path");
    }
  }

  @SuppressWarnings("unchecked") // who reads the entries checks the class of each key
  static Map<String, ?> object(String place, @Nullable Object value) {
    if (value instanceof Map<?, ?> map) {
      return (Map<String, ?>) map;
    }
    throw new InvalidRequestException(place, "expected an object");
  }
}
