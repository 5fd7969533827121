package io.spacecloud.engine.config;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** An object of a configuration: reads its members and reports what does not fit. */
final class Section {
  private final String path;
  private final Map<?, ?> members;
  private final Problems problems;

  Section(String path, Map<?, ?> members, Problems problems) {
    this.path = path;
    this.members = members;
    this.problems = problems;
  }

  String path() {
    return path;
  }

  String path(String key) {
    return path.isEmpty() ? key : path + "." + key;
  }

  Map<?, ?> members() {
    return members;
  }

  void problem(String key, String text) {
    problems.add(path(key), text);
  }

  boolean has(String key) {
    return members.containsKey(key);
  }

  @Nullable Object value(String key) {
    return members.get(key);
  }

  /** Reports every key that is none of these. */
  void allow(Set<String> known) {
    for (Object key : members.keySet()) {
      if (!known.contains(String.valueOf(key))) {
        problem(String.valueOf(key), "unknown key");
      }
    }
  }

  /** A text that is not empty; null, and reported, where it is something else. */
  @Nullable String text(String key) {
    Object value = members.get(key);
    if (value instanceof String text && !text.isEmpty()) {
      return text;
    } else if (has(key)) {
      problem(key, "expected a text that is not empty");
    }
    return null;
  }

  /** A text that must be there. */
  String required(String key) {
    String text = text(key);
    if (!has(key)) {
      problem(key, "missing");
    }
    return text == null ? "" : text;
  }

  boolean flag(String key, boolean otherwise) {
    Object value = members.get(key);
    if (value instanceof Boolean flag) {
      return flag;
    } else if (has(key)) {
      problem(key, "expected true or false");
    }
    return otherwise;
  }

  /** A text that is one of those allowed. */
  @Nullable String choice(String key, List<String> allowed) {
    String text = text(key);
    if (text != null && !allowed.contains(text)) {
      problem(key, "expected one of " + allowed);
      return null;
    }
    return text;
  }

  /** An object; empty, and reported, where it is something else. */
  Section section(String key) {
    Object value = members.get(key);
    if (value instanceof Map<?, ?> map) {
      return new Section(path(key), map, problems);
    } else if (has(key)) {
      problem(key, "expected an object");
    }
    return new Section(path(key), Map.of(), problems);
  }

  /** The members, each of which must be an object. */
  Map<String, Section> sections() {
    Map<String, Section> sections = new LinkedHashMap<>();
    for (Object key : members.keySet()) {
      sections.put(String.valueOf(key), section(String.valueOf(key)));
    }
    return sections;
  }

  Problems problems() {
    return problems;
  }
}
