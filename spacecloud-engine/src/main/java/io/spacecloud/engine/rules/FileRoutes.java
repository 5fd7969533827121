package io.spacecloud.engine.rules;

import io.spacecloud.api.result.Document;
import io.spacecloud.engine.rules.FilePrefix.Segment;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Finds the prefix that a path is under: name by name from the left a literal one goes before a
 * variable, and of those that go on the same way the longest is taken. Immutable once built.
 */
final class FileRoutes<T> {
  private final Map<String, FileRoutes<T>> literal = new HashMap<>();
  private @Nullable FileRoutes<T> variable;
  private @Nullable Served<T> served;

  /** What is served under a prefix. */
  private record Served<T>(FilePrefix prefix, T value) {}

  /**
   * What serves a path.
   *
   * @param prefix as it is configured
   * @param params what the prefix's variables stand for
   */
  record Route<T>(String prefix, T value, Document params) {}

  void add(FilePrefix prefix, T value) {
    FileRoutes<T> at = this;
    for (Segment segment : prefix.segments()) {
      at = at.next(segment);
    }
    at.served = new Served<>(prefix, value);
  }

  private FileRoutes<T> next(Segment segment) {
    if (!segment.variable()) {
      return literal.computeIfAbsent(segment.name(), name -> new FileRoutes<>());
    }
    FileRoutes<T> known = variable;
    if (known == null) {
      known = new FileRoutes<>();
      variable = known;
    }
    return known;
  }

  /** The route of a path; null if there is none. */
  @Nullable Route<T> find(List<String> names) {
    Served<T> found = find(names, 0);
    return found == null ? null : route(found, names);
  }

  /** Every prefix is looked at once at most. */
  private @Nullable Served<T> find(List<String> names, int from) {
    if (from == names.size()) {
      return served;
    }
    List<@Nullable FileRoutes<T>> ways = new ArrayList<>(2);
    ways.add(literal.get(names.get(from)));
    ways.add(variable);
    for (FileRoutes<T> way : ways) {
      Served<T> found = way == null ? null : way.find(names, from + 1);
      if (found != null) {
        return found;
      }
    }
    return served;
  }

  /**
   * Every route that a path below this one may have beside the one that this one has: those of
   * prefixes that end below it. Of their variables those are known that stand in the path.
   */
  List<Route<T>> below(List<String> names) {
    List<Route<T>> routes = new ArrayList<>();
    collect(names, 0, routes);
    return routes;
  }

  private void collect(List<String> names, int from, List<Route<T>> routes) {
    if (from < names.size()) {
      FileRoutes<T> way = literal.get(names.get(from));
      if (way != null) {
        way.collect(names, from + 1, routes);
      }
    } else {
      if (from > names.size() && served != null) {
        routes.add(route(served, names));
      }
      literal.values().forEach(way -> way.collect(names, from + 1, routes));
    }
    if (variable != null) {
      variable.collect(names, from + 1, routes);
    }
  }

  private static <T> Route<T> route(Served<T> found, List<String> names) {
    return new Route<>(found.prefix().text(), found.value(), params(found.prefix(), names));
  }

  private static Document params(FilePrefix prefix, List<String> names) {
    Map<String, Object> params = new LinkedHashMap<>();
    int known = Math.min(prefix.segments().size(), names.size());
    for (int i = 0; i < known; i++) {
      Segment segment = prefix.segments().get(i);
      if (segment.variable()) {
        params.put(segment.name(), names.get(i));
      }
    }
    return Document.of(params);
  }
}
