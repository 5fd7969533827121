package io.spacecloud.engine.dispatch;

import io.spacecloud.api.rule.Access;
import io.spacecloud.api.rule.CallInput;
import io.spacecloud.api.rule.FunctionCaller;
import io.spacecloud.api.rule.Question;
import org.jspecify.annotations.Nullable;

/**
 * A call of a function.
 *
 * @param params what it is called with, in kinds of values
 */
public record FunctionCall(String service, String function, @Nullable Object params)
    implements Asking {
  @Override
  public Access access() {
    return new Access.ToFunction(service, function);
  }

  @Override
  public Question question(Scope scope) {
    return new CallInput(
        scope.authority().caller(), service, function, params, scope, FunctionCaller.NONE);
  }
}
