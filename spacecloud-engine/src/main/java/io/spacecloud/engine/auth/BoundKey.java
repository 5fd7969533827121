package io.spacecloud.engine.auth;

import com.auth0.jwt.algorithms.Algorithm;
import com.auth0.jwt.exceptions.SignatureVerificationException;
import java.security.MessageDigest;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPrivateKey;
import java.security.interfaces.RSAPublicKey;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Key material that can do one algorithm and no other, until it is retired. */
final class BoundKey {
  private final @Nullable String kid;
  private final Algorithm algorithm;
  private final boolean signs;
  private final byte[] fingerprint;
  private volatile boolean retired;

  private BoundKey(@Nullable String kid, Algorithm algorithm, boolean signs, byte[] fingerprint) {
    this.kid = kid;
    this.algorithm = algorithm;
    this.signs = signs;
    this.fingerprint = fingerprint;
  }

  static BoundKey secret(@Nullable String kid, TokenKey.Algorithm name, byte[] secret) {
    Algorithm algorithm =
        switch (name) {
          case HS256 -> Algorithm.HMAC256(secret);
          case HS384 -> Algorithm.HMAC384(secret);
          case HS512 -> Algorithm.HMAC512(secret);
          case RS256, ES256, PS256 ->
              throw new IllegalArgumentException(name + " needs a key pair");
        };
    return new BoundKey(kid, algorithm, true, secret);
  }

  static BoundKey rsa(
      @Nullable String kid,
      TokenKey.Algorithm name,
      RSAPublicKey publicKey,
      @Nullable RSAPrivateKey privateKey) {
    KeyChecks.rsa(publicKey);
    Algorithm algorithm =
        name == TokenKey.Algorithm.PS256
            ? Algorithm.RSA256PSS(publicKey, privateKey)
            : Algorithm.RSA256(publicKey, privateKey);
    return new BoundKey(kid, algorithm, privateKey != null, publicKey.getEncoded());
  }

  static BoundKey ec(
      @Nullable String kid, ECPublicKey publicKey, @Nullable ECPrivateKey privateKey) {
    KeyChecks.p256(publicKey);
    return new BoundKey(
        kid, Algorithm.ECDSA256(publicKey, privateKey), privateKey != null, publicKey.getEncoded());
  }

  @Nullable String kid() {
    return kid;
  }

  Algorithm algorithm() {
    return algorithm;
  }

  boolean signs() {
    return signs;
  }

  /** Whether the token is signed by this key, in this key's algorithm. */
  boolean verifies(CompactToken token) {
    if (retired || !algorithm.getName().equals(token.algorithm())) {
      return false;
    }
    try {
      algorithm.verify(token.signed());
      return true;
    } catch (SignatureVerificationException e) {
      return false;
    }
  }

  boolean isSame(BoundKey other) {
    return Objects.equals(kid, other.kid)
        && algorithm.getName().equals(other.algorithm.getName())
        && MessageDigest.isEqual(fingerprint, other.fingerprint);
  }

  boolean isRetired() {
    return retired;
  }

  /** From now on nothing that this key verified is valid any more. */
  void retire() {
    retired = true;
  }
}
