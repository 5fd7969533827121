package io.spacecloud.engine.dispatch;

import io.spacecloud.api.error.ConflictException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/** Tries again what lost against another writer, a few times and a little later. */
final class Retry {
  private static final int ATTEMPTS = 5;

  private Retry() {}

  static <T> T onConflict(Supplier<T> work) {
    for (int attempt = 1; ; attempt++) {
      try {
        return work.get();
      } catch (ConflictException e) {
        if (!e.isRetryable() || attempt == ATTEMPTS) {
          throw e;
        }
        long most = TimeUnit.MILLISECONDS.toNanos(1L << attempt);
        LockSupport.parkNanos(ThreadLocalRandom.current().nextLong(most));
      }
    }
  }
}
