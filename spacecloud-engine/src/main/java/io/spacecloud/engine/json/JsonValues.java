package io.spacecloud.engine.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads one document to maps and lists, strictly: no key twice, nothing after the end, bounded
 * depth. Whole numbers become {@code Long} where they fit, all others {@code BigDecimal}.
 */
public final class JsonValues {
  private static final int MAX_DEPTH = 64;

  private JsonValues() {}

  /** What is wrong with a document that is not even malformed. */
  public static final class StrictnessException extends IOException {
    private static final long serialVersionUID = 1L;

    StrictnessException(String message) {
      super(message);
    }
  }

  /**
   * The document's value.
   *
   * @throws IOException if it is malformed
   * @throws StrictnessException if it is well formed but ambiguous, too deep or followed by more
   */
  public static @Nullable Object read(JsonParser parser) throws IOException {
    if (parser.nextToken() == null) {
      throw new StrictnessException("empty");
    }
    Object value = value(parser, MAX_DEPTH);
    if (parser.nextToken() != null) {
      throw new StrictnessException("more than one document");
    }
    return value;
  }

  private static @Nullable Object value(JsonParser parser, int depth) throws IOException {
    if (depth == 0) {
      throw new StrictnessException("nested deeper than " + MAX_DEPTH);
    }
    return switch (parser.currentToken()) {
      case START_OBJECT -> object(parser, depth);
      case START_ARRAY -> list(parser, depth);
      case VALUE_STRING -> text(parser);
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      case VALUE_NULL -> null;
      case VALUE_NUMBER_INT -> integer(parser);
      case VALUE_NUMBER_FLOAT -> decimal(parser);
      default -> throw new StrictnessException("unexpected token");
    };
  }

  private static String text(JsonParser parser) throws IOException {
    if (parser instanceof com.fasterxml.jackson.dataformat.yaml.YAMLParser yaml
        && yaml.isCurrentAlias()) {
      throw new StrictnessException("aliases are not supported");
    }
    return parser.getText();
  }

  private static Object integer(JsonParser parser) throws IOException {
    return parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER
        ? (Object) new BigDecimal(parser.getBigIntegerValue())
        : parser.getLongValue();
  }

  private static BigDecimal decimal(JsonParser parser) throws IOException {
    if (parser.isNaN()) {
      throw new StrictnessException("not a finite number");
    }
    return parser.getDecimalValue();
  }

  private static Map<String, @Nullable Object> object(JsonParser parser, int depth)
      throws IOException {
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    int size = 0;
    for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
      parser.nextToken();
      map.put(name, value(parser, depth - 1));
      if (map.size() == size++) {
        throw new StrictnessException("a key stands twice in one object");
      }
    }
    return map;
  }

  private static List<@Nullable Object> list(JsonParser parser, int depth) throws IOException {
    List<@Nullable Object> list = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      list.add(value(parser, depth - 1));
    }
    return list;
  }
}
