package io.spacecloud.engine.auth;

import io.spacecloud.engine.auth.TokenKey.Algorithm;
import io.spacecloud.engine.auth.TokenKey.Pair;
import io.spacecloud.engine.auth.TokenKey.Secret;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Keys, hand-made tokens and a clock to turn. */
public final class TokenFixtures {
  public static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  public static final String SECRET =
      "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";
  public static final KeyPair RSA = rsa(2048);
  public static final KeyPair OTHER_RSA = rsa(2048);
  public static final KeyPair EC = ec("secp256r1");
  public static final KeyPair OTHER_EC = ec("secp256r1");

  private TokenFixtures() {}

  public static final class TestClock extends Clock {
    private volatile Instant now = NOW;

    public void advance(Duration time) {
      now = now.plus(time);
    }

    @Override
    public Instant instant() {
      return now;
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }
  }

  public static KeyPair rsa(int bits) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(bits);
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  public static KeyPair ec(String curve) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec(curve));
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  public static TokenKey key(String kid, Algorithm algorithm) {
    return switch (algorithm) {
      case HS256, HS384, HS512 -> new Secret(kid, algorithm, SECRET);
      case RS256, PS256 -> pair(kid, algorithm, RSA);
      case ES256 -> pair(kid, algorithm, EC);
    };
  }

  public static Pair pair(String kid, Algorithm algorithm, KeyPair keys) {
    return new Pair(
        kid, algorithm, pem("PUBLIC KEY", keys.getPublic()), pem("PRIVATE KEY", keys.getPrivate()));
  }

  public static String pem(String label, Key key) {
    String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(key.getEncoded());
    return "-----BEGIN " + label + "-----\n" + body + "\n-----END " + label + "-----\n";
  }

  public static Tokens tokens(TokenKey... keys) {
    return tokens(new TestClock(), keys);
  }

  public static Tokens tokens(Clock clock, TokenKey... keys) {
    return Tokens.create(TokenConfig.of(List.of(keys)), clock);
  }

  public static String base64(String text) {
    return base64(text.getBytes(StandardCharsets.UTF_8));
  }

  public static String base64(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  /** A token of exactly this header and payload, signed by HMAC with {@link #SECRET}. */
  public static String hs256(String header, String payload) {
    return hmac("HmacSHA256", SECRET.getBytes(StandardCharsets.UTF_8), header, payload);
  }

  public static String hs256(String payload) {
    return hs256("{\"alg\":\"HS256\"}", payload);
  }

  public static String hmac(String mac, byte[] secret, String header, String payload) {
    return hmacParts(mac, secret, base64(header), base64(payload));
  }

  public static String hmacParts(String algorithm, byte[] secret, String header, String payload) {
    try {
      Mac mac = Mac.getInstance(algorithm);
      mac.init(new SecretKeySpec(secret, algorithm));
      String signed = header + "." + payload;
      return signed + "." + base64(mac.doFinal(signed.getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  public static long epoch(long secondsFromNow) {
    return NOW.getEpochSecond() + secondsFromNow;
  }

  public static String jwks(String... keys) {
    return "{\"keys\":[" + String.join(",", keys) + "]}";
  }

  public static String rsaJwk(String members, KeyPair keys) {
    RSAPublicKey key = (RSAPublicKey) keys.getPublic();
    return "{\"kty\":\"RSA\",%s\"n\":\"%s\",\"e\":\"%s\"}"
        .formatted(members, number(key.getModulus(), 0), number(key.getPublicExponent(), 0));
  }

  public static String ecJwk(String members, KeyPair keys) {
    ECPublicKey key = (ECPublicKey) keys.getPublic();
    return "{\"kty\":\"EC\",%s\"x\":\"%s\",\"y\":\"%s\"}"
        .formatted(
            members, number(key.getW().getAffineX(), 32), number(key.getW().getAffineY(), 32));
  }

  private static String number(BigInteger value, int length) {
    byte[] bytes = value.toByteArray();
    int size = length > 0 ? length : (value.bitLength() + 7) / 8;
    byte[] result = new byte[size];
    int count = Math.min(bytes.length, size);
    System.arraycopy(
        Arrays.copyOfRange(bytes, bytes.length - count, bytes.length),
        0,
        result,
        size - count,
        count);
    return base64(result);
  }
}
