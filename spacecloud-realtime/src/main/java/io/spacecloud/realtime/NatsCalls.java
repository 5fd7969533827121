package io.spacecloud.realtime;

import io.nats.client.Connection;
import io.nats.client.Dispatcher;
import io.nats.client.Message;
import io.nats.client.impl.NatsMessage;
import io.nats.client.support.Status;
import io.spacecloud.api.error.BackendException;
import io.spacecloud.api.error.BackendException.Reason;
import io.spacecloud.api.error.FunctionException;
import io.spacecloud.api.error.InvalidRequestException;
import io.spacecloud.api.error.SpaceCloudException;
import io.spacecloud.api.function.FunctionRequest;
import io.spacecloud.api.function.JsonKinds;
import io.spacecloud.api.rule.Caller;
import io.spacecloud.api.spi.FunctionBus;
import io.spacecloud.realtime.FunctionWire.BadMessageException;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The calls of one process that are on their way. Replies come to an inbox of its own, each to the
 * id of its call. One that a worker did not begin is sent again, as another, to whoever takes it.
 * Thread-safe.
 */
final class NatsCalls implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(NatsCalls.class);

  // The broker deals out blindly: with one of two busy, one call in a million finds it each time.
  private static final int ATTEMPTS = 20;
  private static final long FIRST_PAUSE_MILLIS = 5;
  private static final long LONGEST_PAUSE_MILLIS = 50;

  private final Connection connection;
  private final FunctionBus.Context context;
  private final FunctionWire wire;
  private final NatsFunctionOptions options;
  private final String inbox;
  private final Dispatcher dispatcher;
  private final SecureRandom random = new SecureRandom();
  private final Map<String, Outgoing> pending = new ConcurrentHashMap<>();
  private volatile boolean closed;

  NatsCalls(
      Connection connection,
      FunctionBus.Context context,
      FunctionWire wire,
      NatsFunctionOptions options) {
    this.connection = connection;
    this.context = context;
    this.wire = wire;
    this.options = options;
    this.inbox = connection.createInbox() + ".";
    this.dispatcher = connection.createDispatcher();
    dispatcher.subscribe(inbox + "*", this::received);
  }

  CompletableFuture<@Nullable Object> call(FunctionRequest request, Caller caller) {
    Outgoing call = new Outgoing(request, caller);
    call.begin();
    return call.reply;
  }

  private void received(Message message) {
    Outgoing call = pending.get(message.getSubject().substring(inbox.length()));
    if (call != null) {
      call.received(message);
    }
  }

  private String newId() {
    byte[] bytes = new byte[16];
    random.nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }

  /** One call, and what it has come to. */
  private final class Outgoing {
    private final FunctionRequest request;
    private final Caller caller;
    private final long start = System.nanoTime();
    private final Duration timeout;
    private final boolean plain;
    private final CompletableFuture<@Nullable Object> reply = new CompletableFuture<>();
    private int attempts;
    private volatile String id = "";

    Outgoing(FunctionRequest request, Caller caller) {
      this.request = request;
      this.caller = caller;
      this.timeout = Objects.requireNonNull(request.timeout());
      this.plain = options.plainWorkers().contains(request.service());
    }

    void begin() {
      Runnable undo =
          context.timer().schedule(timeout, () -> fail(FunctionStatus.LATE.exception("")));
      whenOver(
          reply,
          (result, failure) -> {
            undo.run();
            pending.remove(id);
            if (reply.isCancelled()) {
              cancel();
            }
          });
      send();
    }

    private void fail(SpaceCloudException cause) {
      reply.completeExceptionally(cause);
    }

    private void send() {
      Duration left = timeout.minusNanos(System.nanoTime() - start);
      if (closed) {
        fail(down("functions are closed"));
        return;
      } else if (connection.getStatus() != Connection.Status.CONNECTED) {
        fail(down("the message broker cannot be reached"));
        return;
      } else if (left.isNegative() || reply.isDone()) {
        return; // it has ended, or does so in a moment
      }
      attempts++;
      expect();
      Message message = message(left);
      if (FunctionWire.size(message) > connection.getMaxPayload()) {
        fail(new InvalidRequestException("params", "larger than the message broker takes"));
      } else if (!reply.isDone()) {
        publish(message);
      }
      if (reply.isCancelled()) {
        cancel(); // perhaps once more: it may have been said before the call was
      }
    }

    /** From now on it is known by a new id, until it ends. */
    private void expect() {
      pending.remove(id);
      id = newId();
      pending.put(id, this);
      if (closed) {
        fail(down("functions are closed"));
      }
      if (reply.isDone()) {
        pending.remove(id);
      }
    }

    private void publish(Message message) {
      try {
        connection.publish(message);
      } catch (IllegalStateException e) { // closed, or too much waits for the broker
        fail(down("the message broker cannot be reached"));
      }
    }

    private Message message(Duration left) {
      Map<String, ?> auth = caller.authenticated() ? caller.claims() : null;
      Object claims = auth == null ? null : JsonKinds.of("claims", auth);
      @SuppressWarnings("unchecked") // an object stays one
      FunctionPayload payload =
          new FunctionPayload(
              id,
              (Map<String, ?>) claims,
              request.params(),
              request.service(),
              request.function(),
              "");
      String to = inbox + id;
      return plain
          ? new NatsMessage(FunctionSubjects.ofPlain(request.service()), to, payload.bytes())
          : wire.call(subject(), to, payload, context.clock().millis(), left);
    }

    private String subject() {
      return FunctionSubjects.of(context.project(), request.service());
    }

    private void cancel() {
      if (!plain && !closed && connection.getStatus() == Connection.Status.CONNECTED) {
        String subject = FunctionSubjects.ofCancelling(context.project(), request.service());
        publish(wire.cancel(subject, id, context.clock().millis()));
      }
    }

    void received(Message message) {
      if (message.isStatusMessage()) {
        if (message.getStatus().getCode() == Status.NO_RESPONDERS_CODE) {
          later(() -> fail(unserved()));
        }
        return;
      }
      try {
        if (plain) {
          plainReply(FunctionPayload.read(message.getData()));
        } else {
          reply(wire.readReply(message));
        }
      } catch (BadMessageException | IOException e) {
        LOG.warn("a reply that is none was dropped");
      }
    }

    private void reply(FunctionWire.Reply answer) {
      String error = answer.payload().error();
      if (answer.status() == FunctionStatus.BUSY && attempts < ATTEMPTS) {
        expect(); // the same reply, sent once more, has nothing sent again
        long pause = Math.min(FIRST_PAUSE_MILLIS << (attempts - 1), LONGEST_PAUSE_MILLIS);
        context.timer().schedule(Duration.ofMillis(pause), () -> later(this::send));
      } else if (answer.status() == FunctionStatus.OK) {
        complete(answer.payload().params());
      } else {
        later(() -> fail(answer.status().exception(error)));
      }
    }

    private void plainReply(FunctionPayload answer) {
      if (answer.error().isEmpty()) {
        complete(answer.params());
      } else {
        later(() -> fail(new FunctionException(answer.error())));
      }
    }

    private void complete(@Nullable Object result) {
      later(
          () -> {
            try {
              reply.complete(JsonKinds.of("", result));
            } catch (InvalidRequestException e) {
              fail(FunctionStatus.FAILED.exception(""));
            }
          });
    }
  }

  /** What comes after a reply is not for the thread that all replies come through. */
  private void later(Runnable task) {
    try {
      context.executor().execute(task);
    } catch (RejectedExecutionException e) {
      task.run();
    }
  }

  private static void whenOver(
      CompletionStage<@Nullable Object> stage,
      BiConsumer<? super @Nullable Object, ? super @Nullable Throwable> then) {
    stage.whenComplete(then);
  }

  private static BackendException down(String why) {
    return new BackendException(Reason.DOWN, why, null);
  }

  private static BackendException unserved() {
    return new BackendException(Reason.UNSERVED, "nobody serves the function", null);
  }

  @Override
  public void close() {
    closed = true;
    pending.values().forEach(each -> each.fail(down("functions are closed")));
    if (connection.getStatus() != Connection.Status.CLOSED) {
      connection.closeDispatcher(dispatcher);
    }
  }
}
