package io.spacecloud.realtime;

import io.spacecloud.api.error.SpaceCloudException;
import io.spacecloud.api.live.LiveDocuments;
import io.spacecloud.api.live.LiveEvent;
import io.spacecloud.api.live.LiveQueryListener;
import io.spacecloud.api.result.Document;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A listener that remembers, and can be waited for. */
final class Told implements LiveQueryListener {
  private static final Duration DEADLINE = Duration.ofSeconds(30);

  private final LiveDocuments documents = new LiveDocuments();
  private final List<LiveEvent> events = new ArrayList<>();
  private boolean closed;
  private @Nullable SpaceCloudException reason;

  @Override
  public synchronized void onEvent(LiveEvent event) {
    events.add(event);
    documents.onEvent(event);
    notifyAll();
  }

  @Override
  public synchronized void onClosed(@Nullable SpaceCloudException why) {
    closed = true;
    reason = why;
    notifyAll();
  }

  synchronized List<LiveEvent> events() {
    return List.copyOf(events);
  }

  List<Document> documents() {
    return documents.documents();
  }

  List<@Nullable Object> values(String field) {
    return documents().stream().map(each -> each.get(field)).toList();
  }

  synchronized @Nullable SpaceCloudException reason() {
    return reason;
  }

  synchronized boolean isClosed() {
    return closed;
  }

  /** Waits until it holds. */
  synchronized void await(String what, Supplier<Boolean> condition) throws InterruptedException {
    long end = System.nanoTime() + DEADLINE.toNanos();
    while (!condition.get()) {
      long rest = (end - System.nanoTime()) / 1_000_000;
      if (rest <= 0) {
        throw new AssertionError("never came: " + what + "; told " + events);
      }
      wait(Math.min(rest, 20));
    }
  }

  void awaitValues(String field, Object... values) throws InterruptedException {
    List<Object> wanted = List.of(values);
    await(field + " " + wanted, () -> !events.isEmpty() && values(field).equals(wanted));
  }

  void awaitClosed() throws InterruptedException {
    await("the end", this::isClosed);
  }
}
