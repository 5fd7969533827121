package io.spacecloud.engine.testing;

import io.spacecloud.api.condition.Condition;
import io.spacecloud.api.request.Operation;
import io.spacecloud.api.rule.RuleEvaluator;
import io.spacecloud.api.rule.RuleInput;
import io.spacecloud.api.rule.Verdict;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.Function;

/** Rules written in Java, by operation; what is not ruled is denied. */
public final class TestRules implements RuleEvaluator {
  private final Map<Operation, Function<RuleInput, Verdict>> rules = new EnumMap<>(Operation.class);
  private boolean readsData;

  public static Verdict denied() {
    return new Verdict.Denied("test", null, "because", null);
  }

  public static TestRules allowing(Operation... operations) {
    TestRules all = new TestRules();
    for (Operation operation : operations) {
      all.on(operation, input -> Verdict.granted());
    }
    return all;
  }

  public TestRules on(Operation operation, Function<RuleInput, Verdict> rule) {
    rules.put(operation, rule);
    return this;
  }

  public TestRules where(Operation operation, Condition residual) {
    return on(operation, input -> Verdict.where(residual));
  }

  /** The rules may look at data. */
  public TestRules readingData() {
    readsData = true;
    return this;
  }

  @Override
  public Verdict evaluate(RuleInput input) {
    return rules.getOrDefault(input.operation(), i -> denied()).apply(input);
  }

  @Override
  public boolean readsData(String database, String collection, Operation operation) {
    return readsData;
  }
}
