package io.spacecloud.engine.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import io.spacecloud.api.error.InvalidRequestException;
import io.spacecloud.engine.text.Utf8;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.CharacterCodingException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads JSON strictly, from text or UTF-8: no duplicate keys, no second document, numbers exact.
 * Thread-safe.
 *
 * @param maxSize the most characters or bytes of a document
 */
record JsonValues(int maxSize) {
  private static final int MAX_DEPTH = 64;

  // Names come from clients: interning them would leave them in the JVM's own table.
  private static final JsonFactory FACTORY =
      JsonFactory.builder().disable(JsonFactory.Feature.INTERN_FIELD_NAMES).build();

  Map<String, @Nullable Object> object(String json) {
    checkSize(json.length());
    return parsed(json);
  }

  Map<String, @Nullable Object> object(byte[] json) {
    checkSize(json.length);
    try {
      return parsed(Utf8.decode(json)); // Jackson would also take UTF-16, UTF-32 and overlong forms
    } catch (CharacterCodingException e) {
      throw new InvalidRequestException("", "malformed UTF-8");
    }
  }

  private void checkSize(int size) {
    if (size > maxSize) {
      throw new InvalidRequestException("", "larger than " + maxSize);
    }
  }

  private static Map<String, @Nullable Object> parsed(String json) {
    try (JsonParser parser = FACTORY.createParser(json)) {
      return whole(parser);
    } catch (IOException e) {
      throw new UncheckedIOException(e); // a text is in memory
    }
  }

  private static Map<String, @Nullable Object> whole(JsonParser parser) throws IOException {
    try {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw new InvalidRequestException("", "expected an object");
      }
      Map<String, @Nullable Object> object = object(parser, MAX_DEPTH);
      if (parser.nextToken() != null) {
        throw new InvalidRequestException("", "something follows the object");
      }
      return object;
    } catch (StreamConstraintsException e) {
      throw new InvalidRequestException(path(parser), "a number or name too long");
    } catch (JsonProcessingException e) {
      throw new InvalidRequestException("", "malformed JSON" + place(e.getLocation()));
    }
  }

  private static String place(@Nullable JsonLocation at) {
    return at == null ? "" : " at line " + at.getLineNr() + ", column " + at.getColumnNr();
  }

  private static Map<String, @Nullable Object> object(JsonParser parser, int depth)
      throws IOException {
    checkDepth(parser, depth);
    Map<String, @Nullable Object> object = new LinkedHashMap<>();
    for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
      int size = object.size();
      object.put(name, value(parser, parser.nextToken(), depth));
      if (object.size() == size) {
        throw new InvalidRequestException(path(parser), "a duplicate key");
      }
    }
    return object;
  }

  private static List<@Nullable Object> list(JsonParser parser, int depth) throws IOException {
    checkDepth(parser, depth);
    List<@Nullable Object> list = new ArrayList<>();
    for (JsonToken token = parser.nextToken();
        token != JsonToken.END_ARRAY;
        token = parser.nextToken()) {
      list.add(value(parser, token, depth));
    }
    return list;
  }

  private static @Nullable Object value(JsonParser parser, @Nullable JsonToken token, int depth)
      throws IOException {
    if (token == JsonToken.VALUE_STRING) {
      return parser.getText();
    } else if (token == JsonToken.VALUE_NUMBER_INT || token == JsonToken.VALUE_NUMBER_FLOAT) {
      return number(parser);
    } else if (token == JsonToken.START_OBJECT) {
      return object(parser, depth - 1);
    } else if (token == JsonToken.START_ARRAY) {
      return list(parser, depth - 1);
    } else if (token == JsonToken.VALUE_NULL) {
      return null;
    } else if (token == JsonToken.VALUE_TRUE) {
      return true;
    } else if (token == JsonToken.VALUE_FALSE) {
      return false;
    }
    throw new InvalidRequestException("", "malformed JSON" + place(parser.currentLocation()));
  }

  private static Object number(JsonParser parser) throws IOException {
    try {
      return switch (parser.getNumberType()) {
        case INT, LONG -> parser.getLongValue();
        case BIG_INTEGER -> new BigDecimal(parser.getBigIntegerValue());
        default -> parser.getDecimalValue();
      };
    } catch (ArithmeticException | NumberFormatException e) {
      throw new InvalidRequestException(path(parser), "a number out of range");
    }
  }

  private static void checkDepth(JsonParser parser, int depth) {
    if (depth == 0) {
      throw new InvalidRequestException(
          "", "nested deeper than " + MAX_DEPTH + place(parser.currentLocation()));
    }
  }

  private static String path(JsonParser parser) {
    String pointer = parser.getParsingContext().pathAsPointer().toString();
    return Body.shown(pointer.isEmpty() ? pointer : pointer.substring(1).replace('/', '.'));
  }
}
