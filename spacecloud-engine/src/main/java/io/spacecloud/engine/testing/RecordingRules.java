package io.spacecloud.engine.testing;

import io.spacecloud.api.request.Operation;
import io.spacecloud.api.rule.Access;
import io.spacecloud.api.rule.CallInput;
import io.spacecloud.api.rule.FileInput;
import io.spacecloud.api.rule.RuleEvaluator;
import io.spacecloud.api.rule.RuleGrounds;
import io.spacecloud.api.rule.RuleInput;
import io.spacecloud.api.rule.RuleTrace;
import io.spacecloud.api.rule.Verdict;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Rules that remember what each of them came to. Thread-safe. */
final class RecordingRules implements RuleEvaluator {
  private final RuleEvaluator rules;
  private final Map<String, Map<RuleTrace.Outcome, Long>> outcomes;
  private volatile boolean paused;

  RecordingRules(RuleEvaluator rules) {
    this(rules, new HashMap<>());
  }

  private RecordingRules(RuleEvaluator rules, Map<String, Map<RuleTrace.Outcome, Long>> outcomes) {
    this.rules = rules;
    this.outcomes = outcomes;
  }

  /** The same rules and memory, which pause by themselves. */
  RecordingRules sharing() {
    return new RecordingRules(rules, outcomes);
  }

  void pause(boolean pauses) {
    paused = pauses;
  }

  @Override
  public Verdict evaluate(RuleInput input) {
    Verdict verdict = rules.evaluate(input);
    if (!paused) {
      record(rules.trace(input));
    }
    return verdict;
  }

  @Override
  public Verdict evaluate(CallInput input) {
    Verdict verdict = rules.evaluate(input);
    if (!paused) {
      record(rules.trace(input));
    }
    return verdict;
  }

  @Override
  public Verdict evaluate(FileInput input) {
    Verdict verdict = rules.evaluate(input);
    if (!paused) {
      record(rules.trace(input));
    }
    return verdict;
  }

  private void record(RuleTrace trace) {
    synchronized (outcomes) {
      outcomes
          .computeIfAbsent(trace.path(), path -> new EnumMap<>(RuleTrace.Outcome.class))
          .merge(trace.outcome(), 1L, Long::sum);
    }
    trace.clauses().forEach(this::record);
  }

  /** How often the rule at that path came to what. */
  Map<RuleTrace.Outcome, Long> outcomes(String path) {
    synchronized (outcomes) {
      return Map.copyOf(outcomes.getOrDefault(path, Map.of()));
    }
  }

  @Override
  public boolean judgesAsOne(Access.ToFile folder) {
    return rules.judgesAsOne(folder);
  }

  @Override
  public boolean readsData(String database, String collection, Operation operation) {
    return rules.readsData(database, collection, operation);
  }

  @Override
  public RuleGrounds grounds(String database, String collection, Operation operation) {
    return rules.grounds(database, collection, operation);
  }

  @Override
  public @Nullable String place(Access access) {
    return rules.place(access);
  }

  /** For explanations, which are not recorded. */
  @Override
  public RuleTrace trace(RuleInput input) {
    return rules.trace(input);
  }

  @Override
  public RuleTrace trace(CallInput input) {
    return rules.trace(input);
  }

  @Override
  public RuleTrace trace(FileInput input) {
    return rules.trace(input);
  }
}
