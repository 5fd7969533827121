package io.spacecloud.engine.dispatch;

import io.spacecloud.api.function.FunctionRequest;
import io.spacecloud.api.rule.Caller;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Carries calls out that are allowed. Thread-safe. */
@FunctionalInterface
public interface CallCarrier {
  /** Carries out a call, as {@link io.spacecloud.api.spi.FunctionBus#call} does. */
  CompletableFuture<@Nullable Object> call(FunctionRequest request, Caller caller);
}
