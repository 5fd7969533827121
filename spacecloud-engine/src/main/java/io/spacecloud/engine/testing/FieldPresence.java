package io.spacecloud.engine.testing;

import io.spacecloud.api.condition.FieldPath;
import io.spacecloud.api.result.Document;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Whether documents have a field, be it null; lists are looked into. */
final class FieldPresence {
  private FieldPresence() {}

  static boolean inAny(List<Document> documents, String path) {
    List<String> names = FieldPath.of(path).segments();
    return documents.stream().anyMatch(document -> in(document, names));
  }

  private static boolean in(@Nullable Object value, List<String> names) {
    if (names.isEmpty()) {
      return true;
    } else if (value instanceof List<?> list) {
      return list.stream().anyMatch(element -> in(element, names));
    }
    return value instanceof Map<?, ?> map
        && map.containsKey(names.get(0))
        && in(map.get(names.get(0)), names.subList(1, names.size()));
  }
}
