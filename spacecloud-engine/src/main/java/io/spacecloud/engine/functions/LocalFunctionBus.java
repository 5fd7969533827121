package io.spacecloud.engine.functions;

import io.spacecloud.api.error.BackendException;
import io.spacecloud.api.error.BackendException.Reason;
import io.spacecloud.api.error.SpaceCloudException;
import io.spacecloud.api.function.FunctionCall;
import io.spacecloud.api.function.FunctionRequest;
import io.spacecloud.api.rule.Caller;
import io.spacecloud.api.spi.FunctionBus;
import io.spacecloud.engine.dispatch.Calls;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Calls within one process: servers take turns. Thread-safe. */
public final class LocalFunctionBus implements FunctionBus {
  private final Map<String, List<Server>> servers;
  private final AtomicInteger turn = new AtomicInteger();
  private final Set<Pending> pending = ConcurrentHashMap.newKeySet();
  private @Nullable Context context;
  private volatile boolean closed;

  public LocalFunctionBus() {
    this(new ConcurrentHashMap<>());
  }

  /** One whose servers others see, too. */
  LocalFunctionBus(Map<String, List<Server>> servers) {
    this.servers = servers;
  }

  @Override
  public void start(Context engine) {
    context = engine;
  }

  @Override
  public CompletableFuture<@Nullable Object> call(FunctionRequest request, Caller caller) {
    Context engine = Objects.requireNonNull(context, "not started");
    List<Server> able = servers.getOrDefault(request.service(), List.of());
    if (closed) {
      return CompletableFuture.failedFuture(Errors.closed());
    } else if (able.isEmpty()) {
      return CompletableFuture.failedFuture(Errors.unserved());
    }
    Duration timeout = Objects.requireNonNull(request.timeout());
    Instant deadline = engine.clock().instant().plus(timeout);
    Pending call = new Pending(new FunctionCall(request, caller, deadline));
    pending.add(call);
    Runnable undo = engine.timer().schedule(timeout, () -> call.end(Errors.late()));
    Calls.whenOver(
        call.reply,
        (reply, failure) -> {
          undo.run();
          pending.remove(call);
        });
    if (closed) {
      call.end(Errors.closed());
    }
    call.send(able);
    return call.reply;
  }

  /** A call that is on its way. */
  private final class Pending {
    private final FunctionCall call;
    private final CompletableFuture<@Nullable Object> reply = new CompletableFuture<>();

    Pending(FunctionCall call) {
      this.call = call;
      Calls.whenOver(
          reply,
          (result, failure) -> {
            if (failure != null) {
              call.cancel();
            }
          });
    }

    void end(SpaceCloudException cause) {
      reply.completeExceptionally(cause);
    }

    void send(List<Server> able) {
      send(List.copyOf(able), turn.getAndIncrement(), 0);
    }

    /** To the one whose turn it is, or to the next if it has no time to begin. */
    private void send(List<Server> able, int first, int tried) {
      if (tried == able.size()) {
        end(tried == 0 ? Errors.unserved() : Errors.busy());
        return;
      }
      CompletionStage<@Nullable Object> stage;
      try {
        stage = able.get(Math.floorMod(first + tried, able.size())).serve(call);
      } catch (RuntimeException e) {
        end(Errors.failed());
        return;
      }
      Calls.whenOver(
          stage,
          (result, failure) -> {
            if (failure instanceof BackendException e && e.reason() == Reason.EXHAUSTED) {
              send(able, first, tried + 1);
            } else {
              replied(result, failure);
            }
          });
    }

    private void replied(@Nullable Object result, @Nullable Throwable failure) {
      if (failure == null) {
        reply.complete(result);
      } else {
        reply.completeExceptionally(Errors.told(failure));
      }
    }
  }

  @Override
  public AutoCloseable serve(String service, Server server) {
    servers.compute(
        service,
        (name, known) -> {
          List<Server> all = known == null ? new CopyOnWriteArrayList<>() : known;
          all.add(server);
          return all;
        });
    return () ->
        servers.computeIfPresent(
            service,
            (name, known) -> {
              known.remove(server);
              return known.isEmpty() ? null : known;
            });
  }

  @Override
  public void close() {
    closed = true;
    pending.forEach(each -> each.end(Errors.closed()));
  }
}
