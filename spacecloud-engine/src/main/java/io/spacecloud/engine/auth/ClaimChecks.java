package io.spacecloud.engine.auth;

import io.spacecloud.api.error.UnauthenticatedException;
import io.spacecloud.api.result.Document;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the registered claims must say (RFC 7519 section 4.1). */
final class ClaimChecks {
  private static final long MAX_SECOND = Instant.parse("9999-12-31T23:59:59Z").getEpochSecond();

  private final TokenConfig config;

  ClaimChecks(TokenConfig config) {
    this.config = config;
  }

  /** From when on the token is refused, or null. */
  @Nullable Instant expiry(Document claims) {
    Instant expiry = time(claims, "exp");
    if (expiry == null && config.requireExpiry()) {
      throw new UnauthenticatedException("the token has no expiry");
    }
    return expiry == null ? null : expiry.plus(config.leeway());
  }

  /** Until when the token is refused, or null: the later of {@code nbf} and {@code iat}. */
  @Nullable Instant start(Document claims) {
    Instant notBefore = time(claims, "nbf");
    Instant issued = time(claims, "iat");
    Instant later =
        notBefore == null || (issued != null && issued.isAfter(notBefore)) ? issued : notBefore;
    return later == null ? null : later.minus(config.leeway());
  }

  void checkParties(Document claims) {
    if (config.issuer() != null && !config.issuer().equals(claims.get("iss"))) {
      throw new UnauthenticatedException("the token is not from the expected issuer");
    } else if (config.audience() != null && !isFor(config.audience(), claims.get("aud"))) {
      throw new UnauthenticatedException("the token is not for this audience");
    }
  }

  private static boolean isFor(String audience, @Nullable Object claim) {
    return claim instanceof List<?> list
        ? list.contains(audience) && list.stream().allMatch(String.class::isInstance)
        : audience.equals(claim);
  }

  /** Whole seconds of the years 1970 to 9999; a claim that is there and is none is refused. */
  private static @Nullable Instant time(Document claims, String name) {
    if (!claims.containsKey(name)) {
      return null;
    } else if (claims.get(name) instanceof Long second && second >= 0 && second <= MAX_SECOND) {
      return Instant.ofEpochSecond(second);
    }
    throw new UnauthenticatedException("the token's " + name + " is no time in whole seconds");
  }
}
