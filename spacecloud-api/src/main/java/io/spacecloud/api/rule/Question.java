package io.spacecloud.api.rule;

/** One question to the rules: may this caller do this? */
public sealed interface Question permits RuleInput, CallInput, FileInput {
  Caller caller();

  /** Reads rows for rules that look at data, with the authority of the engine. */
  RowReader reader();

  /** Calls functions for rules that ask one, with the caller's claims. */
  FunctionCaller functions();

  /** What the caller wants to do, and to what. */
  Access access();
}
