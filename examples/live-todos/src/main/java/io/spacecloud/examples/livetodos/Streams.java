package io.spacecloud.examples.livetodos;

import io.javalin.http.sse.SseClient;
import io.spacecloud.api.error.SpaceCloudException;
import io.spacecloud.api.live.LiveEvent;
import io.spacecloud.api.live.LiveQuery;
import io.spacecloud.api.live.LiveQueryListener;
import io.spacecloud.api.request.Read;
import io.spacecloud.engine.Session;
import io.spacecloud.engine.json.AnswerWriter;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Live queries as streams of server-sent events. Thread-safe. */
final class Streams implements AutoCloseable {
  private static final long HEARTBEAT_SECONDS = 15;

  private final AnswerWriter answers;
  private final Set<SseClient> clients = ConcurrentHashMap.newKeySet();
  private final ScheduledExecutorService heart = Executors.newSingleThreadScheduledExecutor();
  private final Future<?> beating;

  Streams(AnswerWriter answers) {
    this.answers = answers;
    this.beating =
        heart.scheduleWithFixedDelay(
            this::beat, HEARTBEAT_SECONDS, HEARTBEAT_SECONDS, TimeUnit.SECONDS);
  }

  /** A browser that is gone is noticed by writing to it. */
  private void beat() {
    clients.forEach(client -> client.sendComment(""));
  }

  /** Tells the client what the session may see of the read, until either of them ends. */
  void open(SseClient client, Session session, Read read) {
    LiveQuery live = session.subscribe(read, new Stream(client));
    clients.add(client);
    client.keepAlive();
    client.onClose(
        () -> {
          clients.remove(client);
          live.close();
        });
  }

  private final class Stream implements LiveQueryListener {
    private final SseClient client;

    Stream(SseClient client) {
      this.client = client;
    }

    @Override
    public void onEvent(LiveEvent event) {
      client.sendEvent("change", answers.event(event));
    }

    @Override
    public void onClosed(@Nullable SpaceCloudException reason) {
      if (reason != null) {
        client.sendEvent("end", String.valueOf(reason.getMessage()));
      }
      client.close();
    }
  }

  @Override
  public void close() {
    beating.cancel(true);
    heart.shutdown();
    clients.forEach(SseClient::close);
  }
}
