package io.spacecloud.engine.config;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Resolves {@code $NAME} where references are allowed. */
record Environment(@Nullable Function<String, @Nullable String> variables) {
  /** Takes every text for what it is. */
  static final Environment LITERAL = new Environment(null);

  /** The text, or the variable that it names; null, and reported, where that is not set. */
  @Nullable String text(Section section, String key) {
    String text = section.text(key);
    if (text == null || variables == null || !text.startsWith("$")) {
      return text;
    }
    // The name is not repeated: a secret that begins with $ would be taken for one.
    String value = text.length() == 1 ? null : variables.apply(text.substring(1));
    if (value == null || value.isBlank()) {
      section.problem(key, "the environment variable that it names is not set");
      return null;
    }
    return value;
  }
}
