package io.spacecloud.engine.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spacecloud.api.error.LimitExceededException;
import io.spacecloud.api.rule.Caller;
import io.spacecloud.engine.config.Limits;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class AdmissionTest {
  private static final Authority ANN = new Authority(Caller.of(Map.of("id", "ann")), false);
  private static final Authority BOB = new Authority(Caller.of(Map.of("sub", "bob")), false);

  private final AtomicLong now = new AtomicLong();

  private Admission admission(Limits limits) {
    return new Admission(limits, now::get);
  }

  private void later(long millis) {
    now.addAndGet(TimeUnit.MILLISECONDS.toNanos(millis));
  }

  private static int entering(Admission admission, Authority authority, int times) {
    int entered = 0;
    for (int i = 0; i < times; i++) {
      try {
        admission.enter(authority).leave();
        entered++;
      } catch (LimitExceededException e) {
        assertThat(e.isRetryable()).isTrue();
      }
    }
    return entered;
  }

  @Test
  void aCallerGetsItsRateAndNoMoreHoweverItAsks() {
    Admission admission = admission(Limits.NONE.withCallerRate(10));

    assertThat(entering(admission, ANN, 100)).isEqualTo(10);
    assertThat(entering(admission, BOB, 100)).isEqualTo(10);
    later(500);
    assertThat(entering(admission, ANN, 100)).isEqualTo(5);
    later(60_000);
    assertThat(entering(admission, ANN, 100)).isEqualTo(10);
    assertThat(entering(admission, Authority.TRUSTED, 100)).isEqualTo(100);
  }

  @Test
  void aCallerWhoseIdIsEmptyIsNotTheAnonymousOne() {
    Admission admission = admission(Limits.NONE.withCallerRate(1));
    Authority empty = new Authority(Caller.of(Map.of("id", "")), false);

    assertThat(entering(admission, empty, 5)).isEqualTo(1);
    assertThat(entering(admission, Authority.ANONYMOUS, 5)).isEqualTo(1);
  }

  @Test
  void placesAreGivenBackWhateverTheOrder() {
    Admission admission = admission(Limits.NONE.withConcurrent(3).withCallerConcurrent(2));
    Admission.Pass first = admission.enter(ANN);
    Admission.Pass second = admission.enter(ANN);
    assertThatThrownBy(() -> admission.enter(ANN)).hasMessageContaining("one caller");
    Admission.Pass third = admission.enter(BOB);
    assertThatThrownBy(() -> admission.enter(BOB)).hasMessage("too many requests at once");

    first.leave();
    third.leave();
    admission.enter(ANN).leave();
    second.leave();
    assertThat(entering(admission, ANN, 10)).isEqualTo(10);
  }

  @Test
  void idleCallersAreForgottenWhenThereAreTooMany() {
    Admission admission = admission(Limits.NONE.withCallerRate(1));
    for (int i = 0; i < 100_000; i++) {
      admission.enter(new Authority(Caller.of(Map.of("id", "caller" + i)), false)).leave();
    }
    assertThatThrownBy(() -> admission.enter(ANN)).hasMessage("too many callers at once");
    later(1_000);
    assertThat(entering(admission, ANN, 2)).isEqualTo(1);
  }

  @Test
  void eightThreadsTogetherNeverHaveMoreThanTheirPlaces() throws Exception {
    Admission admission = admission(Limits.NONE.withConcurrent(3).withCallerConcurrent(2));
    AtomicInteger inside = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    ExecutorService threads = Executors.newFixedThreadPool(8);
    try {
      List<Future<?>> all = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        Authority authority = i % 2 == 0 ? ANN : BOB;
        all.add(
            threads.submit(
                () -> {
                  for (int round = 0; round < 2_000; round++) {
                    try {
                      Admission.Pass pass = admission.enter(authority);
                      most.accumulateAndGet(inside.incrementAndGet(), Math::max);
                      Thread.yield();
                      inside.decrementAndGet();
                      pass.leave();
                    } catch (LimitExceededException e) {
                      Thread.yield();
                    }
                  }
                }));
      }
      for (Future<?> each : all) {
        each.get();
      }
    } finally {
      threads.shutdownNow();
    }
    assertThat(most.get()).isBetween(1, 3);
    Admission.Pass first = admission.enter(ANN);
    Admission.Pass second = admission.enter(ANN);
    Admission.Pass third = admission.enter(BOB);
    first.leave();
    second.leave();
    third.leave();
  }
}
