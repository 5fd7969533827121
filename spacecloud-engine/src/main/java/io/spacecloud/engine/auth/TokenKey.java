package io.spacecloud.engine.auth;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A key and the one algorithm that it is for. */
public sealed interface TokenKey {
  /** The algorithms; a token's own claim about its algorithm is only compared with the key's. */
  enum Algorithm {
    HS256,
    HS384,
    HS512,
    RS256,
    ES256,
    PS256
  }

  /** A secret shared by whoever signs and verifies. */
  record Secret(@Nullable String kid, Algorithm algorithm, String secret) implements TokenKey {
    @Override
    public String toString() {
      return "Secret[" + kid + ", " + algorithm + "]";
    }
  }

  /**
   * A key pair.
   *
   * @param publicKey PEM
   * @param privateKey PEM (PKCS #8), or null where tokens are only verified
   */
  record Pair(
      @Nullable String kid, Algorithm algorithm, String publicKey, @Nullable String privateKey)
      implements TokenKey {
    @Override
    public String toString() {
      return "Pair[" + kid + ", " + algorithm + "]";
    }
  }

  /**
   * A JSON Web Key Set that the application supplies; asked again, at most once a minute, when a
   * token names a key that is not in it.
   *
   * @param document the set's JSON; the library makes no HTTP calls of its own
   */
  record KeySet(Supplier<String> document) implements TokenKey {}
}
