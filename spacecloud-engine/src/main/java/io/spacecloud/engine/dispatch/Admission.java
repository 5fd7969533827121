package io.spacecloud.engine.dispatch;

import io.spacecloud.api.error.LimitExceededException;
import io.spacecloud.engine.config.Limits;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;

/** Lets in as many requests as the limits say, and refuses the others at once. Thread-safe. */
final class Admission {
  private static final int MAX_CALLERS = 100_000;
  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);
  private static final Pass FREE = () -> {};

  private final Limits limits;
  private final LongSupplier nanos;
  private final boolean perCaller;
  private final AtomicInteger inside = new AtomicInteger();
  private final Map<String, Visitor> visitors = new ConcurrentHashMap<>();

  /**
   * An entrance.
   *
   * @param nanos the time, from anywhere, in nanoseconds
   */
  Admission(Limits limits, LongSupplier nanos) {
    this.limits = limits;
    this.nanos = nanos;
    this.perCaller = limits.callerConcurrent() != 0 || limits.callerRate() != 0;
  }

  /** A request that was let in. */
  interface Pass {
    /** It is done; once. */
    void leave();
  }

  /**
   * Lets a request in.
   *
   * @throws LimitExceededException if there are too many
   */
  Pass enter(Authority authority) {
    if (authority.trusted() || (limits.concurrent() == 0 && !perCaller)) {
      return FREE;
    }
    countIn();
    if (!perCaller) {
      return inside::decrementAndGet;
    }
    String key = authority.key();
    try {
      visit(key);
    } catch (LimitExceededException e) {
      inside.decrementAndGet();
      throw e;
    }
    return () -> {
      inside.decrementAndGet();
      visitors.computeIfPresent(key, (name, visitor) -> visitor.gone());
    };
  }

  private void countIn() {
    if (inside.incrementAndGet() > limits.concurrent() && limits.concurrent() > 0) {
      inside.decrementAndGet();
      throw new LimitExceededException("too many requests at once");
    }
  }

  private void visit(String key) {
    long now = nanos.getAsLong();
    if (visitors.size() >= MAX_CALLERS && !visitors.containsKey(key)) {
      visitors.values().removeIf(each -> each.isIdle(limits, now));
      if (visitors.size() >= MAX_CALLERS) {
        throw new LimitExceededException("too many callers at once");
      }
    }
    visitors.compute(
        key,
        (name, known) -> (known == null ? Visitor.first(limits, now) : known).entered(limits, now));
  }

  /**
   * One caller.
   *
   * @param inside how many of its requests are served
   * @param tokens how many more it may make at once
   * @param at when that was so
   */
  private record Visitor(int inside, double tokens, long at) {
    static Visitor first(Limits limits, long now) {
      return new Visitor(0, limits.callerRate(), now);
    }

    Visitor entered(Limits limits, long now) {
      double may = tokensNow(limits, now);
      if (limits.callerConcurrent() > 0 && inside >= limits.callerConcurrent()) {
        throw new LimitExceededException("too many requests of one caller at once");
      } else if (limits.callerRate() > 0 && may < 1) {
        throw new LimitExceededException("too many requests of one caller");
      }
      return new Visitor(inside + 1, may - 1, now);
    }

    private double tokensNow(Limits limits, long now) {
      double gained = (double) (now - at) / SECOND * limits.callerRate();
      return Math.min(limits.callerRate(), tokens + gained);
    }

    Visitor gone() {
      return new Visitor(inside - 1, tokens, at);
    }

    boolean isIdle(Limits limits, long now) {
      return inside == 0 && tokensNow(limits, now) >= limits.callerRate();
    }
  }
}
