package io.spacecloud.engine.dispatch;

import io.spacecloud.api.error.BackendException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** Waits for calls, and ends what they count as. */
public final class Calls {
  private Calls() {}

  /**
   * The reply.
   *
   * @throws RuntimeException what the call ended by
   */
  public static @Nullable Object await(CompletableFuture<@Nullable Object> call) {
    try {
      return call.get();
    } catch (InterruptedException e) {
      call.cancel(true);
      Thread.currentThread().interrupt();
      throw new BackendException(
          BackendException.Reason.FAILED, "interrupted while waiting for a function", null);
    } catch (ExecutionException e) {
      throw unchecked(cause(e));
    }
  }

  /** A call that is told of and counted until it ends; cancelling it cancels what it is made of. */
  static CompletableFuture<@Nullable Object> counted(
      Admitted admitted, CompletableFuture<@Nullable Object> call) {
    CompletableFuture<@Nullable Object> result = new CompletableFuture<>();
    whenOver(
        call,
        (reply, failure) -> {
          Throwable cause = failure == null ? null : cause(failure);
          if (cause != null) {
            admitted.failed(cause);
          }
          admitted.close();
          if (cause == null) {
            result.complete(reply);
          } else {
            result.completeExceptionally(cause);
          }
        });
    whenOver(
        result,
        (reply, failure) -> {
          if (result.isCancelled()) {
            call.cancel(true);
          }
        });
    return result;
  }

  /** Does something once a stage is over, however it is. */
  public static <T extends @Nullable Object> void whenOver(
      CompletionStage<T> stage, BiConsumer<? super T, ? super @Nullable Throwable> then) {
    stage.whenComplete(then);
  }

  private static Throwable cause(Throwable failure) {
    boolean wraps = failure instanceof CompletionException || failure instanceof ExecutionException;
    Throwable cause = wraps ? failure.getCause() : null;
    return cause == null ? failure : cause;
  }

  private static RuntimeException unchecked(Throwable cause) {
    if (cause instanceof Error error) {
      throw error;
    }
    return cause instanceof RuntimeException e
        ? e
        : new BackendException(BackendException.Reason.FAILED, "the function failed", cause);
  }
}
