package io.spacecloud.engine.accounts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spacecloud.api.error.LimitExceededException;
import io.spacecloud.engine.config.EmailConfig.Passwords;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.bouncycastle.crypto.generators.OpenBSDBCrypt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HasherTest {
  private final Hasher hasher = hasher(1_024, 1, 1);

  private static Hasher hasher(int memory, int iterations, int parallelism) {
    return new Hasher(new Passwords(8, 256, memory, iterations, parallelism, 2));
  }

  /** Of the reference implementation. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc",
        "$argon2id$v=19$m=256,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4",
        "$argon2id$v=19$m=256,t=2,p=2$c29tZXNhbHQ$bQk8UB/VmZZF4Oo79iDXuL5/0ttZwg2f/5U52iv1cDc"
      })
  void vectorsOfArgon2Verify(String hash) {
    assertThat(hasher.verify(hash, "password")).isTrue();
    assertThat(hasher.verify(hash, "Password")).isFalse();
    assertThat(hasher.verify(hash.substring(0, hash.length() - 1) + "A", "password")).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "a, $2a$06$m0CrhHm10qJ3lXRY.5zDGO3rS2KdeeWLuGmsfGlMfOxih58VYVfxe",
    "abc, $2a$06$If6bvum7DFjUnE9p2uDeDu0YHzrHM6tf.iqN8.yx.jNN1ILEf7h0i",
    "abcdefghijklmnopqrstuvwxyz, $2a$06$.rCVZVOThsIa97pEDOxvGuRRgzG64bvtJ0938xuqzv18d3ZpQhstC"
  })
  void vectorsOfBcryptVerify(String password, String hash) {
    for (String version : List.of("$2a$", "$2b$", "$2y$")) {
      String stored = version + hash.substring(4);
      assertThat(hasher.verify(stored, password)).as(stored).isTrue();
      assertThat(hasher.verify(stored, password + "x")).as(stored).isFalse();
      assertThat(hasher.isDated(stored)).isTrue();
    }
  }

  @Test
  void bcryptKnowsSeventyTwoBytesAndArgon2All() {
    String start = "x".repeat(72);
    String stored = OpenBSDBCrypt.generate(start.getBytes(StandardCharsets.UTF_8), new byte[16], 4);
    assertThat(hasher.verify(stored, start + "y")).isTrue();
    String hash = hasher.hash(start + "y");
    assertThat(hasher.verify(hash, start + "y")).isTrue();
    assertThat(hasher.verify(hash, start)).isFalse();
    assertThat(hasher.verify(hash, start + "z")).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "correct horse",
        "$2a$99$If6bvum7DFjUnE9p2uDeDu0YHzrHM6tf.iqN8.yx.jNN1ILEf7h0i",
        "$2a$31$If6bvum7DFjUnE9p2uDeDu0YHzrHM6tf.iqN8.yx.jNN1ILEf7h0i",
        "$2a$06$If6bvum7DFjUnE9p2uDeDu0YHzrHM6tf",
        "$argon2id$v=19$m=9999999,t=99,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc",
        "$argon2id$v=19$m=0,t=0,p=0$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc",
        "$argon2id$v=19$m=1024,t=1,p=1$c29tZXNhbHQ$",
        "$argon2i$v=19$m=1024,t=1,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc"
      })
  void whatIsNoHashIsNobodysPassword(String stored) {
    assertThat(StoredHash.parse(stored)).isEqualTo(StoredHash.NONE);
    assertThat(hasher.verify(stored, "correct horse")).isFalse();
    assertThat(hasher.verify(stored, stored)).isFalse();
    assertThat(hasher.isDated(stored)).isTrue();
  }

  @Test
  void nothingIsNobodysPassword() {
    for (Object stored : new Object[] {null, 5L, List.of("x")}) {
      assertThat(hasher.verify(stored, "null")).isFalse();
    }
  }

  @Test
  void noTwoHashesAreTheSame() {
    String hash = hasher.hash("correct horse");
    assertThat(hash).startsWith("$argon2id$v=19$m=1024,t=1,p=1$").hasSizeLessThan(128);
    assertThat(hasher.hash("correct horse")).isNotEqualTo(hash);
    assertThat(hasher.verify(hash, "correct horse")).isTrue();
    assertThat(hasher.verify(hasher.hash("jos\u00e9"), "jose\u0301")).isTrue();
  }

  @Test
  void aHashIsDatedByEachParameterThatGrows() {
    String hash = hasher.hash("correct horse");
    assertThat(hasher.isDated(hash)).isFalse();
    assertThat(hasher(2_048, 1, 1).isDated(hash)).isTrue();
    assertThat(hasher(1_024, 2, 1).isDated(hash)).isTrue();
    assertThat(hasher(1_024, 1, 2).isDated(hash)).isTrue();
    assertThat(hasher.isDated(hasher(2_048, 2, 2).hash("correct horse"))).isFalse();
  }

  /** What a check allocates tells how many blocks it filled. */
  @Test
  void aCheckIsTheSameWorkWhateverIsStored() {
    Hasher now = hasher(4_096, 2, 1);
    String fresh = now.hash("correct horse");
    String dated = hasher(1_024, 1, 1).hash("correct horse");
    assertThat(blocks(now, fresh)).isBetween(4_096L, 4_500L);
    for (Object stored : new Object[] {null, "no hash", "$argon2id$v=19$m=1,t=1,p=1$"}) {
      assertThat(blocks(now, stored)).isBetween(4_096L, 4_500L);
    }
    // Of 8,192 blocks to fill 1,024 are the old hash's, and half of the rest are filled twice.
    assertThat(blocks(now, dated)).isBetween(1_024L + 3_584, 5_000L);
    assertThat(blocks(now, hasher(8_192, 2, 1).hash("x"))).isBetween(8_192L, 8_700L);
  }

  @Test
  void onceBcryptWasMetEveryCheckDoesTheWorkOfOne() {
    String stored = "$2a$06$If6bvum7DFjUnE9p2uDeDu0YHzrHM6tf.iqN8.yx.jNN1ILEf7h0i";
    long before = allocated(() -> hasher.verify(null, "x"));
    long known = allocated(() -> hasher.verify(stored, "x"));
    long after = allocated(() -> hasher.verify(null, "x"));
    assertThat(known - before).isGreaterThan(4_000); // the boxes of a cipher
    assertThat(after - before).isGreaterThan(4_000);
  }

  private static long blocks(Hasher hasher, Object stored) {
    return allocated(() -> hasher.verify(stored, "wrong")) / 1_024;
  }

  /** The second time, when all that is needed once is there. */
  private static long allocated(Runnable work) {
    work.run();
    long before = allocated();
    work.run();
    return allocated() - before;
  }

  /** By reflection: the module under test does not read the management modules. */
  private static long allocated() {
    try {
      Object threads =
          Class.forName("java.lang.management.ManagementFactory")
              .getMethod("getThreadMXBean")
              .invoke(null);
      return (long)
          Class.forName("com.sun.management.ThreadMXBean")
              .getMethod("getThreadAllocatedBytes", long.class)
              .invoke(threads, Thread.currentThread().getId());
    } catch (ReflectiveOperationException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void soMuchIsDoneAtOnceAndSoManyWait() throws Exception {
    Gate gate = new Gate(2);
    CountDownLatch done = new CountDownLatch(1);
    AtomicInteger inside = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    ExecutorService threads = Executors.newCachedThreadPool();
    try {
      List<Future<Object>> running =
          IntStream.range(0, 66)
              .mapToObj(
                  i ->
                      threads.submit(
                          () ->
                              gate.within(
                                  () -> {
                                    most.accumulateAndGet(inside.incrementAndGet(), Math::max);
                                    await(done);
                                    return (Object) inside.decrementAndGet();
                                  })))
              .toList();
      await(() -> gate.inside() == 66);
      assertThatThrownBy(() -> gate.within(() -> 1)).isInstanceOf(LimitExceededException.class);
      done.countDown();
      for (Future<Object> each : running) {
        each.get(10, TimeUnit.SECONDS);
      }
      assertThat(most).hasValue(2);
      assertThat(gate.inside()).isZero();
      assertThat(gate.within(() -> 1)).isEqualTo(1);
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void whoeverIsInterruptedWhileWaitingIsTurnedAway() {
    Gate gate = new Gate(1);
    assertThatThrownBy(
            () ->
                gate.within(
                    () -> {
                      Thread.currentThread().interrupt();
                      return gate.within(() -> 1);
                    }))
        .isInstanceOf(LimitExceededException.class);
    assertThat(Thread.interrupted()).isTrue();
    assertThat(gate.inside()).isZero();
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static void await(BooleanSupplier condition) {
    while (!condition.getAsBoolean()) {
      Thread.onSpinWait();
    }
  }
}
