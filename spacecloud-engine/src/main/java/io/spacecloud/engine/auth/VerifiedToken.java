package io.spacecloud.engine.auth;

import io.spacecloud.api.rule.Caller;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What a token proved. */
public record VerifiedToken(Caller caller, @Nullable Instant expiresAt) {}
