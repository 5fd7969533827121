package io.spacecloud.engine.auth;

import io.spacecloud.api.error.UnauthenticatedException;
import io.spacecloud.api.rule.Caller;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/** Stands in for the verifier of tokens: it knows the tokens that it issued. */
public final class Tokens {
  private final Clock clock;
  private final Map<String, VerifiedToken> issued = new ConcurrentHashMap<>();

  private Tokens(Clock clock) {
    this.clock = clock;
  }

  public static Tokens create(TokenConfig config, Clock clock) {
    return new Tokens(clock);
  }

  public VerifiedToken verify(String token) {
    VerifiedToken verified = issued.get(token);
    Instant end = verified == null ? null : verified.expiresAt();
    if (verified == null || end == null || !clock.instant().isBefore(end)) {
      throw new UnauthenticatedException("the token is not valid");
    }
    return verified;
  }

  public String issue(Map<String, ?> claims, Duration lifetime) {
    String token = UUID.randomUUID().toString();
    issued.put(token, new VerifiedToken(Caller.of(claims), clock.instant().plus(lifetime)));
    return token;
  }
}
