package io.spacecloud.sql;

import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * How to reach a database and how many connections to keep. Each method returns a new
 * configuration.
 *
 * @param url a JDBC URL; its driver is on the application's class path
 * @param poolSize the most connections
 * @param connectionTimeout how long a request waits for a connection
 * @param statementTimeout how long a statement may take that has no timeout of its own
 * @param isolation the isolation of transactions that need no stronger one
 * @param properties passed to the driver
 */
public record SqlConfig(
    String url,
    @Nullable String user,
    @Nullable String password,
    int poolSize,
    Duration connectionTimeout,
    Duration statementTimeout,
    Isolation isolation,
    Map<String, String> properties) {

  /** Transaction isolation, by its names in the SQL standard. */
  public enum Isolation {
    READ_COMMITTED,
    REPEATABLE_READ,
    SERIALIZABLE
  }

  public SqlConfig {
    if (!url.startsWith("jdbc:")) {
      throw new IllegalArgumentException("expected a JDBC URL");
    }
    if (poolSize < 1) {
      throw new IllegalArgumentException("a pool has at least one connection");
    }
    properties = java.util.Collections.unmodifiableMap(new TreeMap<>(properties));
  }

  /** Ten connections, 5 s to wait for one, 30 s for a statement, read committed. */
  public static SqlConfig of(String url) {
    return new SqlConfig(
        url,
        null,
        null,
        10,
        Duration.ofSeconds(5),
        Duration.ofSeconds(30),
        Isolation.READ_COMMITTED,
        Map.of());
  }

  public SqlConfig credentials(@Nullable String name, @Nullable String secret) {
    return new SqlConfig(
        url, name, secret, poolSize, connectionTimeout, statementTimeout, isolation, properties);
  }

  public SqlConfig poolSize(int connections) {
    return new SqlConfig(
        url,
        user,
        password,
        connections,
        connectionTimeout,
        statementTimeout,
        isolation,
        properties);
  }

  public SqlConfig connectionTimeout(Duration duration) {
    return new SqlConfig(
        url, user, password, poolSize, duration, statementTimeout, isolation, properties);
  }

  public SqlConfig statementTimeout(Duration duration) {
    return new SqlConfig(
        url, user, password, poolSize, connectionTimeout, duration, isolation, properties);
  }

  public SqlConfig isolation(Isolation level) {
    return new SqlConfig(
        url, user, password, poolSize, connectionTimeout, statementTimeout, level, properties);
  }

  /** The same configuration with one more property for the driver. */
  public SqlConfig property(String name, String value) {
    Map<String, String> more = new TreeMap<>(properties);
    more.put(name, value);
    return new SqlConfig(
        url, user, password, poolSize, connectionTimeout, statementTimeout, isolation, more);
  }

  /** Addresses and credentials are not for logs. */
  @Override
  public String toString() {
    return "SqlConfig[poolSize=" + poolSize + ", isolation=" + isolation + "]";
  }
}
