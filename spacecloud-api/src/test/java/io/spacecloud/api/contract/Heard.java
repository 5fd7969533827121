package io.spacecloud.api.contract;

import io.spacecloud.api.result.Document;
import io.spacecloud.api.spi.ChangeSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import java.util.function.Predicate;

/** What a listener was told of changes. Thread-safe. */
public final class Heard implements ChangeSource.Listener {
  private static final Duration DEADLINE = Duration.ofSeconds(60);

  private final List<Document> keys = new ArrayList<>();
  private final Consumer<Collection<Document>> first;
  private int losses;

  public Heard() {
    this(keys -> {});
  }

  /**
   * @param first called with keys before they count as told, which they never do where it throws
   */
  public Heard(Consumer<Collection<Document>> first) {
    this.first = first;
  }

  @Override
  public void touched(Collection<Document> touched) {
    first.accept(touched);
    add(touched);
  }

  private synchronized void add(Collection<Document> touched) {
    keys.addAll(touched);
    notifyAll();
  }

  @Override
  public synchronized void lost() {
    losses++;
    notifyAll();
  }

  /** Every key, as often as it was told. */
  public synchronized List<Document> keys() {
    return List.copyOf(keys);
  }

  /** How often something was lost. */
  public synchronized int losses() {
    return losses;
  }

  /** Waits until all of the keys were told, or something was lost, which may have been them. */
  public void await(Document... wanted) {
    await("a change", heard -> heard.losses > 0 || heard.keys.containsAll(List.of(wanted)));
  }

  /**
   * Has one row after the other written until one is told. What is written while nothing is
   * followed is said to be lost, each time.
   *
   * @param write writes a row of this number, and answers its key
   */
  public void awaitWhatIsWritten(int first, IntFunction<Document> write) {
    Document key;
    int number = first;
    do {
      int before = losses();
      key = write.apply(number++);
      Document wanted = key;
      await("a change", heard -> heard.losses > before || heard.keys.contains(wanted));
    } while (!keys().contains(key));
  }

  /** Waits until the keys were told. */
  public void awaitKeys(Collection<Document> wanted) {
    await("all keys", heard -> heard.keys.containsAll(wanted));
  }

  /** Waits until it was told so often that something was lost. */
  public void awaitLosses(int count) {
    await("a loss", heard -> heard.losses >= count);
  }

  private synchronized void await(String what, Predicate<Heard> condition) {
    long end = System.nanoTime() + DEADLINE.toNanos();
    try {
      while (!condition.test(this)) {
        long left = end - System.nanoTime();
        if (left <= 0) {
          throw new AssertionError("never heard of " + what + "; only of " + this);
        }
        wait(Math.max(1, left / 1_000_000));
      }
    } catch (InterruptedException e) {
      throw new AssertionError("interrupted", e);
    }
  }

  @Override
  public synchronized String toString() {
    return keys + ", " + losses + " times of a loss";
  }
}
