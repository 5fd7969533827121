package io.spacecloud.api.contract;

import io.spacecloud.api.spi.Timer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Time that passes when it is told to, and the tasks of several processes, of which any one may run
 * next: as if each ran on a thread of its own, and threads were as slow as they like. For one
 * thread.
 */
final class SimulatedTime extends Clock {
  private static final Instant BEGIN = Instant.parse("2030-01-01T00:00:00Z");

  /** A task, and from when on it may run. */
  private record Task(Place place, long at, Runnable work) {}

  /** Where tasks run: a process that may be paused, and may be killed. */
  final class Place implements Timer {
    private boolean paused;
    private boolean dead;

    void execute(Runnable work) {
      add(0, work);
    }

    @Override
    public Runnable schedule(Duration delay, Runnable work) {
      Task task = add(delay.toMillis(), work);
      return () -> tasks.remove(task);
    }

    private Task add(long delay, Runnable work) {
      Task task = new Task(this, now + delay, work);
      if (!dead) {
        tasks.add(task);
      }
      return task;
    }

    void pause(boolean pauses) {
      paused = pauses;
    }

    void kill() {
      dead = true;
      tasks.removeIf(task -> task.place() == this);
    }
  }

  private final Random random;
  private final List<Task> tasks = new ArrayList<>();
  private long now;

  SimulatedTime(Random random) {
    this.random = random;
  }

  Place place() {
    return new Place();
  }

  long now() {
    return now;
  }

  /** Runs one of the tasks that may run; false if there is none. */
  boolean step() {
    int ready = 0;
    for (Task task : tasks) {
      ready += isReady(task) ? 1 : 0;
    }
    if (ready == 0) {
      return false;
    }
    int chosen = random.nextInt(ready);
    for (int i = 0; ; i++) {
      if (isReady(tasks.get(i)) && chosen-- == 0) {
        tasks.remove(i).work().run();
        return true;
      }
    }
  }

  private boolean isReady(Task task) {
    return task.at() <= now && !task.place().paused;
  }

  void advance(long millis) {
    now += millis;
  }

  /** Lets so much time pass, and everything run that is due. */
  void pass(Duration time) {
    long end = now + time.toMillis();
    while (now < end) {
      while (step()) {}
      long next = end;
      for (Task task : tasks) {
        next = task.at() > now ? Math.min(next, task.at()) : next;
      }
      now = Math.max(now + 1, next);
    }
    while (step()) {}
  }

  @Override
  public Instant instant() {
    return BEGIN.plusMillis(now);
  }

  @Override
  public ZoneId getZone() {
    return ZoneOffset.UTC;
  }

  @Override
  public Clock withZone(ZoneId zone) {
    return this;
  }
}
