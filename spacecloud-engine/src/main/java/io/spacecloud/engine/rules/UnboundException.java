package io.spacecloud.engine.rules;

/** A template's variable has no value that goes there; makes the rule an error. */
final class UnboundException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  final String reason;

  UnboundException(String reason) {
    super(reason, null, false, false);
    this.reason = reason;
  }
}
