package io.spacecloud.engine;

import io.spacecloud.api.rule.RuleEvaluator;
import io.spacecloud.engine.config.FunctionOptions;
import io.spacecloud.engine.config.Limits;
import io.spacecloud.engine.dispatch.Auditor;
import io.spacecloud.engine.users.UserHooks;
import java.time.Clock;
import org.jspecify.annotations.Nullable;

/**
 * How an engine works, for as long as it does.
 *
 * @param evaluator judges instead of the configuration's rules, if given
 * @param pageLimit the most rows of an answer
 */
record Settings(
    @Nullable RuleEvaluator evaluator,
    int pageLimit,
    Limits limits,
    Auditor auditor,
    Clock clock,
    FunctionOptions functions,
    UserHooks hooks) {}
