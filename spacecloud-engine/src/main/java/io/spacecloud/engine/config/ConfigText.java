package io.spacecloud.engine.config;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.spacecloud.engine.config.Problems.Problem;
import io.spacecloud.engine.json.JsonValues;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** Reads the text of a configuration, JSON or YAML, to a map. */
final class ConfigText {
  private static final int MAX_LENGTH = 2_000_000;
  private static final JsonFactory JSON = new JsonFactory();
  private static final YAMLFactory YAML = new YAMLFactory();

  private ConfigText() {}

  static Map<?, ?> read(String text) {
    if (text.length() > MAX_LENGTH) {
      throw invalid("longer than " + MAX_LENGTH + " characters");
    }
    boolean json = text.stripLeading().startsWith("{");
    try (JsonParser parser = (json ? JSON : YAML).createParser(text)) {
      return object(JsonValues.read(parser));
    } catch (JsonProcessingException e) {
      JsonLocation at = e.getLocation();
      String where =
          at == null ? "" : " at line " + at.getLineNr() + ", column " + at.getColumnNr();
      throw invalid("not valid " + (json ? "JSON" : "YAML") + where);
    } catch (JsonValues.StrictnessException e) {
      throw invalid(String.valueOf(e.getMessage()));
    } catch (IOException | RuntimeException e) {
      if (e instanceof InvalidConfigException typed) {
        throw typed;
      }
      // SnakeYAML reports some malformed texts by exceptions of its own.
      throw invalid("not valid " + (json ? "JSON" : "YAML"));
    }
  }

  private static Map<?, ?> object(@org.jspecify.annotations.Nullable Object value) {
    if (value instanceof Map<?, ?> map) {
      return map;
    }
    throw invalid("expected an object");
  }

  private static InvalidConfigException invalid(String text) {
    return new InvalidConfigException(List.of(new Problem("", text)));
  }
}
