package io.spacecloud.engine.rules;

import io.spacecloud.api.rule.RuleEvaluator;
import io.spacecloud.api.rule.RuleInput;
import io.spacecloud.api.rule.Verdict;
import io.spacecloud.engine.config.DatabaseConfig;
import java.time.Clock;
import java.util.Map;

/** Stands in for the declarative rules: it denies everything. */
public final class DeclarativeRules implements RuleEvaluator {
  private DeclarativeRules() {}

  public static DeclarativeRules compile(Map<String, DatabaseConfig> databases, Clock clock) {
    return new DeclarativeRules();
  }

  @Override
  public Verdict evaluate(RuleInput input) {
    return new Verdict.Denied("rules", null, "no rule", null);
  }
}
