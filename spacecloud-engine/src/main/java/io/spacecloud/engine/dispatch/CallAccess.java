package io.spacecloud.engine.dispatch;

import io.spacecloud.api.function.FunctionRequest;
import io.spacecloud.api.rule.Access;
import io.spacecloud.api.rule.CallInput;
import io.spacecloud.api.rule.Question;

/** A call of a function. */
record CallAccess(FunctionRequest request) implements Asking {
  @Override
  public Access access() {
    return new Access.ToFunction(request.service(), request.function());
  }

  @Override
  public Question question(Scope scope) {
    return new CallInput(
        scope.authority().caller(),
        request.service(),
        request.function(),
        request.params(),
        scope,
        scope);
  }
}
