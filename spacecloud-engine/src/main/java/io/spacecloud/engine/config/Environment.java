package io.spacecloud.engine.config;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Resolves {@code $NAME} where references are allowed. */
record Environment(Function<String, @Nullable String> variables) {
  /** The text, or the variable that it names; null, and reported, where that is not set. */
  @Nullable String text(Section section, String key) {
    String text = section.text(key);
    if (text == null || !text.startsWith("$")) {
      return text;
    }
    String value = variables.apply(text.substring(1));
    if (value == null || value.isEmpty()) {
      section.problem(key, "the environment variable that it names is not set");
      return null;
    }
    return value;
  }
}
