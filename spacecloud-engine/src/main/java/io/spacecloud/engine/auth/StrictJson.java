package io.spacecloud.engine.auth;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.spacecloud.api.result.Document;
import io.spacecloud.api.value.Values;
import io.spacecloud.engine.text.Utf8;
import java.nio.charset.CharacterCodingException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** JSON objects without two readings: no key twice, nothing after the end, bounded depth, UTF-8. */
final class StrictJson {
  private static final JsonMapper MAPPER =
      JsonMapper.builder(
              // Names come from anybody: interning them would leave them in the JVM's own table.
              JsonFactory.builder()
                  .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
                  .streamReadConstraints(
                      StreamReadConstraints.builder().maxNestingDepth(Values.MAX_DEPTH).build())
                  .build())
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .build();

  private static final ObjectReader READER = MAPPER.readerFor(LinkedHashMap.class);
  private static final ObjectWriter WRITER = MAPPER.writer();

  private StrictJson() {}

  /**
   * The object that these bytes hold.
   *
   * @param sibling one with which it shares its names, where they are the same
   * @throws IllegalArgumentException if they hold anything else; without what they hold
   */
  static Document object(byte[] utf8, Document sibling) {
    try {
      return object(Utf8.decode(utf8), sibling); // Jackson would also take UTF-16 and UTF-32
    } catch (CharacterCodingException e) {
      throw new IllegalArgumentException("not UTF-8");
    }
  }

  /** The object that this text holds. */
  static Document object(String text) {
    return object(text, Document.empty());
  }

  private static Document object(String text, Document sibling) {
    try {
      Map<String, ?> map = READER.readValue(text);
      if (map == null) {
        throw new IllegalArgumentException("not a JSON object");
      }
      return Document.of("", map, sibling);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("not a strict JSON object");
    }
  }

  static byte[] bytes(Map<String, ?> object) {
    try {
      return WRITER.writeValueAsBytes(plain(object));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("a value that JSON cannot hold");
    }
  }

  /** Kinds that JSON lacks are strings; bytes become base64 in the writer. */
  private static @Nullable Object plain(@Nullable Object value) {
    if (value instanceof Map<?, ?> map) {
      Map<Object, @Nullable Object> copy = new LinkedHashMap<>();
      map.forEach((key, inner) -> copy.put(key, plain(inner)));
      return copy;
    } else if (value instanceof List<?> list) {
      List<@Nullable Object> copy = new ArrayList<>(list.size());
      list.forEach(inner -> copy.add(plain(inner)));
      return copy;
    } else if (value == null
        || value instanceof Number
        || value instanceof Boolean
        || value instanceof byte[]) {
      return value;
    }
    return value.toString();
  }
}
