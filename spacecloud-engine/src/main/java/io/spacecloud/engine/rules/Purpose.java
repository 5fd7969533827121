package io.spacecloud.engine.rules;

import io.spacecloud.api.request.Operation;

/** What a rule is for: what its variables can mean depends on it. */
public enum Purpose {
  CREATE("create"),
  READ("read"),
  UPDATE("update"),
  DELETE("delete"),
  AGGREGATE("aggr"),
  /** Calls of functions. */
  CALL("functions"),
  /** Operations on files. */
  FILE("files");

  private final String key;

  Purpose(String key) {
    this.key = key;
  }

  /** The rule of a collection for the operation. */
  static Purpose of(Operation operation) {
    return switch (operation) {
      case CREATE -> CREATE;
      case READ -> READ;
      case UPDATE -> UPDATE;
      case DELETE -> DELETE;
      case AGGREGATE -> AGGREGATE;
    };
  }

  /** What it is called in problems. */
  String key() {
    return key;
  }

  /** Whether there are rows to restrict, and fields of them. */
  boolean hasRows() {
    return this != CALL && this != FILE;
  }
}
