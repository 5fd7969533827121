package io.spacecloud.engine.auth;

import com.auth0.jwt.exceptions.JWTCreationException;
import io.spacecloud.engine.config.InvalidConfigException;
import io.spacecloud.engine.config.Problems;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPrivateKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.KeySpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The keys that a configuration spells out, checked: all that is wrong is reported at once. */
final class ConfiguredKeys {
  private static final Pattern PEM =
      Pattern.compile("\\s*-----BEGIN ([A-Z ]+)-----([A-Za-z0-9+/=\\s]+)-----END \\1-----\\s*");
  private static final Pattern PUBLIC_PEM =
      Pattern.compile("-----BEGIN ([A-Z]+ )?(PUBLIC KEY|CERTIFICATE)-----");

  private final List<BoundKey> keys = new ArrayList<>();
  private final List<String> warnings = new ArrayList<>();
  private final Problems problems = new Problems();
  private final Set<String> kids = new HashSet<>();

  ConfiguredKeys(List<TokenKey> configured) {
    for (int i = 0; i < configured.size(); i++) {
      add("tokens.keys." + i, configured.get(i));
    }
    if (!problems.isEmpty()) {
      throw new InvalidConfigException(problems.all());
    }
  }

  List<BoundKey> keys() {
    return keys;
  }

  List<String> warnings() {
    return warnings;
  }

  private void add(String path, TokenKey configured) {
    try {
      if (configured instanceof TokenKey.Secret secret) {
        add(secret(path, secret));
      } else if (configured instanceof TokenKey.Pair pair) {
        add(pair(pair));
      }
    } catch (IllegalArgumentException e) {
      problems.add(path, String.valueOf(e.getMessage()));
    } catch (GeneralSecurityException | JWTCreationException e) {
      problems.add(path, "a key that cannot be used");
    }
  }

  private void add(BoundKey key) {
    if (key.kid() != null && !kids.add(key.kid())) {
      throw new IllegalArgumentException("two keys have the same kid");
    }
    keys.add(key);
  }

  private BoundKey secret(String path, TokenKey.Secret secret) {
    byte[] bytes = secret.secret().getBytes(StandardCharsets.UTF_8);
    if (secret.secret().isBlank()) {
      throw new IllegalArgumentException("the secret is empty");
    } else if (!StandardCharsets.UTF_8.newEncoder().canEncode(secret.secret())) {
      throw new IllegalArgumentException("the secret is not valid Unicode");
    } else if (PUBLIC_PEM.matcher(secret.secret()).find()) {
      throw new IllegalArgumentException("a public key cannot be a secret");
    }
    BoundKey key = BoundKey.secret(secret.kid(), secret.algorithm(), bytes);
    int needed = Integer.parseInt(secret.algorithm().name(), 2, 5, 10) / 8;
    if (bytes.length < needed) {
      warnings.add(path + ": the secret is shorter than " + needed + " bytes");
    }
    return key;
  }

  private static BoundKey pair(TokenKey.Pair pair) throws GeneralSecurityException {
    BoundKey key =
        switch (pair.algorithm()) {
          case RS256, PS256 -> rsa(pair);
          case ES256 -> ec(pair);
          case HS256, HS384, HS512 ->
              throw new IllegalArgumentException(pair.algorithm() + " needs a secret");
        };
    if (key.signs() && !key.verifies(CompactToken.parse(Issuer.sign(key, Issuer.SAMPLE)))) {
      throw new IllegalArgumentException("the private key does not belong to the public key");
    }
    return key;
  }

  private static BoundKey rsa(TokenKey.Pair pair) throws GeneralSecurityException {
    KeyFactory factory = KeyFactory.getInstance("RSA");
    return BoundKey.rsa(
        pair.kid(),
        pair.algorithm(),
        (RSAPublicKey) factory.generatePublic(publicSpec(pair)),
        pair.privateKey() == null
            ? null
            : (RSAPrivateKey) factory.generatePrivate(privateSpec(pair.privateKey())));
  }

  private static BoundKey ec(TokenKey.Pair pair) throws GeneralSecurityException {
    KeyFactory factory = KeyFactory.getInstance("EC");
    return BoundKey.ec(
        pair.kid(),
        (ECPublicKey) factory.generatePublic(publicSpec(pair)),
        pair.privateKey() == null
            ? null
            : (ECPrivateKey) factory.generatePrivate(privateSpec(pair.privateKey())));
  }

  private static KeySpec publicSpec(TokenKey.Pair pair) {
    return new X509EncodedKeySpec(pem("PUBLIC KEY", pair.publicKey()));
  }

  private static KeySpec privateSpec(String pem) {
    return new PKCS8EncodedKeySpec(pem("PRIVATE KEY", pem));
  }

  private static byte[] pem(String label, @Nullable String text) {
    Matcher matcher = PEM.matcher(text == null ? "" : text);
    if (!matcher.matches() || !matcher.group(1).equals(label)) {
      throw new IllegalArgumentException("not the PEM of a " + label);
    }
    try {
      return Base64.getMimeDecoder().decode(matcher.group(2));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("not the PEM of a " + label);
    }
  }
}
