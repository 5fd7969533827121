package io.spacecloud.engine.config;

import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How users sign up and in by e-mail. Immutable.
 *
 * @param databases the aliases of those that keep accounts; none for every database
 * @param collection where the accounts are
 * @param role what whoever signs up is
 * @param tokenLifetime how long a token is valid
 * @param refresh how tokens are refreshed, or null where they are not
 * @param reauthenticate whether a new e-mail address or password takes the caller's password
 */
public record EmailConfig(
    Set<String> databases,
    String collection,
    String role,
    Duration tokenLifetime,
    @Nullable Refresh refresh,
    Passwords passwords,
    Attempts attempts,
    boolean reauthenticate) {
  public EmailConfig {
    databases = Set.copyOf(databases);
  }

  /** Whether that database keeps accounts. */
  public boolean serves(String database) {
    return databases.isEmpty() || databases.contains(database);
  }

  /**
   * Tokens that others are had for.
   *
   * @param collection where they are kept
   * @param lifetime how long one is valid that nobody uses
   */
  public record Refresh(String collection, Duration lifetime) {}

  /**
   * What passwords may be, and how they are hashed.
   *
   * @param minLength the fewest characters of a new one
   * @param maxLength the most characters of any
   * @param memory of Argon2id, in KiB
   * @param iterations of Argon2id
   * @param parallelism of Argon2id
   * @param concurrent how many are hashed at once, each in so much memory
   */
  public record Passwords(
      int minLength, int maxLength, int memory, int iterations, int parallelism, int concurrent) {}

  /**
   * How many attempts to sign in may fail; 0 for any number.
   *
   * @param perAccount for one e-mail address, whether there is an account of it or not
   * @param perClient for one client, where the application tells clients apart
   * @param within the time after which as many may fail again
   */
  public record Attempts(int perAccount, int perClient, Duration within) {}
}
