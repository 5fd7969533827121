package io.spacecloud.engine;

import io.spacecloud.api.function.FunctionHandler;
import io.spacecloud.engine.functions.FunctionModule;

/**
 * The functions of this process, for callers here, and over a bus also elsewhere: {@link
 * Session#call} calls them, if the rules allow it. Thread-safe.
 */
public final class Functions {
  private final FunctionModule module;

  Functions(FunctionModule module) {
    this.module = module;
  }

  /** A function that is served. */
  public interface Registration extends AutoCloseable {
    /** It is served no more; calls that have begun go on. */
    @Override
    void close();
  }

  /**
   * Serves a function, until the registration or the engine is closed. Whoever may call it is for
   * the rules of every engine to say that calls are made through.
   *
   * @throws IllegalStateException if it is served here already
   */
  public Registration register(String service, String function, FunctionHandler handler) {
    return module.register(service, function, handler)::close;
  }
}
