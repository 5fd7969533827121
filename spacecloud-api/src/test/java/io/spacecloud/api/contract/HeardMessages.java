package io.spacecloud.api.contract;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** What a subscriber of a bus heard. Thread-safe. */
public final class HeardMessages {
  private static final long DEADLINE_NANOS = TimeUnit.SECONDS.toNanos(60);

  private final List<String> texts = new ArrayList<>();
  private int gaps;

  /** A message. */
  public synchronized void hear(byte[] message) {
    texts.add(new String(message, StandardCharsets.UTF_8));
    notifyAll();
  }

  /** Messages may have been lost. */
  public synchronized void gap() {
    gaps++;
    notifyAll();
  }

  public synchronized List<String> texts() {
    return List.copyOf(texts);
  }

  /** How often messages may have been lost. */
  public synchronized int gaps() {
    return gaps;
  }

  /** Waits for so many messages. */
  public void await(int messages) throws InterruptedException {
    await(messages + " messages", heard -> heard.texts.size() >= messages);
  }

  /** Waits until it was told of so many gaps. */
  public void awaitGaps(int count) throws InterruptedException {
    await(count + " gaps", heard -> heard.gaps >= count);
  }

  private synchronized void await(String what, Predicate<HeardMessages> condition)
      throws InterruptedException {
    long end = System.nanoTime() + DEADLINE_NANOS;
    while (!condition.test(this)) {
      long left = end - System.nanoTime();
      if (left <= 0) {
        throw new AssertionError(
            "never heard " + what + ", but " + texts.size() + " and " + gaps + " gaps");
      }
      TimeUnit.NANOSECONDS.timedWait(this, left);
    }
  }
}
