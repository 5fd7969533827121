package io.spacecloud.api.function;

import io.spacecloud.api.error.InvalidRequestException;
import io.spacecloud.api.result.Document;
import io.spacecloud.api.rule.Caller;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One call, as whoever serves it sees it. Thread-safe. */
public final class FunctionCall {
  private final FunctionRequest request;
  private final Caller caller;
  private final Instant deadline;
  private final List<Runnable> listeners = new ArrayList<>();
  private boolean cancelled;

  /**
   * A call that has arrived.
   *
   * @param deadline when nobody waits for the reply any more, by this process's clock
   */
  public FunctionCall(FunctionRequest request, Caller caller, Instant deadline) {
    this.request = request;
    this.caller = caller;
    this.deadline = deadline;
  }

  public String service() {
    return request.service();
  }

  public String function() {
    return request.function();
  }

  /** Who calls; the claims were verified by the engine that let the call in. */
  public Caller caller() {
    return caller;
  }

  /** The caller's claims; empty for one without a token. */
  public Document claims() {
    return caller.claims();
  }

  /** What the function is called with, as JSON has it. */
  public @Nullable Object params() {
    return request.params();
  }

  /**
   * What the function is called with, where that is an object.
   *
   * @throws InvalidRequestException if it is not
   */
  public Document document() {
    if (request.params() instanceof Map<?, ?> map) {
      @SuppressWarnings("unchecked") // a normalised object's
      Map<String, ?> members = (Map<String, ?>) map;
      return Document.of("params", members);
    }
    throw new InvalidRequestException("params", "expected an object");
  }

  /** When nobody waits for the reply any more. */
  public Instant deadline() {
    return deadline;
  }

  /** Whether nobody waits for the reply any more: work that is still to be done may be left. */
  public synchronized boolean isCancelled() {
    return cancelled;
  }

  /**
   * Runs once nobody waits for the reply any more, if that comes to be; at once if it has. It is
   * short: whatever thread tells that runs it.
   */
  public void onCancel(Runnable listener) {
    synchronized (this) {
      if (!cancelled) {
        listeners.add(listener);
        return;
      }
    }
    listener.run();
  }

  /**
   * Nobody waits for the reply any more. Each listener runs, whatever another one throws; the first
   * exception is thrown once all have.
   */
  public void cancel() {
    List<Runnable> all;
    synchronized (this) {
      all = cancelled ? List.of() : List.copyOf(listeners);
      cancelled = true;
      listeners.clear();
    }
    RuntimeException failure = null;
    for (Runnable each : all) {
      try {
        each.run();
      } catch (RuntimeException e) {
        failure = failure == null ? e : failure;
      }
    }
    if (failure != null) {
      throw failure;
    }
  }

  /** Without what it holds. */
  @Override
  public String toString() {
    return "FunctionCall[" + service() + "." + function() + "]";
  }
}
