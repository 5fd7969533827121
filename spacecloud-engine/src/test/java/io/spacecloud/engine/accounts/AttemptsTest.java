package io.spacecloud.engine.accounts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spacecloud.api.error.LimitExceededException;
import io.spacecloud.engine.accounts.Attempts.Attempt;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class AttemptsTest {
  private static final long SEED = Long.getLong("spacecloud.seed", System.nanoTime());
  private static final Duration PERIOD = Duration.ofMinutes(15);
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

  private final Attempts attempts = new Attempts();

  private Attempt enter(String key, Instant now) {
    return attempts.enter(key, 10, PERIOD, now);
  }

  private void fill(Instant now) {
    for (int i = 0; i < 10; i++) {
      enter("ada", now);
    }
    refused(now);
  }

  private void refused(Instant now) {
    assertThatThrownBy(() -> enter("ada", now))
        .isInstanceOf(LimitExceededException.class)
        .hasMessage("too many attempts");
  }

  @Test
  void tenMayFailAndThenOneEachTenthOfThePeriod() {
    fill(NOW);
    refused(NOW.plusSeconds(89));
    enter("ada", NOW.plusSeconds(90));
    refused(NOW.plusSeconds(91));
    fill(NOW.plusSeconds(91).plus(PERIOD));
    enter("bob", NOW);
  }

  @Test
  void whatIsTakenBackDoesNotCount() {
    for (int i = 0; i < 100; i++) {
      enter("ada", NOW).takeBack();
    }
    fill(NOW);
  }

  @Test
  void zeroIsAnyNumber() {
    for (int i = 0; i < 100; i++) {
      attempts.enter("ada", 0, PERIOD, NOW).takeBack();
    }
  }

  @Test
  void aClockThatIsSetBackLocksNobodyOutForLong() {
    fill(NOW);
    Instant before = NOW.minus(Duration.ofDays(365));
    refused(before);
    fill(before.plus(PERIOD));
  }

  @Test
  void moreThanTheTableHoldsIsCountedAllTheSame() {
    fill(NOW);
    AtomicInteger refused = new AtomicInteger();
    for (int i = 0; i < 200_000; i++) {
      try {
        enter("user " + i, NOW);
      } catch (LimitExceededException e) {
        refused.incrementAndGet(); // shares a place with many others
      }
    }
    refused(NOW);
    assertThat(refused.get()).isLessThan(2_000);
  }

  @Test
  void manyThreadsGetNoMore() throws Exception {
    AtomicInteger entered = new AtomicInteger();
    ExecutorService threads = Executors.newFixedThreadPool(8);
    try {
      List<Future<?>> running = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        running.add(
            threads.submit(
                () -> {
                  for (int j = 0; j < 2_000; j++) {
                    try {
                      Attempt attempt = enter("ada", NOW);
                      if (j % 2 == 0) {
                        attempt.takeBack();
                      } else {
                        entered.incrementAndGet();
                      }
                    } catch (LimitExceededException e) {
                      Thread.onSpinWait();
                    }
                  }
                }));
      }
      for (Future<?> each : running) {
        each.get();
      }
    } finally {
      threads.shutdownNow();
    }
    assertThat(entered).hasValue(10);
    refused(NOW);
  }

  /** Never more in any period than the burst and what has come back meanwhile. */
  @Test
  void inNoPeriodAreThereMoreThanTwiceAsMany() {
    Random random = new Random(SEED);
    Deque<Instant> entered = new ArrayDeque<>();
    Instant now = NOW;
    for (int i = 0; i < 20_000; i++) {
      now = now.plusMillis(random.nextInt(60_000));
      try {
        enter("ada", now);
        entered.add(now);
      } catch (LimitExceededException e) {
        continue;
      }
      Instant start = now.minus(PERIOD);
      entered.removeIf(each -> !each.isAfter(start));
      assertThat(entered).as("-Dspacecloud.seed=" + SEED).hasSizeLessThanOrEqualTo(20);
    }
  }

  @Test
  void bothAreTakenBackTogether() {
    AtomicInteger back = new AtomicInteger();
    Attempt both = ((Attempt) back::incrementAndGet).and(back::incrementAndGet);
    both.takeBack();
    assertThat(back).hasValue(2);
    assertThatCode(() -> Attempt.FREE.and(Attempt.FREE).takeBack()).doesNotThrowAnyException();
  }
}
