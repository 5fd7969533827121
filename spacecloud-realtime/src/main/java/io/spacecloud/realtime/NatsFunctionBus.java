package io.spacecloud.realtime;

import io.nats.client.Connection;
import io.nats.client.Options;
import io.spacecloud.api.error.BackendException;
import io.spacecloud.api.function.FunctionRequest;
import io.spacecloud.api.rule.Caller;
import io.spacecloud.api.spi.FunctionBus;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Calls of functions over NATS: any process of a project calls, and those that serve a service
 * share its calls.
 *
 * <p>The subject is {@code functions:<project>.<service>}, the body Space Cloud's payload; headers
 * authenticate it by the project's secret. With Space Cloud itself, or its workers, it deals where
 * {@link NatsFunctionOptions} say so. Thread-safe.
 */
public final class NatsFunctionBus implements FunctionBus {
  private static final int MOST_SEEN = 500_000;

  private final NatsLink link;
  private final NatsFunctionOptions options;
  private final SeenCalls seen = new SeenCalls(MOST_SEEN);
  private final Set<NatsService> services = ConcurrentHashMap.newKeySet();
  private final AtomicBoolean closed = new AtomicBoolean();
  private @Nullable Started started;

  /** What there is once the engine is known. */
  private record Started(Context context, FunctionWire wire, NatsCalls calls) {}

  private NatsFunctionBus(NatsLink link, NatsFunctionOptions options) {
    Options nats = link.connection().getOptions();
    if (nats.isNoHeaders() || nats.isNoNoResponders()) {
      link.close();
      throw new IllegalArgumentException("functions need headers, and to know of no responders");
    }
    this.link = link;
    this.options = options;
  }

  /**
   * Connects, and connects again for as long as it takes whenever the connection breaks.
   *
   * @param urls {@code nats://host:port}, or several of one cluster with commas between
   * @throws BackendException if no server answers
   */
  public static NatsFunctionBus connect(String urls) {
    return new NatsFunctionBus(NatsLink.connect(urls), NatsFunctionOptions.DEFAULT);
  }

  /**
   * Connects as the options of the client say: credentials, TLS, when to reconnect.
   *
   * @throws BackendException if no server answers, or none lets this in
   */
  public static NatsFunctionBus connect(Options nats, NatsFunctionOptions options) {
    return new NatsFunctionBus(NatsLink.connect(nats), options);
  }

  /** Shares a connection of the application's, which stays open. */
  public static NatsFunctionBus of(Connection connection, NatsFunctionOptions options) {
    return new NatsFunctionBus(new NatsLink(connection, false), options);
  }

  /**
   * {@inheritDoc}
   *
   * @throws IllegalStateException if the project has no secret
   */
  @Override
  public void start(Context context) {
    FunctionWire wire = new FunctionWire(context.projectKey());
    started = new Started(context, wire, new NatsCalls(link.connection(), context, wire, options));
  }

  private Started started() {
    return Objects.requireNonNull(started, "not started");
  }

  @Override
  public CompletableFuture<@Nullable Object> call(FunctionRequest request, Caller caller) {
    return started().calls().call(request, caller);
  }

  @Override
  public AutoCloseable serve(String service, Server server) {
    Started with = started();
    NatsService served =
        new NatsService(
            link.connection(), with.context(), with.wire(), options, seen, service, server);
    served.begin();
    services.add(served);
    return () -> {
      served.close();
      services.remove(served);
    };
  }

  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      services.forEach(NatsService::close);
      if (started != null) {
        started.calls().close();
      }
      link.close();
    }
  }
}
