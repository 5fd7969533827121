package io.spacecloud.engine.auth;

import static io.spacecloud.engine.auth.TokenFixtures.*;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spacecloud.api.error.UnauthenticatedException;
import io.spacecloud.api.rule.Caller;
import io.spacecloud.engine.auth.TokenFixtures.TestClock;
import io.spacecloud.engine.auth.TokenKey.Algorithm;
import io.spacecloud.engine.auth.TokenKey.KeySet;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TokenCacheTest {
  private final BoundKey key =
      BoundKey.secret(null, Algorithm.HS256, SECRET.getBytes(StandardCharsets.UTF_8));

  private VerifiedToken verified(int n, Instant expiresAt) {
    return new VerifiedToken(Caller.of(Map.of("n", n)), expiresAt, key);
  }

  @Test
  void aTokenIsKnownFromItsStartToItsExpiry() {
    TokenCache cache = new TokenCache(4);
    VerifiedToken token = verified(1, NOW.plusSeconds(10));
    cache.put("t", token, NOW);
    assertThat(cache.get("t", NOW)).isSameAs(token);
    assertThat(cache.get(new String("t"), NOW.plusSeconds(10).minusNanos(1))).isSameAs(token);
    assertThat(cache.get("u", NOW)).isNull();
    assertThat(cache.get("t", NOW.minusNanos(1))).isNull();
    cache.put("t", token, NOW);
    assertThat(cache.get("t", NOW.plusSeconds(10))).isNull();
    assertThat(cache.size()).isZero();
  }

  @Test
  void tokensThatDifferOnlyAtTheirStartAreNotTakenForOneAnother() {
    TokenCache cache = new TokenCache(4);
    String end = "s".repeat(43);
    cache.put("a." + end, verified(1, null), null);
    assertThat(cache.get("b." + end, NOW)).isNull();
  }

  @Test
  void aTokenIsHashedByTheEndOfItsSignature() {
    String end = "0123456789abcdefghijklmn";
    assertThat(new TokenCache.Text("header.claims.s" + end)).hasSameHashCodeAs(end);
    assertThat(new TokenCache.Text("short")).hasSameHashCodeAs("short");
  }

  @Test
  void aRetiredKeyTakesItsTokensWithIt() {
    TokenCache cache = new TokenCache(4);
    cache.put("t", verified(1, null), null);
    key.retire();
    assertThat(cache.get("t", NOW)).isNull();
    assertThat(cache.size()).isZero();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 7, 100})
  void aFloodStaysWithinTheBound(int size) {
    TokenCache cache = new TokenCache(size);
    for (int i = 0; i < 10_000; i++) {
      cache.put("t" + i, verified(i, null), null);
      if (i % 3 == 0) {
        cache.get("t" + i, NOW);
      }
    }
    assertThat(cache.size()).isEqualTo(size);
  }

  @Test
  void aTokenInUseOutlivesAFloodOfOthers() {
    TokenCache cache = new TokenCache(100);
    cache.put("busy", verified(0, null), null);
    for (int i = 0; i < 10_000; i++) {
      assertThat(cache.get("busy", NOW)).isNotNull();
      cache.put("t" + i, verified(i, null), null);
    }
  }

  @Test
  void eightTokensInUseArePassedByAndTheNinthGoes() {
    TokenCache cache = new TokenCache(20);
    for (int i = 0; i < 20; i++) {
      cache.put("t" + i, verified(i, null), null);
      cache.get("t" + i, NOW);
    }
    cache.put("new", verified(20, null), null);
    assertThat(cache.get("t7", NOW)).isNotNull();
    assertThat(cache.get("t8", NOW)).isNull();
    assertThat(cache.get("t9", NOW)).isNotNull();
  }

  @Test
  void theSecondUseOfATokenIsTheCaches() {
    Tokens tokens = tokens(key(null, Algorithm.HS256));
    String token = tokens.issue(Map.of("id", "a"), Duration.ofHours(1));
    assertThat(tokens.verify(new String(token))).isSameAs(tokens.verify(token));
  }

  @Test
  void aCacheOfNothingVerifiesEveryTime() {
    var config =
        new TokenConfig(List.of(key(null, Algorithm.HS256)), null, null, true, Duration.ZERO, 0);
    Tokens tokens = Tokens.create(config, new TestClock());
    String token = tokens.issue(Map.of("id", "a"), Duration.ofHours(1));
    VerifiedToken first = tokens.verify(token);
    assertThat(tokens.verify(token))
        .isNotSameAs(first)
        .returns(first.caller(), VerifiedToken::caller)
        .returns(first.expiresAt(), VerifiedToken::expiresAt);
  }

  @Test
  void threadsSeeEachTheirOwnCallerWhileTheCacheOverflows() throws Exception {
    var config =
        new TokenConfig(List.of(key(null, Algorithm.HS256)), null, null, true, Duration.ZERO, 16);
    Tokens tokens = Tokens.create(config, new TestClock());
    List<String> all = new ArrayList<>();
    for (int i = 0; i < 64; i++) {
      all.add(tokens.issue(Map.of("n", i), Duration.ofHours(1)));
    }
    onEightThreads(
        thread -> {
          for (int i = 0; i < 4_000; i++) {
            int n = (i * 7 + thread * 13) % all.size();
            assertThat(tokens.verify(all.get(n)).caller().claims().get("n")).isEqualTo((long) n);
            assertThatThrownBy(() -> tokens.verify(all.get(n) + "A"))
                .isInstanceOf(UnauthenticatedException.class);
          }
        });
  }

  @Test
  void aRemovedKeyVerifiesNothingOnAnyThreadOnceTheSetIsReloaded() throws Exception {
    TestClock clock = new TestClock();
    String both =
        jwks(
            ecJwk("\"kid\":\"old\",\"crv\":\"P-256\",", EC),
            ecJwk("\"kid\":\"kept\",\"crv\":\"P-256\",", OTHER_EC));
    String[] document = {both};
    Tokens tokens = tokens(clock, new KeySet(() -> document[0]));
    Duration day = Duration.ofDays(1);
    String old = tokens(pair("old", Algorithm.ES256, EC)).issue(Map.of("n", 1), day);
    String kept = tokens(pair("kept", Algorithm.ES256, OTHER_EC)).issue(Map.of("n", 2), day);
    String unknown = tokens(pair("new", Algorithm.ES256, EC)).issue(Map.of("n", 3), day);
    tokens.verify(old);
    document[0] = jwks(ecJwk("\"kid\":\"kept\",\"crv\":\"P-256\",", OTHER_EC));
    clock.advance(Duration.ofMinutes(1));
    onEightThreads(
        thread -> {
          for (int i = 0; i < 200; i++) {
            tokens.verify(kept);
            assertThatThrownBy(() -> tokens.verify(unknown))
                .isInstanceOf(UnauthenticatedException.class);
            assertThatThrownBy(() -> tokens.verify(old))
                .isInstanceOf(UnauthenticatedException.class);
          }
        });
  }

  private interface Work {
    void run(int thread) throws Exception;
  }

  private static void onEightThreads(Work work) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(8);
    try {
      CyclicBarrier start = new CyclicBarrier(8);
      List<Future<Void>> running = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        int thread = i;
        Callable<Void> task =
            () -> {
              start.await();
              work.run(thread);
              return null;
            };
        running.add(threads.submit(task));
      }
      for (Future<Void> one : running) {
        one.get();
      }
    } finally {
      threads.shutdownNow();
    }
  }
}
