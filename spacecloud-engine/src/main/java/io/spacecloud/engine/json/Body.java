package io.spacecloud.engine.json;

import io.spacecloud.api.error.InvalidRequestException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An object of a request's JSON: reads its members, and refuses what does not fit. */
record Body(String path, Map<?, ?> members) {
  private static final long MAX_TIMEOUT_MILLIS = 3_600_000;

  InvalidRequestException problem(String key, String text) {
    return new InvalidRequestException(path(key), text);
  }

  String path(String key) {
    return path.isEmpty() ? key : path + "." + key;
  }

  boolean has(String key) {
    return members.containsKey(key);
  }

  @Nullable Object value(String key) {
    return members.get(key);
  }

  /** Refuses every key that is none of these. */
  void allow(String... known) {
    int found = 0;
    for (String key : known) {
      found += members.containsKey(key) ? 1 : 0;
    }
    if (found == members.size()) {
      return;
    }
    List<String> names = List.of(known);
    for (Object key : members.keySet()) {
      if (!names.contains(key)) {
        throw problem(shown(String.valueOf(key)), "unknown key");
      }
    }
  }

  private static String shown(String key) {
    String clean = key.replaceAll("[\\p{Cntrl}\\p{Cs}]", "?");
    return clean.length() <= 64 ? clean : clean.substring(0, 64) + "…";
  }

  String text(String key) {
    if (members.get(key) instanceof String text) {
      return text;
    }
    throw problem(key, has(key) ? "expected a text" : "missing");
  }

  Map<?, ?> object(String key) {
    if (members.get(key) instanceof Map<?, ?> map) {
      return map;
    }
    throw problem(key, has(key) ? "expected an object" : "missing");
  }

  List<?> list(String key) {
    if (members.get(key) instanceof List<?> list) {
      return list;
    }
    throw problem(key, has(key) ? "expected a list" : "missing");
  }

  /** A whole number that is not negative; null if there is none. */
  @Nullable Long count(String key) {
    Object value = members.get(key);
    if (value instanceof Long number && number >= 0) {
      return number;
    } else if (has(key)) {
      throw problem(key, "expected a whole number that is not negative");
    }
    return null;
  }

  boolean flag(String key) {
    Object value = members.get(key);
    if (value instanceof Boolean flag) {
      return flag;
    } else if (has(key)) {
      throw problem(key, "expected true or false");
    }
    return false;
  }

  /** The options, which may have these keys. */
  Body options(String... known) {
    Body options = new Body(path("options"), has("options") ? object("options") : Map.of());
    options.allow(known);
    return options;
  }

  /** The option {@code timeout}, in milliseconds. */
  @Nullable Duration timeout() {
    Long millis = count("timeout");
    if (millis != null && (millis == 0 || millis > MAX_TIMEOUT_MILLIS)) {
      throw problem("timeout", "expected milliseconds from 1 to an hour");
    }
    return millis == null ? null : Duration.ofMillis(millis);
  }
}
