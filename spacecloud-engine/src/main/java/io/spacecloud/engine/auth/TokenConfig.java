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
  private static final Duration MAX_LEEWAY = Duration.ofDays(1);
  private static final int MAX_CACHE = 1_000_000;

  public TokenConfig {
    keys = List.copyOf(keys);
    if (leeway.isNegative() || leeway.compareTo(MAX_LEEWAY) > 0) {
      throw new IllegalArgumentException("a leeway of zero to one day");
    } else if (cacheSize < 0 || cacheSize > MAX_CACHE) {
      throw new IllegalArgumentException("a cache of zero to a million tokens");
    }
  }

  /** These keys, expiry required, no leeway, ten thousand tokens remembered. */
  public static TokenConfig of(List<TokenKey> keys) {
    return new TokenConfig(keys, null, null, true, Duration.ZERO, 10_000);
  }
}
