package io.spacecloud.engine.auth;

import static io.spacecloud.engine.auth.TokenFixtures.EC;
import static io.spacecloud.engine.auth.TokenFixtures.NOW;
import static io.spacecloud.engine.auth.TokenFixtures.SECRET;
import static io.spacecloud.engine.auth.TokenFixtures.ecJwk;
import static io.spacecloud.engine.auth.TokenFixtures.epoch;
import static io.spacecloud.engine.auth.TokenFixtures.hs256;
import static io.spacecloud.engine.auth.TokenFixtures.jwks;
import static io.spacecloud.engine.auth.TokenFixtures.key;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spacecloud.api.error.UnauthenticatedException;
import io.spacecloud.engine.auth.TokenFixtures.TestClock;
import io.spacecloud.engine.auth.TokenKey.Algorithm;
import io.spacecloud.engine.auth.TokenKey.KeySet;
import java.math.BigInteger;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Keys, claims and tokens at the very edge of what is accepted. */
class TokenEdgeTest {
  private final TestClock clock = new TestClock();
  private final Tokens tokens = TokenFixtures.tokens(clock, key(null, Algorithm.HS256));

  private record Rsa(BigInteger modulus, BigInteger exponent) implements RSAPublicKey {
    @Override
    public BigInteger getPublicExponent() {
      return exponent;
    }

    @Override
    public BigInteger getModulus() {
      return modulus;
    }

    @Override
    public String getAlgorithm() {
      return "RSA";
    }

    @Override
    public String getFormat() {
      return "none";
    }

    @Override
    public byte[] getEncoded() {
      return new byte[0];
    }
  }

  private record Ec(ECPoint point) implements ECPublicKey {
    @Override
    public ECPoint getW() {
      return point;
    }

    @Override
    public ECParameterSpec getParams() {
      return KeyChecks.P256;
    }

    @Override
    public String getAlgorithm() {
      return "EC";
    }

    @Override
    public String getFormat() {
      return "none";
    }

    @Override
    public byte[] getEncoded() {
      return new byte[0];
    }
  }

