package io.spacecloud.engine.users;

import io.spacecloud.api.error.InvalidRequestException;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A client's JSON object of texts; an empty one, and null, count as missing. */
final class Body {
  private final Map<String, ?> members;

  /**
   * @throws InvalidRequestException if it has other members than these
   */
  Body(Map<String, ?> members, String... keys) {
    this.members = members;
    Set<String> known = Set.of(keys);
    for (Object key : members.keySet()) {
      if (!known.contains(key)) {
        throw new InvalidRequestException(String.valueOf(key), "unknown key");
      }
    }
  }

  /** The text, or null if it is missing. */
  @Nullable String text(String key) {
    Object value = members.get(key);
    if (value == null || value.equals("")) {
      return null;
    } else if (value instanceof String text) {
      return text;
    }
    throw new InvalidRequestException(key, "expected a string");
  }

  /** The text, which must be there. */
  String required(String key) {
    String text = text(key);
    if (text == null) {
      throw new InvalidRequestException(key, "missing");
    }
    return text;
  }
}
