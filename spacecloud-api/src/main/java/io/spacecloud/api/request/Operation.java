package io.spacecloud.api.request;

import java.util.Locale;

/** The operations that a collection has rules for. */
public enum Operation {
  CREATE,
  READ,
  UPDATE,
  DELETE,
  AGGREGATE;

  /** The operation's name in a configuration: {@code aggr} for aggregate, else its own. */
  public String key() {
    return this == AGGREGATE ? "aggr" : name().toLowerCase(Locale.ROOT);
  }
}
