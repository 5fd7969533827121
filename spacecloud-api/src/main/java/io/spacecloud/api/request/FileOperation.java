package io.spacecloud.api.request;

import java.util.Locale;

/** The operations that files have rules for. */
public enum FileOperation {
  CREATE,
  READ,
  DELETE;

  /** The operation's name in a configuration. */
  public String key() {
    return name().toLowerCase(Locale.ROOT);
  }
}
