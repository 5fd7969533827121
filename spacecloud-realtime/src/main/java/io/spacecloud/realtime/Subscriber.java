package io.spacecloud.realtime;

import io.spacecloud.api.error.AccessDeniedException;
import io.spacecloud.api.error.ListenerException;
import io.spacecloud.api.error.SpaceCloudException;
import io.spacecloud.api.live.LiveEvent;
import io.spacecloud.api.live.LiveQueryListener;
import io.spacecloud.api.result.Document;
import io.spacecloud.api.spi.LiveSource;
import io.spacecloud.api.spi.LiveView;
import io.spacecloud.api.spi.Realtime;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One live query: a listener, and the right to tell it. Whatever may have changed that right
 * suspends it until it is judged anew. Thread-safe; its view belongs to the thread of its feed.
 */
final class Subscriber implements Realtime.Subscription, Outlet.Owner {
  private static final Logger LOG = LoggerFactory.getLogger(Subscriber.class);

  private final int number; // a hash code that does not depend on the process's memory
  private final LiveQueries live;
  private final Feed feed;
  private final LiveSource source;
  private final Outlet outlet;
  private final Grounds grounds;
  // How often it was suspected since it was last judged; told nothing unless 0.
  private final AtomicLong suspicions = new AtomicLong();
  private final AtomicBoolean finished = new AtomicBoolean();
  private final AtomicBoolean shown = new AtomicBoolean();
  private LiveView view;

  Subscriber(
      int number,
      LiveQueries live,
      Feed feed,
      LiveSource source,
      LiveView view,
      LiveQueryListener listener,
      long demand) {
    this.number = number;
    this.live = live;
    this.feed = feed;
    this.source = source;
    this.view = view;
    this.outlet = new Outlet(listener, live::run, this, live.options().queue(), demand);
    this.grounds = new Grounds(live, this);
  }

  void start() {
    feed.execute(
        () -> {
          if (!finished.get()) {
            feed.join(this, view.query(), false);
            grounds.become(view.grounds());
          }
        });
  }

  @Override
  public int hashCode() {
    return number;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return this == other;
  }

  @Override
  public State state() {
    if (finished.get()) {
      return State.CLOSED;
    }
    return shown.get() ? State.LIVE : State.STARTING;
  }

  @Override
  public void request(long events) {
    if (events < 1) {
      throw new IllegalArgumentException("a positive number of events");
    }
    outlet.request(events);
  }

  // ---- in the thread of the feed

  /** The whole result as it is now. */
  void snapshot(List<Document> documents) {
    boolean resync = shown.getAndSet(true);
    outlet.snapshot(new LiveEvent.Snapshot(documents, view.query().key(), resync));
  }

  void offer(List<LiveEvent> events) {
    outlet.offer(events);
  }

  private void settle(LiveView next, long seen) {
    if (finished.get()) {
      return;
    }
    if (!next.query().equals(view.query())) {
      outlet.expectSnapshot();
      feed.leave(this, view.query());
      view = next;
      feed.join(this, next.query(), true);
    }
    view = next;
    grounds.become(next.grounds());
    if (suspicions.compareAndSet(seen, 0)) {
      outlet.resume();
    } else {
      live.run(this::judge);
    }
  }

  // ---- in any thread

  /** Tells nothing more until it is judged. */
  void suspect() {
    if (suspicions.getAndIncrement() == 0 && !finished.get()) {
      live.run(this::judge);
    }
  }

  private void judge() {
    long seen = suspicions.get();
    try {
      LiveView next = source.judge();
      feed.execute(() -> settle(next, seen));
    } catch (SpaceCloudException e) {
      end(e);
    } catch (RuntimeException | Error e) {
      LOG.warn("a live query could not be judged: {}", e.getClass().getName());
      end(new AccessDeniedException("denied"));
    }
  }

  @Override
  public boolean isSuspended() {
    return suspicions.get() > 0;
  }

  @Override
  public boolean suspendsIfStale() {
    if (source.isStale()) {
      suspect();
    }
    return isSuspended();
  }

  @Override
  public void hasGap() {
    feed.execute(() -> feed.show(this, view.query()));
  }

  @Override
  public void failed(Throwable cause) {
    LOG.warn("a listener failed, and is closed: {}", cause.getClass().getName());
    end(new ListenerException(cause));
  }

  /** Ends it, for a reason that the listener is told. */
  void end(SpaceCloudException reason) {
    outlet.end(reason);
    finish();
  }

  @Override
  public void close() {
    outlet.close();
    finish();
  }

  private void finish() {
    if (finished.compareAndSet(false, true)) {
      feed.execute(
          () -> {
            feed.leave(this, view.query());
            grounds.leave();
          });
      live.forget(this, feed);
    }
  }
}
