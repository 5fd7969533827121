package io.spacecloud.realtime;

import io.nats.client.Connection;
import io.nats.client.Consumer;
import io.nats.client.ErrorListener;
import io.nats.client.Message;
import io.nats.client.Nats;
import io.nats.client.Options;
import io.spacecloud.api.error.BackendException;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A connection to NATS.
 *
 * @param owned whether it is closed here
 */
record NatsLink(Connection connection, boolean owned) implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(NatsLink.class);
  private static final int FOR_EVER = -1;
  private static final Duration PING = Duration.ofSeconds(20);
  private static final Duration FAREWELL = Duration.ofSeconds(2);

  NatsLink {
    requireEcho(connection.getOptions());
  }

  private static void requireEcho(Options options) {
    if (options.isNoEcho()) {
      throw new IllegalArgumentException("noEcho: the connection has to hear itself");
    }
  }

  /**
   * Connects, and connects again whenever the connection breaks.
   *
   * @param urls one, or several of one cluster with commas between
   * @throws BackendException if no server answers
   */
  static NatsLink connect(String urls) {
    return connect(
        new Options.Builder()
            .servers(urls.split(","))
            .connectionName("space-cloud")
            .maxReconnects(FOR_EVER)
            .pingInterval(PING)
            .discardMessagesWhenOutgoingQueueFull() // or writes would wait for the broker
            .errorListener(new Quiet())
            .build());
  }

  /**
   * Connects as the options say.
   *
   * @throws BackendException if no server answers, or none lets this in
   */
  static NatsLink connect(Options options) {
    requireEcho(options);
    try {
      return new NatsLink(Nats.connect(options), true);
    } catch (IOException e) {
      throw down(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw down(e);
    }
  }

  private static BackendException down(Exception cause) {
    return new BackendException(
        BackendException.Reason.DOWN, "the message broker cannot be reached", cause);
  }

  boolean isConnected() {
    return connection.getStatus() == Connection.Status.CONNECTED;
  }

  /** Closes it, once what was said last is on its way. */
  @Override
  public void close() {
    if (!owned) {
      return;
    }
    try {
      if (isConnected()) {
        connection.flush(FAREWELL);
      }
    } catch (TimeoutException | IllegalStateException e) {
      LOG.debug("the broker did not hear the last messages: {}", e.getClass().getName());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    try {
      connection.close();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Its own kind of listener would write to the standard error stream. */
  private static final class Quiet implements ErrorListener {
    @Override
    public void errorOccurred(Connection connection, String error) {
      LOG.warn("the message broker says: {}", error);
    }

    @Override
    public void exceptionOccurred(Connection connection, Exception e) {
      LOG.debug("the message broker: {}", e.getClass().getName());
    }

    @Override
    public void slowConsumerDetected(Connection connection, Consumer consumer) {
      LOG.warn("messages came faster than they were taken; some are lost");
    }

    @Override
    public void messageDiscarded(Connection connection, Message message) {
      LOG.debug("a message was not sent: too many wait for the broker");
    }
  }
}
