package io.spacecloud.api.rule;

import org.jspecify.annotations.Nullable;

/**
 * May this caller call this function?
 *
 * @param params what the caller sends to it, in kinds of values
 */
public record CallInput(
    Caller caller,
    String service,
    String function,
    @Nullable Object params,
    RowReader reader,
    FunctionCaller functions)
    implements Question {
  @Override
  public Access access() {
    return new Access.ToFunction(service, function);
  }

  /** Without what it holds. */
  @Override
  public String toString() {
    return "CallInput[" + access() + "]";
  }
}
