package io.spacecloud.engine.auth;

import io.spacecloud.api.rule.Caller;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What a valid token says. Immutable but for its key, which may be retired. Thread-safe. */
public final class VerifiedToken {
  private final Caller caller;
  private final @Nullable Instant expiresAt;
  private final BoundKey key;

  VerifiedToken(Caller caller, @Nullable Instant expiresAt, BoundKey key) {
    this.caller = caller;
    this.expiresAt = expiresAt;
    this.key = key;
  }

  /** Who asks. */
  public Caller caller() {
    return caller;
  }

  /** From when on the token is refused, leeway included; null if it never is. */
  public @Nullable Instant expiresAt() {
    return expiresAt;
  }

  /** Whether the key that signed it has left its key set since. */
  public boolean isRevoked() {
    return key.isRetired();
  }
}
