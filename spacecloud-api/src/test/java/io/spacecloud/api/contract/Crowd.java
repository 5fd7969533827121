package io.spacecloud.api.contract;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Threads that do things at the same time; closing it waits for them, and throws what they did. */
public final class Crowd implements AutoCloseable {
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final List<Future<?>> working = new ArrayList<>();
  private final AtomicInteger busy = new AtomicInteger();

  /** Something to do once. */
  public interface Task {
    void run() throws Exception;
  }

  /** Something to do again and again. */
  public interface Round {
    void run(int number) throws Exception;
  }

  /** One thread does so many rounds. */
  public void add(int rounds, Round round) {
    busy.incrementAndGet();
    working.add(
        threads.submit(
            () -> {
              try {
                for (int i = 0; i < rounds; i++) {
                  round.run(i);
                }
              } finally {
                busy.decrementAndGet();
              }
              return null;
            }));
  }

  /** One thread does the same until all rounds are done, and once more. */
  public void whileOthers(Task task) {
    working.add(
        threads.submit(
            () -> {
              while (busy.get() > 0) {
                task.run();
              }
              task.run();
              return null;
            }));
  }

  @Override
  public void close() throws Exception {
    try {
      for (Future<?> each : working) {
        each.get();
      }
    } finally {
      threads.shutdownNow();
      threads.awaitTermination(60, TimeUnit.SECONDS);
    }
  }
}
