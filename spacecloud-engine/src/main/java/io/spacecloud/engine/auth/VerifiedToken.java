package io.spacecloud.engine.auth;

import io.spacecloud.api.rule.Caller;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a valid token says.
 *
 * @param caller who asks
 * @param expiresAt from when on the token is refused, leeway included; null if it never is
 */
public record VerifiedToken(Caller caller, @Nullable Instant expiresAt) {}
