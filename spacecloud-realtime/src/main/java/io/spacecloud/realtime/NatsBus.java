package io.spacecloud.realtime;

import io.nats.client.Connection;
import io.nats.client.ConnectionListener;
import io.nats.client.ConnectionListener.Events;
import io.nats.client.Dispatcher;
import io.nats.client.Message;
import io.nats.client.Subscription;
import io.spacecloud.api.spi.ChangeBus;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Change hints over NATS, one thread and one subscription a topic. Thread-safe.
 *
 * <p>Whether the server hears on behalf of a subscription is found out by asking it for an echo:
 * what a connection sends is served in order, so that once an echo is back, all that was subscribed
 * before is in effect. After a reconnect every subscription begins anew, and what came before its
 * echo may be lost.
 */
final class NatsBus implements ChangeBus {
  private static final Logger LOG = LoggerFactory.getLogger(NatsBus.class);

  private final NatsLink link;
  private final Connection connection;
  private final Dispatcher dispatcher;
  private final String echo;
  private final Map<Long, NatsLine> asking = new ConcurrentHashMap<>();
  private final Map<NatsLine, Subscription> lines = new ConcurrentHashMap<>();
  private final ConnectionListener listener = (source, event) -> happened(event);
  private final AtomicLong questions = new AtomicLong();
  private long dropped; // by the dispatcher's thread alone

  NatsBus(NatsLink link) {
    this.link = link;
    this.connection = link.connection();
    this.dispatcher = connection.createDispatcher();
    this.echo = connection.createInbox();
    dispatcher.subscribe(echo, this::echoed);
    connection.addConnectionListener(listener);
  }

  @Override
  public void publish(String topic, byte[] message) {
    connection.publish(NatsSubject.of("spacecloud.live", topic), message);
  }

  @Override
  public AutoCloseable subscribe(String topic, Consumer<byte[]> onMessage, Runnable onGap) {
    NatsLine line = new NatsLine(onGap);
    Subscription subscription =
        dispatcher.subscribe(
            NatsSubject.of("spacecloud.live", topic),
            message -> {
              noticeDropped();
              onMessage.accept(message.getData());
            });
    lines.put(line, subscription);
    ask(line);
    line.await(link.isConnected());
    return () -> close(line);
  }

  private void close(NatsLine line) {
    Subscription subscription = lines.remove(line);
    asking.values().remove(line);
    if (subscription != null && subscription.isActive()) {
      dispatcher.unsubscribe(subscription);
    }
  }

  private void ask(NatsLine line) {
    long question = questions.incrementAndGet();
    asking.values().remove(line);
    asking.put(question, line);
    try {
      connection.publish(echo, ByteBuffer.allocate(Long.BYTES).putLong(question).array());
    } catch (IllegalStateException e) { // it is asked again after the reconnect
      LOG.debug("the broker cannot be asked: {}", e.getClass().getName());
    }
  }

  private void echoed(Message message) {
    NatsLine line = asking.remove(ByteBuffer.wrap(message.getData()).getLong());
    if (line != null) {
      line.isInEffect();
    }
  }

  /** The client drops what waits for too long, and counts it. */
  private void noticeDropped() {
    long now = dispatcher.getDroppedCount();
    if (now != dropped) {
      dropped = now;
      lines.keySet().forEach(NatsLine::gap);
    }
  }

  private void happened(Events event) {
    if (event == Events.RESUBSCRIBED) {
      for (NatsLine line : lines.keySet()) {
        line.beginsAnew();
        ask(line);
      }
    } else if (event == Events.CLOSED && !lines.isEmpty()) {
      LOG.error("the connection to the message broker is closed: changes elsewhere are not heard");
    }
  }

  @Override
  public void close() {
    connection.removeConnectionListener(listener);
    lines.clear();
    asking.clear();
    if (connection.getStatus() != Connection.Status.CLOSED) {
      connection.closeDispatcher(dispatcher);
    }
    link.close();
  }
}
