package io.spacecloud.realtime;

import io.nats.client.Connection;
import io.nats.client.Options;
import java.util.random.RandomGenerator;

/**
 * Live queries of several processes, which tell one another over NATS what they change.
 *
 * <p>Each collection is a subject, {@code spacecloud.live.<project>.<database>.<collection>}. What
 * is told are keys of rows, numbered, and authenticated by the project's secret; a subscriber that
 * missed something reads anew. The project needs a secret: one of its tokens', or that of hashes.
 * Thread-safe.
 */
public final class NatsRealtime extends LiveQueries {
  private NatsRealtime(NatsLink link, LiveOptions options) {
    super(options, new NatsBus(link), RandomGenerator.getDefault());
  }

  /**
   * Connects, and connects again for as long as it takes whenever the connection breaks.
   *
   * @param urls {@code nats://host:port}, or several of one cluster with commas between
   * @throws io.spacecloud.api.error.BackendException if no server answers
   */
  public static NatsRealtime connect(String urls) {
    return new NatsRealtime(NatsLink.connect(urls), LiveOptions.DEFAULT);
  }

  /**
   * Connects as the options of the client say: credentials, TLS, when to reconnect. They should
   * have {@code maxReconnects(-1)}, and {@code discardMessagesWhenOutgoingQueueFull()}: else writes
   * to the database may wait for a broker that hangs.
   *
   * @throws io.spacecloud.api.error.BackendException if no server answers, or none lets this in
   */
  public static NatsRealtime connect(Options nats, LiveOptions options) {
    return new NatsRealtime(NatsLink.connect(nats), options);
  }

  /** Shares a connection of the application's, which stays open. */
  public static NatsRealtime of(Connection connection, LiveOptions options) {
    return new NatsRealtime(new NatsLink(connection, false), options);
  }
}
