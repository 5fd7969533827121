package io.spacecloud.engine.rules;

import io.spacecloud.api.rule.Question;
import io.spacecloud.engine.rules.Rule.Label;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * {@code func}: a function grants by replying that {@code ack} is true, and denies by replying that
 * it is false. Everything else is an error, a function that is late or not there included.
 */
final class FuncNode extends Node {
  private final Rule.Func rule;
  private final FuncArguments arguments;
  private final Outcome denied;
  private final Outcome misfit;
  private final Outcome failed;

  FuncNode(Rule.Func rule, Label effective, FuncArguments arguments) {
    super("func", rule.label(), List.of());
    String name = rule.service() + "." + rule.function();
    this.rule = rule;
    this.arguments = arguments;
    this.denied = Outcome.denied(effective, name + " says no");
    this.misfit = Outcome.error(effective, name + " does not reply whether ack is true or false");
    this.failed = Outcome.error(effective, "the call of " + name + " failed");
  }

  @Override
  Outcome evaluate(Question input, @Nullable StoredRows stored) {
    Object reply;
    try {
      reply =
          input
              .functions()
              .call(rule.service(), rule.function(), arguments.get(input, stored), rule.timeout());
    } catch (RuntimeException e) {
      return failed;
    }
    if (reply instanceof Map<?, ?> object && object.get("ack") instanceof Boolean ack) {
      return ack ? Outcome.GRANTED : denied;
    }
    return misfit;
  }
}
