package io.spacecloud.engine.auth;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How tokens are verified and issued.
 *
 * @param keys what verifies; the first that can sign issues
 * @param issuer what {@code iss} must be, or null
 * @param audience what {@code aud} must contain, or null
 * @param requireExpiry whether a token without {@code exp} is refused
 * @param leeway how far clocks may differ
 * @param cacheSize how many verified tokens are remembered
 */
public record TokenConfig(
    List<TokenKey> keys,
    @Nullable String issuer,
    @Nullable String audience,
    boolean requireExpiry,
    Duration leeway,
    int cacheSize) {
  public TokenConfig {
    keys = List.copyOf(keys);
  }

  /** These keys, expiry required, no leeway, ten thousand tokens remembered. */
  public static TokenConfig of(List<TokenKey> keys) {
    return new TokenConfig(keys, null, null, true, Duration.ZERO, 10_000);
  }
}
