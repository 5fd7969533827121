package io.spacecloud.engine;

import io.spacecloud.api.error.SpaceCloudException;
import io.spacecloud.api.live.LiveEvent;
import io.spacecloud.api.live.LiveQueryListener;
import io.spacecloud.api.request.Read;
import io.spacecloud.api.spi.Realtime;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/** A live query for each subscriber, who is told no more than asked for. Thread-safe. */
final class LivePublisher implements Flow.Publisher<LiveEvent> {
  private final Session session;
  private final Read read;

  LivePublisher(Session session, Read read) {
    this.session = session;
    this.read = read;
  }

  @Override
  public void subscribe(Flow.Subscriber<? super LiveEvent> subscriber) {
    Objects.requireNonNull(subscriber);
    new Adapter(subscriber).begin();
  }

  private final class Adapter implements LiveQueryListener, Flow.Subscription {
    private final Flow.Subscriber<? super LiveEvent> subscriber;
    // Done once the subscriber knows of its subscription: it hears of nothing before.
    private final CompletableFuture<Boolean> begun = new CompletableFuture<>();
    private volatile Realtime.@Nullable Subscription live;
    private volatile boolean cancelled;

    Adapter(Flow.Subscriber<? super LiveEvent> subscriber) {
      this.subscriber = subscriber;
    }

    void begin() {
      SpaceCloudException refusal = null;
      try {
        live = session.follow(read, this, 0);
      } catch (SpaceCloudException e) {
        refusal = e;
      }
      try {
        subscriber.onSubscribe(this);
      } finally {
        begun.complete(true);
      }
      if (refusal != null && !cancelled) {
        subscriber.onError(refusal);
      }
    }

    @Override
    public void onEvent(LiveEvent event) {
      awaitBeginning();
      subscriber.onNext(event);
    }

    @Override
    public void onClosed(@Nullable SpaceCloudException reason) {
      awaitBeginning();
      if (cancelled) {
        return;
      } else if (reason == null) {
        subscriber.onComplete();
      } else {
        subscriber.onError(reason);
      }
    }

    private void awaitBeginning() {
      begun.join();
    }

    @Override
    public void request(long events) {
      Realtime.Subscription now = live;
      if (now == null || cancelled) {
        return;
      } else if (events > 0) {
        now.request(events);
        return;
      }
      cancel();
      subscriber.onError(new IllegalArgumentException("a positive number of events is asked for"));
    }

    @Override
    public void cancel() {
      cancelled = true;
      Realtime.Subscription now = live;
      if (now != null) {
        now.close();
      }
    }
  }
}
