package io.spacecloud.engine.config;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import io.spacecloud.api.error.InvalidRequestException;
import io.spacecloud.api.value.Values;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads YAML or JSON text into maps, lists and values, adding each thing that could be read in two
 * ways to the problems. Of YAML only the part that JSON has too: no aliases, no tags.
 */
public final class ConfigText {
  /** The most characters, or bytes, of a configuration. */
  public static final int MAX_SIZE = 1 << 20;

  private static final int MAX_DEPTH = 100;
  private static final StreamReadConstraints BOUNDS =
      StreamReadConstraints.builder().maxNestingDepth(MAX_DEPTH).build();
  private static final JsonFactory JSON =
      JsonFactory.builder().streamReadConstraints(BOUNDS).build();
  private static final YAMLFactory YAML =
      YAMLFactory.builder()
          .streamReadConstraints(BOUNDS)
          .enable(YAMLParser.Feature.PARSE_BOOLEAN_LIKE_WORDS_AS_STRINGS) // no is a country, too
          .build();

  private final JsonParser parser;
  private final Problems problems;

  private ConfigText(JsonParser parser, Problems problems) {
    this.parser = parser;
    this.problems = problems;
  }

  /**
   * What the text says; null, with a problem added, if it cannot be read.
   *
   * @param path where the text stands; empty for a whole configuration
   */
  public static @Nullable Object read(String path, String text, Problems problems) {
    if (text.length() > MAX_SIZE) {
      problems.add(path, "larger than " + MAX_SIZE);
      return null;
    }
    boolean json = isJson(text);
    String language = json ? "JSON" : "YAML";
    try (JsonParser parser = (json ? JSON : YAML).createParser(text)) {
      return new ConfigText(parser, problems).document(path);
    } catch (JsonProcessingException e) {
      problems.add(path, "malformed " + language + ", or nested too deeply" + at(e.getLocation()));
    } catch (IOException | RuntimeException e) { // the YAML scanner has unchecked ones of its own
      problems.add(path, "malformed " + language);
    }
    return null;
  }

  /** A brace and a quote begin JSON; YAML's flow style is told from it by the quote. */
  static boolean isJson(String text) {
    String start = text.stripLeading();
    return start.startsWith("{") && start.substring(1).stripLeading().startsWith("\"");
  }

  private static String at(@Nullable JsonLocation at) {
    return at == null ? "" : " at line " + at.getLineNr() + ", column " + at.getColumnNr();
  }

  private @Nullable Object document(String path) throws IOException {
    JsonToken first = parser.nextToken();
    if (first == null) {
      problems.add(path, "empty");
      return null;
    }
    Object value = value(path, first);
    if (parser.nextToken() != null) {
      problems.add(path, "a second document" + at(parser.currentLocation()));
    }
    return value;
  }

  private @Nullable Object value(String path, JsonToken token) throws IOException {
    checkPlain(path);
    return switch (token) {
      case START_OBJECT -> object(path);
      case START_ARRAY -> list(path);
      case VALUE_STRING -> normal(path, parser.getText());
      case VALUE_NUMBER_INT -> normal(path, parser.getBigIntegerValue());
      case VALUE_NUMBER_FLOAT -> real(path);
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      case VALUE_NULL -> null;
      case END_OBJECT, END_ARRAY, FIELD_NAME, NOT_AVAILABLE, VALUE_EMBEDDED_OBJECT -> {
        problems.add(path, "not a value");
        yield null;
      }
    };
  }

  private Map<String, @Nullable Object> object(String path) throws IOException {
    Map<String, @Nullable Object> object = new LinkedHashMap<>();
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String name = parser.currentName();
      String inner = Section.path(path, name);
      checkPlain(inner);
      normal(inner, name);
      if (object.containsKey(name)) {
        problems.add(inner, "a duplicate key");
      }
      object.put(name, value(inner, parser.nextToken()));
    }
    return object;
  }

  private List<@Nullable Object> list(String path) throws IOException {
    List<@Nullable Object> list = new ArrayList<>();
    for (JsonToken token = parser.nextToken();
        token != JsonToken.END_ARRAY;
        token = parser.nextToken()) {
      list.add(value(Section.path(path, String.valueOf(list.size())), token));
    }
    return list;
  }

  private @Nullable Object real(String path) throws IOException {
    try {
      return normal(path, parser.getDecimalValue());
    } catch (JsonProcessingException | NumberFormatException e) { // YAML's .inf and .nan
      problems.add(path, "not a finite number");
      return null;
    }
  }

  private @Nullable Object normal(String path, Object value) {
    try {
      return Values.normalize("", value);
    } catch (InvalidRequestException e) {
      problems.add(path, String.valueOf(e.getMessage()));
      return null;
    }
  }

  /** An alias would be read as its own name, and {@code !=} without quotes as a tag. */
  private void checkPlain(String path) throws IOException {
    if (parser instanceof YAMLParser yaml && yaml.isCurrentAlias()) {
      problems.add(path, "YAML aliases are not supported");
    } else if (parser.getTypeId() != null) {
      problems.add(path, "YAML tags are not supported; quote a text that begins with !");
    }
  }
}
