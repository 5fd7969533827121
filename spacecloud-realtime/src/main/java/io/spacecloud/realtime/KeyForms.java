package io.spacecloud.realtime;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.spacecloud.api.result.Document;
import io.spacecloud.api.result.DocumentKeys;
import io.spacecloud.api.value.ObjectId;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Keys of rows in JSON, each value a text behind a letter for its kind: {@code {"id":"i42"}}. */
final class KeyForms {
  private KeyForms() {}

  /** Whether all of the key's values have a form. */
  static boolean canWrite(Document key) {
    return key.values().stream().allMatch(value -> value != null && form(value) != null);
  }

  static void write(JsonGenerator json, Document key) throws IOException {
    json.writeStartObject();
    for (Map.Entry<String, @Nullable Object> entry : key.entrySet()) {
      Object value = entry.getValue();
      json.writeStringField(entry.getKey(), value == null ? null : form(value));
    }
    json.writeEndObject();
  }

  private static @Nullable String form(Object value) {
    if (value instanceof String) {
      return "s" + value;
    } else if (value instanceof Long) {
      return "i" + value;
    } else if (value instanceof UUID) {
      return "u" + value;
    } else if (value instanceof ObjectId) {
      return "o" + value;
    } else if (value instanceof BigDecimal) {
      return "d" + value;
    } else if (value instanceof Double) {
      return "r" + value;
    } else if (value instanceof Instant) {
      return "t" + value;
    } else if (value instanceof LocalDate) {
      return "D" + value;
    } else if (value instanceof LocalTime) {
      return "T" + value;
    } else if (value instanceof Boolean) {
      return "b" + value;
    }
    return value instanceof byte[] bytes ? "B" + Base64.getEncoder().encodeToString(bytes) : null;
  }

  /** Reads what {@link #write} wrote; the parser stands before it. */
  static Document read(JsonParser json) throws IOException {
    List<String> names = new ArrayList<>();
    List<Object> values = new ArrayList<>();
    require(json.currentToken() == JsonToken.START_OBJECT);
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      names.add(json.currentName());
      require(json.nextToken() == JsonToken.VALUE_STRING && !json.getText().isEmpty());
      values.add(value(json.getText().charAt(0), json.getText().substring(1)));
    }
    require(json.currentToken() == JsonToken.END_OBJECT);
    return Document.of(DocumentKeys.of(names), values.toArray());
  }

  private static Object value(char kind, String text) {
    return switch (kind) {
      case 's' -> text;
      case 'i' -> Long.valueOf(text);
      case 'u' -> UUID.fromString(text);
      case 'o' -> new ObjectId(text);
      case 'd' -> new BigDecimal(text);
      case 'r' -> Double.valueOf(text);
      case 't' -> Instant.parse(text);
      case 'D' -> LocalDate.parse(text);
      case 'T' -> LocalTime.parse(text);
      case 'b' -> Boolean.valueOf(text);
      case 'B' -> Base64.getDecoder().decode(text);
      default -> throw new IllegalArgumentException("no such kind");
    };
  }

  static void require(boolean holds) throws IOException {
    if (!holds) {
      throw new IOException("not of this form");
    }
  }
}
