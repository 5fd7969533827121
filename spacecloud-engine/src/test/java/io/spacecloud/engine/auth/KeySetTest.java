package io.spacecloud.engine.auth;

import static io.spacecloud.engine.auth.TokenFixtures.*;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spacecloud.api.error.UnauthenticatedException;
import io.spacecloud.engine.auth.TokenFixtures.TestClock;
import io.spacecloud.engine.auth.TokenKey.Algorithm;
import io.spacecloud.engine.auth.TokenKey.KeySet;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeySetTest {
  private static final String RSA_1 = rsaJwk("\"kid\":\"r1\",\"use\":\"sig\",", RSA);
  private static final String EC_1 = ecJwk("\"kid\":\"e1\",\"crv\":\"P-256\",", EC);

  private final TestClock clock = new TestClock();
  private final AtomicInteger asked = new AtomicInteger();
  private volatile String document = jwks(RSA_1, EC_1);
  private final Tokens tokens = tokens(clock, new KeySet(this::load));

  private String load() {
    asked.incrementAndGet();
    if (document == null) {
      throw new IllegalStateException("down");
    }
    return document;
  }

  private static String issued(String kid, Algorithm algorithm, KeyPair keys) {
    return tokens(pair(kid, algorithm, keys)).issue(Map.of("id", "a"), Duration.ofDays(1));
  }

  @Test
  void keysOfTheSetVerifyEachItsOwnAlgorithm() {
    assertThat(asked).hasValue(0);
    tokens.verify(issued("r1", Algorithm.RS256, RSA));
    tokens.verify(issued("e1", Algorithm.ES256, EC));
    assertThat(asked).hasValue(1);
    refused(issued("r1", Algorithm.PS256, RSA));
    refused(issued("r1", Algorithm.ES256, EC));
    refused(issued("e1", Algorithm.RS256, RSA));
    refused(issued("r1", Algorithm.RS256, OTHER_RSA));
    refused(issued("r2", Algorithm.RS256, RSA));
    refused(issued(null, Algorithm.RS256, RSA));
  }

  @Test
  void theAlgorithmOfAKeyMayBeStated() {
    document = jwks(rsaJwk("\"kid\":\"p\",\"alg\":\"PS256\",", RSA));
    tokens.verify(issued("p", Algorithm.PS256, RSA));
    refused(issued("p", Algorithm.RS256, RSA));
  }

  @Test
  void theUseOfAKeyMayBeStated() {
    String uses = "\"use\":\"sig\",\"key_ops\":[\"sign\",\"verify\"],";
    document =
        jwks(
            rsaJwk("\"kid\":\"r1\"," + uses, RSA),
            ecJwk("\"kid\":\"e1\",\"crv\":\"P-256\",\"alg\":\"ES256\"," + uses, EC));
    tokens.verify(issued("r1", Algorithm.RS256, RSA));
    tokens.verify(issued("e1", Algorithm.ES256, EC));
  }

  @Test
  void anEcKeyOfAnotherAlgorithmIsLeftOut() {
    document = jwks(ecJwk("\"kid\":\"e1\",\"crv\":\"P-256\",\"alg\":\"ES384\",", EC));
    refused(issued("e1", Algorithm.ES256, EC));
  }

  @Test
  void aSetHoldsAHundredKeysInAMegabyte() {
    String padding = "{},".repeat(98);
    document = "{\"keys\":[" + padding + RSA_1 + "," + EC_1 + "]}";
    document += " ".repeat((1 << 20) - document.length());
    tokens.verify(issued("e1", Algorithm.ES256, EC));
  }

  @Test
  void theSoleKeyOfASoleSetVerifiesTokensThatNameNone() {
    document = jwks(EC_1);
    tokens.verify(issued(null, Algorithm.ES256, EC));
    document = jwks(ecJwk("\"crv\":\"P-256\",", OTHER_EC), RSA_1);
    clock.advance(Duration.ofMinutes(1));
    tokens.verify(issued(null, Algorithm.ES256, OTHER_EC));
    refused(issued(null, Algorithm.ES256, EC));
    refused(issued(null, Algorithm.RS256, RSA));
  }

  @Test
  void theSetIsAskedAgainAtMostOnceAMinute() {
    tokens.verify(issued("r1", Algorithm.RS256, RSA));
    for (int i = 0; i < 100; i++) {
      String unknown = issued("x" + i, Algorithm.ES256, EC);
      assertThatThrownBy(() -> tokens.verify(unknown))
          .hasMessage("the token is not signed by a known key");
    }
    assertThat(asked).hasValue(1);
    document = jwks(RSA_1, EC_1, ecJwk("\"kid\":\"e2\",\"crv\":\"P-256\",", OTHER_EC));
    String rotated = issued("e2", Algorithm.ES256, OTHER_EC);
    clock.advance(Duration.ofSeconds(60).minusNanos(1));
    refused(rotated);
    clock.advance(Duration.ofNanos(1));
    tokens.verify(rotated);
    assertThat(asked).hasValue(2);
    clock.advance(Duration.ofMinutes(5));
    tokens.verify(issued("r1", Algorithm.RS256, RSA));
    refused(issued("r1", Algorithm.RS256, OTHER_RSA));
    assertThat(asked).hasValue(2);
  }

  @Test
  void aRemovedKeyTakesItsCachedTokensWithIt() {
    String gone = issued("r1", Algorithm.RS256, RSA);
    String stays = issued("e1", Algorithm.ES256, EC);
    VerifiedToken before = tokens.verify(stays);
    tokens.verify(gone);
    document = jwks(EC_1);
    clock.advance(Duration.ofMinutes(1));
    refused(issued("unknown", Algorithm.ES256, EC));
    refused(gone);
    assertThat(tokens.verify(stays)).isSameAs(before);
  }

  @Test
  void aKeyReplacedUnderItsKidTakesItsCachedTokensWithIt() {
    String old = issued("r1", Algorithm.RS256, RSA);
    tokens.verify(old);
    document = jwks(rsaJwk("\"kid\":\"r1\",", OTHER_RSA));
    clock.advance(Duration.ofMinutes(1));
    refused(issued("unknown", Algorithm.ES256, EC));
    refused(old);
    tokens.verify(issued("r1", Algorithm.RS256, OTHER_RSA));
  }

  @Test
  void aFailingOrMalformedSetLeavesTheOldOne() {
    String cached = issued("r1", Algorithm.RS256, RSA);
    tokens.verify(cached);
    for (String broken :
        new String[] {
          null,
          "",
          "null",
          "{}",
          "[]",
          "{\"keys\":{}}",
          "{\"keys\":[],\"keys\":[]}",
          "<html>",
          "{\"keys\":[" + "{},".repeat(100) + "{}]}",
          "{\"keys\":[]}" + " ".repeat(1 << 20)
        }) {
      document = broken;
      clock.advance(Duration.ofMinutes(1));
      refused(issued("unknown", Algorithm.ES256, EC));
      tokens.verify(cached);
      tokens.verify(issued("e1", Algorithm.ES256, EC));
    }
    assertThat(asked).hasValue(11);
  }

  @Test
  void aSetThatFailsAtFirstIsAskedAgainAfterAMinute() {
    String token = issued("r1", Algorithm.RS256, RSA);
    String set = document;
    document = null;
    refused(token);
    document = set;
    refused(token);
    clock.advance(Duration.ofMinutes(1));
    tokens.verify(token);
    assertThat(asked).hasValue(2);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"use\":\"enc\",", "\"use\":1,", "\"key_ops\":[\"encrypt\"],", "\"key_ops\":\"verify\",",
        "\"alg\":\"RS512\",", "\"alg\":\"HS256\",", "\"alg\":\"none\",", "\"alg\":[\"RS256\"],",
        "\"kty\":\"RSA\","
      })
  void aKeyOfAnotherUseIsLeftOut(String members) {
    document = jwks(rsaJwk("\"kid\":\"r1\"," + members, RSA));
    refused(issued("r1", Algorithm.RS256, RSA));
  }

  @Test
  void aSecretInASetIsLeftOut() {
    document =
        jwks(
            "{\"kty\":\"oct\",\"kid\":\"o\",\"alg\":\"HS256\",\"k\":\"%s\"}"
                .formatted(base64(SECRET)));
    refused(hs256("{\"alg\":\"HS256\",\"kid\":\"o\"}", "{\"exp\":9999999999}"));
    refused(hs256("{\"exp\":9999999999}"));
    document = jwks(RSA_1, EC_1);
    clock.advance(Duration.ofMinutes(1));
    for (KeyPair keys : List.of(RSA, EC)) {
      for (String kid : List.of("r1", "e1")) {
        String header = "{\"alg\":\"HS256\",\"kid\":\"" + kid + "\"}";
        byte[] der = keys.getPublic().getEncoded();
        refused(hmac("HmacSHA256", der, header, "{\"exp\":9999999999}"));
        byte[] json = document.getBytes(StandardCharsets.UTF_8);
        refused(hmac("HmacSHA256", json, header, "{\"exp\":9999999999}"));
      }
    }
  }

  @Test
  void weakBrokenAndAmbiguousKeysAreLeftOutAndTheRestServes() {
    KeyPair weak = rsa(1024);
    KeyPair p384 = ec("secp384r1");
    document =
        jwks(
            RSA_1,
            rsaJwk("\"kid\":\"weak\",", weak),
            ecJwk("\"kid\":\"p384\",\"crv\":\"P-384\",", p384),
            ecJwk("\"kid\":\"mislabelled\",\"crv\":\"P-256\",", p384),
            "{\"kty\":\"EC\",\"kid\":\"off\",\"crv\":\"P-256\",\"x\":\"AQ\",\"y\":\"AQ\"}",
            "{\"kty\":\"EC\",\"kid\":\"origin\",\"crv\":\"P-256\",\"x\":\"AA\",\"y\":\"AA\"}",
            "{\"kty\":\"RSA\",\"kid\":\"none\"}",
            "{\"kty\":\"RSA\",\"kid\":\"e\",\"n\":\"!\",\"e\":\"AQAB\"}",
            "7",
            "null",
            "{}",
            rsaJwk("\"kid\":1,", RSA),
            rsaJwk("\"kid\":\"twice\",", RSA),
            ecJwk("\"kid\":\"twice\",\"crv\":\"P-256\",", EC));
    tokens.verify(issued("r1", Algorithm.RS256, RSA));
    refused(issued("twice", Algorithm.RS256, RSA));
    refused(issued("twice", Algorithm.ES256, EC));
    tokens.verify(issued(null, Algorithm.RS256, RSA));
    assertThat(JwkSet.parse(document)).hasSize(1);
  }

  @Test
  void aConfiguredKeyComesBeforeOneOfASet() {
    document = jwks(ecJwk("\"kid\":\"k\",\"crv\":\"P-256\",", OTHER_EC));
    Tokens both = tokens(clock, new KeySet(this::load), key("k", Algorithm.ES256));
    assertThatThrownBy(() -> both.verify(issued("k", Algorithm.ES256, OTHER_EC)))
        .isInstanceOf(UnauthenticatedException.class);
    both.verify(both.issue(Map.of(), Duration.ofHours(1)));
  }

  private void refused(String token) {
    assertThatThrownBy(() -> tokens.verify(token)).isInstanceOf(UnauthenticatedException.class);
  }
}
