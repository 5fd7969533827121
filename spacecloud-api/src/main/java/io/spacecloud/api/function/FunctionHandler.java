package io.spacecloud.api.function;

import org.jspecify.annotations.Nullable;

/** Does what a function is there for. Called by several threads at once. */
@FunctionalInterface
public interface FunctionHandler {
  /**
   * Handles one call.
   *
   * @return the reply: null, a text, number, boolean, list or map, a document; or a {@link
   *     java.util.concurrent.CompletionStage} of one, which is waited for without a thread
   * @throws io.spacecloud.api.error.FunctionException to tell the caller why not; of any other
   *     exception the caller learns no more than that the function failed
   */
  @Nullable Object handle(FunctionCall call) throws Exception;
}
