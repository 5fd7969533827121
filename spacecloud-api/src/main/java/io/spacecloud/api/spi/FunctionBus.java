package io.spacecloud.api.spi;

import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/** Carries calls of remote functions to whoever serves them, and the replies back. */
public interface FunctionBus extends AutoCloseable {
  /**
   * Calls a function of a service; completes exceptionally on timeout or where nobody serves it.
   */
  CompletionStage<byte[]> call(String service, byte[] request, Duration timeout);

  /** Serves a service until closed; several servers share the calls. */
  AutoCloseable serve(String service, Function<byte[], CompletionStage<byte[]>> handler);

  @Override
  void close();
}
