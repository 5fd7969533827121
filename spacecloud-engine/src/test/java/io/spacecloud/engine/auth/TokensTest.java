package io.spacecloud.engine.auth;

import static io.spacecloud.engine.auth.TokenFixtures.*;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spacecloud.api.error.UnauthenticatedException;
import io.spacecloud.api.result.Document;
import io.spacecloud.engine.auth.TokenFixtures.TestClock;
import io.spacecloud.engine.auth.TokenKey.Algorithm;
import io.spacecloud.engine.auth.TokenKey.Pair;
import io.spacecloud.engine.auth.TokenKey.Secret;
import io.spacecloud.engine.config.InvalidConfigException;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class TokensTest {
  private static final Duration HOUR = Duration.ofHours(1);

  @ParameterizedTest
  @EnumSource(Algorithm.class)
  void everyAlgorithmVerifiesWhatItIssued(Algorithm algorithm) {
    for (String kid : new String[] {null, "k1"}) {
      Tokens tokens = tokens(key(kid, algorithm));
      VerifiedToken verified = tokens.verify(tokens.issue(Map.of("id", "alice"), HOUR));
      assertThat(verified.caller().authenticated()).isTrue();
      assertThat(verified.caller().claims())
          .containsEntry("id", "alice")
          .containsEntry("iat", NOW.getEpochSecond())
          .containsEntry("exp", epoch(3600));
      assertThat(verified.expiresAt()).isEqualTo(NOW.plus(HOUR));
    }
  }

  @Test
  void claimsOfEveryShapeSurvive() {
    Map<String, Object> claims = new LinkedHashMap<>();
    claims.put("big", 9007199254740993L);
    claims.put("max", Long.MAX_VALUE);
    claims.put("fraction", new BigDecimal("0.10"));
    claims.put("huge", new BigDecimal("18446744073709551616"));
    claims.put("list", new ArrayList<>(List.of(1, "a", true, Map.of("b", List.of()))));
    claims.put("nothing", null);
    claims.put("bytes", new byte[] {1, 2});
    claims.put("time", NOW);
    claims.put("ü \"quoted\"", "\uD83D\uDE00");
    Tokens tokens = tokens(key(null, Algorithm.HS256));
    Map<String, Object> read = tokens.verify(tokens.issue(claims, HOUR)).caller().claims();
    assertThat(read)
        .containsEntry("big", 9007199254740993L)
        .containsEntry("max", Long.MAX_VALUE)
        .containsEntry("fraction", new BigDecimal("0.10"))
        .containsEntry("huge", new BigDecimal("18446744073709551616"))
        .containsEntry("list", List.of(1L, "a", true, Map.of("b", List.of())))
        .containsEntry("nothing", null)
        .containsEntry("bytes", "AQI=")
        .containsEntry("time", "2026-01-01T00:00:00Z")
        .containsEntry("ü \"quoted\"", "\uD83D\uDE00");
  }

  @Test
  void issuerAudienceAndTimesAreTheLibrarysToSet() {
    var config =
        new TokenConfig(List.of(key(null, Algorithm.HS256)), "us", "app", true, Duration.ZERO, 10);
    Tokens tokens = Tokens.create(config, new TestClock());
    String token = tokens.issue(Map.of("exp", epoch(99999), "iss", "x", "aud", "y"), HOUR);
    assertThat(tokens.verify(token).caller().claims())
        .containsEntry("exp", epoch(3600))
        .containsEntry("iss", "us")
        .containsEntry("aud", "app");
  }

  /** The names of claims are found by identity then, as those in rules are the very strings. */
  @Test
  void tokensAlikeShareTheNamesOfTheirClaims() {
    Tokens tokens = tokens(key(null, Algorithm.HS256));
    Tokens others = tokens(key(null, Algorithm.HS256));
    List<Document> alike = new ArrayList<>();
    for (String id : List.of("ann", "bob", "cid")) {
      alike.add(tokens.verify(others.issue(Map.of("id", id), HOUR)).caller().claims());
    }
    assertThat(alike).extracting(claims -> claims.get("id")).containsExactly("ann", "bob", "cid");
    assertThat(alike).allSatisfy(each -> assertThat(each.keys()).isSameAs(alike.get(0).keys()));
    for (Map<String, ?> claims :
        List.<Map<String, ?>>of(
            Map.of("id", "ann", "team", "x"), Map.of("team", "x"), Map.of("id", "ann"))) {
      Document other = tokens.verify(others.issue(claims, HOUR)).caller().claims();
      assertThat(other).containsAllEntriesOf(claims).hasSize(claims.size() + 2);
      for (String name : other.keySet()) {
        assertThat(name).isSameAs(name.intern());
      }
    }
  }

  @Test
  void theFirstKeyThatCanSignDoes() {
    Pair verifiesOnly = new Pair("old", Algorithm.RS256, pem("PUBLIC KEY", RSA.getPublic()), null);
    Tokens tokens = tokens(verifiesOnly, key("new", Algorithm.ES256), key("h", Algorithm.HS256));
    String token = tokens.issue(Map.of(), HOUR);
    assertThat(CompactToken.parse(token).kid()).isEqualTo("new");
    assertThat(tokens.verify(token).caller().authenticated()).isTrue();
    assertThat(tokens.canIssue()).isTrue();
    assertThat(tokens(verifiesOnly).canIssue()).isFalse();
    assertThatIllegalStateException().isThrownBy(() -> tokens(verifiesOnly).issue(Map.of(), HOUR));
    assertThatIllegalStateException().isThrownBy(() -> tokens().issue(Map.of(), HOUR));
  }

  @Test
  void whatCouldNotBeVerifiedIsNotIssued() {
    Tokens tokens = tokens(key(null, Algorithm.HS256));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> tokens.issue(Map.of(), Duration.ofMillis(999)));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> tokens.issue(Map.of("a", "x".repeat(16_384)), HOUR));
  }

  @Test
  void whatCanJustBeVerifiedIsIssued() {
    Tokens tokens = tokens(key(null, Algorithm.HS256));
    String longest = tokens.issue(Map.of("a", "x".repeat(12_185)), Duration.ofSeconds(1));
    assertThat(longest).hasSize(16 * 1024);
    assertThat(tokens.verify(longest).expiresAt()).isEqualTo(NOW.plusSeconds(1));
  }

  @Test
  void aTokenEndsAtItsExpiryToTheInstant() {
    TestClock clock = new TestClock();
    Tokens tokens = tokens(clock, key(null, Algorithm.HS256));
    String cached = tokens.issue(Map.of("n", 1), HOUR);
    String fresh = tokens.issue(Map.of("n", 2), HOUR);
    String late = tokens.issue(Map.of("n", 3), HOUR);
    tokens.verify(cached);
    clock.advance(HOUR.minusNanos(1));
    tokens.verify(cached);
    tokens.verify(fresh);
    clock.advance(Duration.ofNanos(1));
    for (String token : List.of(cached, fresh, late)) {
      assertThatThrownBy(() -> tokens.verify(token))
          .isInstanceOf(UnauthenticatedException.class)
          .hasMessageContaining("expired");
    }
  }

  @Test
  void leewayWidensBothEnds() {
    TestClock clock = new TestClock();
    TokenKey key = key(null, Algorithm.HS256);
    var config = new TokenConfig(List.of(key), null, null, true, Duration.ofSeconds(10), 10);
    Tokens tokens = Tokens.create(config, clock);
    String early = hs256("{\"nbf\":%d,\"exp\":%d}".formatted(epoch(10), epoch(20)));
    assertThat(tokens.verify(early).expiresAt()).isEqualTo(Instant.ofEpochSecond(epoch(30)));
    refused(tokens, hs256("{\"nbf\":%d,\"exp\":%d}".formatted(epoch(11), epoch(20))));
    refused(tokens, hs256("{\"iat\":%d,\"exp\":%d}".formatted(epoch(11), epoch(20))));
    clock.advance(Duration.ofSeconds(30).minusNanos(1));
    tokens.verify(early);
    clock.advance(Duration.ofNanos(1));
    refused(tokens, early);
  }

  @Test
  void aTokenStartsAtTheLaterOfItsTwoTimes() {
    Tokens tokens = tokens(key(null, Algorithm.HS256));
    String claims = "{\"nbf\":%d,\"iat\":%d,\"exp\":9999999999}";
    tokens.verify(hs256(claims.formatted(epoch(0), epoch(-1))));
    tokens.verify(hs256(claims.formatted(epoch(-1), epoch(0))));
    refused(tokens, hs256(claims.formatted(epoch(1), epoch(-1))));
    refused(tokens, hs256(claims.formatted(epoch(-1), epoch(1))));
  }

  @Test
  void timesAreOfTheYears1970To9999() {
    Tokens tokens = tokens(key(null, Algorithm.HS256));
    String token = hs256("{\"nbf\":0,\"iat\":0,\"exp\":253402300799}");
    assertThat(tokens.verify(token).expiresAt()).isEqualTo("9999-12-31T23:59:59Z");
  }

  @Test
  void leewayAndCacheHaveBounds() {
    Duration day = Duration.ofDays(1);
    assertThat(new TokenConfig(List.of(), null, null, true, day, 1_000_000).leeway())
        .isEqualTo(day);
    refusedConfig(day.plusNanos(1), 0);
    refusedConfig(Duration.ofNanos(-1), 0);
    refusedConfig(day, 1_000_001);
    refusedConfig(day, -1);
  }

  private static void refusedConfig(Duration leeway, int cacheSize) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new TokenConfig(List.of(), null, null, true, leeway, cacheSize));
  }

  @Test
  void keysAreNamedInTextWithoutWhatIsSecret() {
    assertThat(key("k", Algorithm.HS256)).hasToString("Secret[k, HS256]");
    assertThat(key("k", Algorithm.ES256)).hasToString("Pair[k, ES256]");
  }

  @Test
  void aTokenWithoutExpiryNeedsTheConfigurationsLeave() {
    String token = hs256("{\"id\":\"a\"}");
    refused(tokens(key(null, Algorithm.HS256)), token);
    var config =
        new TokenConfig(List.of(key(null, Algorithm.HS256)), null, null, false, Duration.ZERO, 10);
    Tokens lax = Tokens.create(config, new TestClock());
    assertThat(lax.verify(token).expiresAt()).isNull();
    refused(lax, hs256("{\"exp\":%d}".formatted(epoch(0))));
    refused(lax, hs256("{\"exp\":null}"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"9999999999\"",
        "-1",
        "9999999999.5",
        "1e10",
        "253402300800",
        "9223372036854775807",
        "9223372036854775808",
        "1e999",
        "null",
        "true",
        "[9999999999]",
        "{}",
        "NaN",
        "\"\""
      })
  void aTimeThatIsNoneIsRefused(String time) {
    Tokens tokens = tokens(key(null, Algorithm.HS256));
    refused(tokens, hs256("{\"exp\":" + time + "}"));
    refused(tokens, hs256("{\"exp\":9999999999,\"nbf\":" + time + "}"));
    refused(tokens, hs256("{\"exp\":9999999999,\"iat\":" + time + "}"));
  }

  @Test
  void issuerAndAudienceMustBeTheConfiguredOnes() {
    var config =
        new TokenConfig(List.of(key(null, Algorithm.HS256)), "us", "app", true, Duration.ZERO, 10);
    Tokens tokens = Tokens.create(config, new TestClock());
    String exp = ",\"exp\":9999999999}";
    tokens.verify(hs256("{\"iss\":\"us\",\"aud\":\"app\"" + exp));
    tokens.verify(hs256("{\"iss\":\"us\",\"aud\":[\"x\",\"app\"]" + exp));
    for (String claims :
        List.of(
            "\"iss\":\"us\"",
            "\"aud\":\"app\"",
            "\"iss\":\"US\",\"aud\":\"app\"",
            "\"iss\":[\"us\"],\"aud\":\"app\"",
            "\"iss\":null,\"aud\":\"app\"",
            "\"iss\":\"us\",\"aud\":\"ap\"",
            "\"iss\":\"us\",\"aud\":[]",
            "\"iss\":\"us\",\"aud\":[\"application\"]",
            "\"iss\":\"us\",\"aud\":[\"app\",1]",
            "\"iss\":\"us\",\"aud\":[[\"app\"]]",
            "\"iss\":\"us\",\"aud\":{\"app\":\"app\"}")) {
      refused(tokens, hs256("{" + claims + exp));
    }
  }

  @Test
  void weakSecretsWarnAndUnusableKeysAreReportedAllAtOnce() {
    Tokens weak = tokens(new Secret(null, Algorithm.HS256, "some-secret"));
    assertThat(weak.warnings()).hasSize(1);
    assertThat(weak.warnings().get(0)).contains("tokens.keys.0").doesNotContain("some-secret");
    assertThat(tokens(key(null, Algorithm.HS512)).warnings()).isEmpty();
    String rsaPem = pem("PUBLIC KEY", RSA.getPublic());
    Pair mixed = new Pair("m", Algorithm.RS256, rsaPem, pem("PRIVATE KEY", OTHER_RSA.getPrivate()));
    Pair mixedEc =
        new Pair(
            "m2",
            Algorithm.ES256,
            pem("PUBLIC KEY", EC.getPublic()),
            pem("PRIVATE KEY", OTHER_EC.getPrivate()));
    assertThatThrownBy(
            () ->
                tokens(
                    new Secret("a", Algorithm.HS256, ""),
                    new Secret("b", Algorithm.HS256, rsaPem),
                    new Secret("c", Algorithm.RS256, SECRET),
                    new Secret("c2", Algorithm.HS256, "\uD800" + SECRET),
                    new Pair("d", Algorithm.HS256, rsaPem, null),
                    pair("e", Algorithm.RS256, rsa(1024)),
                    pair("f", Algorithm.ES256, ec("secp384r1")),
                    pair("g", Algorithm.ES256, RSA),
                    pair("h", Algorithm.RS256, EC),
                    new Pair("i", Algorithm.RS256, "no pem", null),
                    mixed,
                    mixedEc,
                    key("k", Algorithm.HS256),
                    key("k", Algorithm.HS512)))
        .isInstanceOfSatisfying(
            InvalidConfigException.class, e -> assertThat(e.problems()).hasSize(13))
        .hasMessageNotContaining(SECRET);
  }

  private static void refused(Tokens tokens, String token) {
    assertThatThrownBy(() -> tokens.verify(token)).isInstanceOf(UnauthenticatedException.class);
  }
}
