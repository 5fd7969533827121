package io.spacecloud.engine.auth;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.ECPoint;
import java.security.spec.ECPublicKeySpec;
import java.security.spec.RSAPublicKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads a JSON Web Key Set (RFC 7517): RSA and P-256 keys that verify signatures.
 *
 * <p>Other keys, secrets above all, are left out; so are keys that share a {@code kid}, as nobody
 * can tell which is meant.
 */
final class JwkSet {
  static final int MAX_LENGTH = 1 << 20;
  private static final int MAX_KEYS = 100;

  private JwkSet() {}

  /**
   * The usable keys.
   *
   * @throws IllegalArgumentException if the document is no key set
   */
  static List<BoundKey> parse(@Nullable String document) {
    if (document == null || document.length() > MAX_LENGTH) {
      throw new IllegalArgumentException("a key set that is absent or too long");
    }
    if (!(StrictJson.object(document).get("keys") instanceof List<?> entries)
        || entries.size() > MAX_KEYS) {
      throw new IllegalArgumentException("a key set needs a list of at most 100 keys");
    }
    List<BoundKey> keys = new ArrayList<>();
    Map<String, Integer> uses = new HashMap<>();
    for (Object entry : entries) {
      if (entry instanceof Map<?, ?> jwk) {
        if (jwk.get("kid") instanceof String kid) {
          uses.merge(kid, 1, Integer::sum);
        }
        BoundKey key = key(jwk);
        if (key != null) {
          keys.add(key);
        }
      }
    }
    keys.removeIf(key -> key.kid() != null && uses.getOrDefault(key.kid(), 0) > 1);
    return keys;
  }

  private static @Nullable BoundKey key(Map<?, ?> jwk) {
    if (!verifiesSignatures(jwk)
        || (jwk.get("kid") != null && !(jwk.get("kid") instanceof String))) {
      return null;
    }
    String kid = (String) jwk.get("kid");
    try {
      if ("RSA".equals(jwk.get("kty"))) {
        return rsa(kid, jwk);
      } else if ("EC".equals(jwk.get("kty"))) {
        return ec(kid, jwk);
      }
      return null;
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      return null;
    }
  }

  private static boolean verifiesSignatures(Map<?, ?> jwk) {
    Object use = jwk.get("use");
    Object operations = jwk.get("key_ops");
    return (use == null || use.equals("sig"))
        && (operations == null || (operations instanceof List<?> list && list.contains("verify")));
  }

  private static @Nullable BoundKey rsa(@Nullable String kid, Map<?, ?> jwk)
      throws GeneralSecurityException {
    Object name = jwk.get("alg");
    TokenKey.Algorithm algorithm;
    if (name == null || name.equals("RS256")) {
      algorithm = TokenKey.Algorithm.RS256;
    } else if (name.equals("PS256")) {
      algorithm = TokenKey.Algorithm.PS256;
    } else {
      return null;
    }
    var spec = new RSAPublicKeySpec(number(jwk, "n"), number(jwk, "e"));
    var key = (RSAPublicKey) KeyFactory.getInstance("RSA").generatePublic(spec);
    return BoundKey.rsa(kid, algorithm, key, null);
  }

  private static @Nullable BoundKey ec(@Nullable String kid, Map<?, ?> jwk)
      throws GeneralSecurityException {
    Object name = jwk.get("alg");
    if (!"P-256".equals(jwk.get("crv")) || !(name == null || name.equals("ES256"))) {
      return null;
    }
    ECPoint point = new ECPoint(number(jwk, "x"), number(jwk, "y"));
    var spec = new ECPublicKeySpec(point, KeyChecks.P256);
    var key = (ECPublicKey) KeyFactory.getInstance("EC").generatePublic(spec);
    return BoundKey.ec(kid, key, null);
  }

  private static BigInteger number(Map<?, ?> jwk, String member) {
    if (jwk.get(member) instanceof String text && !text.isEmpty()) {
      return new BigInteger(1, Base64.getUrlDecoder().decode(text));
    }
    throw new IllegalArgumentException("a key without " + member);
  }
}
