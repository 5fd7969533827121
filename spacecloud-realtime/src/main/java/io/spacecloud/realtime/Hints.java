package io.spacecloud.realtime;

import io.spacecloud.api.result.Document;
import io.spacecloud.api.spi.ChangeBus;
import io.spacecloud.api.spi.LiveView;
import io.spacecloud.api.spi.Realtime;
import java.util.Collection;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/** Hints from process to process, over a bus that may lose them. Thread-safe. */
final class Hints implements AutoCloseable {
  private final ChangeBus bus;
  private final Realtime.Context context;
  private final LiveOptions options;
  private final Wire wire;
  private final String publisher = UUID.randomUUID().toString();
  private final Counters counters = new Counters();
  private final Map<LiveView.Collection, Outbox> outboxes = new ConcurrentHashMap<>();
  private final Map<LiveView.Collection, Inbox> inboxes = new ConcurrentHashMap<>();
  private volatile boolean closed;

  Hints(ChangeBus bus, Realtime.Context context, LiveOptions options) {
    this.bus = bus;
    this.context = context;
    this.options = options;
    this.wire = new Wire(context.projectKey());
    later();
  }

  Counters counters() {
    return counters;
  }

  private void later() {
    context.timer().schedule(options.beat(), this::tick);
  }

  private void tick() {
    if (!closed) {
      try {
        outboxes.values().forEach(Outbox::beat);
        inboxes.values().forEach(Inbox::tick);
      } finally {
        later();
      }
    }
  }

  /** Makes itself known before it changes anything, so that its silence would be noticed. */
  void announce(LiveView.Collection collection) {
    outbox(collection);
  }

  void touched(LiveView.Collection collection, Collection<Document> keys) {
    outbox(collection).touched(keys);
  }

  void lost(LiveView.Collection collection) {
    outbox(collection).lost();
  }

  private Outbox outbox(LiveView.Collection collection) {
    Outbox known = outboxes.get(collection);
    if (known != null) {
      return known;
    }
    return outboxes.computeIfAbsent(
        collection,
        each -> {
          Outbox outbox = new Outbox(bus, wire, context.clock(), publisher, topic(each));
          outbox.beat();
          return outbox;
        });
  }

  /** Tells the feed of what other processes change. */
  AutoCloseable listen(Feed feed) {
    String topic = topic(feed.collection());
    Inbox inbox = new Inbox(wire, context.clock(), publisher, topic, feed, counters, options);
    inboxes.put(feed.collection(), inbox);
    AutoCloseable subscription = bus.subscribe(topic, inbox::hear, inbox::gap);
    return () -> {
      inboxes.remove(feed.collection(), inbox);
      subscription.close();
    };
  }

  private String topic(LiveView.Collection collection) {
    return escaped(context.project())
        + "/"
        + escaped(collection.database())
        + "/"
        + escaped(collection.name());
  }

  private static String escaped(String name) {
    return name.replace("~", "~0").replace("/", "~1");
  }

  @Override
  public void close() {
    closed = true;
    outboxes.values().forEach(Outbox::bye);
  }
}
