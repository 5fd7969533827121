package io.spacecloud.engine;

import io.spacecloud.api.spi.Timer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * What runs functions and live queries: executors that the application supplied and keeps, or own
 * ones, whose daemon threads end with the engine. Thread-safe.
 */
final class Workers implements Timer, AutoCloseable {
  private final Executor executor;
  private final ScheduledExecutorService scheduler;
  private final List<ExecutorService> own = new ArrayList<>();

  Workers(@Nullable Executor given, @Nullable ScheduledExecutorService givenScheduler) {
    executor = given == null ? own(Executors.newCachedThreadPool(named("work"))) : given;
    scheduler = givenScheduler == null ? own(timer()) : givenScheduler;
  }

  private <T extends ExecutorService> T own(T service) {
    own.add(service);
    return service;
  }

  private static ScheduledThreadPoolExecutor timer() {
    ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1, named("timer"));
    timer.setRemoveOnCancelPolicy(true);
    return timer;
  }

  private static ThreadFactory named(String name) {
    AtomicInteger number = new AtomicInteger();
    return task -> {
      Thread thread = new Thread(task, "spacecloud-" + name + "-" + number.incrementAndGet());
      thread.setDaemon(true);
      return thread;
    };
  }

  Executor executor() {
    return executor;
  }

  @Override
  public Runnable schedule(Duration delay, Runnable task) {
    try {
      ScheduledFuture<?> future = scheduler.schedule(task, delay.toMillis(), TimeUnit.MILLISECONDS);
      return () -> future.cancel(false);
    } catch (RejectedExecutionException e) {
      return () -> {}; // closed, and so is whoever wanted it
    }
  }

  @Override
  public void close() {
    own.forEach(ExecutorService::shutdownNow);
  }
}
