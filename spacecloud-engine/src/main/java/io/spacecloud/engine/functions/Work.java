package io.spacecloud.engine.functions;

import io.spacecloud.api.error.FunctionException;
import io.spacecloud.api.error.SpaceCloudException;
import io.spacecloud.api.function.FunctionCall;
import io.spacecloud.api.function.FunctionHandler;
import io.spacecloud.api.function.JsonKinds;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One call that is served: when it is over, and what came of it. Thread-safe. */
final class Work {
  private static final Logger LOG = LoggerFactory.getLogger(Work.class);

  private final FunctionCall call;
  private final FunctionHandler handler;
  private final int maxBytes;
  // What is replied; the handler may go on when it is settled already.
  private final CompletableFuture<@Nullable Object> reply = new CompletableFuture<>();

  Work(FunctionCall call, FunctionHandler handler, int maxBytes) {
    this.call = call;
    this.handler = handler;
    this.maxBytes = maxBytes;
  }

  CompletionStage<@Nullable Object> reply() {
    return reply;
  }

  boolean isSettled() {
    return reply.isDone();
  }

  FunctionCall call() {
    return call;
  }

  /** Replies so, unless it is settled; the handler learns that nobody waits any more. */
  void abandon(SpaceCloudException cause) {
    if (reply.completeExceptionally(cause)) {
      try {
        call.cancel();
      } catch (RuntimeException e) {
        LOG.warn("a listener of {}.{} failed: {}", call.service(), call.function(), place(e));
      }
    }
  }

  /**
   * Runs the handler.
   *
   * @param over called once the handler is done, by whatever thread
   */
  void run(Runnable over) {
    CompletionStage<?> later = null;
    try {
      if (reply.isDone() || call.isCancelled()) {
        reply.completeExceptionally(Errors.late());
        return;
      }
      Object result = handler.handle(call);
      if (result instanceof CompletionStage<?> stage) {
        later = stage;
      } else {
        settle(result, null);
      }
    } catch (Throwable e) { // an error, too, is a reply: the caller waits for one
      settle(null, e);
    } finally {
      if (later == null) {
        over.run();
      }
    }
    if (later != null) {
      later.whenComplete(
          (result, failure) -> {
            try {
              settle(result, failure);
            } finally {
              over.run();
            }
          });
    }
  }

  private void settle(@Nullable Object result, @Nullable Throwable failure) {
    if (failure != null) {
      reply.completeExceptionally(failure(failure));
      return;
    }
    try {
      Object plain = JsonKinds.of("", result);
      if (JsonKinds.weight(plain) > maxBytes) {
        throw new IllegalArgumentException("a reply larger than " + maxBytes + " bytes");
      }
      reply.complete(plain);
    } catch (RuntimeException e) {
      reply.completeExceptionally(failure(e));
    }
  }

  private SpaceCloudException failure(Throwable failure) {
    Throwable cause =
        failure instanceof CompletionException && failure.getCause() != null
            ? failure.getCause()
            : failure;
    if (cause instanceof FunctionException said) {
      return said;
    }
    LOG.error("the function {}.{} failed: {}", call.service(), call.function(), place(cause));
    return Errors.failed();
  }

  /** What was thrown, and where; its message may hold what the function was called with. */
  private static String place(Throwable cause) {
    StackTraceElement[] stack = cause.getStackTrace();
    return cause.getClass().getName() + (stack.length == 0 ? "" : " at " + stack[0]);
  }
}
