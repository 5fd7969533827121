package io.spacecloud.api.spi;

import io.spacecloud.api.request.Read;
import io.spacecloud.api.result.Document;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A database. It is handed commands that are bound and authorised, and gives each the meaning that
 * {@link io.spacecloud.api.condition.ConditionEvaluator} defines. Thread-safe.
 */
public interface Backend extends CommandExecutor, AutoCloseable {
  /** What this backend has of what backends may lack. */
  Set<Capability> capabilities();

  /** The names of the collections that are there. */
  Set<String> collections();

  /** What is known of a collection of exactly that name, or null if there is none. */
  @Nullable CollectionSchema schema(String collection);

  /** Looks at the database's collections anew. */
  void refresh();

  /**
   * Runs the body in one transaction, which commits when the body returns and is rolled back when
   * it throws, or when a command in it failed.
   *
   * @throws io.spacecloud.api.error.UnsupportedFeatureException without {@link
   *     Capability#TRANSACTIONS}
   */
  <T extends @Nullable Object> T inTransaction(
      TransactionOptions options, Function<CommandExecutor, T> body);

  /**
   * Hands every document of a read to the consumer, one after the other, holding few in memory.
   *
   * @throws io.spacecloud.api.error.UnsupportedFeatureException without {@link
   *     Capability#STREAMING}
   */
  void stream(Read read, Consumer<Document> consumer);

  /** Closes what the backend opened, and nothing that it was given. */
  @Override
  void close();
}
