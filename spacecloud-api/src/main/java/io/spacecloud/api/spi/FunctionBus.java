package io.spacecloud.api.spi;

import io.spacecloud.api.function.FunctionCall;
import io.spacecloud.api.function.FunctionRequest;
import io.spacecloud.api.rule.Caller;
import java.time.Clock;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Carries calls of functions to whoever serves them, and the replies back; values travel as {@link
 * io.spacecloud.api.function.JsonKinds} has them. A call is never tried again once it may have
 * begun. Thread-safe.
 */
public interface FunctionBus extends AutoCloseable {
  /**
   * What the engine supplies.
   *
   * @param projectKey the secret that messages between processes are authenticated with; empty if
   *     the project has none
   * @param executor runs whatever waits for replies
   */
  record Context(String project, byte[] projectKey, Clock clock, Executor executor, Timer timer) {}

  /** Whoever serves the functions of a service. Thread-safe. */
  @FunctionalInterface
  interface Server {
    /**
     * Begins to serve a call, without waiting for it.
     *
     * @return completes exceptionally as {@link FunctionBus#call} does
     */
    CompletionStage<@Nullable Object> serve(FunctionCall call);
  }

  /** Called once, before anything else. */
  void start(Context context);

  /**
   * Calls a function. Cancelling the future tells whoever serves it.
   *
   * @param request its timeout is set
   * @return completes with the reply; exceptionally with {@link
   *     io.spacecloud.api.error.FunctionException} if that is a refusal, {@link
   *     io.spacecloud.api.error.NotFoundException} if the service has no such function, {@link
   *     io.spacecloud.api.error.InvalidRequestException} if the parameters are too large, and
   *     {@link io.spacecloud.api.error.BackendException}: {@code UNSERVED} if nobody serves it,
   *     {@code EXHAUSTED} if nobody had time to begin, {@code TIMEOUT} if there was no reply in
   *     time, {@code DOWN} if whoever served it, or the way there, went away, and {@code FAILED}
   */
  CompletableFuture<@Nullable Object> call(FunctionRequest request, Caller caller);

  /**
   * Serves a service until closed; several servers, also of other processes, share its calls. What
   * is called once this has returned is served.
   *
   * @return takes no more calls once it is closed, which hands those over that have arrived
   */
  AutoCloseable serve(String service, Server server);

  /** Ends calls that are on their way, each by an exception, and closes what this opened. */
  @Override
  void close();
}
