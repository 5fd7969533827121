package io.spacecloud.api.request;

import org.jspecify.annotations.Nullable;

/** What an update does to a field. */
public enum UpdateOperator {
  SET("$set"),
  UNSET("$unset"),
  INC("$inc"),
  MUL("$mul"),
  MIN("$min"),
  MAX("$max"),
  PUSH("$push"),
  RENAME("$rename"),
  CURRENT_DATE("$currentDate");

  private final String wire;

  UpdateOperator(String wire) {
    this.wire = wire;
  }

  /** The operator's name on the wire, such as {@code $set}. */
  public String wire() {
    return wire;
  }

  /** The operator of that name on the wire, or null. */
  public static @Nullable UpdateOperator ofWire(String name) {
    if (name.equals("$currentTimestamp")) {
      return CURRENT_DATE;
    }
    for (UpdateOperator operator : values()) {
      if (operator.wire.equals(name)) {
        return operator;
      }
    }
    return null;
  }

  /** Whether the new value is computed from the old one. */
  public boolean readsOldValue() {
    return switch (this) {
      case INC, MUL, MIN, MAX, PUSH, RENAME -> true;
      case SET, UNSET, CURRENT_DATE -> false;
    };
  }
}
