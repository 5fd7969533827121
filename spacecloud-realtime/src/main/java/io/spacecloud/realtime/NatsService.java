package io.spacecloud.realtime;

import io.nats.client.Connection;
import io.nats.client.Dispatcher;
import io.nats.client.Message;
import io.nats.client.impl.NatsMessage;
import io.spacecloud.api.function.FunctionCall;
import io.spacecloud.api.function.FunctionRequest;
import io.spacecloud.api.rule.Caller;
import io.spacecloud.api.spi.FunctionBus;
import io.spacecloud.realtime.FunctionWire.BadMessageException;
import io.spacecloud.realtime.SeenCalls.Taken;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One service that this process serves: a member of the queue group that its calls are dealt out
 * to. Thread-safe.
 */
final class NatsService implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(NatsService.class);
  private static final String GROUP = "functions";
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  /** As long as Space Cloud itself remembers a call. */
  private static final Duration PLAIN_TIMEOUT = Duration.ofSeconds(30);

  private final Connection connection;
  private final FunctionBus.Context context;
  private final FunctionWire wire;
  private final NatsFunctionOptions options;
  private final SeenCalls seen;
  private final String service;
  private final FunctionBus.Server server;
  private final Dispatcher dispatcher;
  private final Map<String, FunctionCall> running = new ConcurrentHashMap<>();
  private final AtomicBoolean closed = new AtomicBoolean();

  NatsService(
      Connection connection,
      FunctionBus.Context context,
      FunctionWire wire,
      NatsFunctionOptions options,
      SeenCalls seen,
      String service,
      FunctionBus.Server server) {
    this.connection = connection;
    this.context = context;
    this.wire = wire;
    this.options = options;
    this.seen = seen;
    this.service = service;
    this.server = server;
    this.dispatcher = connection.createDispatcher();
  }

  void begin() {
    String project = context.project();
    dispatcher.subscribe(FunctionSubjects.ofCancelling(project, service), this::cancelled);
    dispatcher.subscribe(FunctionSubjects.of(project, service), GROUP, this::called);
    if (options.plainCallers().contains(service)) {
      dispatcher.subscribe(FunctionSubjects.ofPlain(service), service, this::calledPlainly);
    }
    flush();
  }

  /** Waits until the server knows of the subscriptions. */
  private void flush() {
    try {
      if (connection.getStatus() == Connection.Status.CONNECTED) {
        connection.flush(PATIENCE);
      }
    } catch (TimeoutException | IllegalStateException e) {
      LOG.warn("the message broker may not know yet that a service is served");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void called(Message message) {
    try {
      FunctionWire.Call call = wire.readCall(message);
      FunctionPayload payload = call.payload();
      long now = context.clock().millis();
      long leeway = options.leeway().toMillis();
      long end = call.time() + call.timeout().toMillis() + leeway;
      if (!payload.service().equals(service)) {
        throw new BadMessageException("a call of another service");
      } else if (end < now || call.time() - leeway > now) {
        throw new BadMessageException("of another time: clocks may be too far apart");
      }
      Incoming incoming = new Incoming(message.getReplyTo(), payload, false);
      Taken taken = seen.take(payload.id(), end, now);
      if (taken == Taken.AGAIN) {
        throw new BadMessageException("a call that was taken before");
      } else if (taken == Taken.FULL) {
        incoming.reply(FunctionStatus.BUSY, null, "");
      } else {
        incoming.serve(call.timeout());
      }
    } catch (BadMessageException e) {
      LOG.warn("a call of {} was dropped: {}", service, e.getMessage());
    }
  }

  private void calledPlainly(Message message) {
    try {
      FunctionPayload payload = FunctionPayload.read(message.getData());
      if (message.getReplyTo() == null) {
        throw new IOException("nobody to reply to");
      }
      new Incoming(message.getReplyTo(), payload, true).serve(PLAIN_TIMEOUT);
    } catch (IOException e) {
      LOG.warn("a call of {} was dropped: malformed", service);
    }
  }

  private void cancelled(Message message) {
    try {
      FunctionCall call = running.get(wire.readCancel(message));
      if (call != null) {
        call.cancel();
      }
    } catch (BadMessageException e) {
      LOG.warn("a cancellation of {} was dropped: {}", service, e.getMessage());
    } catch (RuntimeException e) { // a listener's, whose words may hold values
      LOG.warn("a listener of {} failed: {}", service, e.getClass().getName());
    }
  }

  /** A call that was taken. */
  private final class Incoming {
    private final String replyTo;
    private final FunctionPayload payload;
    private final boolean plain;

    Incoming(String replyTo, FunctionPayload payload, boolean plain) {
      this.replyTo = replyTo;
      this.payload = payload;
      this.plain = plain;
    }

    void serve(Duration timeout) {
      CompletionStage<@Nullable Object> served;
      try {
        FunctionCall call = call(timeout);
        if (!plain) {
          running.put(payload.id(), call);
        }
        served = server.serve(call);
      } catch (RuntimeException e) {
        over(null, e);
        return;
      }
      served.whenComplete(this::over);
    }

    private FunctionCall call(Duration timeout) {
      Instant deadline = context.clock().instant().plus(timeout);
      FunctionRequest request =
          new FunctionRequest(service, payload.func(), payload.params(), timeout);
      return new FunctionCall(request, caller(), deadline);
    }

    /**
     * Space Cloud sends empty claims for callers whom a rule allows without asking who they are.
     */
    private Caller caller() {
      Map<String, ?> auth = payload.auth();
      return auth == null || (plain && auth.isEmpty()) ? Caller.ANONYMOUS : Caller.of(auth);
    }

    private void over(@Nullable Object result, @Nullable Throwable failure) {
      if (!plain) {
        running.remove(payload.id());
      }
      FunctionStatus status = failure == null ? FunctionStatus.OK : FunctionStatus.of(failure);
      try {
        reply(status, result, failure == null ? "" : status.error(failure));
      } catch (IllegalStateException e) { // what no JSON can say, such as half a character
        reply(FunctionStatus.FAILED, null, "");
      }
    }

    void reply(FunctionStatus status, @Nullable Object result, String error) {
      Message message = message(status, result, error);
      if (FunctionWire.size(message) > connection.getMaxPayload()) {
        LOG.error("a reply of {} is too large for the broker", service);
        message = message(FunctionStatus.FAILED, null, "the reply is too large");
      }
      try {
        connection.publish(message);
      } catch (IllegalStateException e) { // closed: the caller's time runs out
        LOG.warn("a reply of {} could not be sent", service);
      }
    }

    private Message message(FunctionStatus status, @Nullable Object result, String error) {
      FunctionPayload answer =
          new FunctionPayload(payload.id(), null, result, service, payload.func(), error);
      return plain
          ? new NatsMessage(replyTo, null, answer.bytes())
          : wire.reply(replyTo, status, answer);
    }
  }

  /** Takes no more calls; those that have arrived are handed to the server before this returns. */
  @Override
  public void close() {
    if (!closed.compareAndSet(false, true)) {
      return;
    }
    try {
      if (connection.getStatus() == Connection.Status.CONNECTED) {
        dispatcher.drain(PATIENCE).get();
      } else if (connection.getStatus() != Connection.Status.CLOSED) {
        connection.closeDispatcher(dispatcher);
      }
    } catch (ExecutionException | IllegalStateException e) {
      LOG.warn("{} may have been called while it was taken back", service);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
