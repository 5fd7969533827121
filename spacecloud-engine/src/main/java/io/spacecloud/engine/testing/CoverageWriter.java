package io.spacecloud.engine.testing;

import io.spacecloud.api.rule.Access;
import io.spacecloud.api.rule.RuleTrace;
import io.spacecloud.engine.testing.Coverage.Entry;
import io.spacecloud.engine.testing.Coverage.Reached;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Writes coverage as text, and in what JSON has. */
final class CoverageWriter {
  private CoverageWriter() {}

  static String text(Coverage coverage) {
    StringBuilder text = new StringBuilder(headline(coverage));
    for (Entry entry : coverage.rules()) {
      text.append('\n').append("  ".repeat(entry.depth() + 1));
      text.append('[').append(word(entry.reached())).append("] ").append(title(entry));
      String outcomes = outcomes(entry);
      text.append(outcomes.isEmpty() ? "" : ": " + outcomes);
    }
    return text.toString();
  }

  static String headline(Coverage coverage) {
    return coverage.count(Reached.ONE_WAY)
        + " of "
        + coverage.rules().size()
        + " rules and clauses reached ("
        + coverage.percentReached()
        + "%), "
        + coverage.bothWays()
        + " of "
        + coverage.branches()
        + " that can go both ways did ("
        + coverage.percentBothWays()
        + "%)";
  }

  static String word(Reached reached) {
    return switch (reached) {
      case NOT -> "not reached";
      case ONE_WAY -> "one way";
      case WHOLLY -> "reached";
    };
  }

  static String title(Entry entry) {
    String name = entry.name() == null ? "" : " \"" + entry.name() + "\"";
    String place =
        entry.depth() > 0 ? "" : " of " + place(entry.access()) + " for " + entry.access().verb();
    return entry.rule() + name + place;
  }

  /** What it is done to. */
  static String place(Access access) {
    if (access instanceof Access.ToCollection rows) {
      return rows.database() + "." + rows.collection();
    } else if (access instanceof Access.ToFunction call) {
      return call.toString();
    } else if (access instanceof Access.ToFile file) {
      return file.path();
    }
    throw new AssertionError(access.getClass());
  }

  static String outcomes(Entry entry) {
    StringBuilder text = new StringBuilder();
    for (RuleTrace.Outcome outcome : RuleTrace.Outcome.values()) {
      if (entry.count(outcome) > 0) {
        text.append(text.length() == 0 ? "" : ", ");
        text.append(outcome.name().toLowerCase(Locale.ROOT)).append(" ");
        text.append(entry.count(outcome)).append("\u00d7");
      }
    }
    return text.toString();
  }

  static Map<String, Object> map(Coverage coverage) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("rules", coverage.rules().size());
    map.put("reached", coverage.count(Reached.ONE_WAY));
    map.put("wholly", coverage.count(Reached.WHOLLY));
    map.put("branches", coverage.branches());
    map.put("bothWays", coverage.bothWays());
    map.put("percentReached", coverage.percentReached());
    map.put("percentBothWays", coverage.percentBothWays());
    map.put("entries", coverage.rules().stream().map(CoverageWriter::map).toList());
    return map;
  }

  private static Map<String, Object> map(Entry entry) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("path", entry.path());
    if (entry.access() instanceof Access.ToCollection rows) {
      map.put("database", rows.database());
      map.put("collection", rows.collection());
    } else if (entry.access() instanceof Access.ToFunction call) {
      map.put("service", call.service());
      map.put("function", call.function());
    } else if (entry.access() instanceof Access.ToFile file) {
      map.put("prefix", file.path());
    }
    map.put("operation", entry.access().verb());
    map.put("rule", entry.rule());
    if (entry.name() != null) {
      map.put("name", entry.name());
    }
    map.put("reached", entry.reached().name().toLowerCase(Locale.ROOT));
    Map<String, Object> outcomes = new LinkedHashMap<>();
    for (RuleTrace.Outcome outcome : List.of(RuleTrace.Outcome.values())) {
      if (entry.count(outcome) > 0) {
        outcomes.put(outcome.name().toLowerCase(Locale.ROOT), entry.count(outcome));
      }
    }
    map.put("outcomes", outcomes);
    return map;
  }
}
