package io.spacecloud.engine.auth;

import io.spacecloud.api.error.UnauthenticatedException;
import io.spacecloud.api.result.Document;
import io.spacecloud.api.rule.Caller;
import io.spacecloud.engine.auth.CompactToken.Likeness;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Verifies and issues JSON Web Tokens, as a project's keys allow. Thread-safe.
 *
 * <p>The algorithm is the key's; a token whose header names another is refused. A token that names
 * a key ({@code kid}) is verified by that key alone; one that names none by the keys without a
 * name, or by the only key there is.
 */
public final class Tokens {
  private final TokenConfig config;
  private final Clock clock;
  private final ConfiguredKeys configured;
  private final KeyRing ring;
  private final ClaimChecks checks;
  private final TokenCache cache;
  private volatile @Nullable Likeness last; // of a token that was valid

  private Tokens(TokenConfig config, Clock clock) {
    this.config = config;
    this.clock = clock;
    this.configured = new ConfiguredKeys(config.keys());
    this.ring = new KeyRing(configured.keys(), sets(config), clock);
    this.checks = new ClaimChecks(config);
    this.cache = new TokenCache(config.cacheSize());
  }

  /**
   * Tokens of these keys.
   *
   * @throws io.spacecloud.engine.config.InvalidConfigException naming every key that cannot be used
   */
  public static Tokens create(TokenConfig config, Clock clock) {
    return new Tokens(config, clock);
  }

  /** What is weak about the keys, without their values. */
  public List<String> warnings() {
    return List.copyOf(configured.warnings());
  }

  /**
   * Who the token says the caller is.
   *
   * @throws UnauthenticatedException if anything at all is wrong with it
   */
  public VerifiedToken verify(@Nullable String token) {
    if (token == null || token.isEmpty()) {
      throw new UnauthenticatedException("the token is empty");
    }
    Instant now = clock.instant();
    VerifiedToken known = cache.get(token, now);
    return known != null ? known : verifyNew(token, now);
  }

  private VerifiedToken verifyNew(String token, Instant now) {
    try {
      Likeness known = last;
      CompactToken parsed = CompactToken.parse(token, known);
      BoundKey key = signer(parsed);
      checks.checkParties(parsed.claims());
      Instant expiry = checks.expiry(parsed.claims());
      Instant start = checks.start(parsed.claims());
      checkTime(now, start, expiry);
      Document claims = named(parsed, known);
      VerifiedToken verified = new VerifiedToken(Caller.of(claims), expiry, key);
      cache.put(token, verified, start);
      return verified;
    } catch (UnauthenticatedException e) {
      throw e;
    } catch (RuntimeException e) {
      // Whatever a library makes of the token, its message may quote it.
      throw new UnauthenticatedException("the token is not valid");
    }
  }

  private static void checkTime(Instant now, @Nullable Instant start, @Nullable Instant expiry) {
    if (expiry != null && !now.isBefore(expiry)) {
      throw new UnauthenticatedException("the token has expired");
    } else if (start != null && now.isBefore(start)) {
      throw new UnauthenticatedException("the token is not valid yet");
    }
  }

  /**
   * The claims of a token that is valid, under the very names that rules have; those of tokens
   * alike share them. Nobody's names but an issuer's come into the JVM's own table.
   */
  @SuppressWarnings("ReferenceEquality") // what is shared is the same
  private Document named(CompactToken valid, @Nullable Likeness known) {
    Document claims = valid.claims();
    if (known == null || claims.keys() != known.names().keys()) {
      Map<String, @Nullable Object> named = new LinkedHashMap<>();
      claims.forEach((name, value) -> named.put(name.intern(), value));
      claims = Document.of(named);
    } else if (valid.header() == known.header()) {
      return claims;
    }
    Document names = Document.of(claims.keys(), new Object[claims.size()]);
    last = new Likeness(valid.header(), names);
    return claims;
  }

  /** The key that signed the token; the key sets are asked again for one that no key fits. */
  private BoundKey signer(CompactToken token) {
    KeyTable table = ring.table();
    List<BoundKey> candidates = table.candidates(token.kid());
    BoundKey key = signer(token, candidates);
    if (key == null && (token.kid() == null || candidates.isEmpty())) {
      KeyTable next = ring.refreshed(table);
      if (next != table) {
        key = signer(token, next.candidates(token.kid()));
      }
    }
    if (key == null) {
      throw new UnauthenticatedException("the token is not signed by a known key");
    }
    return key;
  }

  private static @Nullable BoundKey signer(CompactToken token, List<BoundKey> candidates) {
    for (BoundKey key : candidates) {
      if (key.verifies(token)) {
        return key;
      }
    }
    return null;
  }

  /**
   * A token that says these claims, issued now; {@code iat} and {@code exp}, and the issuer and
   * audience if configured, are set by the library whatever the claims say.
   *
   * @param lifetime at least a second
   * @throws IllegalStateException if no key can sign
   */
  public String issue(Map<String, ?> claims, Duration lifetime) {
    BoundKey key = ring.signer();
    if (key == null) {
      throw new IllegalStateException("no key can sign");
    } else if (lifetime.compareTo(Duration.ofSeconds(1)) < 0) {
      throw new IllegalArgumentException("a lifetime of at least a second");
    }
    Map<String, @Nullable Object> all = new LinkedHashMap<>(Document.of("claims", claims));
    Instant now = clock.instant();
    all.put("iat", now.getEpochSecond());
    all.put("exp", now.plus(lifetime).getEpochSecond());
    putIfSet(all, "iss", config.issuer());
    putIfSet(all, "aud", config.audience());
    String token = Issuer.sign(key, all);
    if (token.length() > CompactToken.MAX_LENGTH) {
      throw new IllegalArgumentException("claims that make too long a token");
    }
    return token;
  }

  /** Whether a key can sign. */
  public boolean canIssue() {
    return ring.signer() != null;
  }

  private static void putIfSet(
      Map<String, @Nullable Object> claims, String name, @Nullable String value) {
    if (value != null) {
      claims.put(name, value);
    }
  }

  private static List<KeySetSource> sets(TokenConfig config) {
    return config.keys().stream()
        .filter(TokenKey.KeySet.class::isInstance)
        .map(key -> new KeySetSource(((TokenKey.KeySet) key).document()))
        .toList();
  }
}
