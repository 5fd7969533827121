package io.spacecloud.api.spi;

import org.jspecify.annotations.Nullable;

/**
 * How to reach a database, as a configuration says it.
 *
 * @param type the database type, such as {@code sql-postgres}
 * @param url a JDBC or MongoDB URL without credentials where those are given apart
 */
public record BackendConfig(
    String alias, String type, String url, @Nullable String user, @Nullable String password) {
  /** Credentials and addresses are not for logs. */
  @Override
  public String toString() {
    return "BackendConfig[" + alias + ", " + type + "]";
  }
}
