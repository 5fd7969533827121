package io.spacecloud.engine.testing;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** The columns of a world with something to hide, and random values: few, some of them extreme. */
final class Cells {
  static final String DECLARATION =
      """
      {"fields": {"id": "integer", "team": "string", "a": "string", "b": "string", "c": "string",
       "n": "integer", "m": "integer", "d": {"type": "decimal", "digits": 20, "scale": 2},
       "r": "real", "j": "object"}, "key": "id"}
      """;

  /** What may be hidden. */
  static final List<String> HIDEABLE =
      List.of("a", "b", "c", "n", "m", "d", "r", "j", "j.priv", "j.list.priv");

  /** What can be named. */
  static final List<String> PATHS =
      List.of(
          "a",
          "b",
          "c",
          "n",
          "m",
          "d",
          "r",
          "j",
          "j.pub",
          "j.priv",
          "j.priv.x",
          "j.list",
          "id",
          "team");

  private static final List<String> COLUMNS = List.of("a", "b", "c", "n", "m", "d", "r");
  private static final List<String> TEXTS = List.of("x", "y", "z");
  private static final List<Object> ANYTHING =
      List.of(
          "x",
          0L,
          1L,
          new BigDecimal("1e60"),
          new BigDecimal("-1e60"),
          new BigDecimal("1e-20"),
          true,
          List.of("x", 1L),
          List.of(),
          Map.of("x", 1L),
          Map.of());

  private Cells() {}

  static <T> T any(Random random, List<T> choices) {
    return choices.get(random.nextInt(choices.size()));
  }

  static boolean chance(Random random, int once) {
    return random.nextInt(once) == 0;
  }

  /** A value that goes with the path; null where one may be. */
  static Object of(Random random, String path) {
    if (chance(random, 5) && !path.equals("id")) {
      return null;
    }
    return switch (path) {
      case "id" -> (long) random.nextInt(12);
      case "team" -> any(random, List.of("red", "blue"));
      case "n" -> chance(random, 9) ? Long.MAX_VALUE : (Object) (long) random.nextInt(4);
      case "m" -> (long) random.nextInt(4);
      case "d" -> any(random, List.of(BigDecimal.ONE, new BigDecimal("999999999999999999.99")));
      case "r" -> any(random, List.of(0.5, 1.0, 1e308));
      case "j" -> object(random);
      case "a", "b", "c" -> any(random, TEXTS);
      default -> any(random, ANYTHING);
    };
  }

  static boolean isNumber(String path) {
    return List.of("n", "m", "d", "r").contains(path);
  }

  static Map<String, Object> row(Random random, long id, String team) {
    Map<String, Object> row = new LinkedHashMap<>(Map.of("id", id, "team", team));
    COLUMNS.forEach(name -> row.put(name, of(random, name)));
    row.put("j", of(random, "j"));
    return row;
  }

  private static Map<String, Object> object(Random random) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("pub", any(random, ANYTHING));
    object.put("priv", of(random, "j.priv"));
    List<Object> list = new ArrayList<>();
    for (int i = random.nextInt(3); i > 0; i--) {
      list.add(Map.of("pub", any(random, TEXTS), "priv", any(random, TEXTS)));
    }
    object.put("list", list);
    return object;
  }

  /** The row with other values where they are hidden; what is around them stays. */
  static Map<String, Object> apart(
      Random random, Map<String, Object> row, Iterable<String> hidden) {
    Map<String, Object> other = new LinkedHashMap<>(row);
    for (String path : hidden) {
      if (!path.startsWith("j.")) {
        other.put(path, of(random, path));
      } else if (other.get("j") instanceof Map<?, ?> object) {
        other.put("j", apart(random, object, path));
      }
    }
    return other;
  }

  private static Map<String, Object> apart(Random random, Map<?, ?> object, String path) {
    Map<String, Object> other = new LinkedHashMap<>();
    object.forEach((name, value) -> other.put((String) name, value));
    if (path.equals("j.priv")) {
      other.put("priv", of(random, path));
    } else {
      List<Object> list = new ArrayList<>();
      for (Object each : (List<?>) object.get("list")) {
        Object pub = ((Map<?, ?>) each).get("pub");
        list.add(Map.of("pub", pub, "priv", any(random, TEXTS)));
      }
      other.put("list", list);
    }
    return other;
  }
}
