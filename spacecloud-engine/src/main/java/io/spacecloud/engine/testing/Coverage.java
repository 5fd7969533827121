package io.spacecloud.engine.testing;

import io.spacecloud.api.rule.Access;
import io.spacecloud.api.rule.RuleTrace;
import io.spacecloud.engine.ProjectConfig;
import io.spacecloud.engine.config.CollectionConfig;
import io.spacecloud.engine.config.DatabaseConfig;
import io.spacecloud.engine.config.ModulesConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which rules and clauses were evaluated, and what they came to. Immutable: later requests are not
 * in it.
 *
 * @param rules in the order of the configuration, each before its clauses
 */
public record Coverage(List<Entry> rules) {
  public Coverage {
    rules = List.copyOf(rules);
  }

  /** How much of a rule was reached. */
  public enum Reached {
    /** It was never evaluated. */
    NOT,
    /** It only ever let pass, or only ever denied. */
    ONE_WAY,
    /** It came to whatever it can come to. */
    WHOLLY
  }

  /**
   * One rule or clause.
   *
   * @param access what the whole rule is for; of files, by their prefix
   * @param depth how many rules it stands in
   * @param path where it stands in the configuration
   * @param rule its kind
   * @param name its own name, or null
   * @param constant whether it can come to one thing only
   * @param outcomes how often it came to what
   */
  public record Entry(
      Access access,
      int depth,
      String path,
      String rule,
      @Nullable String name,
      boolean constant,
      Map<RuleTrace.Outcome, Long> outcomes) {
    public Entry {
      outcomes = Map.copyOf(outcomes);
    }

    /** How often it came to that. */
    public long count(RuleTrace.Outcome outcome) {
      return outcomes.getOrDefault(outcome, 0L);
    }

    /**
     * How much of it was reached. What holds for some rows goes both ways; that it is an error is
     * the only thing that a constant need not come to.
     */
    public Reached reached() {
      long some = count(RuleTrace.Outcome.CONDITIONAL);
      long passed = count(RuleTrace.Outcome.GRANTED);
      long stopped = count(RuleTrace.Outcome.DENIED);
      long failed = count(RuleTrace.Outcome.ERROR);
      if (some + passed + stopped + failed == 0) {
        return Reached.NOT;
      }
      boolean both = some > 0 || (passed > 0 && stopped + failed > 0);
      return both || (constant && passed + stopped > 0) ? Reached.WHOLLY : Reached.ONE_WAY;
    }
  }

  static Coverage of(ProjectConfig config, RecordingRules recorded) {
    List<Entry> entries = new ArrayList<>();
    for (DatabaseConfig database : config.databases().values()) {
      if (database.enabled()) {
        database.collections().values().forEach(each -> add(database, each, recorded, entries));
      }
    }
    add(config.modules().functions(), recorded, entries);
    add(config.modules().fileStore(), recorded, entries);
    return new Coverage(entries);
  }

  private static void add(
      DatabaseConfig database,
      CollectionConfig collection,
      RecordingRules recorded,
      List<Entry> entries) {
    if (collection.rules() != null) {
      collection
          .rules()
          .forEach(
              (operation, rule) -> {
                Access access =
                    new Access.ToCollection(database.alias(), collection.name(), operation);
                new RuleWalk(access, recorded, entries).add(rule, 0);
              });
    }
  }

  private static void add(
      ModulesConfig.@Nullable Functions functions, RecordingRules recorded, List<Entry> entries) {
    if (functions != null) {
      functions
          .rules()
          .forEach(
              (service, rules) ->
                  rules.forEach(
                      (function, rule) -> {
                        Access access = new Access.ToFunction(service, function);
                        new RuleWalk(access, recorded, entries).add(rule, 0);
                      }));
    }
  }

  private static void add(
      ModulesConfig.@Nullable FileStore store, RecordingRules recorded, List<Entry> entries) {
    if (store != null) {
      for (ModulesConfig.FileRules each : store.rules().values()) {
        each.rules()
            .forEach(
                (operation, rule) -> {
                  Access access = new Access.ToFile(operation, each.prefix().text());
                  new RuleWalk(access, recorded, entries).add(rule, 0);
                });
      }
    }
  }

  /** How many rules and clauses were reached so, or more. */
  public long count(Reached least) {
    return rules.stream().filter(each -> each.reached().compareTo(least) >= 0).count();
  }

  /** How many of all rules and clauses were reached, in percent, rounded down. */
  public int percentReached() {
    return percent(count(Reached.ONE_WAY), rules.size());
  }

  /** How many of those that can go both ways did, in percent, rounded down. */
  public int percentBothWays() {
    return percent(bothWays(), branches());
  }

  long branches() {
    return rules.stream().filter(each -> !each.constant()).count();
  }

  long bothWays() {
    return rules.stream()
        .filter(each -> !each.constant() && each.reached() == Reached.WHOLLY)
        .count();
  }

  private static int percent(long part, long whole) {
    return whole == 0 ? 100 : (int) (100 * part / whole);
  }

  /** The paths of those that were reached less than so. */
  public List<String> missing(Reached least) {
    return rules.stream()
        .filter(each -> each.reached().compareTo(least) < 0)
        .map(Entry::path)
        .toList();
  }

  /** The coverage in strings, numbers, lists and maps alone, as any JSON library can write it. */
  public Map<String, Object> toMap() {
    return CoverageWriter.map(this);
  }

  /** The coverage as one page that needs no other file. */
  public String toHtml() {
    return CoveragePage.of(this);
  }

  /** The coverage as text that a person reads. */
  @Override
  public String toString() {
    return CoverageWriter.text(this);
  }
}
