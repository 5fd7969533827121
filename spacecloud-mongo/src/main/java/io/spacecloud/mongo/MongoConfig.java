package io.spacecloud.mongo;

import com.mongodb.ConnectionString;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How to reach a MongoDB database. Each method returns a new configuration. TLS, replica sets, read
 * preferences and the like are said in the URL, as MongoDB documents them.
 *
 * @param url {@code mongodb://…/database} or {@code mongodb+srv://…/database}
 * @param poolSize the most connections to each server, beside one for each collection whose changes
 *     are followed
 * @param connectionTimeout how long a request waits for a server and for a connection
 * @param commandTimeout how long a command may take that has no timeout of its own
 */
public record MongoConfig(
    String url,
    @Nullable String user,
    @Nullable String password,
    int poolSize,
    Duration connectionTimeout,
    Duration commandTimeout) {

  public MongoConfig {
    if (database(url) == null) {
      throw new IllegalArgumentException("the URL names no database");
    } else if (poolSize < 1) {
      throw new IllegalArgumentException("a pool has at least one connection");
    }
  }

  private static @Nullable String database(String url) {
    return new ConnectionString(url).getDatabase();
  }

  /** Ten connections, 5 s to wait for a server or a connection, 30 s for a command. */
  public static MongoConfig of(String url) {
    return new MongoConfig(url, null, null, 10, Duration.ofSeconds(5), Duration.ofSeconds(30));
  }

  /** With a name and password beside the URL; they are checked against the URL's auth source. */
  public MongoConfig credentials(@Nullable String name, @Nullable String secret) {
    return new MongoConfig(url, name, secret, poolSize, connectionTimeout, commandTimeout);
  }

  public MongoConfig poolSize(int connections) {
    return new MongoConfig(url, user, password, connections, connectionTimeout, commandTimeout);
  }

  public MongoConfig connectionTimeout(Duration duration) {
    return new MongoConfig(url, user, password, poolSize, duration, commandTimeout);
  }

  public MongoConfig commandTimeout(Duration duration) {
    return new MongoConfig(url, user, password, poolSize, connectionTimeout, duration);
  }

  /** The database that the URL names. */
  String database() {
    return String.valueOf(database(url));
  }

  /** Addresses and credentials are not for logs. */
  @Override
  public String toString() {
    return "MongoConfig[poolSize=" + poolSize + "]";
  }
}
