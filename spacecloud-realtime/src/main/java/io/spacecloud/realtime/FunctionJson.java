package io.spacecloud.realtime;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonParser.NumberType;
import com.fasterxml.jackson.core.JsonToken;
import io.spacecloud.api.value.ObjectId;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Values as JSON, of the kinds that JSON has, and object ids as {@code {"$oid": …}}. */
final class FunctionJson {
  private static final int MAX_DEPTH = 64;

  private FunctionJson() {}

  static void write(JsonGenerator out, @Nullable Object value) throws IOException {
    if (value == null) {
      out.writeNull();
    } else if (value instanceof Map<?, ?> object) {
      out.writeStartObject();
      for (Map.Entry<?, ?> entry : object.entrySet()) {
        out.writeFieldName(String.valueOf(entry.getKey()));
        write(out, entry.getValue());
      }
      out.writeEndObject();
    } else if (value instanceof List<?> list) {
      out.writeStartArray();
      for (Object each : list) {
        write(out, each);
      }
      out.writeEndArray();
    } else if (value instanceof Boolean flag) {
      out.writeBoolean(flag);
    } else if (value instanceof Long number) {
      out.writeNumber(number);
    } else if (value instanceof BigDecimal number) {
      out.writeNumber(number);
    } else if (value instanceof ObjectId id) {
      out.writeStartObject();
      out.writeStringField("$oid", id.hex());
      out.writeEndObject();
    } else {
      out.writeString(value.toString());
    }
  }

  /** Reads the value that the parser stands at. */
  static @Nullable Object read(JsonParser in) throws IOException {
    return read(in, MAX_DEPTH);
  }

  private static @Nullable Object read(JsonParser in, int depth) throws IOException {
    JsonToken token = in.currentToken();
    KeyForms.require(depth > 0 && token != null);
    return switch (token) {
      case VALUE_NULL -> null;
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      case VALUE_STRING -> in.getText();
      case VALUE_NUMBER_INT ->
          in.getNumberType() == NumberType.BIG_INTEGER
              ? new BigDecimal(in.getBigIntegerValue())
              : (Object) in.getLongValue();
      case VALUE_NUMBER_FLOAT -> in.getDecimalValue();
      case START_OBJECT -> object(in, depth);
      case START_ARRAY -> list(in, depth);
      default -> throw new IOException("no value");
    };
  }

  private static Map<String, @Nullable Object> object(JsonParser in, int depth) throws IOException {
    Map<String, @Nullable Object> object = new LinkedHashMap<>();
    while (in.nextToken() == JsonToken.FIELD_NAME) {
      String name = in.currentName();
      in.nextToken();
      object.put(name, read(in, depth - 1));
    }
    KeyForms.require(in.currentToken() == JsonToken.END_OBJECT);
    return object;
  }

  private static List<@Nullable Object> list(JsonParser in, int depth) throws IOException {
    List<@Nullable Object> list = new ArrayList<>();
    while (in.nextToken() != JsonToken.END_ARRAY) {
      list.add(read(in, depth - 1));
    }
    return list;
  }
}
