package io.spacecloud.engine.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One object of a configuration: reads its members strictly, adding what is wrong. */
record Section(String path, Map<?, ?> members, Problems problems) {
  private static final int MAX_SHOWN = 64;

  /** The path of a member; what could disturb a message is left out of it. */
  static String path(String parent, String key) {
    String start = key.length() <= MAX_SHOWN ? key : key.substring(0, MAX_SHOWN) + "…";
    String shown = start.replaceAll("[\\p{Cntrl}\\p{Cs}]", "?");
    return parent.isEmpty() ? shown : parent + "." + shown;
  }

  String path(String key) {
    return path(path, key);
  }

  void problem(String key, String text) {
    problems.add(path(key), text);
  }

  /** Adds a problem for each member that is not among the keys. */
  void allow(Set<String> keys) {
    for (Object key : members.keySet()) {
      if (!(key instanceof String name) || !keys.contains(name)) {
        problem(String.valueOf(key), "unknown key");
      }
    }
  }

  boolean has(String key) {
    return members.containsKey(key);
  }

  @Nullable Object value(String key) {
    return members.get(key);
  }

  /** A string that is not blank, or null where there is none. */
  @Nullable String text(String key) {
    if (!has(key)) {
      return null;
    } else if (!(value(key) instanceof String text)) {
      problem(key, "expected a string; quote it if it looks like something else");
      return null;
    } else if (text.isBlank()) {
      problem(key, "empty");
      return null;
    } else {
      return text;
    }
  }

  /** A string that must be there; an empty one, and a problem, where it is not. */
  String required(String key) {
    if (!has(key)) {
      problem(key, "missing");
    }
    String text = text(key);
    return text == null ? "" : text;
  }

  /** One of the words, or null where there is none. */
  @Nullable String choice(String key, List<String> words) {
    String text = text(key);
    if (text != null && !words.contains(text)) {
      problem(key, "expected " + String.join(", ", words));
      return null;
    }
    return text;
  }

  boolean flag(String key, boolean orElse) {
    if (!has(key)) {
      return orElse;
    } else if (value(key) instanceof Boolean flag) {
      return flag;
    }
    problem(key, "expected true or false");
    return orElse;
  }

  int count(String key, int orElse, int most) {
    if (!has(key)) {
      return orElse;
    } else if (value(key) instanceof Number number
        && number.doubleValue() == number.intValue()
        && number.intValue() >= 0
        && number.intValue() <= most) {
      return number.intValue();
    }
    problem(key, "expected a whole number from 0 to " + most);
    return orElse;
  }

  /** A member that is an object; an empty one where there is none. */
  Section section(String key) {
    return has(key) ? object(path(key), value(key)) : new Section(path(key), Map.of(), problems);
  }

  /** Every member, each an object, by name. */
  Map<String, Section> sections() {
    Map<String, Section> sections = new LinkedHashMap<>();
    members.forEach(
        (key, value) -> {
          String name = String.valueOf(key);
          if (!(key instanceof String) || name.isBlank()) {
            problem(name, "expected a name");
          } else if (isObject(path(name), value)) {
            sections.put(name, object(path(name), value));
          }
        });
    return sections;
  }

  /** The elements of a list of objects; none where there is no list. */
  List<Section> list(String key) {
    List<Section> elements = new ArrayList<>();
    if (value(key) instanceof List<?> list) {
      for (Object element : list) {
        elements.add(object(path(path(key), String.valueOf(elements.size())), element));
      }
    } else if (has(key)) {
      problem(key, "expected a list");
    }
    return elements;
  }

  private boolean isObject(String place, @Nullable Object value) {
    if (!(value instanceof Map)) {
      problems.add(place, "expected an object");
    }
    return value instanceof Map;
  }

  private Section object(String place, @Nullable Object value) {
    return isObject(place, value) && value instanceof Map<?, ?> map
        ? new Section(place, map, problems)
        : new Section(place, Map.of(), problems);
  }
}
