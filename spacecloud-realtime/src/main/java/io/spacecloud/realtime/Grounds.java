package io.spacecloud.realtime;

import io.spacecloud.api.error.SpaceCloudException;
import io.spacecloud.api.spi.LiveView;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Watches what a verdict rests on, and suspects its subscriber. For the thread of one feed. */
final class Grounds {
  private static final Duration SOONEST = Duration.ofMillis(10);

  private final LiveQueries live;
  private final Subscriber subscriber;
  private final Map<LiveView.Collection, Feed> watched = new HashMap<>();
  private @Nullable Runnable cancel;

  Grounds(LiveQueries live, Subscriber subscriber) {
    this.live = live;
    this.subscriber = subscriber;
  }

  /** The verdict rests on these from now on. */
  void become(LiveView.Grounds grounds) {
    boolean unstable = grounds.unstable();
    for (LiveView.Collection collection : grounds.collections()) {
      unstable |= !watched.containsKey(collection) && !watch(collection);
    }
    List<LiveView.Collection> gone = new ArrayList<>(watched.keySet());
    gone.removeAll(grounds.collections());
    gone.forEach(this::unwatch);
    schedule(unstable, grounds);
  }

  /** What changed before it was watched is seen by judging once more. */
  private boolean watch(LiveView.Collection collection) {
    try {
      Feed feed = live.acquire(collection);
      watched.put(collection, feed);
      feed.watch(subscriber);
      subscriber.suspect();
      return true;
    } catch (SpaceCloudException e) {
      return false; // looked at from time to time instead
    }
  }

  private void unwatch(LiveView.Collection collection) {
    Feed feed = watched.remove(collection);
    if (feed != null) {
      feed.unwatch(subscriber);
      live.release(feed);
    }
  }

  private void schedule(boolean unstable, LiveView.Grounds grounds) {
    cancel();
    Duration wait = unstable ? live.options().recheck() : null;
    if (grounds.until() != null) {
      Duration rest = Duration.between(live.clock().instant(), grounds.until());
      wait = wait == null || rest.compareTo(wait) < 0 ? rest : wait;
    }
    if (wait != null) {
      Duration delay = wait.compareTo(SOONEST) < 0 ? SOONEST : wait;
      cancel = live.timer().schedule(delay, subscriber::suspect);
    }
  }

  private void cancel() {
    if (cancel != null) {
      cancel.run();
      cancel = null;
    }
  }

  void leave() {
    cancel();
    List.copyOf(watched.keySet()).forEach(this::unwatch);
  }
}
