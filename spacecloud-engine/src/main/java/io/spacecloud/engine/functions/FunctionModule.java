package io.spacecloud.engine.functions;

import io.spacecloud.api.error.InvalidRequestException;
import io.spacecloud.api.error.NotFoundException;
import io.spacecloud.api.function.FunctionCall;
import io.spacecloud.api.function.FunctionHandler;
import io.spacecloud.api.function.FunctionRequest;
import io.spacecloud.api.function.JsonKinds;
import io.spacecloud.api.result.Document;
import io.spacecloud.api.rule.Caller;
import io.spacecloud.api.spi.FunctionBus;
import io.spacecloud.engine.config.FunctionOptions;
import io.spacecloud.engine.dispatch.CallCarrier;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The functions that are registered here, and the way to those that are elsewhere. Thread-safe. */
public final class FunctionModule implements CallCarrier, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(FunctionModule.class);

  private final FunctionBus bus;
  private final FunctionOptions options;
  private final Bench bench;
  private final Map<String, Service> services = new HashMap<>();
  private boolean closed;

  /** Functions over a bus, which is started here, and closed. */
  public FunctionModule(FunctionBus bus, FunctionOptions options, FunctionBus.Context context) {
    this.bus = bus;
    this.options = options;
    this.bench = new Bench(options, context);
    bus.start(context);
  }

  /** A function that is served until it is closed. */
  public interface Registered {
    /** It is served no more; calls that have begun go on. */
    void close();
  }

  /** The functions of one service. */
  private final class Service implements FunctionBus.Server {
    private final Map<String, FunctionHandler> handlers = new ConcurrentHashMap<>();
    private @Nullable AutoCloseable serving;

    @Override
    public CompletionStage<@Nullable Object> serve(FunctionCall call) {
      FunctionHandler handler = handlers.get(call.function());
      return handler == null
          ? CompletableFuture.failedFuture(new NotFoundException("no such function"))
          : bench.serve(call, handler);
    }
  }

  /**
   * Serves a function until what is returned is closed.
   *
   * @throws IllegalStateException if it is served here already
   */
  public Registered register(String service, String function, FunctionHandler handler) {
    FunctionRequest.of(service, function, null); // names that can be called
    synchronized (services) {
      if (closed) {
        throw new IllegalStateException("closed");
      }
      Service served = services.computeIfAbsent(service, name -> new Service());
      if (served.handlers.putIfAbsent(function, handler) != null) {
        throw new IllegalStateException(service + "." + function + " is registered already");
      }
      try {
        if (served.serving == null) {
          served.serving = bus.serve(service, served);
        }
      } catch (RuntimeException e) {
        remove(service, served, function, handler);
        throw e;
      }
      return () -> end(remove(service, served, function, handler));
    }
  }

  /** What has to be closed because no function of the service is left, or null. */
  private @Nullable AutoCloseable remove(
      String service, Service served, String function, FunctionHandler handler) {
    synchronized (services) {
      if (served.handlers.remove(function, handler)
          && served.handlers.isEmpty()
          && services.remove(service, served)) {
        return served.serving;
      }
      return null;
    }
  }

  private static void end(@Nullable AutoCloseable serving) {
    try {
      if (serving != null) {
        serving.close();
      }
    } catch (Exception e) {
      LOG.warn("a service could not be taken back: {}", e.getClass().getName());
    }
  }

  @Override
  public CompletableFuture<@Nullable Object> call(FunctionRequest request, Caller caller) {
    if (JsonKinds.weight(request.params()) > options.bytes()) {
      return CompletableFuture.failedFuture(
          new InvalidRequestException("params", "larger than " + options.bytes() + " bytes"));
    }
    Duration timeout = request.timeout();
    FunctionRequest timed = timeout == null ? request.withTimeout(options.timeout()) : request;
    return bus.call(timed, asJson(caller));
  }

  /** The caller as a function sees it, wherever that is served. */
  private static Caller asJson(Caller caller) {
    if (caller.claims().isEmpty()) {
      return caller;
    }
    Map<?, ?> claims = (Map<?, ?>) Objects.requireNonNull(JsonKinds.of("claims", caller.claims()));
    @SuppressWarnings("unchecked") // an object's names are strings
    Document told = Document.of("claims", (Map<String, ?>) claims);
    return new Caller(caller.authenticated(), told);
  }

  /** Serves what has arrived, for as long as that may take, and ends what is left. */
  @Override
  public void close() {
    List<AutoCloseable> all = new ArrayList<>();
    synchronized (services) {
      closed = true;
      services.values().forEach(each -> all.add(each.serving));
      services.clear();
    }
    all.forEach(FunctionModule::end);
    bench.close(options.drain());
    bus.close();
  }
}
