package io.spacecloud.engine;

import io.spacecloud.api.rule.RuleEvaluator;
import io.spacecloud.engine.auth.Tokens;
import io.spacecloud.engine.dispatch.Policy;
import io.spacecloud.engine.rules.Ciphers;
import io.spacecloud.engine.rules.DeclarativeRules;
import io.spacecloud.engine.rules.ResultChanges;
import java.time.Clock;
import org.jspecify.annotations.Nullable;

/** One version of a project's keys and rules; a request goes by one of them throughout. */
record Project(ProjectConfig config, Tokens tokens, Policy policy) {
  /**
   * Compiles a configuration.
   *
   * @param evaluator judges instead of the declarative rules, if there is one
   */
  static Project of(ProjectConfig config, @Nullable RuleEvaluator evaluator, Clock clock) {
    Ciphers ciphers = new Ciphers(config.id(), config.encryption());
    RuleEvaluator rules =
        evaluator == null
            ? DeclarativeRules.compile(config.databases(), config.modules(), clock, ciphers)
            : evaluator;
    return new Project(
        config,
        Tokens.create(config.tokens(), clock),
        new Policy(rules, config.databases(), config.modules(), new ResultChanges(ciphers)));
  }
}