  private static void rsa(int bits, BigInteger exponent, boolean accepted) {
    RSAPublicKey key = new Rsa(BigInteger.ONE.shiftLeft(bits - 1).setBit(0), exponent);
    if (accepted) {
      assertThatCode(() -> KeyChecks.rsa(key)).doesNotThrowAnyException();
    } else {
      assertThatThrownBy(() -> KeyChecks.rsa(key)).isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void anRsaKeyHasEnoughBitsAndAUsualExponent() {
    BigInteger usual = BigInteger.valueOf(65_537);
    rsa(2047, usual, false);
    rsa(2048, usual, true);
    rsa(16_384, usual, true);
    rsa(16_385, usual, false);
    rsa(2048, BigInteger.ONE, false);
    rsa(2048, BigInteger.valueOf(3), true);
    rsa(2048, BigInteger.valueOf(4), false);
    rsa(2048, BigInteger.ONE.shiftLeft(63).setBit(0), true);
    rsa(2048, BigInteger.ONE.shiftLeft(64).setBit(0), false);
  }

  private static void ec(ECPoint point, boolean accepted) {
    ECPublicKey key = new Ec(point);
    if (accepted) {
      assertThatCode(() -> KeyChecks.p256(key)).doesNotThrowAnyException();
    } else {
      assertThatThrownBy(() -> KeyChecks.p256(key)).isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void anEcKeyIsAPointOfTheCurveWithCoordinatesOfItsField() {
    BigInteger p = ((java.security.spec.ECFieldFp) KeyChecks.P256.getCurve().getField()).getP();
    BigInteger b = KeyChecks.P256.getCurve().getB();
    BigInteger root = b.modPow(p.add(BigInteger.ONE).shiftRight(2), p);
    assertThat(root.multiply(root).mod(p)).as("zero is the x of a point").isEqualTo(b);
    ec(new ECPoint(BigInteger.ZERO, root), true);
    ec(new ECPoint(p, root), false);
    ec(new ECPoint(BigInteger.ZERO, root.add(p)), false);
    ec(new ECPoint(p.negate(), root), false);
    ec(new ECPoint(BigInteger.ZERO, root.subtract(p)), false);
    ec(new ECPoint(BigInteger.ZERO, root.add(BigInteger.ONE)), false);
    ec(ECPoint.POINT_INFINITY, false);
  }

  @Test
  void aKeySetHasABoundedLengthAndABoundedNumberOfKeys() {
    String short_ = "{\"keys\":[],\"x\":\"";
    String longest = short_ + "x".repeat(JwkSet.MAX_LENGTH - short_.length() - 2) + "\"}";
    assertThat(longest).hasSize(JwkSet.MAX_LENGTH);
    assertThat(JwkSet.parse(longest)).isEmpty();
    assertThatThrownBy(() -> JwkSet.parse(longest + " "))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> JwkSet.parse(null)).isInstanceOf(IllegalArgumentException.class);
    List<String> keys = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      keys.add(ecJwk("\"kid\":\"k" + i + "\",\"crv\":\"P-256\",", EC));
    }
    assertThat(JwkSet.parse(jwks(keys.toArray(String[]::new)))).hasSize(100);
    keys.add(keys.get(0));
    assertThatThrownBy(() -> JwkSet.parse(jwks(keys.toArray(String[]::new))))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aKeyOfASetIsForSignaturesOfItsAlgorithm() {
    for (String usable :
        List.of("", "\"use\":\"sig\",", "\"key_ops\":[\"verify\"],", "\"alg\":\"ES256\",")) {
      assertThat(JwkSet.parse(jwks(ecJwk(usable + "\"crv\":\"P-256\",", EC))))
          .as(usable)
          .hasSize(1);
    }
    for (String other :
        List.of(
            "\"use\":\"enc\",",
            "\"use\":7,",
            "\"key_ops\":[\"sign\"],",
            "\"key_ops\":\"verify\",",
            "\"alg\":\"ES384\",",
            "\"alg\":\"RS256\",",
            "\"kid\":7,")) {
      assertThat(JwkSet.parse(jwks(ecJwk(other + "\"crv\":\"P-256\",", EC)))).as(other).isEmpty();
    }
    assertThat(JwkSet.parse(jwks(ecJwk("\"crv\":\"P-384\",", EC)))).isEmpty();
  }

  @Test
  void aTokenIsIssuedForASecondAtLeastAndIsNoLongerThanIsRead() {
    assertThatThrownBy(() -> tokens.issue(Map.of(), Duration.ofMillis(999)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(tokens.issue(Map.of(), Duration.ofSeconds(1))).isNotEmpty();
    int longest = 0;
    for (int pad = 12_000; pad < 12_400; pad++) {
      try {
        String token = tokens.issue(Map.of("pad", "x".repeat(pad)), Duration.ofHours(1));
        longest = token.length();
        if (longest > CompactToken.MAX_LENGTH - 4) {
          assertThat(tokens.verify(token).caller().authenticated()).isTrue();
        }
      } catch (IllegalArgumentException e) {
        break;
      }
    }
    assertThat(longest).isEqualTo(CompactToken.MAX_LENGTH);
  }

  @Test
  void aTimeIsWholeSecondsOfTheYearsUpTo9999() {
    long last = Instant.parse("9999-12-31T23:59:59Z").getEpochSecond();
    assertThat(verified("{\"exp\":" + last + "}")).isTrue();
    assertThat(verified("{\"exp\":" + (last + 1) + "}")).isFalse();
    assertThat(verified("{\"exp\":" + last + ",\"nbf\":0,\"iat\":0}")).isTrue();
    assertThat(verified("{\"exp\":" + last + ",\"nbf\":-1}")).isFalse();
  }

  @Test
  void theLaterOfTwoBeginningsCounts() {
    String end = "{\"exp\":" + epoch(100);
    assertThat(verified(end + ",\"nbf\":" + epoch(-5) + ",\"iat\":" + epoch(5) + "}")).isFalse();
    assertThat(verified(end + ",\"nbf\":" + epoch(5) + ",\"iat\":" + epoch(-5) + "}")).isFalse();
    assertThat(verified(end + ",\"nbf\":" + epoch(-5) + ",\"iat\":" + epoch(-6) + "}")).isTrue();
    assertThat(verified(end + ",\"nbf\":" + epoch(0) + "}")).isTrue();
    assertThat(verified(end + ",\"iat\":" + epoch(1) + "}")).isFalse();
  }

  private boolean verified(String payload) {
    try {
      tokens.verify(hs256(payload));
      return true;
    } catch (UnauthenticatedException e) {
      return false;
    }
  }

  @Test
  void aRefusalSaysWhichItIs() {
    assertThatThrownBy(() -> tokens.verify("a.b"))
        .isInstanceOf(UnauthenticatedException.class)
        .hasMessage("the token is malformed");
    String other =
        TokenFixtures.hmac(
            "HmacSHA256", new byte[32], "{\"alg\":\"HS256\"}", "{\"exp\":" + epoch(100) + "}");
    assertThatThrownBy(() -> tokens.verify(other))
        .isInstanceOf(UnauthenticatedException.class)
        .hasMessage("the token is not signed by a known key");
  }

  @Test
  void aKeySetThatIsNotDueIsNotAskedAgain() {
    AtomicInteger asked = new AtomicInteger();
    String set = jwks(ecJwk("\"kid\":\"e\",\"crv\":\"P-256\",", EC));
    Tokens fromSet =
        TokenFixtures.tokens(
            clock,
            new KeySet(
                () -> {
                  asked.incrementAndGet();
                  return set;
                }));
    for (int i = 0; i < 3; i++) {
      assertThatThrownBy(() -> fromSet.verify(hs256("{\"exp\":" + epoch(100) + "}")))
          .hasMessage("the token is not signed by a known key");
    }
    assertThat(asked.get()).isLessThanOrEqualTo(2);
  }

  @Test
  void aConfigurationHasBoundedLeewayAndCache() {
    List<TokenKey> keys = List.of(key(null, Algorithm.HS256));
    for (Duration leeway : List.of(Duration.ZERO, Duration.ofDays(1))) {
      for (int cache : new int[] {0, 1_000_000}) {
        assertThat(new TokenConfig(keys, null, null, true, leeway, cache).leeway())
            .isEqualTo(leeway);
      }
    }
    for (Duration leeway : List.of(Duration.ofNanos(-1), Duration.ofDays(1).plusNanos(1))) {
      assertThatThrownBy(() -> new TokenConfig(keys, null, null, true, leeway, 1))
          .isInstanceOf(IllegalArgumentException.class);
    }
    for (int cache : new int[] {-1, 1_000_001}) {
      assertThatThrownBy(() -> new TokenConfig(keys, null, null, true, Duration.ZERO, cache))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void whatIsPrintedHoldsNoSecretAndNoToken() {
    String token = tokens.issue(Map.of("id", "#id"), Duration.ofHours(1));
    assertThat(CompactToken.parse(token).toString()).isEqualTo("CompactToken");
    assertThat(new SignedText(token, "h", "p", "s")).hasToString("SignedText");
    assertThat(new TokenKey.Secret("k", Algorithm.HS256, SECRET).toString())
        .isEqualTo("Secret[k, HS256]");
  }

  @Test
  void claimsOfEveryKindAreIssued() {
    String token =
        tokens.issue(
            Map.of("bytes", new byte[] {1, 2}, "yes", true, "n", 5, "at", NOW, "l", List.of(1)),
            Duration.ofHours(1));
    assertThat(tokens.verify(token).caller().claims())
        .containsEntry("bytes", "AQI=")
        .containsEntry("yes", true)
        .containsEntry("n", 5L)
        .containsEntry("at", NOW.toString())
        .containsEntry("l", List.of(1L));
  }
}
